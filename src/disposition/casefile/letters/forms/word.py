"""A call guide or a letter for a word processor, and the only place that knows python-docx.

Chinese stands in a font of its own (`w:eastAsia`): without one, a word processor takes whatever
it has, and mixes fonts within a line. Equal texts give equal bytes: no day but that of the draft.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from disposition.casefile.errors import CaseError
from disposition.casefile.letters.forms import blocks
from disposition.version import installing

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LATIN, CHINESE, MONOSPACED = "Calibri", "Microsoft YaHei", "Consolas"
_LANGUAGES = {"en": "en-GB", "zh": "en-US"}
"""The language of the Latin letters; that of Chinese ones is `zh-CN` in both."""

_STYLES = ("Normal", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "List Number")
_BODY, _FIRST, _SECOND = 10.5, 16, 12.5  # points; 10.5 is what Chinese letters are written in
_INK = "1F2933"
_NOTE, _SAID = ("FFF6DB", "C99A2E"), ("F6F7F9", "D5DAE1")  # within, and at the edge
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 21.0, 29.7, 2.3  # centimetres: A4


def document(text: str, title: str, language: str, as_of: date) -> bytes:
    """Return the document of a text as our templates write it.

    Raises:
        CaseError: python-docx is not installed.
    """
    try:
        import docx
        from docx.shared import Pt
    except ImportError as error:
        message = "letters for a word processor need python-docx"
        raise CaseError(
            message, installing("letters"), code="not-installed", where="python-docx"
        ) from error
    made = docx.Document()
    _set_up(made, title, language, as_of)
    after_note = False
    for block in blocks.blocks_of(text):
        paragraph = _add(made, block)
        if after_note and not block.quoted and block.kind != blocks.HEADING:
            paragraph.paragraph_format.space_before = Pt(_BODY)
        after_note = block.quoted
    written = BytesIO()
    made.save(written)
    return _without_times(written.getvalue())


def _set_up(made: Document, title: str, language: str, as_of: date) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    about = made.core_properties
    about.title, about.author, about.comments, about.last_modified_by = title, "", "", ""
    about.created = about.modified = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 - a day
    section = made.sections[0]
    section.page_width, section.page_height = Cm(_PAGE_WIDTH), Cm(_PAGE_HEIGHT)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)
    sizes = {"Heading 1": _FIRST, "Heading 2": _SECOND}
    for name in _STYLES:
        style = made.styles[name]
        style.font.size = Pt(sizes.get(name, _BODY))
        style.font.color.rgb = RGBColor.from_string(_INK)
        _set_fonts(style.element.get_or_add_rPr(), LATIN)
        spacing = style.paragraph_format
        spacing.space_before = Pt(_SECOND if name in sizes else 0)
        spacing.space_after = Pt(_BODY / 3 if name.startswith("List") else _BODY / 2)
        for each in style.element.xpath("./w:pPr/w:contextualSpacing"):
            each.getparent().remove(each)
    languages = made.styles["Normal"].element.get_or_add_rPr()
    told = languages.makeelement(qn("w:lang"), {})
    told.set(qn("w:val"), _LANGUAGES[language])
    told.set(qn("w:eastAsia"), "zh-CN")
    languages.append(told)


def _set_fonts(properties: Any, latin: str) -> None:
    """Name the fonts by script, in place of those of a theme."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), latin)
    fonts.set(qn("w:eastAsia"), CHINESE)


def _add(made: Document, block: blocks.LetterBlock) -> Paragraph:
    below = " 2" if block.level else ""
    styles = {
        blocks.HEADING: f"Heading {min(block.level, 2)}",
        blocks.ITEM: f"List Bullet{below}",
        blocks.NUMBERED: "List Number",
    }
    paragraph = made.add_paragraph(style=styles.get(block.kind, "Normal"))
    for said in block.runs:
        run = paragraph.add_run(said.text)
        run.bold = said.bold or None
        if said.code:
            _set_fonts(run._element.get_or_add_rPr(), MONOSPACED)  # noqa: SLF001 - python-docx's way
    if block.quoted:
        _mark(paragraph, *(_SAID if block.is_spoken else _NOTE))
    return paragraph


def _mark(paragraph: Any, within: str, edge: str) -> None:
    """Show that a paragraph is a note to whoever sends the letter, or something to say."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx's way
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", edge)):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", within)):
        shade.set(qn(f"w:{key}"), value)
    # The schema has an order of its own for these.
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _without_times(content: bytes) -> bytes:
    """Return an archive without the times at which its files were written."""
    kept = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for each in before.infolist():
            named = ZipInfo(each.filename, _NO_TIME)
            named.compress_type = ZIP_DEFLATED
            after.writestr(named, before.read(each))
    return kept.getvalue()

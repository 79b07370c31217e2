"""The phrases of letters by language, and the languages that there are.

They stand in `templates/letters/phrases.<language>.yaml`: a section for each kind of code, a phrase
for each code. A code of a policy that has none is told in the policy's own words.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from disposition.casefile.errors import CaseError
from disposition.casefile.letters.text import plain
from disposition.documents.yaml import nodes
from disposition.documents.yaml.source import yaml_tree
from disposition.explain.report import task
from disposition.frozen import frozen
from disposition.language.plain_data import plain_yaml
from disposition.visible import one_line

LANGUAGES = ("en", "zh")
"""The languages that call guides and letters are written in."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("eng", "english", "en-gb", "en-us", "en_gb", "en_us"), "en"),
        **dict.fromkeys(("chinese", "mandarin", "cn", "zho", "chi", "zh-cn", "zh_cn"), "zh"),
        **dict.fromkeys(("zh-hans", "zh_hans", "中文", "汉语", "简体中文"), "zh"),
    }
)
"""Other names by which people ask for them."""

_LONGEST_ASKED = 40
_FEWEST_ALIKE = 0.6

Phrases = Mapping[str, Mapping[str, str]]


@frozen
class Phrase:
    """A code with its phrase; `is_own` says that it is the policy's own text, in English."""

    code: str
    text: str
    is_own: bool
    due: date | None = None
    overdue: bool = False
    by: str = ""


def phrase_of(phrases: Phrases, sections: Iterable[str], do: str, what: str) -> Phrase:
    """Return the phrase for a code; without one, the policy's own text."""
    for section in sections:
        if do in phrases[section]:
            return Phrase(do, phrases[section][do], is_own=False)
    return Phrase(do, plain(what) or plain(task(do)), is_own=True)


# --- languages -----------------------------------------------------------------------------------


def expect_language(language: str) -> None:
    """Refuse a language that nothing is written in.

    Raises:
        CaseError: nothing is written in it; with the one that was probably meant.
    """
    if language not in LANGUAGES:
        asked = one_line(str(language)[:_LONGEST_ASKED])
        hint = _meant(asked) or "there are `en` (English) and `zh` (Chinese)"
        message = f"nothing is written in the language `{asked}`"
        raise CaseError(message, hint, code="unknown-language", where="language")


def _meant(language: str) -> str:
    known = {**_NAMES, **{name: name for name in LANGUAGES}}
    close = difflib.get_close_matches(language.strip().casefold(), known, n=1, cutoff=_FEWEST_ALIKE)
    return f"did you mean `{known[close[0]]}`?" if close else ""


# --- the files -----------------------------------------------------------------------------------


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of a language, by section and code."""
    return _read(f"phrases.{language}.yaml")


@cache
def codes() -> Mapping[str, Sequence[str]]:
    """Return the codes of which something is made in every language, by what that is."""
    found: Mapping[str, Sequence[str]] = plain_yaml("codes.yaml", _text("codes.yaml"))
    return found


def _text(name: str) -> str:
    folder = files("disposition.casefile") / "templates" / "letters"
    return (folder / name).read_text(encoding="utf-8")


def _read(name: str) -> Phrases:
    """Return a file of phrases of ours: sections of codes, each with its text."""
    tree = yaml_tree(name, _text(name))
    assert isinstance(tree, nodes.Mapping)  # noqa: S101 - it comes with the library
    return MappingProxyType({section.text: _section(held) for section, held in tree})


def _section(node: nodes.Node) -> Mapping[str, str]:
    assert isinstance(node, nodes.Mapping)  # noqa: S101 - it comes with the library
    return {key.text: held.text for key, held in node if isinstance(held, nodes.Scalar)}

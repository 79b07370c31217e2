"""`disposition case add`: what happened, as an entry of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

import click

from disposition.casefile.errors import CaseError, EntryError
from disposition.casefile.lifecycle.agreed_units import falls_short
from disposition.casefile.lifecycle.findings import trace
from disposition.casefile.log.effective import effective_events
from disposition.casefile.log.entry_data import kind_of, stored_data
from disposition.casefile.log.kinds import INSPECTIONS, Agreed
from disposition.cli.case.shared import inputs
from disposition.cli.case.shared.text import new_entry, written_line
from disposition.cli.inputs import GivenDocument, read_document
from disposition.cli.messages import BAD_INPUT, fail, write, write_aside, write_problem
from disposition.documents.places.data import PathError, Step, steps_of
from disposition.documents.quoting import shown
from disposition.frozen import fields, frozen
from disposition.language.types import Kind
from disposition.visible import one_line
from disposition.words import listed

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.cases import Cases
    from disposition.casefile.log.entry import Entry


_MOST_LINES = 8  # places of findings that a note lists
_BY_COMMAND = {"decision": "decide", "released": "release", "refused": "release"}


@click.command()
@inputs.with_cases
@inputs.case_argument
@click.argument("kind")
@click.argument("data", metavar="[DATA.json|-]", required=False)
@click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    help="A value of the data, such as `channel=call` or `people[0].name=Li`; may be repeated.",
)
@inputs.on_option
@inputs.by_option
@click.option(
    "--settles",
    metavar="CODE",
    multiple=True,
    help="A step that is done with it, as `case next` shows it; may be repeated.",
)
@inputs.key_option
def add(
    *,
    cases: Cases,
    case_id: str,
    kind: str,
    data: str | None,
    settings: tuple[str, ...],
    on: date,
    by: str,
    settles: tuple[str, ...],
    key: str,
) -> None:
    """Write what happened into the case ID, as an entry of a KIND.

    The data is a JSON object in a file, or on standard input for `-`; or it is given by --set,
    which also puts values into a file's data. `disposition case kinds KIND` tells what it may say,
    with an example. Quote paths with brackets: some shells read them.
    """
    given, source = _data(case_id, kind, data, settings)
    before = cases.get(case_id)
    try:
        with source.located() if source else nullcontext():
            after = before.add(kind, given, on=on, by=by, settles=settles, key=key, strict=True)
    except EntryError as error:
        _refuse(error)
    entry = new_entry(before, after, kinds=(kind,), on=on, key=key)
    write(written_line(before, entry))
    for note in (*_unclear(after, entry), *_not_sampled(after, entry), *_too_few(after, entry)):
        click.echo(f"note: {note}", err=True)


def _data(
    case_id: str, kind: str, file: str | None, settings: tuple[str, ...]
) -> tuple[Any, GivenDocument | None]:
    """Return the data of an entry from a file, from settings, or from both; and what is a file's.

    Raises:
        CaseError: there is no such kind, or a setting cannot be put in.
    """
    if command := _BY_COMMAND.get(kind):
        hint = f"`disposition case {command} {case_id} --on DAY` writes it"
        fail(f"an entry `{kind}` is not written by hand", hint)
    declared = kind_of(kind).data
    document, source = ({}, None) if file is None else read_document(file)
    # What is no object is refused, with its reason, by whoever reads the data.
    if settings and isinstance(document, dict):
        return with_settings(declared, document, settings), None
    return document, source


def _refuse(error: EntryError) -> NoReturn:
    """Tell everything that is wrong with an entry, and where to look up what it may say."""
    for each in error.problems:
        write_problem(each)
    write_aside(f"`disposition case kinds {error.kind}` tells what it may say")
    raise SystemExit(BAD_INPUT)


def _unclear(case: Case, entry: Entry) -> Iterator[str]:
    """Yield which findings an entry does not speak of, because it does not say which it means."""
    for each in trace(effective_events(case.entries)).unclear:
        if each.entry == entry.number:
            lines = listed(each.lines[:_MOST_LINES])
            more = len(each.lines) - _MOST_LINES
            named = f"{lines} and {more:,} more" if more > 0 else lines
            yield (
                f"{len(each.lines):,} findings go by `{one_line(each.name)}`, so it is said "
                f"of none of them; name each by its line: {named}"
            )


def _not_sampled(case: Case, entry: Entry) -> Iterator[str]:
    """Yield which plans count again at an inspection that does not say what was inspected."""
    if entry.kind in INSPECTIONS:
        for plan in case.lot(entry.on).inspection.plans or ():
            if plan.sample_size is None:
                yield (
                    f"the plan `{one_line(plan.name or '')}` counts again, and no sample of it is "
                    "told; list it in `plans` with its `sample_size`"
                )


def _too_few(case: Case, entry: Entry) -> Iterator[str]:
    """Yield that fewer units are agreed on than were sent back: a re-inspection opens no gate."""
    data = stored_data(entry.kind, entry.data)
    if isinstance(data, Agreed) and data.units:
        units = (case.lot(entry.on).case.agreements or ())[-1].sent_back
        if units is not None and falls_short(data, units):
            yield (
                f"{units:,} units were sent back, and this is about {data.units:,}: the lot is not "
                "released on it, unless every unit is inspected again"
            )


# --- data by settings ----------------------------------------------------------------------------


_ROOT = "$."  # problems are told at places that begin so, and people copy them
_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_FLAGS = {"true": True, "false": False}
_NOTHING = "[]"
_NO_SETTING = "not-a-setting"

Declared = Mapping[Any, Any]
"""How a key is declared: by a scalar, by the class of a section or of a list's items; or not."""


def with_settings(kind: type, data: dict[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """Return data with the values of `path=value` texts put in; `kind` declares its keys.

    What is wrong with the data, such as a key that there is not, is left to whoever reads it.

    Raises:
        CaseError: a text is no setting, or its path leads nowhere.
    """
    seen: set[tuple[Step, ...]] = set()
    for text in texts:
        setting = _read(text)
        if setting.steps in seen:
            message = f"`--set` gives `{setting.path}` twice"
            raise CaseError(message, "keep one of them", code=_NO_SETTING, where="`--set`")
        seen.add(setting.steps)
        data = setting.put(data, {"section": kind})
    return data


def _read(written: str) -> _Setting:
    path, equals, text = written.partition("=")
    path = path.strip().removeprefix(_ROOT)
    if not equals:
        message = f"`--set {written}` gives no value"
        hint = "write it as `--set path=value`"
        raise CaseError(message, hint, code=_NO_SETTING, where=f"`--set {written}`")
    try:
        return _Setting(path, steps_of(path), text)
    except PathError:
        message = f"`--set`: {shown(path)} is no path"
        raise CaseError(message, _path_hint(path), code=_NO_SETTING, where="`--set`") from None


def _path_hint(path: str) -> str:
    """Return the path that was probably meant, or else what paths are like."""
    meant = path.casefold().replace("-", "_").replace(" ", "_")
    try:
        steps_of(meant)
    except PathError:
        return "paths are like `channel` or `people[0].name`; `disposition case kinds` lists them"
    return f"did you mean `{meant}`?"


@frozen
class _Setting:
    """A value that goes to a path."""

    path: str
    steps: tuple[Step, ...]
    text: str

    def put(self, part: Any, declared: Declared, at: int = 0) -> Any:
        """Return a part of the data, the one after `at` steps, with the value in it."""
        if at == len(self.steps):
            return self._value(declared)
        step = self.steps[at]
        if isinstance(step, int):
            return self._in_list([] if part is None else part, declared, step, at)
        if "items" in declared:
            raise self._is_a_list(declared, at)
        return self._in_object({} if part is None else part, declared, step, at)

    def _in_list(self, part: Any, declared: Declared, index: int, at: int) -> list[Any]:
        if not isinstance(part, list):
            raise self._refusal(at, "is no list")
        if index > len(part):
            hint = f"items count from 0; the next one is `{self._above(at)}[{len(part)}]`"
            raise self._refusal(at, f"has no item {index - 1} yet", hint)
        below = {"section": declared["items"]} if "items" in declared else {}
        item = part[index] if index < len(part) else None
        return [*part[:index], self.put(item, below, at + 1), *part[index + 1 :]]

    def _in_object(self, part: Any, declared: Declared, key: str, at: int) -> dict[str, Any]:
        if not isinstance(part, dict):
            raise self._refusal(at, "has no parts")
        known = fields(declared["section"]) if "section" in declared else ()
        below: Declared = next((each.metadata for each in known if each.name == key), {})
        return {**part, key: self.put(part.get(key), below, at + 1)}

    def _value(self, declared: Declared) -> Any:
        """Return the text as the key wants it; as it is where that is not what it wants."""
        if "items" in declared:
            if self.text.strip() == _NOTHING:
                return []
            raise self._is_a_list(declared, len(self.steps))
        if "section" in declared:
            hint = f"name one: `--set {self.path}.{_first_key(declared['section'])}=…`"
            raise self._refusal(len(self.steps), "has parts", hint)
        if "scalar" in declared:
            match declared["scalar"].type.kind:
                case Kind.BOOLEAN:
                    return _FLAGS.get(self.text.casefold(), self.text)
                case Kind.INTEGER if _WHOLE.fullmatch(self.text):
                    return int(self.text)
        return self.text

    def _is_a_list(self, declared: Declared, at: int) -> CaseError:
        hint = f"its first item is `{self._above(at)}[0].{_first_key(declared['items'])}` and so on"
        return self._refusal(at, "is a list", hint)

    def _refusal(self, at: int, why: str, hint: str = "") -> CaseError:
        above = self._above(at)
        where = f": `{above}`" if above else ": the data"
        return CaseError(
            f"`--set {self.path}={self.text}`{where} {why}",
            hint,
            code=_NO_SETTING,
            where=f"`--set {self.path}={self.text}`",
        )

    def _above(self, at: int) -> str:
        """Return the path as far as some steps lead."""
        named = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps[:at])
        return "".join(named).removeprefix(".")


def _first_key(kind: type) -> str:
    return str(fields(kind)[0].name)

"""Cases files to cases: each lot made and checked, each mistake told with its place."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Listing
from os import PathLike
from pathlib import Path

from disposition.decide import Policy, load_policy
from disposition.documents.diagnostics import Findings, Place, PolicyError
from disposition.documents.places.data import PathError, Step, changed, steps_of
from disposition.documents.yaml import LARGEST_FILE
from disposition.documents.yaml.nodes import Mapping, Node, Scalar, Sequence, at_key
from disposition.documents.yaml.source import read_yaml
from disposition.errors import LotError, Problem, few_suggestions
from disposition.facts import Lot
from disposition.facts.observation import view_of
from disposition.facts.own.declared import CUSTOM
from disposition.frozen import frozen
from disposition.language.fields import Fields
from disposition.language.plain_data import plain
from disposition.testing.cases import Case, CaseFile
from disposition.testing.loading.expectations import (
    EXPECT_KEYS,
    Vocabulary,
    read_differences,
    read_equivalents,
    read_exemptions,
    read_expected,
)
from disposition.testing.loading.files import file_beside, read_base
from disposition.testing.loading.own_facts import mistakes, without

FORMAT = "1"
FILE_KEYS = (
    *("format", "policy", "about", "base", "cases", "tables"),
    *("differences", "coverage", "mutation"),
)
CASE_KEYS = ("about", "given", "expect")
TABLE_KEYS = ("about", "given", "expect", "columns", "rows")
AS_IN_BASE = "-"


class CasesError(PolicyError):
    """Cases that cannot be run; `diagnostics` holds every finding of the run."""


def load_cases(path: str | PathLike[str], policy: Policy | None = None) -> CaseFile:
    """Load a cases file, with the policy that it names unless one is given.

    Raises:
        CasesError: with every finding about the cases, each with file, line and column.
        PolicyError: the policy that it names cannot be loaded.
    """
    file, findings = Path(path), Findings()
    root = _root(file, findings)
    if isinstance(root, Mapping):
        fields = Fields(root, "a cases file", FILE_KEYS, findings)
        _expect_format(fields)
        fields.text("about")  # a note to readers, which must be a text like any other
        named = fields.scalar("policy", fields.require("policy", "the policy file's name"))
        policy_file = None
        if named is not None and policy is None:
            beside = file_beside(named, file.parent, findings)
            policy_file = None if beside is None else str(beside)
            policy = None if policy_file is None else load_policy(policy_file)
        if policy is not None:
            reader = _Cases(fields, policy, file.parent)
            cases = reader.read()
            differences = read_differences(fields, file.parent, {case.name for case in cases})
            exemptions = read_exemptions(fields, policy.checked)
            equivalents = read_equivalents(fields)
            if not findings.has_errors:
                return CaseFile(
                    file,
                    policy,
                    cases,
                    policy_file,
                    differences,
                    exemptions,
                    reader.document,
                    equivalents,
                )
    elif root is not None:
        findings.error("S301", root.place, "a cases file is a group of keys")
    raise CasesError(findings.in_order())


def _root(file: Path, findings: Findings) -> Node | None:
    start = Place(str(file), 1, 1)
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it is no name of a file").lower()
        findings.error("C701", start, f"`{file}` cannot be read: {reason}")
        return None
    if len(data) > LARGEST_FILE:
        message = f"`{file.name}` is larger than {LARGEST_FILE // 1024} KiB"
        findings.error("C701", start, message, "split it into several files")
        return None
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(str(file), data.count(b"\n", 0, error.start) + 1, 1)
        findings.error("C701", place, "this line is not UTF-8 text", "save it as UTF-8")
        return None
    root = read_yaml(str(file), content, findings)
    if root is None and not findings.has_errors:
        findings.error("C701", start, "the cases file is empty")
    return root


def _expect_format(fields: Fields) -> None:
    scalar = fields.scalar("format")
    if scalar is not None and scalar.text != FORMAT:
        message = f"the format `{scalar.text}` is not known here"
        fields.findings.error(
            "S307", scalar.place, message, f"this library reads `format: {FORMAT}`"
        )


@frozen
class _Draft:
    """A case as it stands in the file."""

    name: str
    about: str
    place: Place
    given: tuple[tuple[Scalar, Node], ...]
    expect: tuple[tuple[Scalar, Node], ...]


class _Cases:
    """Reads the cases of one file, all on the same base."""

    def __init__(self, fields: Fields, policy: Policy, folder: Path) -> None:
        self._fields = fields
        self._findings = fields.findings
        self._words = Vocabulary.of(policy)
        self._catalogue = policy.checked.catalogue
        self._own = policy.checked.own
        self._told: set[Place] = set()
        self._base, self.document = read_base(fields, folder)
        with few_suggestions():
            for key, node in self._base or ():
                if key.text == CUSTOM and self._has_mistakes(key, node):
                    self.document = without(self.document, self._catalogue.custom)

    def read(self) -> tuple[Case, ...]:
        """Return the cases that can be run, noting what is wrong with the others."""
        with few_suggestions():
            return tuple(self._cases())

    def _cases(self) -> Iterator[Case]:
        for draft in (*self._named(), *self._rows()):
            expect = Mapping(draft.expect, draft.place)
            expected = read_expected(expect, self._words, self._findings)
            lot = self._lot(draft)
            if lot is not None:
                yield Case(draft.name, draft.about, draft.place, lot, expected)

    # --- the cases as they stand -----------------------------------------------------------------

    def _named(self) -> Iterator[_Draft]:
        for name, node in self._fields.mapping("cases") or ():
            group = self._fields.mapping(name.text, node)
            if group is not None:
                fields = Fields(group, "a case", CASE_KEYS, self._findings, name.place)
                yield _Draft(
                    name.text,
                    fields.text("about"),
                    name.place,
                    _entries(fields, "given"),
                    _entries(fields, "expect"),
                )

    def _rows(self) -> Iterator[_Draft]:
        for name, node in self._fields.mapping("tables") or ():
            group = self._fields.mapping(name.text, node)
            if group is not None:
                fields = Fields(group, "a table of cases", TABLE_KEYS, self._findings, name.place)
                fields.require("columns", "paths of the lot document, and what is expected")
                fields.require("rows", "each row holds one value for each column")
                yield from self._rows_of(name.text, fields)

    def _rows_of(self, name: str, fields: Fields) -> Iterator[_Draft]:
        columns = fields.words("columns")
        given, expect = _entries(fields, "given"), _entries(fields, "expect")
        for number, row in enumerate(fields.listing("rows"), start=1):
            if not isinstance(row, Sequence) or len(row.items) != len(columns):
                message = f"a row holds {len(columns)} values, one for each column"
                hint = f"write `{AS_IN_BASE}` where nothing is different"
                self._findings.error("C705", row.place, message, hint)
                continue
            cells = [
                (column, cell)
                for column, cell in zip(columns, row.items, strict=True)
                if not _is_as_in_base(cell)
            ]
            yield _Draft(
                f"{name}/{number}",
                fields.text("about"),
                row.place,
                (*given, *(each for each in cells if each[0].text not in EXPECT_KEYS)),
                (*expect, *(each for each in cells if each[0].text in EXPECT_KEYS)),
            )

    # --- their lots ------------------------------------------------------------------------------

    def _lot(self, draft: _Draft) -> Lot | None:
        if sum(self._has_mistakes(key, node) for key, node in draft.given):  # of all, not the first
            return None
        values = [(key.text, plain(node, self._findings)) for key, node in draft.given]
        try:
            lot = Lot.from_dict(changed(self.document, values))
            view_of(lot, self._catalogue)  # reads what the policy declares of it
        except PathError as error:
            places = {key.text: key.place for key, _ in draft.given}
            self._findings.error("C702", places[error.path], str(error))
        except LotError as error:
            for problem in error.problems:
                place = self._place_of(problem, draft)
                message = f"the lot of `{draft.name}`, at `{problem.where}`: {problem.message}"
                self._findings.error("C704", place, message, problem.hint)
        else:
            return lot
        return None

    def _has_mistakes(self, key: Scalar, node: Node) -> bool:
        """Whether a key says what is no fact that can be given; each is noted once."""
        found = list(mistakes(self._own, key, node))
        for place, message, hint in found:
            if place not in self._told:
                self._told.add(place)
                self._findings.error("C702", place, message, hint)
        return bool(found)

    def _place_of(self, problem: Problem, draft: _Draft) -> Place:
        """Return where the value stands that a lot cannot have: in the case, or in the base."""
        try:
            steps = steps_of(problem.where.removeprefix("$."))
        except PathError:
            return draft.place
        for key, node in reversed(draft.given):
            above = steps_of(key.text)
            if steps[: len(above)] == above:
                return _place_at(node, steps[len(above) :])
        return _place_at(self._base, steps) if self._base else draft.place


def _entries(fields: Fields, key: str) -> tuple[tuple[Scalar, Node], ...]:
    return tuple(fields.mapping(key) or ())


def _is_as_in_base(cell: Node) -> bool:
    return isinstance(cell, Scalar) and cell.text == AS_IN_BASE


def _place_at(node: Node, steps: Listing[Step]) -> Place:
    """Return where the value at some steps stands, or the part above it if it is absent."""
    for step in steps:
        below = _below(node, step)
        if below is None:
            break
        node = below
    return node.place


def _below(node: Node, step: Step) -> Node | None:
    if isinstance(step, str):
        return at_key(node, step)
    is_there = isinstance(node, Sequence) and step < len(node.items)
    return node.items[step] if is_there and isinstance(node, Sequence) else None

"""Derived facts as files define them: read from their entries, and checked against one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping as Group
from disposition.documents.yaml.nodes import Node, Scalar
from disposition.facts.fact_definition import FactDefinition
from disposition.frozen import evolve, frozen
from disposition.language import expression as tree
from disposition.language.declarations import DraftExpression
from disposition.language.fields import Fields, note
from disposition.language.ordering import in_order_of_use
from disposition.language.template import Hole, Template, TemplateError, parse_template
from disposition.language.types import FactSpec, FactType, Kind
from disposition.words import listed

if TYPE_CHECKING:
    # Who takes definitions that are checked does not wait for what checks them.
    from disposition.language.check.scope import Scope

MOST_OF_AN_ENTRY = 500
"""Facts that one entry can stand for, by its words under `for`."""

FACT_KEYS = ("about", "for", "one of", "unit", "is", "none")
_HOLE = re.compile(r"\{([a-z_]+)\}")


@frozen
class DraftFact:
    """A derived fact as written."""

    path: str
    place: Place
    about: str
    body: DraftExpression
    unit: Scalar | None
    words: tuple[Scalar, ...]
    nothing: Scalar | None


# --- reading -------------------------------------------------------------------------------------


Words = Mapping[str, tuple[str, ...]]
"""Lists of words that a file names, for `for` and for `in`."""


def read_words(fields: Fields) -> Words:
    """Return the lists of words that a file names."""
    group = fields.mapping("words")
    if group is None:
        return {}
    inner = Fields(group, "`words`", [key.text for key, _ in group], fields.findings)
    return {key.text: tuple(word.text for word in inner.words(key.text)) for key, _ in group}


def read_fact(key: Scalar, node: Group, words: Words, findings: Findings) -> Iterator[DraftFact]:
    """Yield the derived facts of one entry: one, or one for each choice of the words under `for`.

    `{word}` stands for the word chosen, in the path and in the expression as it is, in texts with
    spaces for its underscores. `{list}` stands in the expression for a list of words of the file.
    """
    known = {name: str(list(each)) for name, each in words.items()}
    outer = Fields(node, "a fact", FACT_KEYS, findings, key.place)
    for chosen in _choices(outer, words):
        fields = (
            outer
            if not chosen and not known
            else Fields(_chosen(node, chosen, known), "a fact", FACT_KEYS, findings, key.place)
        )
        body = fields.expression("is", fields.require("is", "for example `is: checks.failed > 0`"))
        if body is None:
            return
        yield DraftFact(
            _filled(key.text, chosen),
            key.place,
            fields.text("about"),
            body,
            fields.scalar("unit"),
            fields.words_once("one of"),
            fields.scalar("none"),
        )


def _choices(fields: Fields, known: Words) -> Iterator[dict[str, str]]:
    group = fields.mapping("for")
    if group is None:
        yield {}
        return
    inner = Fields(group, "`for`", [key.text for key, _ in group], fields.findings)
    names = [key.text for key, _ in group]
    words = [_words_of(tuple(word.text for word in inner.words(name)), known) for name in names]
    many = prod(map(len, words))
    if not 0 < many <= MOST_OF_AN_ENTRY:
        message = f"`for` makes {many:,} facts of this entry"
        hint = f"an entry stands for 1 to {MOST_OF_AN_ENTRY:,}"
        fields.findings.error("S313", fields.key_place("for"), message, hint)
        return
    for chosen in product(*words):
        yield dict(zip(names, chosen, strict=True))


def _words_of(written: tuple[str, ...], known: Words) -> tuple[str, ...]:
    """Return the words of a choice: those written, or those of a list that is named."""
    return known.get(written[0], written) if len(written) == 1 else written


def _chosen(node: Group, chosen: Mapping[str, str], known: Mapping[str, str]) -> Group:
    """Return an entry with the words chosen filled in."""
    prose = {name: word.replace("_", " ") for name, word in chosen.items()}

    def filled(key: Scalar, value: Node) -> Node:
        if not isinstance(value, Scalar) or "{" not in value.text:
            return value
        return evolve(
            value, text=_filled(value.text, {**known, **chosen} if key.text == "is" else prose)
        )

    return Group(tuple((key, filled(key, value)) for key, value in node), node.place)


def _filled(text: str, chosen: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: chosen.get(hole[1], hole[0]), text)


# --- checking ------------------------------------------------------------------------------------


def define(
    drafts: Mapping[str, DraftFact], scope: Scope, findings: Findings
) -> dict[str, FactDefinition]:
    """Return the definitions of derived facts, each after those that it uses.

    `scope` has every other fact, and the parameters, lists and tables that they may use.
    """
    uses = {path: _names(draft.body.expression) & drafts.keys() for path, draft in drafts.items()}
    ordered, circle = in_order_of_use(uses)
    for path in sorted(circle):
        others = sorted(uses[path] & circle - {path})
        through = f" through {listed(others)}" if others else ""
        findings.error("P412", drafts[path].place, f"the fact `{path}` uses itself{through}")
    facts = dict(scope.facts)
    broken = {*scope.broken, *drafts.keys() - set(ordered)}
    scope = evolve(scope, facts=facts, broken=broken)
    defined: dict[str, FactDefinition] = {}
    for path in ordered:
        definition = _defined(drafts[path], scope, drafts.keys(), findings)
        if definition is None:
            broken.add(path)
        else:
            defined[path] = definition
            facts[path] = definition.spec
    return defined


def _names(expression: tree.Expression) -> set[str]:
    return {node.text for node in tree.walk(expression) if isinstance(node, tree.Name)}


def _defined(
    draft: DraftFact, scope: Scope, others: Set[str], findings: Findings
) -> FactDefinition | None:
    from disposition.language.check.checker import check_value

    expression, type_, problems = check_value(draft.body.expression, scope)
    for problem in problems:
        note(findings, draft.body.scalar, problem)
    if type_ is None or any(not problem.is_warning for problem in problems):
        return None
    type_ = _declared(draft, type_, findings)
    reads = tuple(dict.fromkeys(reads_of(expression, scope.facts)))
    spec = FactSpec(draft.path, type_, draft.about, given=False, reads=reads)
    nothing = _nothing(draft, scope, others, findings)
    return FactDefinition(spec, expression, nothing, draft.place)


def _declared(draft: DraftFact, type_: FactType, findings: Findings) -> FactType:
    """Return the type of a fact with the unit or the words that its entry declares."""
    if draft.unit is not None:
        if not type_.kind.is_number:
            message = f"the fact `{draft.path}` has a unit but is not a number"
            findings.error("P405", draft.unit.place, message)
        return FactType(type_.kind, draft.unit.text)
    if not draft.words:
        return type_
    words = tuple(word.text for word in draft.words)
    if type_.kind is not Kind.ENUM:
        what = "any text" if type_.kind is Kind.TEXT else "no word"
        message = f"the fact `{draft.path}` lists words but is {what}"
        findings.error("P405", draft.words[0].place, message)
    for word in type_.values:
        if word not in words:
            message = f"`{draft.path}` can also be `{word}`, which `one of` does not list"
            findings.error("P405", draft.words[0].place, message)
    return FactType(Kind.ENUM, values=words)


def _nothing(draft: DraftFact, scope: Scope, others: Set[str], findings: Findings) -> Template:
    """Return what is said where there is no value; it can show `others` that come later, too."""
    if draft.nothing is None:
        return Template("")
    try:
        template = parse_template(
            draft.nothing.text, lambda name: name in scope.facts or name in others
        )
    except TemplateError as error:
        place = draft.nothing.within(error.start, error.end)
        findings.error("P408", place, error.message, error.hint)
        return Template("")
    for piece in template.pieces:
        if isinstance(piece, Hole) and piece.name not in {*template.facts, *scope.broken}:
            place = draft.nothing.within(piece.start, piece.end)
            if piece.name in scope.parameters or piece.name in scope.definitions:
                hint = "`none` can show facts only"
            else:
                hint = scope.hint(piece.name)
            findings.error("P409", place, f"`{piece.name}` is not known", hint)
    return template


def reads_of(expression: tree.Expression, facts: Mapping[str, FactSpec]) -> Iterator[str]:
    """Yield the document values that an expression reads, as paths with `[]` for each of a list."""
    for node in tree.walk(expression):
        match node:
            case tree.Fact(path=path):
                spec = facts[path]
                yield from (path, *spec.reads) if spec.given else spec.reads
            case tree.Item(path=path, key=key):
                yield path.removesuffix(f"[].{tree.POSITION}") if key == tree.POSITION else path
            case tree.Aggregate(source=tree.Listing(path=path), variable=variable) if not _has_item(
                node, variable
            ):
                yield path


def _has_item(aggregate: tree.Aggregate, variable: str) -> bool:
    """Whether an aggregate reads a value of its items, beside how many there are."""
    return any(
        isinstance(node, tree.Item) and node.variable == variable for node in tree.walk(aggregate)
    )

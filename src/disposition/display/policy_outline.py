"""What is shown of a policy, in the order of reading: outcomes, limits, names, rules, invariants.

The same outline is written as words for terminals and as HTML for notebooks and pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, starmap
from pathlib import PurePath

from disposition.documents.diagnostics import Place
from disposition.explain.report import SHIPS
from disposition.facts.evaluation import Defined
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.own.catalogues import OwnFact
from disposition.facts.own.declared import OwnValue
from disposition.frozen import frozen
from disposition.language.declarations import ParameterSpec, walk_through
from disposition.language.expression import Definition, Expression, Fact, Parameter
from disposition.language.text import expression_text, value_text
from disposition.policy.compare.changes import changes_between, names_in
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.words import wrapped

Layers = Sequence[tuple[str, CheckedPolicy]]
"""A policy as it becomes layer by layer, the lowest first, each with the name of its file."""

FORBIDS, PERMITS, REQUIRES = "What forbids", "What permits", "What requires"
_EFFECTS = {Effect.FORBID: FORBIDS, Effect.PERMIT: PERMITS, Effect.REQUIRE: REQUIRES}


@frozen
class ShownText:
    """One thing that an entry says: a label, its text, and whether that is the policy language."""

    label: str
    text: str
    is_code: bool = False


@frozen
class ShownEntry:
    """One entry of a policy: its name, a note on it, what it says, and the file it stands in."""

    name: str
    note: str = ""
    said: tuple[ShownText, ...] = ()
    place: str = ""


@frozen
class ShownSection:
    """Entries of one kind, under a title."""

    title: str
    entries: tuple[ShownEntry, ...]


@frozen
class Outline:
    """A policy as it is shown."""

    title: str
    id: str
    version: str
    digest: str
    layers: tuple[str, ...]
    sections: tuple[ShownSection, ...]


def outline(policy: CheckedPolicy, digest: str, layers: Layers = ()) -> Outline:
    """Return what is shown of a whole policy; with layers, what each of them changes too."""
    sections = [
        _outcomes(policy),
        _changes(layers),
        ShownSection("Limits", tuple(_parameters(policy, policy.parameters.values(), layers))),
        ShownSection("Facts of its own", tuple(starmap(_own, policy.own.items()))),
        ShownSection("Names for conditions", tuple(_names(policy, policy.definitions))),
        *_by_effect(policy.rules),
        _invariants(policy),
        *_claims(policy),
    ]
    return _outline(policy, digest, layers, sections)


def outline_of_rules(
    policy: CheckedPolicy, digest: str, rules: Iterable[str], layers: Layers = ()
) -> Outline:
    """Return what is shown of some rules: each, and the names, limits and facts it rests on."""
    chosen = [policy.rules_by_id[each] for each in rules]
    paths, names, limits = _rests_on(policy, chosen)
    parameters = [policy.parameters[each] for each in limits if each in policy.parameters]
    sections = [
        *_by_effect(chosen),
        ShownSection("Names that it uses", tuple(_names(policy, names))),
        ShownSection("Limits that it uses", tuple(_parameters(policy, parameters, layers))),
        ShownSection("Facts that it reads", tuple(_fact(policy, each) for each in paths)),
    ]
    return _outline(policy, digest, layers, sections)


def outline_of_limits(policy: CheckedPolicy, digest: str, layers: Layers = ()) -> Outline:
    """Return what is shown of a policy's limits, and of those of the facts that it reads."""
    read = _limits_of_facts(policy) - policy.parameters.keys()
    of_facts = [each for name, each in policy.catalogue.thresholds.items() if name in read]
    sections = [
        ShownSection("Limits", tuple(_parameters(policy, policy.parameters.values(), layers))),
        ShownSection("Limits of the facts that it reads", tuple(_parameters(policy, of_facts))),
    ]
    return _outline(policy, digest, layers, sections)


def _outline(
    policy: CheckedPolicy, digest: str, layers: Layers, sections: Iterable[ShownSection]
) -> Outline:
    told = tuple(f"{each.id} {each.version} ({_file(name)})" for name, each in layers)
    filled = tuple(each for each in sections if each.entries)
    title = policy.title or policy.id
    return Outline(title, policy.id, policy.version, digest, told[::-1], filled)


def _file(name: str) -> str:
    return PurePath(name).name


def _stands(place: Place | None) -> str:
    return _file(place.file) if place else ""


def _about(text: str) -> list[ShownText]:
    return [ShownText("", text)] if text else []


def _code(label: str, expression: Expression) -> ShownText:
    return ShownText(label, expression_text(expression), is_code=True)


def _outcomes(policy: CheckedPolicy) -> ShownSection:
    told = [
        ShownEntry(each.id, f"{each.title}; {SHIPS[each.ships.value]}") for each in policy.outcomes
    ]
    last = ShownEntry(
        policy.otherwise, "where no outcome is possible, or what it takes is not known"
    )
    return ShownSection("Outcomes, in order of preference", (*told, last))


def _changes(layers: Layers) -> ShownSection:
    entries = []
    for (_, below), (name, above) in pairwise(layers):
        for each in changes_between(below, above):
            if each.kind in ("policy", "version"):
                continue
            said = (("was", each.before), ("is", each.after))
            words = tuple(ShownText(label, text) for label, text in said if text)
            kind = each.kind if each.kind == each.name else f"{each.kind} {each.name}"
            entries.append(ShownEntry(kind, each.what, words, _file(name)))
    return ShownSection("What the layers change", tuple(entries))


# --- limits, names and facts ---------------------------------------------------------------------


def _parameters(
    policy: CheckedPolicy, parameters: Iterable[ParameterSpec], layers: Layers = ()
) -> Iterator[ShownEntry]:
    for spec in parameters:
        unit = f" {spec.type.unit}" if spec.type.unit else ""
        tighter = f"; {spec.tighter.value} is tighter" if spec.tighter else ""
        said = _about(spec.about)
        below = _values_below(spec, layers) or _shipped_value(policy, spec)
        said += [ShownText("was", text) for text in below]
        note = f"{value_text(spec.value)}{unit}{tighter}"
        yield ShownEntry(spec.name, note, tuple(said), _stands(spec.place))


def _values_below(spec: ParameterSpec, layers: Layers) -> list[str]:
    """Return the other values that lower layers give a limit, the nearest first."""
    told = []
    for name, policy in reversed(layers[:-1]):
        lower = policy.parameters.get(spec.name)
        if lower is not None and lower.value != spec.value:
            told.append(f"{value_text(lower.value)} in {_file(name)}")
    return told


def _shipped_value(policy: CheckedPolicy, spec: ParameterSpec) -> list[str]:
    shipped = policy.catalogue.thresholds.get(spec.name)
    if shipped is None or shipped.value == spec.value:
        return []
    return [f"{value_text(shipped.value)} in the facts that are shipped"]


def _names(policy: CheckedPolicy, names: Iterable[str]) -> Iterator[ShownEntry]:
    for name in names:
        spec = policy.definitions[name]
        said = *_about(spec.about), _code("is", spec.expression)
        yield ShownEntry(name, "", said, _stands(spec.place))


def _own(path: str, own: OwnFact) -> ShownEntry:
    if isinstance(own, FactDefinition):
        said = ShownText("", own.spec.about), _code("is", own.expression)
        return ShownEntry(path, f"derived, {own.spec.type}", said)
    about = own.spec.about if isinstance(own, OwnValue) else own.about
    kind = f"given, {own.spec.type}" if isinstance(own, OwnValue) else "given"
    return ShownEntry(path, kind, tuple(_about(about)))


def _fact(policy: CheckedPolicy, path: str) -> ShownEntry:
    spec, fact = policy.catalogue[path], policy.catalogue.derived.get(path)
    said = [ShownText("", spec.about)]
    if isinstance(fact, Defined):
        said.append(_code("is", fact.definition.expression))
    return ShownEntry(path, f"{'given' if spec.given else 'derived'}, {spec.type}", tuple(said))


def _rests_on(
    policy: CheckedPolicy, rules: Iterable[Rule]
) -> tuple[list[str], list[str], list[str]]:
    """Return the paths, names and limits that some rules read, through names too."""
    paths: set[str] = set()
    names: dict[str, None] = {}
    limits: dict[str, None] = {}
    read = []
    for rule in rules:
        paths |= policy.facts_of(rule.when) | policy.facts_shown(rule)
        read += [rule.when, *(each for duty in rule.obligations for each in duty.expressions)]
    for node in walk_through(read, policy.definitions):
        if isinstance(node, Definition):
            names[node.name] = None
        elif isinstance(node, Parameter):
            limits[node.name] = None
    return sorted(paths), list(names), sorted(limits)


def _limits_of_facts(policy: CheckedPolicy) -> set[str]:
    """Return the limits that the facts rest on which a policy reads."""
    paths = (*policy.facts, *policy.facts_of_texts)
    found = names_in(policy, (Fact(path, policy.catalogue[path].type) for path in paths))
    return found & policy.catalogue.thresholds.keys()


# --- rules and invariants ------------------------------------------------------------------------


def _by_effect(rules: Sequence[Rule]) -> Iterator[ShownSection]:
    for effect, title in _EFFECTS.items():
        yield ShownSection(title, tuple(_rule(each) for each in rules if each.effect is effect))


def _rule(rule: Rule) -> ShownEntry:
    said = [_code("when", rule.when)]
    for duty in rule.obligations:
        said += _duty(duty)
    said.append(ShownText("because", rule.because.text))
    said += [ShownText("source", rule.source)] if rule.source else []
    said += [ShownText("clause", rule.clause.path, is_code=True)] if rule.clause else []
    place = f"{_file(rule.place.file)}:{rule.place.line}" if rule.place else ""
    return ShownEntry(rule.id, ", ".join(rule.outcomes) or "any outcome", tuple(said), place)


def _duty(spec: ObligationSpec) -> Iterator[ShownText]:
    what = f": {spec.what.text}" if spec.what.text else ""
    by = f" (by {spec.by.text})" if spec.by.text else ""
    yield ShownText("do", f"{spec.do}{what}{by}")
    if spec.due is not None:
        yield _code("due", spec.due)
    for value in spec.values:
        yield _code(f"value {value.name}", value.expression)
    if spec.before:
        proof = ", ".join(spec.proved_by) or (
            expression_text(spec.proved_when) if spec.proved_when else ""
        )
        yield ShownText("before", f"{spec.before}; proved by {proof}")


def _invariants(policy: CheckedPolicy) -> ShownSection:
    entries = [
        ShownEntry(
            each.id, "", (*_about(each.about), _code("always", each.always)), _stands(each.place)
        )
        for each in policy.invariants
    ]
    return ShownSection("Invariants: what every decision is checked against", tuple(entries))


def _claims(policy: CheckedPolicy) -> Iterator[ShownSection]:
    """Yield what the policy claims of every lot, where it claims anything."""
    entries = []
    for each in policy.claims:
        said = _about(each.about)
        if each.always is not None:
            said.append(_code("always", each.always))
        if each.never_laxer is not None:
            way = "grows" if each.never_laxer.grows else "falls"
            fact = each.never_laxer.fact.path
            said.append(ShownText("never laxer when", f"{fact} {way}", is_code=True))
        entries.append(ShownEntry(each.id, "", tuple(said), _stands(each.place)))
    if entries:
        yield ShownSection("Claims: what is to be proved of every lot", tuple(entries))


# --- in words ------------------------------------------------------------------------------------


def policy_words(shown: Outline) -> str:
    """Return the outline of a policy as lines to print."""
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Outline) -> Iterator[str]:
    yield f"{shown.title} ({shown.id} {shown.version})"
    if len(shown.layers) > 1:
        top, *below = shown.layers
        yield from wrapped(f"{top}, on top of {', '.join(below)}", "", "  ")
    yield shown.digest
    for section in shown.sections:
        yield ""
        yield section.title
        width = max(len(each.name) for each in section.entries)
        is_short = all(not each.said for each in section.entries)
        for entry in section.entries:
            yield from _short(entry, width) if is_short else _long(entry)


def _short(entry: ShownEntry, width: int) -> Iterator[str]:
    yield from wrapped(entry.note, f"  {entry.name:<{width}}  ", " " * (width + 4))


def _long(entry: ShownEntry) -> Iterator[str]:
    note = f"  {entry.note}" if entry.note else ""
    place = f"  [{entry.place}]" if entry.place else ""
    yield from wrapped(f"{entry.name}{note}{place}", "  ", "      ")
    for said in entry.said:
        yield from _text_lines(said)


def _text_lines(said: ShownText) -> Iterator[str]:
    label = f"{said.label} " if said.label else ""
    yield from wrapped(f"{label}{said.text}", "      ", "        ")

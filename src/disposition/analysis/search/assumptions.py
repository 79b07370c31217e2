"""What every lot document keeps to, and what lots that are looked for are asked to be like.

Both are written in the policy language, in the file beside. Axioms are the consistency rules of
documents, as far as proofs need them: none is false of any document that can be read. Hints hold of
plain lots only (one plan, one line for each kind of defect): they steer the search for a lot that
shows something, and nothing rests on them, since every such lot is decided in the end. So are those
about facts that Python folds over the case: they compare each item with each, which is much for
long lists and nothing for the few items of a lot that is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from disposition.facts.catalogue import CATALOGUE
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.case_events import EVIDENCE
from disposition.frozen import field, frozen
from disposition.language.plain_data import plain_yaml
from disposition.policy import load_checked_text
from disposition.policy.model import CheckedPolicy
from disposition.sampling import AQLS

_EVIDENCED = f"in {list(EVIDENCE[EVIDENCE.index('document') :])}"


def _rank(argument: str) -> str:
    """Return how strong the evidence of an argument is, as a number."""
    ranks = (f"{rank} if {argument}.evidence == '{each}'" for rank, each in enumerate(EVIDENCE))
    return f"({' else '.join(ranks)} else 0)"


def _before(argument: str, one: str, condition: str) -> str:
    """Return whether one argument before another, on the same topic, is so."""
    return (
        f"any({one}.topic == {argument}.topic and {condition} "
        f"for {one} in case.arguments if {one}.position < {argument}.position)"
    )


def _repeats(argument: str, one: str) -> str:
    return _before(argument, one, f"{_rank(one)} >= {_rank(argument)}")


def _pairs(condition: str) -> str:
    """Return how many arguments `b` stand in some way to the one just before them, `a`."""
    return (
        f"count(b for b in case.arguments if "
        f"any({condition} for a in case.arguments if a.position + 1 == b.position))"
    )


def _is_new(argument: str, one: str, assessment: str) -> str:
    """Return whether an argument repeats nothing, and nobody has looked into it since."""
    seen = f"{assessment}.topic == {argument}.topic and {assessment}.on >= {argument}.on"
    nobody = f"not any({seen} for {assessment} in case.assessments)"
    return f"not {_repeats(argument, one)} and {nobody}"


_DEEPENS = f"{_before('a', 'b', 'true')} and not {_repeats('a', 'b')}"
_OPEN = f"a.evidence {_EVIDENCED} and {_is_new('a', 'b', 's')}"
_LATER_OPEN = f"c.evidence {_EVIDENCED} and {_is_new('c', 'd', 't')} and c.position > a.position"
_CONFIRMS = "s.shows == 'finding_stands' and s.by in ['joint_inspection', 'third_party']"
_LATER = "k.again and k.position > i.position"
_ANOTHER = "j.inspector != i.inspector and j.inspector_id != i.inspector_id"

FOLDED = {
    "arguments.shifts": _pairs("a.topic != b.topic and a.on < b.on"),
    "arguments.stronger": _pairs(f"{_rank('a')} < {_rank('b')}"),
    "arguments.weaker": _pairs(f"{_rank('a')} > {_rank('b')} and a.on < b.on"),
    "arguments.deepened": f"count(a for a in case.arguments if {_DEEPENS})",
    "arguments.deepened_by_evidence": (
        f"count(a for a in case.arguments if a.evidence {_EVIDENCED} and {_DEEPENS})"
    ),
    "arguments.repeated": f"count(a for a in case.arguments if {_repeats('a', 'b')})",
    "arguments.unassessed": (
        f"count(a for a in case.arguments if {_OPEN} "
        f"and not any(c.topic == a.topic and {_LATER_OPEN} for c in case.arguments))"
    ),
    "arguments.unassessed_topic": f"last(a.topic for a in case.arguments if {_OPEN})",
    "arguments.specification_unchecked": (
        f"any(a.topic == 'specification' and {_is_new('a', 'b', 's')} for a in case.arguments)"
    ),
    "arguments.repeated_since_confirmation": (
        f"count(a for a in case.arguments if {_repeats('a', 'b')} "
        f"and any({_CONFIRMS} and s.on < a.on for s in case.assessments))"
    ),
    "case.outcomes": (
        "count(d for d in case.decisions if d.decided and not any(e.decided and "
        "e.outcome == d.outcome and e.position < d.position for e in case.decisions))"
    ),
    "reinspection.by_another": (
        f"any(i.again and not any({_LATER} for k in case.inspections) and all({_ANOTHER} "
        "for j in case.inspections if j.position < i.position) for i in case.inspections)"
    ),
}
"""By fact: what it is where all is told that it rests on."""


def _items_known(path: str) -> str:
    """Return that all is told of the items of lists that a fact rests on."""
    lists: dict[str, list[str]] = {}
    for read in CATALOGUE[path].reads:
        name, _, key = read.partition("[].")
        lists.setdefault(name, []).append(f"i.{key} is known")
    return " and ".join(
        f"all({' and '.join(keys)} for i in {name})" for name, keys in lists.items()
    )


_FILE = Path(__file__).with_suffix(".yaml")
_WRITTEN: Mapping[str, Any] = plain_yaml(_FILE.name, _FILE.read_text(encoding="utf-8"))
_WORDS = {
    "aqls": ", ".join(map(str, AQLS)),
    "worst": "inspection.nonconforming_units",
    "serious": "inspection.defects if d.severity in ['critical', 'major']",
    "told": "all(d.severity is known and d.units is known for d in inspection.defects)",
}


def _written(section: str) -> Iterator[str]:
    """Yield the conditions of the file, those that are of each severity of one after the other."""
    for each in _WRITTEN[section]:
        of_severity = [each] if isinstance(each, str) else each
        for severity in ("",) if isinstance(each, str) else SEVERITIES:
            for text in of_severity:
                yield text.format(severity=severity, **_WORDS)


AXIOMS = tuple(_written("axioms"))
"""Conditions that are true or unknown of every lot document, and of what Python computes of it."""

_DATED = (
    "agreements contacts decisions inspections findings papers replies arguments readings supplied "
    "progress corrections ends failures"
).split()

HINTS = (
    *_written("hints"),
    *(f"{path} == ({each}) and {_items_known(path)}" for path, each in FOLDED.items()),
    *(
        f"all(e.on <= as_of for e in case.{name})"
        for name in _DATED
        if f"case.{name}" in CATALOGUE.lists and "on" in CATALOGUE.lists[f"case.{name}"].items
    ),
    *(
        f"all(all(n.on >= e.on for n in case.{name} if n.position > e.position) "
        f"for e in case.{name})"
        for name in _DATED
        if f"case.{name}" in CATALOGUE.lists and "on" in CATALOGUE.lists[f"case.{name}"].items
    ),
)
"""Conditions that plain lots keep to."""


@frozen
class Assumption:
    """A condition, and what it reads: facts, and lists of the document."""

    name: str
    reads: frozenset[str]
    lists: frozenset[str] = field(default=frozenset())


@frozen(eq=False)
class Assumptions:
    """Conditions as the rules of a policy of their own."""

    policy: CheckedPolicy
    each: tuple[Assumption, ...]


@cache
def axioms() -> Assumptions:
    """Return what every lot document keeps to."""
    return _read("axioms", AXIOMS)


@cache
def hints() -> Assumptions:
    """Return what lots that are looked for are asked to be like."""
    return _read("hints", HINTS)


def _read(name: str, conditions: tuple[str, ...]) -> Assumptions:
    rules = "".join(
        f'  c-{at}: {{permit: none, when: "{text}"}}\n' for at, text in enumerate(conditions)
    )
    head = f"policy: {name}\nversion: 1.0.0\noutcomes: {{none: {{ships: none}}}}\notherwise: hold\n"
    policy = load_checked_text(f"{head}rules:\n{rules}", CATALOGUE)
    return Assumptions(policy, tuple(_assumption(rule.id, policy) for rule in policy.rules))


def _assumption(rule: str, policy: CheckedPolicy) -> Assumption:
    facts: set[str] = set()
    lists: set[str] = set()
    for path in policy.facts_of(policy.rules_by_id[rule].when):
        if path in policy.hoisted:
            for place in policy.hoisted[path].spec.reads:
                if "[]" in place or place in policy.catalogue.lists:
                    lists.add(place.partition("[]")[0])
                else:
                    facts.add(place)
        else:
            facts.add(path)
    return Assumption(rule, frozenset(facts), frozenset(lists))


# --- templates -----------------------------------------------------------------------------------


_CASE = tuple(path for path in CATALOGUE.lists if path.startswith("case."))


def _beside(first: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with what is its own, and all else as the first one has it."""
    parts = {
        key: _beside(first.get(key, {}), value) if isinstance(value, Mapping) else value
        for key, value in own.items()
    }
    return {**first, **parts}


def _template(own: Mapping[str, Any]) -> Mapping[str, Any]:
    document = _beside(_WRITTEN["templates"][0], own)
    if "case" in own:  # one of which all is told, and that nothing happened
        document["case"] = {path.removeprefix("case."): [] for path in _CASE}
    return document


TEMPLATES = tuple(map(_template, _WRITTEN["templates"]))
"""Plain lots, which are begun with."""


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the plans listed that its defects and checks name."""
    inspection = document.get("inspection", {})
    named = {
        item["plan"]: None
        for key in ("defects", "checks")
        for item in inspection.get(key) or ()
        if "plan" in item
    }
    listed = {each.get("name") for each in inspection.get("plans") or ()}
    missing = [{"name": name} for name in named if name not in listed]
    if missing:
        inspection["plans"] = [*(inspection.get("plans") or ()), *missing]
    return document

"""What every lot document keeps to, and what lots that are looked for are asked to be like.

Both are written in the policy language. Axioms are the consistency rules of documents, as far as
proofs need them: none is false of any document that can be read. Hints hold of plain lots only (one
plan, one line for each kind of defect): they steer the search for a lot that shows something, and
nothing rests on them, since every such lot is decided in the end.
"""

from __future__ import annotations

from functools import cache

from disposition.analysis.search.folded import folded
from disposition.facts.catalogue import CATALOGUE
from disposition.frozen import field, frozen
from disposition.policy import load_checked_text
from disposition.policy.model import CheckedPolicy
from disposition.sampling import AQLS

AXIOMS = (
    "supplier.lots_rejected <= supplier.lots_inspected",
    "supplier.lots_unsafe <= supplier.lots_rejected",
    "supplier.consecutive_rejected <= supplier.lots_rejected",
    "supplier.lots_rejected is known or supplier.consecutive_rejected <= supplier.lots_inspected",
    "inspection.sample_size <= lot.quantity",
    "inspection.date <= as_of",
    "inspection.sorting.sorted <= lot.quantity",
    "inspection.sorting.conforming <= inspection.sorting.sorted",
    "inspection.sorting.reworkable <= inspection.sorting.sorted",
    "inspection.sorting.not_reworkable <= inspection.sorting.sorted",
    (
        "inspection.sorting.conforming + inspection.sorting.reworkable + "
        "inspection.sorting.not_reworkable == inspection.sorting.sorted"
    ),
    "inspection.sorting.date >= inspection.date",
    "inspection.sorting.date <= as_of",
    "case.outcomes <= count(d for d in case.decisions if d.decided is unknown or d.decided)",
    "case.outcomes > 0 or not any(d.decided and d.outcome is known for d in case.decisions)",
    "arguments.deepened == 0 or arguments.stronger > 0",
    "arguments.deepened is unknown or arguments.stronger is known",
    "arguments.deepened is unknown or arguments.topics is known",
    "arguments.shifts == 0 or arguments.topics > 1",
    "arguments.deepened + arguments.repeated <= arguments.count",
    "arguments.repeated_since_confirmation <= arguments.repeated",
    "arguments.unassessed == 0 or arguments.evidenced > 0",
    "arguments.deepened_by_evidence <= arguments.deepened",
    "arguments.deepened is unknown or arguments.deepened_by_evidence is known",
    "arguments.deepened is known or arguments.deepened_by_evidence is unknown",
    "arguments.unassessed <= arguments.topics",
    "defects.serious.at_least <= defects.serious.at_most",
    *(
        condition
        for each in ("critical", "major", "minor")
        for condition in (
            f"not defects.{each}.rejected or not defects.{each}.accepted",
            f"not defects.{each}.rejected or defects.any_rejected",
            f"not defects.{each}.rejected or not defects.all_accepted",
            f"inspection.plan.aql.{each} in [0, {', '.join(map(str, AQLS))}]",
        )
    ),
    "not defects.any_rejected or not defects.all_accepted",
)
"""Conditions that are true or unknown of every lot document, and of what Python computes of it."""

_DATED = (
    "agreements contacts decisions inspections findings papers replies arguments readings supplied "
    "progress corrections ends failures"
).split()

_WORST = "inspection.nonconforming_units"
_SERIOUS = "inspection.defects if d.severity in ['critical', 'major']"
_TOLD = "all(d.severity is known and d.units is known for d in inspection.defects)"

HINTS = (
    "all(d.plan is unknown for d in inspection.defects)",
    "all(c.plan is unknown for c in inspection.checks)",
    "sum(d.units if d.units is known else 1 for d in inspection.defects) <= inspection.sample_size",
    *(
        condition
        for each in ("critical", "major", "minor")
        for condition in (
            f"defects.{each}.rejected == (defects.{each}.found > defects.{each}.accept)",
            f"defects.{each}.accepted == (defects.{each}.found <= defects.{each}.accept)",
            f"defects.{each}.rate == percent(defects.{each}.found, inspection.sample_size)",
        )
    ),
    (
        "defects.minor.excess_rate == "
        "percent(max(defects.minor.found - defects.minor.accept, 0), inspection.sample_size)"
    ),
    f"defects.serious.at_least == max(d.units for d in {_SERIOUS} else 0) and {_TOLD}",
    f"defects.serious.at_most == sum(d.units for d in {_SERIOUS}) and {_TOLD}",
    (
        f"defects.serious.found == ({_WORST}.critical + {_WORST}.major "
        f"if {_WORST}.critical is known and {_WORST}.major is known "
        f"else max(d.units for d in {_SERIOUS} else 0)) and {_TOLD}"
    ),
    *(
        f"{_WORST}.{each} <= sum(d.units for d in inspection.defects if d.severity == '{each}') "
        f"and {_WORST}.{each} >= max(d.units for d in inspection.defects "
        f"if d.severity == '{each}' else 0)"
        for each in ("critical", "major", "minor")
    ),
    "all(a.units + a.units_accepted + a.units_rejected <= lot.quantity for a in case.agreements)",
    "inspection.is_reinspection == (inspection.round > 1)",
    "contract.price_reduction.proposed_percent == contract.price_reduction.agreed_percent",
    *folded(),
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

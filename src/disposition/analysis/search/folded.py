"""What facts that Python folds over the case are, as plain lots have them: in the policy language.

Each is a hint (`assumptions.py`): it compares each item with each, which is much for long lists
and nothing for the few items of a lot that is looked for. Nothing rests on it, since every lot is
read and decided in the end.
"""

from __future__ import annotations

from disposition.facts.catalogue import CATALOGUE
from disposition.facts.document.case_events import EVIDENCE

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


def _told(path: str) -> str:
    """Return that all is told of the items of lists that a fact rests on."""
    lists: dict[str, list[str]] = {}
    for read in CATALOGUE[path].reads:
        name, _, key = read.partition("[].")
        lists.setdefault(name, []).append(f"i.{key} is known")
    return " and ".join(
        f"all({' and '.join(keys)} for i in {name})" for name, keys in lists.items()
    )


def folded() -> tuple[str, ...]:
    """Return conditions that lots keep to of which all is told that these facts rest on."""
    return tuple(f"{path} == ({each}) and {_told(path)}" for path, each in FOLDED.items())

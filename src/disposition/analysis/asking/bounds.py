"""How many questions a lot can raise at most: one for each place that is open behind its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disposition.analysis.asking.askable import AskableKinds, is_askable
from disposition.analysis.asking.by_rules import EndsByRules
from disposition.analysis.asking.subjects import LotSubject, State, kind_of
from disposition.explain.inference import Prepared
from disposition.facts.native.fact import STANDING_IN
from disposition.language.types import ListSpec


def waiting_facts(prepared: Prepared, by_rules: EndsByRules, state: State) -> tuple[str, ...]:
    """Return the facts that can ever be waited for: unknown ones of rules that are not settled."""
    policy, combination = prepared.policy, prepared.combination
    loose = by_rules.loose(state)
    true = state.truths.true & ~loose
    unsettled = state.truths.unknown | loose
    read = 0
    for each in combination.alternatives:
        if each.forbids & true:
            continue
        read |= (each.permits | each.forbids | each.guards) & unsettled
    found: dict[str, None] = {}
    for at, condition in enumerate(policy.conditions):
        if read >> at & 1:
            found |= dict.fromkeys(policy.facts_of(condition))
    return tuple(each for each in found if loose or state.fact(each) is None)


def most_questions(
    prepared: Prepared,
    by_rules: EndsByRules,
    askable: AskableKinds,
    state: State,
    skipped: Iterable[str],
) -> int | None:
    """Return how many questions can be asked of a subject; None where there is no bound."""
    facts = waiting_facts(prepared, by_rules, state)
    if not isinstance(state.subject, LotSubject):
        return len({each for each in facts if state.fact(each) is None} - {*skipped})
    catalogue, kinds = prepared.policy.catalogue, askable.of(facts)
    places: set[str] = set()
    document = state.subject.lot.to_dict()
    for each in open_places(document, catalogue.given, catalogue.lists):
        kind = kind_of(each)
        if not is_askable(kind, kinds):
            continue
        if _is_list(kind, catalogue.lists):
            return None
        places.add(each)
    return len(places - {*skipped})


def _is_list(kind: str, lists: Mapping[str, ListSpec]) -> bool:
    """Whether a kind of place is a list within the items of another."""
    first, *rest = kind.split("[].")
    spec = lists.get(first)
    for step in rest:
        if spec is None:
            return False
        spec = spec.lists.get(step)
    return spec is not None


def open_places(
    document: Mapping[str, Any], given: Iterable[str], lists: Mapping[str, ListSpec]
) -> Iterator[str]:
    """Yield every place of a document that is absent, or where a word stands for the answer."""
    for path in given:
        if _is_open(_at(document, path)):
            yield f"$.{path}"
    for path, spec in lists.items():
        yield from _open_in(_at(document, path), spec, f"$.{path}")


def _open_in(items: Any, spec: ListSpec, place: str) -> Iterator[str]:
    if items is None:
        yield place
        return
    for at, item in enumerate(items):
        for key in spec.items:
            if key != "position" and _is_open(_at(item, key)):
                yield f"{place}[{at}].{key}"
        for key, inner in spec.lists.items():
            yield from _open_in(_at(item, key), inner, f"{place}[{at}].{key}")


def _is_open(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value in STANDING_IN)


def _at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document.get(step) if isinstance(document, Mapping) else None
    return document

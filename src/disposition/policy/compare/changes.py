"""What differs between two policies, entry by entry: what of each can alter decisions, what cannot.

Together the entries hold all that the digest of a policy is made of.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Set

from disposition.facts.catalogue import SHIPPED
from disposition.facts.evaluation import Defined
from disposition.facts.own.catalogues import OwnFact, entry_of
from disposition.frozen import evolve, field, frozen
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import (
    Aggregate,
    Definition,
    Expression,
    Fact,
    Listing,
    Parameter,
    walk,
)
from disposition.language.text import expression_text, value_text
from disposition.policy.model import CheckedPolicy, ObligationSpec, Outcome, Rule

KINDS = tuple(
    "policy version outcomes title otherwise parameter fact definition rule invariant".split()
)
"""The kinds of entries, in the order in which changes are told."""

Key = tuple[str, str]
"""The kind of an entry and its name."""

Words = tuple[tuple[str, str], ...]
"""What something is called and what it says: `("source", "ISO 2859-1")`."""


@frozen
class PolicyPart:
    """What one entry of a policy says: to decisions (nothing: `None`), and besides.

    `text` is what it says in short, for people.
    """

    text: str = field(eq=False)
    decides: Hashable = None
    words: Words = ()


def entries_of(
    policy: CheckedPolicy, read: Set[str], thresholds: Iterable[str]
) -> Mapping[Key, PolicyPart]:
    """Return the entries of a policy.

    `read` are the parameters, definitions and facts of its own that some condition reads; others
    decide nothing. Parameters of shipped facts stand among `thresholds` with what is shipped, where
    the policy gives no value of its own.
    """
    return dict(_entries(policy, read, thresholds))


def _entries(
    policy: CheckedPolicy, read: Set[str], thresholds: Iterable[str]
) -> Iterator[tuple[Key, PolicyPart]]:
    for kind, word in (("policy", policy.id), ("version", policy.version)):
        yield (kind, kind), PolicyPart(word, words=((kind, word),))
    decides = tuple((each.id, each.ships, each.parts) for each in policy.outcomes)
    text = ", ".join(map(_outcome, policy.outcomes))
    yield ("outcomes", "outcomes"), PolicyPart(text, decides)
    for outcome in policy.outcomes:
        yield ("title", outcome.id), PolicyPart(outcome.title, words=(("title", outcome.title),))
    yield ("otherwise", "otherwise"), PolicyPart(policy.otherwise, policy.otherwise)
    for name, spec in policy.parameters.items():
        yield ("parameter", name), _parameter(spec, is_read=name in read)
    for name in thresholds:
        if name not in policy.parameters:
            shipped = _parameter(SHIPPED.thresholds[name], is_read=name in read)
            (what, written), *rest = shipped.words
            words = ((what, f"{written}, as shipped"), *rest)
            yield ("parameter", name), evolve(shipped, words=words)
    for path, own in policy.own.items():
        yield ("fact", path), _fact(own, is_read=path in read)
    for name, definition in policy.definitions.items():
        text = expression_text(definition.expression)
        yield ("definition", name), _condition(text, is_read=name in read)
    for rule in policy.rules:
        yield ("rule", rule.id), _rule(rule)
    for invariant in policy.invariants:
        yield ("invariant", invariant.id), _condition(expression_text(invariant.always))


def _outcome(outcome: Outcome) -> str:
    by = (
        f", divided by {' or '.join(each.value for each in outcome.parts)}" if outcome.parts else ""
    )
    return f"{outcome.id} (ships {outcome.ships.value}{by})"


def _condition(text: str, *, is_read: bool = True) -> PolicyPart:
    return PolicyPart(text, text if is_read else None, (("condition", text),))


def _fact(own: OwnFact, *, is_read: bool) -> PolicyPart:
    entry = entry_of(own)
    none, about = entry.pop("none", ""), entry.pop("about", "")
    text = ", ".join(f"{key}: {_shown(each)}" for key, each in entry.items())
    words = (("fact", text), ("none", none), ("about", about))
    return PolicyPart(text, text if is_read else None, words)


def _shown(said: object) -> str:
    """Return what a key of an entry says, on one line."""
    match said:
        case Mapping():
            return f"{{{', '.join(f'{key}: {_shown(each)}' for key, each in said.items())}}}"
        case list():
            return f"[{', '.join(map(str, said))}]"
        case _:
            return str(said)


def _parameter(spec: ParameterSpec, *, is_read: bool) -> PolicyPart:
    value, unit, written = spec.value, spec.type.unit, value_text(spec.value)
    # 2 and 2.0 decide alike, and whether units fit is settled when a policy is checked.
    decides = value if spec.type.kind.is_number else written
    return PolicyPart(
        f"{written} {unit}".rstrip(),
        decides if is_read else None,
        (("value", written), ("unit", unit)),
    )


def _rule(rule: Rule) -> PolicyPart:
    when = expression_text(rule.when)
    obliges = tuple(
        (each.do, _due(each), *_proof(each), *_values(each)) for each in rule.obligations
    )
    decides = (rule.effect, frozenset(rule.outcomes), when, obliges)
    words: list[tuple[str, str]] = [("because", rule.because.text), ("source", rule.source)]
    words.append(("clause", rule.clause.path if rule.clause else ""))
    for each in rule.obligations:
        words += [(f"{each.do}, what", each.what.text), (f"{each.do}, by", each.by.text)]
    return PolicyPart(f"{_effect(rule)} when {when}", decides, tuple(words))


def _effect(rule: Rule) -> str:
    outcomes = f"[{', '.join(rule.outcomes)}]"
    if not rule.obligations:
        return f"{rule.effect.value} {outcomes}"
    duties = map(_duty, rule.obligations)
    goes_with = f" with {outcomes}" if rule.outcomes else ""
    return f"{rule.effect.value} [{', '.join(duties)}]{goes_with}"


def _duty(spec: ObligationSpec) -> str:
    before, proved_by, proved_when = _proof(spec)
    due = f" by {_due(spec)}" if spec.due else ""
    proofs = [*proved_by, *([proved_when] if proved_when else [])]
    proof = f" proved by {' or '.join(proofs)}" if proofs else ""
    values = f" with {', '.join(_values(spec))}" if spec.values else ""
    return f"{spec.do}{values}{due}{f' before {before}' if before else ''}{proof}"


def _values(spec: ObligationSpec) -> tuple[str, ...]:
    return tuple(f"{each.name} = {expression_text(each.expression)}" for each in spec.values)


def _due(spec: ObligationSpec) -> str:
    return expression_text(spec.due) if spec.due else ""


def _proof(spec: ObligationSpec) -> tuple[str, tuple[str, ...], str]:
    proved_when = expression_text(spec.proved_when) if spec.proved_when else ""
    return spec.before, spec.proved_by, proved_when


def names_read(policy: CheckedPolicy) -> set[str]:
    """Return the names that conditions and deadlines read, through others.

    They are those of parameters, definitions, facts, and lists of the policy's own; the parameters
    of shipped facts are among them.
    """
    read = [rule.when for rule in policy.rules]
    read += [each.always for each in policy.invariants]
    for rule in policy.rules:
        read += [each for duty in rule.obligations for each in duty.expressions]
    return names_in(policy, read)


def names_in(policy: CheckedPolicy, expressions: Iterable[Expression]) -> set[str]:
    """Return the names that some expressions read, through others."""
    pending, found = [*expressions], set[str]()
    while pending:
        for node in walk(pending.pop()):
            name = _name_of(node)
            if name and name not in found:
                found.add(name)
                if (body := _body_of(policy, name)) is not None:
                    pending.append(body)
    return found


def meaning_of(policy: CheckedPolicy, fact: Fact) -> frozenset[tuple[str, str]]:
    """Return all that a fact rests on in a policy, each name with what it says there."""
    return frozenset((name, _said(policy, name)) for name in names_in(policy, (fact,)))


def _said(policy: CheckedPolicy, name: str) -> str:
    if name in policy.parameters or name in SHIPPED.thresholds:
        return value_text((policy.parameters.get(name) or SHIPPED.thresholds[name]).value)
    body = _body_of(policy, name)
    if body is not None:
        return expression_text(body)
    return _fact(policy.own[name], is_read=True).text if name in policy.own else ""


def _body_of(policy: CheckedPolicy, name: str) -> Expression | None:
    body = policy.body_of(name)
    derived = policy.catalogue.derived.get(name) if body is None else None
    return derived.definition.expression if isinstance(derived, Defined) else body


def _name_of(node: Expression) -> str:
    match node:
        case Parameter(name=name) | Definition(name=name) | Fact(path=name):
            return name
        case Aggregate(source=Listing(path=path)):
            return path.partition("[]")[0]
        case _:
            return ""


# --- what differs ---------------------------------------------------------------------------------


ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@frozen
class Change:
    """One entry that one policy has and the other has not, or has otherwise.

    `kind` is `policy` (its name), `version`, `outcomes` (which there are, their order and what they
    ship), `title` (of an outcome), `otherwise`, `parameter`, `fact` (of the policy's own),
    `definition`, `rule` or `invariant`;
    `what` is `added`, `removed` or `changed`. `before` and `after` are short texts for people.
    `alters` tells whether it can alter decisions: it is more than words, and some condition reads
    it.
    """

    kind: str
    name: str
    what: str
    before: str | None
    after: str | None
    alters: bool


def changes_between(before: CheckedPolicy, after: CheckedPolicy) -> tuple[Change, ...]:
    """Return what differs, in a fixed order; nothing if the digests are equal, and only then."""
    read = names_read(before) | names_read(after)
    given = {**before.parameters, **after.parameters}
    thresholds = [name for name in given if name in SHIPPED.thresholds]
    entries = (entries_of(each, read, thresholds) for each in (before, after))
    return tuple(_changes(*entries))


def _changes(before: Mapping[Key, PolicyPart], after: Mapping[Key, PolicyPart]) -> Iterator[Change]:
    for kind, name in sorted({*before, *after}, key=lambda key: (KINDS.index(key[0]), key[1])):
        old, new = before.get((kind, name)), after.get((kind, name))
        if old is not None and new is not None:
            if old != new:
                yield Change(
                    kind, name, CHANGED, *_short_texts(old, new), old.decides != new.decides
                )
        elif kind == "title":
            continue  # the outcome itself is there or not
        elif new is not None:
            yield Change(kind, name, ADDED, None, new.text, new.decides is not None)
        elif old is not None:
            yield Change(kind, name, REMOVED, old.text, None, old.decides is not None)


def _short_texts(old: PolicyPart, new: PolicyPart) -> tuple[str, str]:
    """Return both in short; where that is the same, the words that differ."""
    if old.text != new.text:
        return old.text, new.text
    differing = [
        (was, becomes) for was, becomes in zip(old.words, new.words, strict=True) if was != becomes
    ]
    before, after = zip(*differing, strict=True)
    return _listed(before), _listed(after)


def _listed(words: Words) -> str:
    return "; ".join(f"{what}: {said}" if said else f"no {what}" for what, said in words)

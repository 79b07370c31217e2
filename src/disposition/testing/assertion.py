"""An assertion about a decision, whose failure tells the decision in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from disposition.decision import Decision
from disposition.language.types import Value
from disposition.testing.cases import Expected
from disposition.testing.runner import mismatches
from disposition.testing.visible_decision import FullDecision
from disposition.visible import visible


def assert_decision(
    decision: Decision,
    *,
    outcome: str | None = None,
    status: str | None = None,
    ships: str | None = None,
    reasons: Iterable[str] = (),
    not_reasons: Iterable[str] = (),
    ruled_out: Mapping[str, Iterable[str]] | None = None,
    obligations: Iterable[str] = (),
    not_obligations: Iterable[str] = (),
    may_apply: Iterable[str] = (),
    not_may_apply: Iterable[str] = (),
    required_by: Mapping[str, Iterable[str]] | None = None,
    due: Mapping[str, date | None] | None = None,
    values: Mapping[str, Mapping[str, Value | None]] | None = None,
    missing: Iterable[str] = (),
) -> None:
    """Fail unless a decision says what is expected; what is not given is not looked at.

    The words are those of a case's `expect`: ids of rules, codes of obligations, paths of facts.
    Of each list, all must be there; others may be as well, but not in `required_by`: by the code of
    an obligation, all rules that ask for it. `due` are last days by codes. `values` are numbers,
    dates, texts or truths by the codes of obligations and their names.

    Raises:
        AssertionError: with each difference, and the decision in words.

    >>> from disposition import Lot, load_policy
    >>> decision = load_policy().decide(Lot.from_dict({"lot": {"id": "PO-1"}}))
    >>> assert_decision(decision, outcome="hold", status="needs_information")
    """
    __tracebackhide__ = True  # pytest then points at the caller
    expected = Expected(
        outcome=outcome,
        status=status,
        ships=ships,
        reasons=_listed("reasons", reasons),
        not_reasons=_listed("not_reasons", not_reasons),
        ruled_out=_listed_by("ruled_out", ruled_out),
        obligations=_listed("obligations", obligations),
        not_obligations=_listed("not_obligations", not_obligations),
        may_apply=_listed("may_apply", may_apply),
        not_may_apply=_listed("not_may_apply", not_may_apply),
        required_by=_listed_by("required_by", required_by),
        due=dict(due or {}),
        values={code: _exact(code, each) for code, each in (values or {}).items()},
        missing=_listed("missing", missing),
    )
    found = [str(each) for each in mismatches(expected, FullDecision(decision))]
    if found:
        told = decision.explain().rstrip().replace("\n", "\n  ").replace("\n  \n", "\n\n")
        lines = [*found, "", "the decision:", f"  {told}"]
        raise AssertionError(visible("\n".join(lines)))


def _exact(code: str, values: Mapping[str, Value | None]) -> Mapping[str, Value | None]:
    for name, value in values.items():
        if isinstance(value, float):
            raise TypeError(f"`{code}.{name}` is a float: write `Decimal({str(value)!r})`")
    return values


def _listed_by(
    what: str, words: Mapping[str, Iterable[str]] | None
) -> Mapping[str, tuple[str, ...]]:
    return {key: _listed(f"{what} {key}", each) for key, each in (words or {}).items()}


def _listed(what: str, words: Iterable[str]) -> tuple[str, ...]:
    if isinstance(words, str):
        raise TypeError(f"`{what}` is a list: write `[{words!r}]`")
    return tuple(words)

"""What a sample says of its lot under a single plan."""

from __future__ import annotations

from attrs import frozen

from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.single import Plan


@frozen
class Judgement:
    """Whether the sample accepts the lot (`accepted` is None: unknown), and a note that says why.

    With `back_to_normal` the lot is accepted and reduced inspection ends with it: the next lot is
    inspected at normal.
    """

    accepted: bool | None
    note: str
    back_to_normal: bool = False

    @property
    def rejected(self) -> bool | None:
        """The opposite of `accepted`; unknown when that is."""
        return None if self.accepted is None else not self.accepted


def judge(plan: Plan, *, found: int, inspected: int) -> Judgement:
    """Judge a lot by what was found in the units inspected.

    `found` counts nonconforming units, or nonconformities, as the plan's AQL does; it may exceed
    `inspected` because one unit can have several. As many as the rejection number reject the lot
    however small the sample was; fewer in a sample smaller than the plan's leave it unknown; a
    larger sample is judged by the plan's acceptance number. Between the acceptance and rejection
    numbers (Z1.4, reduced) the lot is accepted and inspection goes back to normal. Raises
    `SamplingError` for a negative count and for more units inspected than the lot has. Source: ISO
    2859-1 clause 11.1.1; ANSI/ASQ Z1.4 clauses 10.1.1 and 10.1.4.

    >>> from disposition.sampling import single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> judge(plan, found=6, inspected=80).note
    'found 6, and 6 or more reject'
    """
    _check_count("found", found)
    _check_count("inspected", inspected)
    if inspected > plan.lot_size:
        raise SamplingError(
            f"{quoted(inspected)} units inspected are more than the lot of {plan.lot_size}",
            about="inspected",
            hint="count each unit once",
        )
    size = _size_note(plan, inspected)
    if found >= plan.reject:
        return Judgement(False, f"found {found}, and {plan.reject} or more reject{size}")
    if inspected < plan.sample_size:
        return Judgement(
            None,
            f"found {found} in {inspected} units where the plan asks for {plan.sample_size}: "
            "too few units to accept, too few found to reject",
        )
    if found <= plan.accept:
        return Judgement(True, f"found {found}, and {_at_most(plan.accept)} accept{size}")
    gap = (
        f"found {found}: fewer than {plan.reject} accept the lot, more than {plan.accept} end "
        f"reduced inspection; back to normal with the next lot{size}"
    )
    return Judgement(True, gap, back_to_normal=True)


def _at_most(number: int) -> str:
    return f"{number} or fewer" if number else "only 0"


def _size_note(plan: Plan, inspected: int) -> str:
    """Return what to add to a note when the sample is not of the plan's size."""
    if inspected == plan.sample_size:
        return ""
    if inspected < plan.sample_size:
        return f"; {inspected} of the plan's {plan.sample_size} units were enough for that"
    return (
        f"; {inspected} inspected where the plan asks for {plan.sample_size}, "
        "judged by the plan's numbers"
    )


def _check_count(about: str, given: object) -> None:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return
    raise SamplingError(
        f"{quoted(given)} is not a count", about=about, hint="a count is a whole number, 0 or more"
    )

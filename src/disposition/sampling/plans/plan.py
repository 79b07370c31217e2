"""A sampling plan: its numbers, and how a notebook shows them.

Curves are drawn of the numbers, which stand below them in `plan_numbers`; a plan shows its curve.
"""

from __future__ import annotations

from disposition.frozen import frozen
from disposition.sampling.plan_numbers import PlanNumbers


@frozen
class Plan(PlanNumbers):
    """A sampling plan for one lot, single, double or multiple.

    `code_letter` is what Table 1 gives for the lot size and level; `plan_letter` is where the
    arrows of the plan table lead from there, and all samples are that letter's. Both are empty, and
    `aql` and `lot_size` may be None, in a custom plan. With `full_inspection` the table's sample
    would be the lot or more, and the sample is the lot. `type` is `single`, `double` or `multiple`:
    the plan's own, so a double plan that the table does not have is `single`, and `note` says why.
    `counting` is the counting rule, None when nobody stated one.
    """

    def _repr_html_(self) -> str:
        # Curves and their drawing are loaded for who looks at a plan, not for who judges a lot.
        from disposition.sampling.plans.plan_html import plan_html

        return plan_html(self)

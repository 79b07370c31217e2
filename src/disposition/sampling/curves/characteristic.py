"""The operating characteristics of a plan under a distribution, and how a notebook shows them."""

from __future__ import annotations

from disposition.frozen import frozen
from disposition.sampling.curves.operating import MODELS, OperatingCurves
from disposition.sampling.errors import SamplingError, unknown
from disposition.sampling.names import NONCONFORMITIES, UNITS
from disposition.sampling.plan_numbers import PlanNumbers


@frozen
class Characteristic(OperatingCurves):
    """What a plan does at each quality, under one distribution; shows as its OC curve."""

    def _repr_html_(self) -> str:
        # Drawing is loaded for who looks at a curve, not for who reckons with it.
        from disposition.sampling.curves.charts import oc_chart

        return oc_chart(self)._repr_html_()


def characteristic(plan: PlanNumbers, model: str | None = None) -> Characteristic:
    """Return the plan's characteristics under a distribution.

    Without a `model` it is Poisson for a plan that counts nonconformities, and otherwise binomial,
    the curves of a series of lots; `hypergeometric` is for a lot on its own. Raises `SamplingError`
    for an unknown model, for one that counts units when the plan counts nonconformities, and for a
    finite lot of unknown size. Source: ISO 2859-1 clause 12.1 (type B curves).

    >>> from decimal import Decimal
    >>> from disposition.sampling import single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> round(characteristic(plan).acceptance(Decimal("2.5")), 4)
    0.9848
    """
    default = "poisson" if plan.counting == NONCONFORMITIES else "binomial"
    name = default if model is None else model
    if name not in MODELS:
        raise unknown(name, "a distribution", "model", MODELS)
    if plan.counting == NONCONFORMITIES and name != "poisson":
        message = f"a {name} number counts nonconforming units, and the plan nonconformities"
        hint = f"use `poisson`, or a plan that counts `{UNITS}`"
        raise SamplingError(message, about="model", hint=hint)
    if name == "hypergeometric" and plan.lot_size is None:
        raise SamplingError(
            "a finite lot needs a size", about="lot_size", hint="give the plan a lot size"
        )
    return Characteristic(plan, name)

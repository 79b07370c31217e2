"""Acceptance sampling by attributes: plans of ISO 2859-1 and ANSI/ASQ Z1.4, and what they do.

Single plans and their judgement are imported at once, for they are in every decision. Everything
else is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disposition.lazy import on_demand
from disposition.sampling.aql import AQLS, HIGHEST_PERCENT_AQL, check_aql
from disposition.sampling.counting import COUNTINGS, check_counting
from disposition.sampling.doubts import load_doubts
from disposition.sampling.errors import SamplingError
from disposition.sampling.judging import Judgement, judge
from disposition.sampling.names import (
    LETTERS,
    LEVELS,
    STANDARDS,
    STATES,
    check_level,
    check_standard,
    check_state,
)
from disposition.sampling.plan_numbers import Stage
from disposition.sampling.plans import Plan
from disposition.sampling.single import single_plan
from disposition.sampling.tables import Cell, Tables, load_tables

if TYPE_CHECKING:
    from disposition.sampling.charts import aoq_chart, asn_chart, ati_chart, oc_chart
    from disposition.sampling.custom import custom_plan, zero_acceptance_plan
    from disposition.sampling.history import Correction, Direction, Entry, PastLot, past_lot
    from disposition.sampling.history_reading import read_history
    from disposition.sampling.operating import MODELS, Characteristic, characteristic
    from disposition.sampling.risk_points import (
        Risks,
        outgoing_limit,
        quality_accepted,
        quality_rejected,
        risks,
    )
    from disposition.sampling.rows import LetterRow, PlanRow, letter_rows, plan_rows
    from disposition.sampling.staged import (
        TYPES,
        check_type,
        double_plan,
        multiple_plan,
        sampling_plan,
    )
    from disposition.sampling.staged_tables import StagedTables, load_staged_tables
    from disposition.sampling.standing import DISCONTINUED, Scheme, Standing, Switch, Uncounted
    from disposition.sampling.stepping import Progress, judge_stages
    from disposition.sampling.svg import Chart, Mark, Series
    from disposition.sampling.switching import begin, follow, standing_after
    from disposition.sampling.switching_rules import SWITCHING_RULES, SwitchingRule

__all__ = [
    "AQLS",
    "COUNTINGS",
    "DISCONTINUED",
    "HIGHEST_PERCENT_AQL",
    "LETTERS",
    "LEVELS",
    "MODELS",
    "STANDARDS",
    "STATES",
    "SWITCHING_RULES",
    "TYPES",
    "Cell",
    "Characteristic",
    "Chart",
    "Correction",
    "Direction",
    "Entry",
    "Judgement",
    "LetterRow",
    "Mark",
    "PastLot",
    "Plan",
    "PlanRow",
    "Progress",
    "Risks",
    "SamplingError",
    "Scheme",
    "Series",
    "Stage",
    "StagedTables",
    "Standing",
    "Switch",
    "SwitchingRule",
    "Tables",
    "Uncounted",
    "aoq_chart",
    "asn_chart",
    "ati_chart",
    "begin",
    "characteristic",
    "check_aql",
    "check_counting",
    "check_level",
    "check_standard",
    "check_state",
    "check_type",
    "custom_plan",
    "double_plan",
    "follow",
    "judge",
    "judge_stages",
    "letter_rows",
    "load_doubts",
    "load_staged_tables",
    "load_tables",
    "multiple_plan",
    "oc_chart",
    "outgoing_limit",
    "past_lot",
    "plan_rows",
    "quality_accepted",
    "quality_rejected",
    "read_history",
    "risks",
    "sampling_plan",
    "single_plan",
    "standing_after",
    "zero_acceptance_plan",
]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".charts": "aoq_chart asn_chart ati_chart oc_chart",
        ".custom": "custom_plan zero_acceptance_plan",
        ".history": "Correction Direction Entry PastLot past_lot",
        ".history_reading": "read_history",
        ".operating": "MODELS Characteristic characteristic",
        ".risk_points": "Risks outgoing_limit quality_accepted quality_rejected risks",
        ".rows": "LetterRow PlanRow letter_rows plan_rows",
        ".staged": "TYPES check_type double_plan multiple_plan sampling_plan",
        ".staged_tables": "StagedTables load_staged_tables",
        ".standing": "DISCONTINUED Scheme Standing Switch Uncounted",
        ".stepping": "Progress judge_stages",
        ".svg": "Chart Mark Series",
        ".switching": "begin follow standing_after",
        ".switching_rules": "SWITCHING_RULES SwitchingRule",
    },
)

"""Acceptance sampling by attributes: plans of ISO 2859-1 and ANSI/ASQ Z1.4, and what they do.

Single plans and their judgement are imported at once, for they are in every decision. Everything
else is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand
from disposition.sampling.errors import SamplingError
from disposition.sampling.names import (
    AQLS,
    COUNTINGS,
    HIGHEST_PERCENT_AQL,
    LETTERS,
    LEVELS,
    STANDARDS,
    STATES,
    check_aql,
    check_counting,
    check_level,
    check_standard,
    check_state,
)
from disposition.sampling.plan_numbers import Stage
from disposition.sampling.plans.judgement import Judgement, Progress, judge, judge_stages
from disposition.sampling.plans.plan import Plan
from disposition.sampling.plans.single import single_plan
from disposition.sampling.plans.tables import Cell, Tables, load_doubts, load_tables

if TYPE_CHECKING:
    from disposition.sampling.curves.characteristic import Characteristic, characteristic
    from disposition.sampling.curves.charts import aoq_chart, asn_chart, ati_chart, oc_chart
    from disposition.sampling.curves.operating import MODELS
    from disposition.sampling.curves.risk_points import (
        Risks,
        outgoing_limit,
        quality_accepted,
        quality_rejected,
        risks,
    )
    from disposition.sampling.curves.svg import Chart, Mark, Series
    from disposition.sampling.plans.custom import custom_plan, zero_acceptance_plan
    from disposition.sampling.plans.staged import (
        TYPES,
        StagedTables,
        check_type,
        double_plan,
        load_staged_tables,
        multiple_plan,
        sampling_plan,
    )
    from disposition.sampling.plans.table_rows import LetterRow, PlanRow, letter_rows, plan_rows
    from disposition.sampling.switching.history import (
        Correction,
        Direction,
        Entry,
        PastLot,
        past_lot,
        read_history,
    )
    from disposition.sampling.switching.inspection_state import begin, follow, switching_status
    from disposition.sampling.switching.status import (
        DISCONTINUED,
        SWITCHING_RULES,
        Scheme,
        Switch,
        SwitchingRule,
        SwitchingStatus,
        Uncounted,
    )

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
    "Switch",
    "SwitchingRule",
    "SwitchingStatus",
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
    "switching_status",
    "zero_acceptance_plan",
]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".curves.charts": "aoq_chart asn_chart ati_chart oc_chart",
        ".plans.custom": "custom_plan zero_acceptance_plan",
        ".switching.history": "Correction Direction Entry PastLot past_lot read_history",
        ".curves.characteristic": "Characteristic characteristic",
        ".curves.operating": "MODELS",
        ".curves.risk_points": "Risks outgoing_limit quality_accepted quality_rejected risks",
        ".plans.table_rows": "LetterRow PlanRow letter_rows plan_rows",
        ".plans.staged": "TYPES StagedTables check_type double_plan load_staged_tables "
        "multiple_plan sampling_plan",
        ".switching.status": "DISCONTINUED SWITCHING_RULES Scheme Standing Switch SwitchingRule "
        "SwitchingStatus Uncounted",
        ".curves.svg": "Chart Mark Series",
        ".switching.inspection_state": "begin follow standing_after switching_status",
    },
)

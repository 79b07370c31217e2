"""Acceptance sampling by attributes: plans of ISO 2859-1 and ANSI/ASQ Z1.4, and what they do."""

from disposition.sampling.aql import AQLS, HIGHEST_PERCENT_AQL, check_aql
from disposition.sampling.characteristic import MODELS, Characteristic, characteristic
from disposition.sampling.charts import Chart, Mark, Series, aoq_chart, asn_chart, ati_chart, oc_chart
from disposition.sampling.counting import COUNTINGS, check_counting
from disposition.sampling.custom import custom_plan, zero_acceptance_plan
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
from disposition.sampling.plans import Plan, Stage
from disposition.sampling.risks import (
    Risks,
    outgoing_limit,
    quality_accepted,
    quality_rejected,
    risks,
)
from disposition.sampling.rows import LetterRow, PlanRow, letter_rows, plan_rows
from disposition.sampling.single import single_plan
from disposition.sampling.staged import TYPES, check_type, double_plan, multiple_plan, sampling_plan
from disposition.sampling.staged_tables import StagedTables, load_staged_tables
from disposition.sampling.stepping import Progress, judge_stages
from disposition.sampling.tables import Cell, Tables, load_tables

__all__ = []

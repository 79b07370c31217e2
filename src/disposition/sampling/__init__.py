"""Acceptance sampling by attributes: single plans of ISO 2859-1 and ANSI/ASQ Z1.4."""

from disposition.sampling.aql import AQLS, HIGHEST_PERCENT_AQL, check_aql
from disposition.sampling.errors import SamplingError
from disposition.sampling.judging import Judgement, judge
from disposition.sampling.names import (
    LEVELS,
    STANDARDS,
    STATES,
    check_level,
    check_standard,
    check_state,
)
from disposition.sampling.single import Plan, single_plan
from disposition.sampling.tables import Cell, Tables, load_tables

__all__ = [
    "AQLS",
    "HIGHEST_PERCENT_AQL",
    "LEVELS",
    "STANDARDS",
    "STATES",
    "Cell",
    "Judgement",
    "Plan",
    "SamplingError",
    "Tables",
    "check_aql",
    "check_level",
    "check_standard",
    "check_state",
    "judge",
    "load_tables",
    "single_plan",
]

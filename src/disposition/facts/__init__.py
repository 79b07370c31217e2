"""What is known about a lot: the lot document, the facts in it, and the facts derived from it."""

from disposition.facts.catalogue import CATALOGUE
from disposition.facts.document.lot_document import lot_schema
from disposition.facts.flat import Facts
from disposition.facts.lot import Lot
from disposition.facts.native.samples.segment_judgement import SegmentJudgement, judge_segments
from disposition.facts.observation import absent, observe, why_unknown
from disposition.language.types import FactSpec, FactType, Kind, Value

__all__ = [
    "CATALOGUE",
    "FactSpec",
    "FactType",
    "Facts",
    "Kind",
    "Lot",
    "SegmentJudgement",
    "Value",
    "absent",
    "judge_segments",
    "lot_schema",
    "observe",
    "why_unknown",
]

"""How far the cases of a policy show what it does: rules, conditions, definitions, invariants."""

from disposition.testing.coverage.goals import Aim, Finding, Goal, Standing
from disposition.testing.coverage.measurement import Coverage, measure, measure_file

__all__ = ["Aim", "Coverage", "Finding", "Goal", "Standing", "measure", "measure_file"]

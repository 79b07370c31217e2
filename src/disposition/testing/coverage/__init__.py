"""How far the cases of a policy show what it does: rules, conditions, definitions, invariants."""

from disposition.testing.coverage.goals import Aim, Goal, GoalResult, GoalStatus
from disposition.testing.coverage.measurement import Coverage, measure, measure_file

__all__ = ["Aim", "Coverage", "Goal", "GoalResult", "GoalStatus", "measure", "measure_file"]

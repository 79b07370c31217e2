"""The total language as terms of a solver: values, lists, folds and rounded numbers."""

"""Derived facts that no definition gives: folds, sampling tables, rounding, names and texts."""

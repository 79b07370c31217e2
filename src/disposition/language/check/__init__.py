"""Expressions checked: names resolved, operations checked, and plain nonsense found."""

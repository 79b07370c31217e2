"""Mutants of a policy: every small mistake that can be made in it."""

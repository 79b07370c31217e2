"""Expressions made into a small language without unknowns, for tables and for provers."""

"""Conditions in one form, and the values around the limits that they compare with."""

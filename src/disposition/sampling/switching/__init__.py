"""Switching between states of inspection, by the history of a supplier's lots."""

"""Decide what happens to an inspected lot, by rules that people can read, with reasons."""

__version__ = "0.1.0"

"""Compares this library with hand-written Python and other rule engines; see README.md."""

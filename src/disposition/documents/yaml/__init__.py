"""YAML files as trees that know where everything stands; nothing in a file can run or refer."""

LARGEST_FILE = 1024 * 1024
"""Bytes of a file that is read at all."""

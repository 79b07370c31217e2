"""Policies as text: the canonical layout of a file, and a policy after layering as one file."""

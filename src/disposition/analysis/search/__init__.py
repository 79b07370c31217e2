"""Lots that are looked for: what they keep to, where to begin; what a solver found, made small."""

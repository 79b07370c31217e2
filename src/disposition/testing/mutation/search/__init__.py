"""The search of a lot that tells a mutant from its policy."""

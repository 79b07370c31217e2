"""The text of an expression to its tree: read word by word, never run."""

"""The expression language: its tree, types, text and meaning; it knows no lot and no policy."""

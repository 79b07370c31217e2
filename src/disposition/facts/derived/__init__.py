"""Facts that are computed from a lot document, one small module for each part of it."""

"""Where in the text of a document the things stand that problems tell of by their paths."""

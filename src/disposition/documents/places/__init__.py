"""Places of documents: paths within plain data, and where in a text stands what they lead to."""

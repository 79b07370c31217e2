"""One module per contender: the table in its language, and how to ask it."""

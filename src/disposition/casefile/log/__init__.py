"""The log of a case: entries, each tied to the one before, what they say, where they are kept."""

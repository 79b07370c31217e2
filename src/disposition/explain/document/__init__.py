"""The decision document, version 1: what it says, how it is written and read."""

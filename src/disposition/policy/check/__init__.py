"""A draft to a checked policy: names, types, rules; and what is probably not meant."""

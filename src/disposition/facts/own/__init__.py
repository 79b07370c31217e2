"""Facts that a policy declares of its own: values, lists, tables, and what follows from them."""

"""Commands about tables of lots, and about many lots at once."""

"""What an expression means: all that it can still be, where values may be absent."""

"""Claims about every possible lot: proved, refuted with a lot that shows it, or not settled."""

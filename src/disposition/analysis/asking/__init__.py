"""What to ask of an undecided lot: what narrows its outcomes most, and how much is asked then."""

"""What an undecided lot lacks, what to ask, and what each answer would decide."""

"""What a change of a policy does to every possible lot."""

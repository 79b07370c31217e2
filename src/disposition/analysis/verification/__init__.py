"""Everything that is asked of a policy for every possible lot."""

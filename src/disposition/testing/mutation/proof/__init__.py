"""What the prover makes of mutants that no case noticed: proved equivalent, or a lot that tells."""

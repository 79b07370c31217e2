"""What cannot all be true of one lot: contradictions between values that are known."""

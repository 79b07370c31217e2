"""The lot document as it is declared: its sections, and what their words and amounts mean."""

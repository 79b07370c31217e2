"""Commands that write tables of a file as sheets, and take changed ones back."""

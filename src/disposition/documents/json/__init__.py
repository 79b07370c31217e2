"""JSON: text to plain data, and plain data to text."""

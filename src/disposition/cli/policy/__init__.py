"""The commands about policy files: begin, extend, check and format them, and what they can read."""

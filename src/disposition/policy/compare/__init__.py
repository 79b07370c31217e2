"""What differs between two policies, and policies between the two."""

"""The total language over frames of Polars: lots in one frame, items of each list in another."""

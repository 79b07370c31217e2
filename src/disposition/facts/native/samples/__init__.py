"""What samples say under the agreed plans, of a lot and of its segments."""

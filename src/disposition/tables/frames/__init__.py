"""Policies over data frames: Polars decides, and frames come back as they came."""

"""Sampling plans: their tables, plans from no table, and what a sample says under one."""

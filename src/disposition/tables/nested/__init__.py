"""Policies over tables that hold what documents hold: values and lists, from which facts derive."""

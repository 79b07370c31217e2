"""Policies as SQL: one statement of several levels, for the database that holds the table."""

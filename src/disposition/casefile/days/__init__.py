"""The days of a case: on which people work, and on which its steps are due."""

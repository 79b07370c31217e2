"""`disposition test`: runs the cases of policies, and tells what they do not show."""

from disposition.cli.test.command import test

__all__ = ["test"]

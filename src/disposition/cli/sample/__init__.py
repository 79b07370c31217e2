"""`disposition sample`: a sampling plan, what a sample says under it, and the state in force."""

from disposition.cli.sample.command import sample

__all__ = ["sample"]

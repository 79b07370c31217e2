"""The version of the library, and its name on an index, in the one place that is read."""

__version__ = "0.1.0"

DISTRIBUTION = "lot-disposition"
"""`disposition` is somebody else's on the Python Package Index."""


def installing(extra: str) -> str:
    """Return the command that installs the library with an extra.

    >>> installing("plot")
    'pip install "lot-disposition[plot]"'
    """
    return f'pip install "{DISTRIBUTION}[{extra}]"'

"""Runs the command line as `python -m disposition`, where the command is not on the path."""

from disposition.cli import main

if __name__ == "__main__":
    main()

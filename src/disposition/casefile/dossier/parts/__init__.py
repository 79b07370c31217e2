"""The parts of a dossier, one module for each."""

"""A case as one document to read, to print, to hand on and to keep: as HTML and as JSON."""

from disposition.casefile.dossier.document import Dossier, dossier_of, dossier_schema

__all__ = ["Dossier", "dossier_of", "dossier_schema"]

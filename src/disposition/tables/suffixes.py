"""How the names of files of tables end, by what these hold."""

from disposition.documents.json.array import ARRAYS

PARQUET, CSV = {".parquet", ".pq"}, {".csv", ".tsv", ".txt"}
LINES = {".jsonl", ".ndjson", *ARRAYS}
"""JSON on lines, or an array whose items stand for lines."""

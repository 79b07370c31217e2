"""How the names of files of tables end, by what these hold."""

PARQUET, CSV, LINES = {".parquet", ".pq"}, {".csv", ".tsv", ".txt"}, {".jsonl", ".ndjson"}

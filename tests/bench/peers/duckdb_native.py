"""J1 by native DuckDB: `python duckdb_native.py FILE THREADS` prints its seconds and the parts of the answer."""

import json
import sys
import time
from pathlib import Path

import duckdb


def statements():
    """Name and text of each statement of j1.sql."""
    for block in (Path(__file__).parent / "j1.sql").read_text().split("\n\n-- ")[1:]:
        head, text = block.split("\n", 1)
        yield head.split(":")[0], text


def main(file, threads):
    start = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    connection.execute("SET preserve_insertion_order = false")
    parts = {}
    for name, text in statements():
        text = text.replace("{file}", file.replace("'", "''")).replace("{where}", "").replace("{views}", "events WHERE k = 0")
        parts[name] = [[int(cell) for cell in row] for row in connection.execute(text).fetchall()]
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "version": duckdb.__version__, "parts": parts}))


main(*sys.argv[1:])

"""Times the overview's SQL on many generated events: `python bench.py [events] [engine…]`, 10 million and duckdb by default.
`program` among the engines is the program itself on the same rows as CSV, reading included.

In DuckDB the same figures are also computed by by_hand.sql, and both must agree. Seconds of the processor are told
beside those of the clock: on a machine with other work only they can be compared.
"""

import os
import resource
import sys
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import engines
from shop import program, statements

HERE = Path(__file__).resolve().parent
FROM, TO = "2026-06-08", "2026-06-30"

# Thirty days; a fifth of the visitors makes most of the events; every second visitor's log has visit ids of its own.
EVENTS = """
SELECT 'v' || person AS visitor, moment AS time, n AS seq,
  CASE WHEN dice < 880 THEN 'view' WHEN dice < 910 THEN 'favorite' WHEN dice < 960 THEN 'cart' WHEN dice < 980 THEN 'search' ELSE 'buy' END AS event,
  CASE WHEN dice % 3 = 0 THEN '/list/' || (dice % 40) ELSE '/item/' || item END AS page,
  CASE WHEN dice % 3 = 0 THEN 'category' ELSE 'item' END AS page_type,
  CASE WHEN dice % 3 = 0 THEN '' ELSE 'i' || item END AS item, 'c' || (item % 50) AS category, 'source ' || (person % 8) AS source,
  CASE WHEN person % 2 = 0 THEN '' ELSE 's' || (moment // 3600) END AS session, '' AS search_term
FROM (
  SELECT n, CASE WHEN hash(n) % 5 < 4 THEN hash(n * 7 + 1) % (1 + {events} // 50) ELSE hash(n * 7 + 1) % (1 + {events} // 10) END AS person,
    1780243200 + CAST(hash(n * 7 + 2) % 2592000 AS BIGINT) // 60 * 60 + CAST(hash(n * 7 + 3) % 60 AS BIGINT) AS moment,
    hash(n * 7 + 4) % 1000 AS dice, hash(n * 7 + 5) % 20000 AS item
  FROM range({events}) AS numbers(n)
)"""
ORDERS = """
SELECT CAST(n // 2 AS VARCHAR) AS "order", 'v' || (hash(n // 2) % (1 + {events} // 50)) AS buyer,
  1780243200 + CAST(hash(n // 2 + 1) % 2592000 AS BIGINT) AS placed_at,
  CASE WHEN hash(n // 2) % 5 = 0 THEN NULL ELSE 1780243200 + CAST(hash(n // 2 + 1) % 2592000 + hash(n // 2 + 2) % 90000 AS BIGINT) END AS paid_at,
  'i' || (hash(n + 3) % 20000) AS item, 1 + hash(n + 4) % 3 AS quantity, CAST(hash(n + 5) % 100000 AS DECIMAL(18, 4)) / 100 AS amount,
  CAST(hash(n + 6) % 100000 AS DECIMAL(18, 4)) / 100 AS paid_amount, CASE WHEN hash(n + 7) % 3 = 0 THEN 'sale' ELSE '' END AS promotion, '' AS province
FROM range({events} // 40) AS numbers(n)"""


def clocked(work):
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    answer = work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return answer, time.perf_counter() - start, cpu


def run_all(engine, script):
    """Runs every statement; the figures of all that give rows."""
    figures = {}
    for statement in script:
        lines = [line for line in statement.split("\n") if line.strip() and not line.startswith("--")]
        if lines[0].startswith(("CREATE", "DROP", "CACHE")):
            engine.run(statement)
        else:
            rows = engine.rows(statement)
            if len(rows) == 1:
                figures.update(rows[0])
    return figures


def run_program(folder, maker):
    """The program on the same rows: seconds of reading and of all figures, and its peak of memory."""
    files = []
    for table in ("events", "orders"):
        path = folder / f"{table}.csv"
        if not path.exists():
            maker.run(f"COPY (FROM '{folder / table}.parquet') TO '{path}' (HEADER)")
        files.append(path)
    size = sum(path.stat().st_size for path in files) / 1e6
    for turn in range(int(os.environ.get("TURNS", "2"))):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        program("report", "--format", "json", "--from", FROM, "--to", TO, *files)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"program: {size:.0f} MB of CSV read and counted in {wall:.1f} s ({cpu:.1f} s of processor), "
              f"{after.ru_maxrss / 1e6:.2f} GB at most", flush=True)


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    names = sys.argv[2:] or ["duckdb"]
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"dianzhang-bench-{events}"
    folder.mkdir(exist_ok=True)
    maker = engines.DuckDb()
    for table, select in (("events", EVENTS), ("orders", ORDERS)):
        path = folder / f"{table}.parquet"
        if not path.exists():
            maker.run(f"COPY ({select.format(events=events)}) TO '{path}' (FORMAT parquet)")
    if "program" in names:
        run_program(folder, maker)
    maker.close()
    for name in (name for name in names if name != "program"):
        engine = engines.KINDS[name]()
        for table in ("events", "orders", "ads"):
            engine.run(f"DROP TABLE IF EXISTS {table}")
        for statement in statements(program("sql", "--engine", name, "--tables")):
            engine.run(statement)
        for table in ("events", "orders"):
            load = statements(program("sql", "--engine", name, "--layout", f"canonical_{table}", "--input", folder / f"{table}.parquet"))
            _, wall, cpu = clocked(lambda: [engine.run(statement) for statement in load])
            print(f"{name}: {table} loaded in {wall:.1f} s ({cpu:.1f} s of processor)", flush=True)
        words = ["--has", "events", "--has", "orders", "--from", FROM, "--to", TO, "--overview"]
        script = statements(program("sql", "--engine", name, *words))
        hand = statements((HERE / "by_hand.sql").read_text())
        for turn in range(int(os.environ.get("TURNS", "2"))):
            ours, wall, cpu = clocked(lambda: run_all(engine, script))
            print(f"{name}: overview of {events:,} events in {wall:.1f} s ({cpu:.1f} s of processor)", flush=True)
            if name == "duckdb":
                theirs, hand_wall, hand_cpu = clocked(lambda: run_all(engine, hand))
                print(f"{name}: by hand in {hand_wall:.1f} s ({hand_cpu:.1f} s of processor); "
                      f"ratio {wall / hand_wall:.2f} by clock, {cpu / hand_cpu:.2f} by processor", flush=True)
                for metric, value in theirs.items():
                    got = ours[metric]
                    assert abs(Decimal(got) - Decimal(value)) <= Decimal("1e-12") * abs(Decimal(value)), (metric, value, got)
                print(f"{name}: {len(theirs)} figures are equal", flush=True)
        engine.close()


if __name__ == "__main__":
    main()

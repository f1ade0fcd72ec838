"""J1 by polars: `python polars_native.py FILE THREADS` prints its seconds and the parts of the answer."""

import json
import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = sys.argv[2]

import polars as pl  # noqa: E402  (the number of threads is read when it is imported)

SCHEMA = {"u": pl.UInt32, "i": pl.UInt32, "c": pl.UInt32, "b": pl.String, "t": pl.UInt32}
KINDS = {"pv": 0, "fav": 1, "cart": 2, "buy": 3}


def main(file):
    start = time.perf_counter()
    kind = pl.col("b").replace_strict(KINDS, return_dtype=pl.UInt8)
    day = ((pl.col("t") + 28_800) // 86_400 - 17_495).cast(pl.UInt8)
    events = (
        pl.scan_csv(file, has_header=False, schema=SCHEMA, quote_char=None)
        .select("u", "i", "t", kind.alias("k"), day.alias("d"))
        .collect(engine="streaming")
    )
    views = events.lazy().filter(pl.col("k") == 0)
    buys = events.lazy().filter(pl.col("k") == 3)
    bit = pl.lit(1, pl.UInt32) * pl.lit(2, pl.UInt32).pow(pl.col("d"))

    # One number per view, so that the sort compares no second column.
    place = (pl.col("u").cast(pl.UInt64) * 2**32 + pl.col("t")).alias("x")
    gap = pl.col("x").diff(null_behavior="ignore")
    starts = (gap > 1800).fill_null(True)
    visits = (
        views.select(place.sort())
        .with_columns(starts.alias("starts"), gap.alias("gap"))
        .select(
            pl.len().alias("views"),
            pl.col("starts").sum().alias("visits"),
            (pl.col("starts") & pl.col("starts").shift(-1, fill_value=True)).sum().alias("bounces"),
            pl.col("gap").filter(~pl.col("starts")).sum().alias("seconds"),
        )
    )
    # A person's days as bits: distinct pairs of person and day first, then their sum.
    viewed = views.select("u", "d").unique().group_by("u").agg(bit.sum().alias("vm"))
    bought = buys.select("u", "d").unique().group_by("u").agg(bit.sum().alias("bm"))
    times = buys.group_by("u").agg((pl.col("t").max() > pl.col("t").min()).alias("again"))
    persons = (
        viewed.join(bought.join(times, on="u"), on="u", how="full", coalesce=True)
        .with_columns(pl.col("vm").fill_null(0), pl.col("bm").fill_null(0), pl.col("again").fill_null(False))
        .group_by("vm", "bm", "again")
        .agg(pl.len().alias("n"))
    )
    days = events.lazy().group_by("d").agg([(pl.col("k") == code).sum().alias(str(code)) for code in KINDS.values()]).sort("d")
    items = (
        views.group_by("i").agg(pl.len().alias("n")).filter(pl.col("n") >= pl.col("n").top_k(10).min())
        .sort([pl.col("n"), pl.col("i").cast(pl.String)], descending=[True, False]).head(10)
    )
    visits, persons, days, items = pl.collect_all([visits, persons, days, items])

    n = pl.col("n")
    groups = enumerate((pl.col("vm") > 0, pl.col("bm") > 0, pl.col("again")))
    whole = persons.select(n.filter(who).sum().alias(str(at)) for at, who in groups)
    came = lambda column, day: (pl.col(column) // 2**day) % 2 == 1  # noqa: E731
    daily = []
    for day in days["d"]:
        before = (pl.col("vm") * 64 // 2**day) % 64 > 0
        counted = (came("vm", day), came("bm", day), came("vm", day) & before)
        daily.append([day, *persons.select(n.filter(who).sum().alias(str(at)) for at, who in enumerate(counted)).row(0)])
    first = persons.lazy().filter(pl.col("vm") > 0).with_columns(pl.col("vm").bitwise_trailing_zeros().alias("f"))
    later = [n.filter((pl.col("vm") // pl.lit(2).pow(pl.col("f") + after)) % 2 == 1).sum().alias(str(after)) for after in range(1, 8)]
    cohorts = first.group_by("f").agg(n.sum(), *later).collect().rows()
    parts = {
        "days": days.rows(),
        "whole": whole.rows(),
        "daily": daily,
        "retention": [[after, first, n, kept[after - 1]] for first, n, *kept in cohorts for after in range(1, 8)],
        "visits": visits.rows(),
        "items": items.rows(),
    }
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "version": pl.__version__, "parts": parts}))


main(sys.argv[1])

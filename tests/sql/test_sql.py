"""Every figure of the program against the same figure of its SQL, in real engines over the same rows.

    .tools/sql/bin/python tests/sql/test_sql.py                      everything
    DIANZHANG_ENGINES=duckdb .tools/sql/bin/python tests/sql/test_sql.py    one engine
    DIANZHANG_SHOPS=3 .tools/sql/bin/python tests/sql/test_sql.py           a few shops only

Counts and money must be equal, ratios to 1e-12. The shops are the sample shop and the hostile ones of tests/oracle.
The run compares its result with docs/sql-proof.md, metric by engine; with DIANZHANG_WRITE=1 it writes it.
"""

import os
import random
import sys
import tempfile
import unittest
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
import engines
import proof
import shops
from shop import GRAINS, PROGRAM, ROOT, Shop, figures, program, statements

# A query takes DuckDB a hundredth of a second, ClickHouse some tenths and Spark more than a second: those two get shops that
# have everything between them, reports that overlap, an account's log and ready-made reports among it.
SHOPS = {"duckdb": range(40), "clickhouse": [0, 1, 3, 6, 7, 10], "spark": [3, 6]}
MOST = int(os.environ.get("DIANZHANG_SHOPS", "1000"))
SEEDS = {name: list(seeds)[:MOST] for name, seeds in SHOPS.items()}
TOLERANCE = Decimal(10) ** -12


def same(expected, got):
    """Whether the program's JSON value and an engine's are the same figure."""
    if expected is None or got is None:
        return expected is None and got is None
    if isinstance(expected, Decimal):  # a ratio or a mean
        return abs(Decimal(got) - expected) <= TOLERANCE * max(abs(expected), abs(Decimal(got)))
    # Money is text in JSON; an engine gives a decimal. A count is an int on both sides, or a whole decimal.
    return Decimal(expected) == Decimal(got)


class Compared(unittest.TestCase):
    engine_name = None
    fast = slow = False
    differences = None

    @classmethod
    def setUpClass(cls):
        if cls.engine_name is None:
            raise unittest.SkipTest("the tests run once for each engine")
        if not PROGRAM.is_file():
            raise AssertionError(f"no program at {PROGRAM}: build it, or set DIANZHANG")
        if cls.engine_name not in engines.wanted():
            raise unittest.SkipTest(f"{cls.engine_name} is not in DIANZHANG_ENGINES")
        try:
            cls.engine = engines.started(cls.engine_name)
        except engines.Missing as missing:
            proof.skipped(cls.engine_name, str(missing))
            raise unittest.SkipTest(f"{cls.engine_name}: {missing}")
        proof.ran(cls.engine_name, cls.engine.version)
        cls.equal = proof.equal[cls.engine_name]
        cls.figures = figures()
        cls.standing = figures(("state", "record"))
        cls.sample_folder = tempfile.TemporaryDirectory()
        files = [Path(line).name for line in program("sample", cls.sample_folder.name).splitlines()]
        cls.sample = Shop("sample", cls.sample_folder.name, files, start="2026-05-20", end="2026-06-18")
        cls.sample.like_its_heads()

    @classmethod
    def tearDownClass(cls):
        if getattr(cls, "sample_folder", None):
            cls.sample_folder.cleanup()

    def setUp(self):
        self.differences = []
        proof.begun[self.engine_name].add(self._testMethodName)

    def query(self, text):
        return self.engine.rows(text.strip().rstrip(";"))

    def check(self, where, metric, expected, got):
        if same(expected, got):
            self.equal[metric] += 1
        else:
            self.differences.append(f"{where} · {metric}: program {expected}, {self.engine_name} {got}")

    def whole(self, shop, rows, report, metrics=None):
        self.assertEqual(len(rows), 1, shop.name)
        for metric in metrics or self.figures + self.standing:
            self.check(f"{shop.name} · period", metric, report["metrics"][metric]["value"], rows[0][metric])

    def series(self, shop, grain, rows, report):
        for metric in self.figures:
            points = report["series"].get(metric)
            if points is None:  # null for want of a table or a column: the program leaves its series out
                points = [{"from": str(row["bucket"]), "value": None} for row in rows]
            got = [str(row["bucket"]) for row in rows]
            if [point["from"] for point in points] != got:
                self.differences.append(f"{shop.name} · {grain}: buckets {got}")
                return
            for point, row in zip(points, rows):
                self.check(f"{shop.name} · {grain} {point['from']}", metric, point["value"], row[metric])

    def breakdown(self, shop, dimension, rows, report):
        expected = report["breakdowns"][dimension]
        keys = [row["key"] for row in expected]
        if keys != [row["key"] for row in rows]:
            return self.differences.append(f"{shop.name} · {dimension}: keys {keys}, got {[row['key'] for row in rows]}")
        for want, row in zip(expected, rows):
            for metric, figure in want["metrics"].items():
                self.check(f"{shop.name} · {dimension} {want['key']!r}", metric, figure["value"], row[metric])

    def told(self):
        if self.differences:
            topics = Counter(line.rsplit(":", 1)[0].split(" · ")[-1] for line in self.differences)
            proof.differs(self.engine_name, topics)
            self.fail(f"{len(self.differences)} differences {dict(topics.most_common(20))}\n" + "\n".join(self.differences[:40]))

    def everything(self, shop, grains=GRAINS, dimensions=None):
        shop.load(self.engine)
        report = shop.report(grains[0])
        self.whole(shop, self.query(shop.sql(self.engine_name)), report)
        for grain in grains:
            self.series(shop, grain, self.query(shop.sql(self.engine_name, "--by", grain)), shop.report(grain))
        for dimension in shop.dimensions if dimensions is None else dimensions:
            self.breakdown(shop, dimension, self.query(shop.sql(self.engine_name, "--breakdown", dimension)), report)

    def narrowed(self, shop, rng, few=False):
        """What an explanation of one figure says: under chips, of one row, one bucket, one hour, one page."""
        shop.load(self.engine)
        report = shop.report("week")
        keys = {dimension: [row["key"] for row in report["breakdowns"][dimension]] for dimension in shop.dimensions if dimension != "date"}
        keys = {dimension: names for dimension, names in keys.items() if names}
        for dimension in rng.sample(sorted(keys), min(len(keys), 1 if few else 3)):
            filters = [f"{dimension}={rng.choice(keys[dimension])}"]
            if rng.random() < 0.5:
                other = rng.choice(sorted(set(keys) - {dimension}) or [dimension])
                filters = filters if other == dimension else filters + [f"{other}={rng.choice(keys[other])}"]
            words = [word for one in filters for word in ("--filter", one)]
            under = shop.under(filters)
            told = shop.report("week", tuple(filters))
            self.whole(under, self.query(shop.sql(self.engine_name, *words)), told)
            if few:
                continue
            self.series(under, "week", self.query(shop.sql(self.engine_name, "--by", "week", *words)), told)
            cut = rng.choice(shop.dimensions)
            self.breakdown(under, cut, self.query(shop.sql(self.engine_name, "--breakdown", cut, *words)), told)
            self.hours(under, told, rng, words)
        self.hours(shop, report, rng, [])
        cuts = [dimension for dimension in shop.dimensions if report["breakdowns"][dimension]]
        for dimension in rng.sample(cuts, min(len(cuts), 1 if few else 2)):
            row = rng.choice(report["breakdowns"][dimension])
            metrics = [metric for metric in row["metrics"] if not few or rng.random() < 0.3] or list(row["metrics"])
            words = [word for metric in metrics for word in ("--metric", metric)]
            got, = self.query(shop.sql(self.engine_name, "--breakdown", dimension, "--row", row["key"], *words))
            for metric in metrics:
                self.check(f"{shop.name} · {dimension} only {row['key']!r}", metric, row["metrics"][metric]["value"], got[metric])
        self.creative(shop, report, rng)
        pages = report.get("tables", {}).get("entry_exit_pages")
        if pages:
            row = rng.choice(pages)
            got, = self.query(shop.sql(self.engine_name, "--breakdown", "page", "--row", row["key"]))
            for metric in set(row["metrics"]) & set(got):
                self.check(f"{shop.name} · page {row['key']!r}", metric, row["metrics"][metric]["value"], got[metric])
        if not few:
            at = rng.randrange(len(report["series"]["visitors"])) if "visitors" in report["series"] else None
            if at is not None:
                starts = [point["from"] for point in report["series"]["visitors"]]
                end = date.fromisoformat(starts[at + 1]) - timedelta(days=1) if at + 1 < len(starts) else report["period"]["to"]
                # As a row of the series, and by itself, as the page asks for it.
                alone = shop.under([starts[at]])
                alone.period = ["--from", starts[at], "--to", str(end)]
                for of, more in ((shop, ["--row", starts[at]]), (alone, [])):
                    got, = self.query(of.sql(self.engine_name, "--by", "week", *more))
                    for metric in self.figures:
                        if metric in report["series"]:
                            self.check(f"{of.name} · only {starts[at]}", metric, report["series"][metric][at]["value"], got[metric])

    def creative(self, shop, report, rng):
        """One creative of one item: two keys at once. What its rows leave blank weighs nothing in the comparison."""
        rows = report.get("tables", {}).get("ad_creative", [])
        if not rows:
            return
        row = rng.choice(rows)
        words = ["--breakdown", "creative", "--row", row["key"], "--of-item", row["item"]]
        got, = self.query(shop.sql(self.engine_name, *words, "--metric", "ad_impressions", "--metric", "ad_clicks"))
        for metric in ("ad_impressions", "ad_clicks"):
            self.check(f"{shop.name} · {row['key']!r} of {row['item']!r}", metric, row["metrics"][metric]["value"], got[metric] or 0)

    def hours(self, shop, report, rng, words):
        cells = report.get("tables", {}).get("entry_times", [])
        if not cells:
            return
        cell = rng.choice(cells)
        got, = self.query(shop.sql(self.engine_name, "--hour", f"{cell['weekday']}-{cell['hour']}", *words))
        self.check(f"{shop.name} · hour {cell['weekday']}-{cell['hour']}", "page_views", cell["page_views"], got["page_views"])

    def overview(self, shop, grain="day", dimensions=None):
        """The script of the whole overview gives what the single queries give."""
        shop.load(self.engine)
        dimensions = shop.dimensions if dimensions is None else dimensions
        words = [word for dimension in dimensions for word in ("--breakdown", dimension)]
        script = statements(shop.sql(self.engine_name, "--overview", "--by", grain, *words))
        asked = 2 + len(dimensions)
        for statement in script[:-asked]:
            self.engine.run(statement)
        whole, series, *keyed = [self.query(statement) for statement in script[-asked:]]
        report = shop.report(grain)
        self.whole(shop, whole, report, self.figures)
        self.series(shop, grain, series, report)
        for dimension, rows in zip(dimensions, keyed):
            self.breakdown(shop, dimension, rows, report)

    # ------------------------------------------------------------------------------------------------ what is tested

    def test_the_sample_shop(self):
        if self.slow:
            self.everything(self.sample, ["week"], [])
        elif self.fast:
            self.everything(self.sample)
        else:
            self.everything(self.sample, ["week"])
        self.told()

    def test_the_sample_shop_over_all_its_days(self):
        if self.slow:
            self.skipTest("a period of its own is asked of the faster engines")
        whole = Shop("sample, all days", self.sample.folder, self.sample.files)
        whole.load(self.engine)
        self.whole(whole, self.query(whole.sql(self.engine_name)), whole.report("month"))
        self.told()

    def test_every_metric_by_a_query_of_its_own(self):
        self.sample.load(self.engine)
        report = self.sample.report("day")
        # Where a query is dear, one metric of each kind and table; all of them stand in the query of the test above.
        few = ["visitors", "visit_seconds", "source_new_visitors", "repeat_buyers", "paid_amount", "conversion_rate_daily_mean",
               "promo_conversion_rate", "source_landing_share", "ad_cpc", "campaign_active", "log_item"]
        for metric in self.figures if self.fast else few[::3] if self.slow else few:
            self.whole(self.sample, self.query(self.sample.sql(self.engine_name, "--metric", metric)), report, [metric])
        self.told()

    def test_the_overview_in_few_passes(self):
        self.overview(self.sample, dimensions=None if self.fast else ["source", "item", "keyword"])
        self.told()

    def test_hostile_shops(self):
        for seed in SEEDS[self.engine_name]:
            with tempfile.TemporaryDirectory(prefix=f"dianzhang-sql-{seed}-") as folder:
                plan = shops.make_shop(seed, folder)
                shop = Shop(f"seed {seed}", folder, plan.files, plan.zone, plan.start, plan.end)
                rng = random.Random(seed)
                if self.fast:
                    self.everything(shop)
                    self.narrowed(shop, rng)
                    if seed % 10 == 0:
                        self.overview(shop)
                else:
                    of_ads = ["keyword", "campaign"] if shop.rows["ads"] else []
                    self.everything(shop, [plan.by or "week"], ["source", "item", *of_ads[: 1 if self.slow else 2]])
                    self.narrowed(shop, rng, few=True)
        self.told()


class InDuckDb(Compared):
    engine_name = "duckdb"
    fast = True


class InClickHouse(Compared):
    engine_name = "clickhouse"


class InSpark(Compared):
    engine_name = "spark"
    slow = True


def tearDownModule():
    tests = set(unittest.TestLoader().getTestCaseNames(Compared))
    proof.check({name: len(seeds) for name, seeds in SEEDS.items()}, tests if MOST >= 1000 else None)


if __name__ == "__main__":
    unittest.main()

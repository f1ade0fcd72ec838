"""The program against the oracle, on hundreds of hostile shops and on real exports.

    python3 tests/oracle/test_oracle.py                     everything
    DIANZHANG_SEEDS=17 python3 tests/oracle/test_oracle.py  one shop again (also 100-199)

DIANZHANG is the program's path (default target/release/dianzhang in the project's root). OracleSelf and GeneratorSelf
need no program: they judge the judge.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent))
import oracle
import shops

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PROGRAM = Path(os.environ.get("DIANZHANG", ROOT / "target" / "release" / "dianzhang")).absolute()
DEFAULT_SEEDS = "0-399"
SECONDS_PER_RUN = 60


# ------------------------------------------------------------------------------------------- asking the program

def run(*words, cwd=None):
    return subprocess.run([str(PROGRAM), *map(str, words)], cwd=cwd, capture_output=True, timeout=SECONDS_PER_RUN)


def report_of(arguments, files, cwd=None):
    """(report, None) or (None, what went wrong). Numbers keep their text: no float stands between it and the check."""
    done = run("report", "--format", "json", "--lang", "en", *arguments, *files, cwd=cwd)
    if done.returncode != 0:
        return None, f"exit code {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()[:500]}"
    try:
        return json.loads(done.stdout.decode("utf-8"), parse_float=Decimal), None
    except ValueError as error:
        return None, f"standard output is not JSON: {error}"


# ----------------------------------------------------------------------------------------------------- comparing

def is_number(value):
    return type(value) in (int, Decimal)  # bool is an int in Python and no number in JSON


def is_close(got, expected, tolerance=Fraction(1, 10**12)):
    return abs(Fraction(got) - expected) <= tolerance * abs(expected)


def is_money(got, expected):
    """Exact decimal text with at least two decimals."""
    return isinstance(got, str) and re.fullmatch(r"-?\d+\.\d{2,}", got) is not None and Decimal(got) == expected


def same_value(kind, expected, got):
    if expected is None or got is None:
        return expected is None and got is None
    if kind == "money":
        return is_money(got, expected)
    if kind in ("ratio", "mean"):
        return is_number(got) and is_close(got, expected)
    if kind == "part count":  # orders, parts of one included
        return is_number(got) and is_close(got, Fraction(expected))
    return is_number(got) and got == expected


def same_part(expected, got):
    return is_money(got, expected) if isinstance(expected, Decimal) else is_number(got) and got == expected


class Comparison:
    """Collects every difference as (what, expected, got); `what` is a topic, or "topic · where"."""

    def __init__(self):
        self.differences = []

    def differs(self, what, expected, got):
        self.differences.append((what, expected, got))

    def equal(self, what, expected, got):
        if expected != got:
            self.differs(what, expected, got)

    def metric(self, name, expected, entry):
        """One entry of `metrics`: its value, the parts of a ratio, the reason for a null."""
        if not isinstance(entry, dict) or "value" not in entry:
            return self.differs(name, show(expected.value), "no such entry" if entry is None else entry)
        if not same_value(expected.kind, expected.value, entry["value"]):
            return self.differs(name, show(expected.value), entry["value"])
        if expected.value is None:
            if not entry.get("why"):
                self.differs(f"{name} · why", "a reason for the null", entry.get("why"))
        elif name == "promo_conversion_rate":
            pass  # a ratio on one day, a mean on several: which parts it shows is not laid down
        elif expected.kind in ("ratio", "mean"):
            if name in oracle.AD_FIGURES and oracle.METRICS[name].kind == "mean ratio":
                return  # its parts may hold parts of one
            for part in ("numerator", "denominator"):
                value = getattr(expected, part)
                if value is not None and not same_part(value, entry.get(part)):
                    self.differs(f"{name} · {part}", show(value), entry.get(part))

    def series(self, name, shop, first, last, by, rows):
        if rows is None and oracle.is_unknowable(shop, name):
            return  # null for want of a column: the program may leave its series out
        expected = oracle.series(shop, name, first, last, by)
        if not isinstance(rows, list):
            return self.differs(f"series {name}", f"{len(expected)} buckets", rows)
        self.equal(f"series {name} · from", [str(start) for start, _ in expected], [row.get("from") for row in rows])
        for (start, bucket), row in zip(expected, rows):
            if "value" not in row or not same_value(bucket.kind, bucket.value, row["value"]):
                self.differs(f"series {name} · {start}", show(bucket.value), row.get("value", "no value"))

    def breakdown(self, shop, first, last, rows):
        expected = oracle.breakdown_by_source(shop, first, last)
        if not isinstance(rows, list):
            return self.differs("breakdown source", f"{len(expected)} rows", rows)
        self.equal("breakdown source · keys in order", [key for key, _ in expected], [row.get("key") for row in rows])
        given = {row.get("key"): row.get("metrics", {}) for row in rows}
        for key, figures in expected:
            for name, figure in figures.items():
                entry = given.get(key, {}).get(name)
                if not isinstance(entry, dict) or "value" not in entry:
                    self.differs(f"breakdown {name} · {key!r}", show(figure.value), entry)
                elif not same_value(figure.kind, figure.value, entry["value"]):
                    self.differs(f"breakdown {name} · {key!r}", show(figure.value), entry["value"])

    def tables(self, shop, first, last, tables, pages=oracle.entry_exit_pages):
        if shop.events is None:
            return
        for name in oracle.BREAKDOWN_KINDS:
            if name == "entry_exit_pages" and shop.lacks("events:page|item"):
                continue  # without a page there is nothing to count by; the entry itself says so
            if not isinstance(tables.get(name), list):
                return self.differs(f"table {name}", "a list", tables.get(name))
        expected = oracle.entry_times(shop, first, last)
        got = {(row["weekday"], row["hour"]): row["page_views"] for row in tables["entry_times"] if row["page_views"]}
        self.table("entry_times", expected, got)
        if shop.lacks("events:page|item"):
            return self.equal("table entry_exit_pages", None, tables.get("entry_exit_pages"))
        got = {row["key"]: tuple(row["metrics"][end]["value"] for end in ("entries", "exits"))
               for row in tables["entry_exit_pages"]}
        self.equal("table entry_exit_pages · one row per page", len(got), len(tables["entry_exit_pages"]))
        self.table("entry_exit_pages", pages(shop, first, last),
                   {page: ends for page, ends in got.items() if ends != (0, 0)})

    def ads(self, shop, first, last, report):
        for dimension in shops.AD_DIMENSIONS:
            rows = report.get("breakdowns", {}).get(dimension)
            expected = oracle.breakdown_of_ads(shop, dimension, first, last)
            if not isinstance(rows, list):
                self.differs(f"breakdown {dimension}", f"{len(expected)} rows", rows)
                continue
            got = {row["key"]: row["metrics"] for row in rows}
            if dimension not in ("item", "search_term"):  # those hold what events and orders tell as well
                self.equal(f"breakdown {dimension} · keys", sorted(expected), sorted(got))
            for key, sums in expected.items():
                for name, value in sums.items():
                    if oracle.is_unknowable(shop, name):
                        continue
                    kind = oracle.METRICS[name].kind
                    entry = got.get(key, {}).get(name, {})
                    if not same_value(kind, oracle.whole(value) if kind == "count" else value, entry.get("value")):
                        self.differs(f"breakdown {dimension} {name} · {key!r}", value, entry.get("value"))
        tables = report.get("tables", {})
        if not oracle.is_unknowable(shop, "ad_impressions"):
            quiet = {row["key"] for row in tables.get("keywords_without_impressions", [])}
            self.equal("keywords without impressions", oracle.keywords_without_impressions(shop, last) or set(), quiet)
        in_use = {row["key"]: set(row["items"]) for row in tables.get("keywords_in_use", [])}
        self.equal("keywords in use", oracle.keywords_in_use(shop, first, last), in_use)
        self.equal("keywords by score", oracle.worst_scores(shop, first, last), [row["key"] for row in tables.get("ad_quality_score", [])])
        keywords = {row["key"]: row["metrics"] for row in report.get("breakdowns", {}).get("keyword") or []}
        for key, columns in oracle.columns_of_keywords(shop, first, last).items():
            for name, value in columns.items():
                got = keywords.get(key, {}).get(name, {}).get("value")
                if (None if got is None else Decimal(got)) != value:
                    self.differs(f"column {name} · {key!r}", value, got)
        self.creatives(oracle.creatives_compared(shop, first, last), tables.get("ad_creative", []))

    def creatives(self, expected, rows):
        got = {(row["item"], row["key"]): row for row in rows}
        self.equal("creatives", sorted(expected), sorted(got))
        for key, (impressions, clicks, against) in expected.items():
            row = got.get(key, {"metrics": {}})
            counts = tuple(row["metrics"].get(name, {}).get("value") for name in ("ad_impressions", "ad_clicks"))
            self.equal(f"creative {key}", (impressions, clicks), counts)
            told = row.get("against_first")
            if against is None or told is None:
                self.equal(f"creative {key} · against the first", against, told)
                continue
            for name in ("difference", "low", "high", "p"):
                want, have = against[name], told[name]
                if (want is None) != (have is None) or (want is not None and abs(float(want) - float(have)) > 1e-9):
                    self.differs(f"creative {key} · {name}", want, have)
            border = min(abs(against["low"]), abs(against["high"])) < 1e-12
            if not border:
                self.equal(f"creative {key} · verdict", against["verdict"], told["verdict"])

    def table(self, name, expected, got):
        for key in sorted(set(expected) | set(got)):
            if expected.get(key) != got.get(key):
                self.differs(f"table {name} · {key!r}", expected.get(key), got.get(key))

    def files(self, expected, got):
        rows = {entry.get("name"): entry for entry in got or []}
        self.equal("files", sorted(entry["name"] for entry in expected), sorted(map(str, rows)))
        for want in expected:
            have = rows.get(want["name"], {})
            for count in ("rows_read", "rows_used", "rows_blank", "rows_set_aside"):
                self.equal(f"rows accounting · {want['name']} {count}", want[count], have.get(count))
            self.equal(f"table of the file · {want['name']}", want["table"], have.get("table"))


def show(value):
    """A fraction as one would read it, and exactly."""
    return f"{float(value)!r} ({value})" if isinstance(value, Fraction) else value


def compare(shop, report, zone, start, end, by=None, breakdown=False, pages=oracle.entry_exit_pages):
    """Every difference between the report and the oracle."""
    default_first, default_last = shop.default_period()
    first, last = start or default_first, end or default_last
    found = Comparison()
    found.equal("period", {"from": str(first), "to": str(last), "zone": zone},
                {key: report.get("period", {}).get(key) for key in ("from", "to", "zone")})
    found.files(shop.files, report.get("files"))
    metrics = report.get("metrics", {})
    for name in oracle.METRICS:
        found.metric(name, oracle.answer(shop, name, first, last), metrics.get(name))
        if by and name not in oracle.NO_SERIES:
            found.series(name, shop, first, last, by, report.get("series", {}).get(name))
    for name in oracle.BREAKDOWN_KINDS:
        entry = metrics.get(name)
        if not isinstance(entry, dict) or entry.get("value", "none given") is not None:
            found.differs(name, "an entry with value null", entry)
    if shop.ads:
        found.ads(shop, first, last, report)
    if breakdown and shop.daily is None:
        found.breakdown(shop, first, last, report.get("breakdowns", {}).get("source"))
    found.tables(shop, first, last, report.get("tables", {}), pages)
    return found.differences


def check_seed(seed):
    """None, or (seed, directory kept for looking, command, differences). Runs in a worker process."""
    directory = Path(tempfile.mkdtemp(prefix=f"dianzhang-shop-{seed}-"))
    plan = shops.make_shop(seed, directory)
    shop = oracle.load_shop([directory / name for name in plan.files], plan.zone)
    report, trouble = report_of(plan.arguments(), plan.files, cwd=directory)
    if trouble:
        differences = [("the call", "a report", trouble)]
    else:
        try:
            differences = compare(shop, report, plan.zone, plan.start, plan.end, plan.by, plan.breakdown)
        except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
            differences = [("the form of the report", "as in spec/faces.md", f"{type(error).__name__}: {error}")]
    if not differences:
        shutil.rmtree(directory)
        return None
    return seed, str(directory), " ".join(plan.arguments() + plan.files), differences


def told(failures, seeds):
    """Failures as text: which metrics fail how often, then the first shops in full."""
    often = Counter(topic for *_, differences in failures
                    for topic in {what.split(" · ")[0] for what, _, _ in differences})
    lines = [f"{len(failures)} of {seeds} shops differ", "by what (shops):"]
    lines += [f"  {count:4}  {name}" for name, count in often.most_common(40)]
    for seed, directory, command, differences in failures[:8]:
        lines += ["", f"seed {seed}  files kept in {directory}", f"  report --format json --lang en {command}"]
        lines += [f"  {what}: expected {expected}, got {got}" for what, expected, got in differences[:12]]
        lines += [f"  … and {len(differences) - 12} more"] if len(differences) > 12 else []
    return "\n".join(lines)


def told_differences(differences):
    return "\n".join(f"{what}: expected {expected}, got {got}" for what, expected, got in differences[:40])


class WithProgram(unittest.TestCase):
    def setUp(self):
        # Not a skip: a judge that found nothing to judge must not look like a passed test.
        self.assertTrue(PROGRAM.is_file(), f"no program at {PROGRAM}: build it, or set DIANZHANG")

    def needs(self, path):
        if not path.is_file():
            self.skipTest(f"{path.name} is not here")
        return path


class RandomShops(WithProgram):
    def test_every_figure_of_every_shop(self):
        low, _, high = os.environ.get("DIANZHANG_SEEDS", DEFAULT_SEEDS).partition("-")
        seeds = range(int(low), int(high or low) + 1)
        with ProcessPoolExecutor(2) as pool:
            failures = [failure for failure in pool.map(check_seed, seeds, chunksize=8) if failure]
        if failures:
            self.fail("\n" + told(failures, len(seeds)))


# ---------------------------------------------------------------------------------------------------- real files

class UserBehavior(WithProgram):
    """84,476 rows without a header; the last one is cut before its time."""

    @classmethod
    def setUpClass(cls):
        cls.path = DATA / "taobao_userbehavior" / "UserBehavior_84k.csv"
        cls.shop = oracle.load_shop([cls.path]) if cls.path.is_file() else None

    def report(self, *arguments):
        report, trouble = report_of(arguments, [self.needs(self.path)])
        self.assertIsNone(trouble)
        # The program may name the file as it was given or by its last part; the row accounting matters here.
        for entry in report.get("files", []):
            entry["name"] = Path(entry["name"]).name
        return report

    def agree(self, report, start=None, end=None, by=None):
        differences = compare(self.shop, report, oracle.DEFAULT_ZONE, start, end, by,
                              pages=oracle.entry_exit_pages_fast)
        if differences:
            self.fail("\n" + told_differences(differences))

    def test_all_metrics_over_all_days(self):
        report = self.report()
        counts = {key: report["files"][0][key] for key in ("rows_read", "rows_used", "rows_blank", "rows_set_aside")}
        self.assertEqual(counts, {"rows_read": 84476, "rows_used": 84475, "rows_blank": 0, "rows_set_aside": 1})
        self.agree(report)

    def test_narrowed_to_one_item(self):
        """A filter chooses events; what is said of visits is said of those with such a view."""
        self.needs(self.path)
        views = [event for event in self.shop.events if event.kind == "view"]
        for item, _ in Counter(view.item for view in views).most_common(3):
            metrics = self.report("--filter", f"item={item}")["metrics"]
            mine = [event for event in self.shop.events if event.item == item]
            of = {kind: [event for event in mine if event.kind == kind] for kind in ("view", "favorite", "cart", "buy")}
            visits = [visit for visit in oracle.form_visits(views) if any(view.item == item for view in visit.views)]
            expected = {
                "page_views": len(of["view"]), "visitors": len({view.visitor for view in of["view"]}),
                "favorites": len(of["favorite"]), "carts": len(of["cart"]), "buys": len(of["buy"]),
                "buyers": len({event.visitor for event in of["buy"]}), "visits": len(visits),
            }
            self.assertEqual({name: metrics[name]["value"] for name in expected}, expected, item)
            self.assertEqual(metrics["bounce_rate"]["numerator"], len([visit for visit in visits if len(visit.views) == 1]))
        # A figure of a table that has no such column means nothing.
        lost = self.report("--filter", "promotion=618")["metrics"]["page_views"]
        self.assertIsNone(lost["value"])
        self.assertIn("promotion", lost["why"])

    def test_nine_days_by_day(self):
        self.agree(self.report("--from", "2017-11-25", "--to", "2017-12-03", "--by", "day"),
                   date(2017, 11, 25), date(2017, 12, 3), "day")


def is_destroyed(order_id):
    """5.78E+13: a spreadsheet showed the id as a number and saved what it showed."""
    return re.fullmatch(r"\d+(\.\d+)?[eE]\+\d+", order_id.strip()) is not None


def read_gbk(path):
    """(rows as dicts with trimmed headers, number of blank rows), by the csv module alone."""
    with open(path, encoding="gb18030", newline="") as handle:
        rows = list(csv.reader(handle))
    header = [name.strip() for name in rows[0]]
    full = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    return [dict(zip(header, row)) for row in full], len(rows) - 1 - len(full)


def count_by_hand(list_rows, detail_rows=()):
    """The sales figures of an order export over all its days, without the oracle: dicts and loops over the rows.

    Each list row is one order with its amounts. Detail rows give only the quantities of the orders they belong to."""
    orders = {row["订单编号"]: row for row in list_rows if not is_destroyed(row["订单编号"])}
    quantity = {}
    for row in detail_rows:
        if row["订单编号"] in orders:
            quantity[row["订单编号"]] = quantity.get(row["订单编号"], 0) + int(row["购买数量"])
    for order, row in orders.items():
        quantity.setdefault(order, int(row["宝贝总数量"]))

    def when(text):
        return datetime.strptime(text, "%Y-%m-%d %H:%M")

    paid = {order: when(row["订单付款时间"]) for order, row in orders.items() if row["订单付款时间"]}
    placed = {order: when(row["订单创建时间"]) for order, row in orders.items()}
    days = sorted(moment.date() for moment in [*placed.values(), *paid.values()])
    same_day = [order for order in paid if paid[order].date() == placed[order].date()]
    buyers, repeat = set(), set()
    for order in paid:
        buyers.add(orders[order]["买家会员名"])
        for other in paid:
            if orders[other]["买家会员名"] == orders[order]["买家会员名"] and paid[other] < paid[order]:
                repeat.add(orders[order]["买家会员名"])

    def money(column, chosen):
        return sum((Decimal(orders[order][column]) for order in chosen), Decimal(0))

    paid_money = money("买家实际支付金额", paid)
    day_values = Fraction(0)
    for day in {moment.date() for moment in paid.values()}:
        of_day = [order for order in paid if paid[order].date() == day]
        day_values += Fraction(money("买家实际支付金额", of_day)) / len({orders[order]["买家会员名"] for order in of_day})
    calendar_days = (days[-1] - days[0]).days + 1
    items = sum(quantity[order] for order in paid)
    return {
        "period": (str(days[0]), str(days[-1])),
        "count": {
            "placed_orders": len(orders), "placed_items": sum(quantity.values()),
            "paid_orders": len(paid), "paid_items": items, "buyers": len(buyers), "repeat_buyers": len(repeat),
            "same_day_paid_orders": len(same_day), "same_day_paid_items": sum(quantity[order] for order in same_day)},
        "money": {
            "placed_amount": money("总金额", orders), "paid_amount": paid_money,
            "same_day_paid_amount": money("买家实际支付金额", same_day)},
        "ratio": {
            "items_per_buyer": Fraction(items, len(buyers)), "orders_per_buyer": Fraction(len(paid), len(buyers)),
            "amount_per_buyer": Fraction(paid_money) / len(buyers), "payment_rate": Fraction(len(paid), len(orders)),
            "amount_per_order": Fraction(paid_money) / len(paid),
            "repeat_buyer_rate": Fraction(len(repeat), len(buyers)),
            "amount_per_buyer_daily_mean": day_values / calendar_days},
        # No promotion column, no events: these cannot be known.
        "null": ["promo_buyers", "promo_paid_items", "promo_paid_orders", "promo_paid_amount", "non_promo_buyers",
                 "non_promo_paid_items", "non_promo_paid_orders", "non_promo_paid_amount", "promo_conversion_rate",
                 "conversion_rate", "conversion_rate_daily_mean", "page_views", "visitors"],
    }


class TaobaoExports(WithProgram):
    """GBK order exports as the shop's back end wrote them and Excel saved them again."""

    LIST = DATA / "taobao_export_redacted" / "ExportOrderList_2009_redacted.csv"
    DETAIL = DATA / "taobao_export_redacted" / "ExportOrderDetailList_2009_redacted.csv"
    BLANK_TAIL = DATA / "taobao_export_redacted" / "ExportOrderList_201205_blank_tail_redacted.csv"

    def check(self, files, hand, accounting):
        report, trouble = report_of([], files)
        self.assertIsNone(trouble)
        found = Comparison()
        found.equal("period", hand["period"], (report["period"]["from"], report["period"]["to"]))
        for kind in ("count", "money", "ratio"):
            for name, value in hand[kind].items():
                got = report["metrics"].get(name, {}).get("value", "no such entry")
                if not same_value(kind, value, got):
                    found.differs(name, show(value), got)
        for name in hand["null"]:
            found.equal(name, None, report["metrics"].get(name, {}).get("value", "no such entry"))
        rows = {Path(entry["name"]).name: entry for entry in report["files"]}
        for path, counts in accounting.items():
            for key, value in counts.items():
                found.equal(f"rows accounting · {path.name} {key}", value, rows.get(path.name, {}).get(key))
        if found.differences:
            self.fail("\n" + told_differences(found.differences))

    @staticmethod
    def accounting(rows, blank, aside):
        return {"rows_read": len(rows) + blank, "rows_used": len(rows) - aside, "rows_blank": blank,
                "rows_set_aside": aside}

    def check_list(self, path):
        rows, blank = read_gbk(path)
        aside = sum(is_destroyed(row["订单编号"]) for row in rows)
        self.check([path], count_by_hand(rows), {path: self.accounting(rows, blank, aside)})

    def check_list_and_detail(self, list_path, detail_path):
        rows, blank = read_gbk(list_path)
        details, detail_blank = read_gbk(detail_path)
        usable = {row["订单编号"] for row in rows if not is_destroyed(row["订单编号"])}
        aside = sum(is_destroyed(row["订单编号"]) for row in rows)
        strangers = sum(row["订单编号"] not in usable for row in details)
        accounting = {list_path: self.accounting(rows, blank, aside),
                      detail_path: self.accounting(details, detail_blank, strangers)}
        for files in ([list_path, detail_path], [detail_path, list_path]):  # the order of dropping changes nothing
            with self.subTest(first=files[0].name):
                self.check(files, count_by_hand(rows, details), accounting)

    def test_list_alone(self):
        self.check_list(self.needs(self.LIST))

    def test_list_with_its_lines(self):
        self.check_list_and_detail(self.needs(self.LIST), self.needs(self.DETAIL))

    def test_invented_export_whose_lines_disagree_with_the_list(self):
        """In the real pair both say the same quantities; here only the lines are right, where an order has any."""
        with tempfile.TemporaryDirectory() as directory:
            order_list = Path(directory, "ExportOrderList_invented.csv")
            detail = Path(directory, "ExportOrderDetailList_invented.csv")
            write_gbk(order_list, LIST_HEADER, [
                list_row("90000000000000001", "买家甲", "100.10", "90.05", "2020-3-1 9:05", "2020-3-1 9:06", "0"),
                list_row("90000000000000002", "买家甲", "20", "20", "2020-3-1 9:30", "2020-3-4 0:00", "7"),
                list_row("90000000000000003", "买家乙", "0.1", "0.1", "2020-3-2 23:59", "2020-3-3 0:01", "2"),
                list_row("90000000000000004", "买家丙", "33", "0", "2020-3-2 10:00", "", "5"),
                list_row("9.00E+16", "买家丁", "999", "999", "2020-3-9 10:00", "2020-3-9 10:01", "9"),
            ])
            write_gbk(detail, DETAIL_HEADER, [
                # Two lines against 0 in the list; one line against 7; none for …03; an unpaid one; two without an order.
                detail_row("90000000000000001", "50.05", "2"), detail_row("90000000000000001", "10", "1"),
                detail_row("90000000000000002", "20", "1"), detail_row("90000000000000004", "33", "1"),
                detail_row("90000000000000009", "5", "4"), detail_row("9.00E+16", "5", "4"),
            ])
            rows, _ = read_gbk(order_list)
            hand = count_by_hand(rows, read_gbk(detail)[0])
            # Worked by head, so that the count by hand has a judge too: items placed 3+1+2+1, paid 3+1+2.
            self.assertEqual(hand["count"], {
                "placed_orders": 4, "placed_items": 7, "paid_orders": 3, "paid_items": 6, "buyers": 2,
                "repeat_buyers": 1, "same_day_paid_orders": 1, "same_day_paid_items": 3})
            self.assertEqual(hand["money"], {"placed_amount": Decimal("153.20"), "paid_amount": Decimal("110.15"),
                                             "same_day_paid_amount": Decimal("90.05")})
            self.assertEqual(hand["period"], ("2020-03-01", "2020-03-04"))
            self.check_list(order_list)
            self.check_list_and_detail(order_list, detail)

    def test_file_without_one_usable_row(self):
        path = self.needs(self.BLANK_TAIL)
        rows, blank = read_gbk(path)
        self.assertEqual((len(rows), blank), (2, 1439))
        self.assertTrue(all(is_destroyed(row["订单编号"]) for row in rows))
        done = run("report", "--format", "json", "--lang", "en", path)
        self.assertEqual(done.returncode, 1)
        self.assertIn(path.name, done.stderr.decode("utf-8"))
        if done.stdout.strip():  # a report may still be given: then it accounts for every row
            entry = json.loads(done.stdout.decode("utf-8"))["files"][0]
            self.assertEqual({key: entry[key] for key in self.accounting(rows, blank, 2)},
                             {"rows_read": 1441, "rows_used": 0, "rows_blank": 1439, "rows_set_aside": 2})

    def test_rejects_of_that_file(self):
        path = self.needs(self.BLANK_TAIL)
        table = list(csv.DictReader(io.StringIO(run("rejects", path).stdout.decode("utf-8-sig"))))
        self.assertEqual([row["line"] for row in table], ["2", "3"])
        for row, destroyed in zip(table, ("1.37359E+14", "1.37356E+14")):
            self.assertIn(destroyed, row["raw"])
            self.assertTrue(row["reason"])


LIST_HEADER = ("订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,"
               "订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,"
               "物流公司,订单备注,宝贝总数量,店铺Id,店铺名称").split(",")
DETAIL_HEADER = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码".split(",")


def list_row(order, buyer, total, paid_money, placed, paid, quantity):
    cells = {"订单编号": order, "买家会员名": buyer, "买家应付货款": total, "买家应付邮费": "0", "总金额": total,
             "买家实际支付金额": paid_money, "订单状态": "交易成功" if paid else "等待买家付款", "订单创建时间": placed,
             "订单付款时间 ": paid, "宝贝标题 ": "台灯，灯泡", "宝贝种类 ": "1", "宝贝总数量": quantity}
    return [cells.get(name, "") for name in LIST_HEADER]


def detail_row(order, price, quantity):
    cells = {"订单编号": order, "标题": "台灯", "价格": price, "购买数量": quantity, "商品属性": "颜色：黑色;尺码：S",
             "订单状态": "交易成功"}
    return [cells.get(name, "") for name in DETAIL_HEADER]


def write_gbk(path, header, rows):
    with open(path, "w", encoding="gb18030", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([header, *rows])


class PaidToolsAndReports(WithProgram):
    """Real reports of paid tools and ready-made reports, counted by hand: the csv module and a loop."""

    def report(self, path, *arguments):
        report, trouble = report_of(arguments, [path])
        self.assertIsNone(trouble)
        self.assertEqual(len(report["files"]), 1)
        return report

    def values(self, report, **expected):
        for name, value in expected.items():
            with self.subTest(metric=name):
                kind = oracle.METRICS[name].kind.removeprefix("money ").removeprefix("mean ")
                got = report["metrics"][name]["value"]
                self.assertTrue(same_value(kind, value, got), f"{name}: expected {show(value)}, got {got}")

    def currency(self, report, code, *metrics):
        """What the file names is what its figures are told in; figures without money name none."""
        self.assertEqual(report["files"][0].get("currency"), code)
        for name in metrics:
            self.assertEqual(report["metrics"][name].get("currency"), code, name)
        bare = ("count", "ratio", "seconds", "mean")
        named = [name for name, figure in report["metrics"].items() if figure["unit"] in bare and "currency" in figure]
        self.assertEqual(named, [])

    def accounted(self, report, table, read, aside):
        entry = report["files"][0]
        self.assertEqual((entry["table"], entry["rows_read"], entry["rows_used"], entry["rows_set_aside"]),
                         (table, read, read - aside, aside))

    @staticmethod
    def plain(text):
        text = text.strip().replace(",", "").replace("$", "").replace("￥", "")
        return Decimal(0) if text in ("", "-", "--") else Decimal(text)

    def test_google_ads_keywords(self):
        path = self.needs(DATA / "google_ads" / "keyword_report_KW08.csv")
        with open(path, encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        header = rows[2]
        full = [dict(zip(header, row)) for row in rows[3:] if any(row)]
        kept = [row for row in full if not row["Keyword status"].startswith("Total:")]
        self.assertEqual((len(full), len(full) - len(kept)), (709, 34))
        impressions, clicks, cost, orders = (sum(self.plain(row[name]) for row in kept)
                                             for name in ("Impr.", "Clicks", "Cost", "Conversions"))
        report = self.report(path, "--breakdown", "keyword", "--breakdown", "campaign")
        self.accounted(report, "ads", 709, 34)
        self.assertEqual(report["period"], {"from": "2020-08-08", "to": "2020-08-14", "zone": oracle.DEFAULT_ZONE})
        self.values(report, ad_impressions=int(impressions), ad_clicks=int(clicks), ad_cost=cost, ad_total_cost=cost,
                    ad_ctr=Fraction(clicks) / Fraction(impressions), ad_cpc=Fraction(cost) / Fraction(clicks),
                    ad_orders=int(orders), ad_cost_per_order=Fraction(cost) / Fraction(orders), ad_revenue=None, ad_avg_rank=None)
        self.assertEqual({row["Currency code"] for row in kept}, {"USD"})
        self.currency(report, "USD", "ad_cost", "ad_cpc", "ad_cost_per_order")
        by_campaign = Counter()
        for row in kept:
            by_campaign[row["Campaign"]] += self.plain(row["Cost"])
        got = {row["key"]: Decimal(row["metrics"]["ad_cost"]["value"]) for row in report["breakdowns"]["campaign"]}
        self.assertEqual(got, dict(by_campaign))
        by_word = Counter()
        for row in kept:
            by_word[row["Keyword"].strip('"').strip().removeprefix("[").removesuffix("]")] += self.plain(row["Clicks"])
        got = {row["key"]: row["metrics"]["ad_clicks"]["value"] for row in report["breakdowns"]["keyword"]}
        self.assertEqual(got, {word: int(count) for word, count in by_word.items()})

    def test_amazon_search_terms(self):
        rows = sheet_rows(self.needs(DATA / "amazon_ads" / "Sponsored Products Search term report.xlsx"))
        header, body = [name.strip() for name in rows[0]], rows[1:]
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "Sponsored Products Search term report.csv")
            with open(path, "w", encoding="utf-8", newline="") as handle:
                csv.writer(handle).writerows(rows)
            report = self.report(path, "--breakdown", "search_term", "--by", "day")
        self.accounted(report, "ads", len(body), 0)
        full = [dict(zip(header, row)) for row in body]
        sales = next(name for name in header if "Total Sales" in name)
        impressions, clicks, cost, revenue = (sum(self.plain(row[name]) for row in full)
                                              for name in ("Impressions", "Clicks", "Spend", sales))
        self.values(report, ad_impressions=int(impressions), ad_clicks=int(clicks), ad_cost=cost, ad_revenue=revenue,
                    ad_roi=Fraction(revenue) / Fraction(cost), ad_avg_click_cost=Fraction(cost) / Fraction(clicks))
        self.assertIn("(₹)", sales)
        self.currency(report, "INR", "ad_cost", "ad_revenue", "ad_avg_click_cost")
        by_day, by_term = Counter(), Counter()
        for row in full:
            by_day[str(date(1899, 12, 30) + timedelta(days=int(row["Date"])))] += int(row["Clicks"])
            by_term[row["Customer Search Term"]] += int(row["Clicks"])
        got = {bucket["from"]: bucket["value"] for bucket in report["series"]["ad_clicks"] if bucket["value"]}
        self.assertEqual(got, {day: count for day, count in by_day.items() if count})
        got = {row["key"]: row["metrics"]["ad_clicks"]["value"] for row in report["breakdowns"]["search_term"]}
        self.assertEqual(got, dict(by_term))

    def test_ga4_channels_by_hour(self):
        path = self.needs(DATA / "ga4" / "data-export_channel_by_hour.csv")
        with open(path, encoding="utf-8", newline="") as handle:
            rows = [row for row in csv.reader(handle) if row and not row[0].startswith("#")]
        full = [dict(zip(rows[0], row)) for row in rows[1:]]
        sessions, engaged, users = (sum(int(row[name]) for row in full) for name in ("Sessions", "Engaged sessions", "Users"))
        report = self.report(path, "--breakdown", "source", "--by", "day")
        self.accounted(report, "daily", len(full), 0)
        self.values(report, visits=sessions, bounce_rate=Fraction(sessions - engaged, sessions), visitor_days=users, visitors=None)
        by_day, by_source = Counter(), Counter()
        for row in full:
            hour = row["Date + hour (YYYYMMDDHH)"]
            by_day[f"{hour[:4]}-{hour[4:6]}-{hour[6:8]}"] += int(row["Sessions"])
            by_source[row[rows[0][0]]] += int(row["Sessions"])
        self.assertEqual({bucket["from"]: bucket["value"] for bucket in report["series"]["visits"]}, dict(by_day))
        got = {row["key"]: row["metrics"]["visits"]["value"] for row in report["breakdowns"]["source"]}
        self.assertEqual(got, dict(by_source))

    def test_ga4_landing_pages(self):
        path = self.needs(DATA / "ga4" / "prasanna_Landing Page.csv")
        with open(path, encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        full = [dict(zip(rows[0], row)) for row in rows[1:]]
        report = self.report(path, "--breakdown", "page")
        self.accounted(report, "daily", len(full), 0)
        self.assertEqual((report["period"]["from"], report["period"]["to"]), (None, None))
        self.values(report, visits=int(sum(self.plain(row["Sessions"]) for row in full)), visitors=None,
                    paid_amount=sum(self.plain(row["Total revenue"]) for row in full))
        self.assertTrue(all(row["Total revenue"].startswith("$") for row in full if row["Total revenue"].strip()))
        self.currency(report, "USD", "paid_amount")
        by_page = {row["Landing page"]: int(self.plain(row["Users"])) for row in full}
        self.assertEqual(len(by_page), len(full))
        got = {row["key"]: row["metrics"]["visitors"]["value"] for row in report["breakdowns"]["page"]}
        self.assertEqual(got, by_page)

    def test_taobao_sources(self):
        path = self.needs(DATA / "taobao_wireless_traffic_sources" / "流量练习数据.csv")
        with open(path, encoding="gb18030", newline="") as handle:
            full = list(csv.DictReader(handle))
        report = self.report(path, "--breakdown", "source")
        self.accounted(report, "daily", len(full), 0)
        self.values(report, visitors=None, visitor_days=sum(int(row["访客数"]) for row in full))
        self.currency(report, "CNY")
        got = {row["key"]: row["metrics"] for row in report["breakdowns"]["source"]}
        self.assertEqual(len(got), len(full))
        for row in full:
            figures = got[f"{row['流量来源']} / {row['来源明细']}"]
            self.assertEqual(figures["source_visitors"]["value"], int(row["访客数"]))
            self.assertTrue(is_close(figures["conversion_rate"]["value"], Fraction(row["支付转化率"].strip("%")) / 100))
            money = Fraction(row["客单价"]) if row["客单价"].strip() else None
            self.assertTrue(same_value("ratio", money, figures["amount_per_buyer"]["value"]))


def sheet_rows(path):
    """The first sheet of a workbook as texts, by the standard library alone; numbers as a spreadsheet shows them."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.text or "" for part in entry.iter(f"{space}t")) for entry in shared]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{space}row"):
        cells = {}
        for cell in row:
            letters = re.match("[A-Z]+", cell.get("r")).group()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            value = cell.find(f"{space}v")
            text = "" if value is None else value.text
            if cell.get("t") == "s":
                text = texts[int(text)]
            elif re.fullmatch(r"-?\d+\.\d+(E-?\d+)?", text):
                text = repr(float(f"{float(text):.15g}"))
            cells[column] = text
        rows.append([cells.get(at, "") for at in range(1, max(cells) + 1)])
    return rows


# ------------------------------------------------------------------------------------------- the judge is judged

class OracleSelf(unittest.TestCase):
    """Tiny shops worked out by hand in the comments."""

    def shop(self, events=None, orders=None, zone=oracle.DEFAULT_ZONE):
        with tempfile.TemporaryDirectory() as directory:
            paths = []
            for name, text in (("events.csv", events), ("orders.csv", orders)):
                if text is not None:
                    paths.append(Path(directory, name))
                    paths[-1].write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n",
                                         encoding="utf-8")
            return oracle.load_shop(paths, zone)

    def expect(self, shop, first, last, **values):
        first, last = date.fromisoformat(first), date.fromisoformat(last)
        for name, value in values.items():
            with self.subTest(metric=name, first=str(first), last=str(last)):
                self.assertEqual(oracle.answer(shop, name, first, last).value, value)

    def test_visits_by_gap_and_over_midnight(self):
        shop = self.shop("""visitor,time,page
            a,2024-01-01 10:00:00,/home
            a,2024-01-01 10:30:00,/x
            a,2024-01-01 11:00:01,/home
            b,2024-01-01 23:50:00,/home
            b,2024-01-02 00:10:00,/home
            b,2024-01-02 00:10:00,/x
            c,2024-01-02 12:00:00,""")
        # a: 10:00:00 + 1800 s = 10:30:00, the same visit; + 1801 s = 11:00:01, a new one.
        # b: one visit of three views that belongs to 1 January: 20 minutes, entry /home twice, exit /x (file order).
        # So 1 January starts visits a1 (2 views, 1800 s), a2 (1 view), b1 (3 views, 1200 s); 2 January starts c1 (1).
        self.expect(shop, "2024-01-01", "2024-01-01", page_views=4, visitors=2, visits=3, entries=3, exits=3,
                    avg_visit_depth=Fraction(6, 3), bounce_rate=Fraction(1, 3), visit_seconds=3000,
                    avg_visit_seconds=Fraction(1500), landing_page_views=1 + 1 + 2, returning_visitors=0)
        self.expect(shop, "2024-01-02", "2024-01-02", page_views=3, visitors=2, visits=1, bounce_rate=1,
                    avg_visit_seconds=None, visit_seconds=None, landing_page_views=1,
                    returning_visitors=1, returning_visitor_rate=Fraction(1, 2))
        # Over both days: depth 7 views / 4 visits, but the mean of the days is (2 + 1) / 2.
        self.expect(shop, "2024-01-01", "2024-01-02", avg_visit_depth=Fraction(7, 4),
                    avg_visit_depth_daily_mean=Fraction(3, 2), bounce_rate=Fraction(2, 4))
        # A day without visits does not count in that mean.
        self.expect(shop, "2024-01-01", "2024-01-05", avg_visit_depth_daily_mean=Fraction(3, 2))
        self.expect(shop, "2024-01-03", "2024-01-05", avg_visit_depth_daily_mean=None, bounce_rate=None, visits=0)
        first, second = date(2024, 1, 1), date(2024, 1, 2)
        self.assertEqual(oracle.entry_exit_pages(shop, first, first), {"/home": (3, 1), "/x": (0, 2)})
        self.assertEqual(oracle.entry_exit_pages(shop, second, second), {"": (1, 1)})
        # 1 January 2024 is a Monday.
        self.assertEqual(oracle.entry_times(shop, first, second), {
            (1, 10): 2, (1, 11): 1, (1, 23): 1, (2, 0): 2, (2, 12): 1})
        # Neither an event, an item nor a source column: what needs them cannot be known.
        self.expect(shop, "2024-01-01", "2024-01-02", favorites=None, carts=None, item_page_views=None,
                    item_visits=None, source_visitors=None, buyers=None, conversion_rate=None)

    def test_looking_back_six_days_not_seven(self):
        shop = self.shop("""visitor,time
            six,2024-01-01 23:59:59
            six,2024-01-07 00:00:00
            seven,2024-01-01 00:00:00
            seven,2024-01-08 00:00:00""")
        # six: 7 January − 6 = 1 January, seen. seven: 8 January looks back to 2 January only.
        self.expect(shop, "2024-01-07", "2024-01-08", returning_visitors=1, visitors=2)
        self.expect(shop, "2024-01-01", "2024-01-08", returning_visitors=1, returning_visitor_rate=Fraction(1, 2))
        self.expect(shop, "2024-01-08", "2024-01-08", returning_visitors=0)

    def test_sessions_and_ties(self):
        shop = self.shop("""visitor,time,page,session
            a,2024-01-01 10:00:00,/1,s
            a,2024-01-01 10:00:00,/2,t
            a,2024-01-01 10:00:00,/3,s
            a,2024-01-01 18:00:00,/1,s
            b,2024-01-01 10:00:00,/1,s
            a,2024-01-01 10:00:00,/4,
            a,2024-01-01 10:30:00,/4,
            a,2024-01-01 11:00:01,/5,""")
        # a/s: /1 /3 /1, 8 hours long; a/t: /2; b/s is another visitor's; a without session: [/4 /4] and [/5].
        self.expect(shop, "2024-01-01", "2024-01-01", visits=5, bounce_rate=Fraction(3, 5), page_views=8,
                    visit_seconds=8 * 3600 + 1800, landing_page_views=2 + 1 + 1 + 2 + 1)
        day = date(2024, 1, 1)
        expected = {"/1": (2, 2), "/2": (1, 1), "/4": (1, 1), "/5": (1, 1)}
        self.assertEqual(oracle.entry_exit_pages(shop, day, day), expected)
        self.assertEqual(oracle.entry_exit_pages_fast(shop, day, day), expected)

    def test_items_and_other_events(self):
        shop = self.shop("""visitor,time,event,page,page_type,item
            a,2024-01-01 10:00:00,pv,,item,7
            a,2024-01-01 10:00:30,收藏,,,7
            a,2024-01-01 10:01:00,view,/7,home,7
            a,2024-01-01 10:02:00,,/list,category,
            a,2024-01-01 10:05:00,浏览,/only-type,item,
            a,2024-01-01 10:06:00,fav,/list,category,
            a,2024-01-01 10:07:00,加购,,,7
            a,2024-01-01 10:08:00,scroll,,,7
            b,2024-01-01 10:09:00,search,/s,search,
            b,2024-01-01 10:10:00,purchase,,,7""")
        # Views, all of a, one visit: item 7 (60 s to the next view), item 7 (60 s), the list, /only-type (nothing after).
        # b did things but viewed nothing: no visitor. scroll counts in nothing.
        self.expect(shop, "2024-01-01", "2024-01-01", page_views=4, visitors=1, visits=1, item_page_views=3,
                    item_page_visitors=1, avg_item_view_seconds=Fraction(120, 2), item_visits=2,
                    favorites=2, item_favorites=1, carts=1, searches=1, buys=1)
        # No orders are loaded, so b's purchase is one paid order of one item, without amount or promotion.
        self.expect(shop, "2024-01-01", "2024-01-01", placed_orders=1, placed_items=1, paid_orders=1, paid_items=1,
                    buyers=1, repeat_buyers=0, same_day_paid_orders=1, same_day_paid_items=1, payment_rate=1,
                    conversion_rate=1, placed_amount=None, paid_amount=None, amount_per_buyer=None,
                    amount_per_order=None, promo_buyers=None, non_promo_paid_items=None,
                    promo_conversion_rate=None, same_day_paid_amount=None)

    def test_sources(self):
        shop = self.shop("""visitor,time,page,source
            a,2024-01-01 09:00:00,/,ad
            a,2024-01-05 09:00:00,/,seo
            a,2024-01-05 09:01:00,/,ad
            a,2024-01-05 12:00:00,/,ad
            a,2024-01-05 12:01:00,/x,
            a,2024-01-05 12:02:00,/,seo
            b,2024-01-05 23:59:00,/x,seo
            b,2024-01-06 00:01:00,/y,seo
            c,2024-01-05 10:00:00,/,
            c,2024-01-06 10:00:00,/,ad""")
        # Visits starting 5-6 January: a seo (2 views, both /), a ad (3, of which 2 of /), b seo (2, landing 1),
        # c '' (1), c ad (1). Views 9, landing views 2+2+1+1+1 = 7.
        # New from seo: a no (1 January is in the six days before the 5th), b yes. From ad: a no; c's first visit from ad
        # is on the 6th and c was here on the 5th: no. From '': c yes. Over all: first visits on the 5th, b and c are new.
        first, last = date(2024, 1, 5), date(2024, 1, 6)
        self.expect(shop, "2024-01-05", "2024-01-06", source_visitors=3, source_new_visitors=2, source_page_views=9,
                    source_new_visitor_share=Fraction(2, 3), source_landing_page_views=7, source_landing_share=1,
                    source_page_view_share=1, source_visit_depth=Fraction(9, 5), source_bounce_rate=Fraction(2, 5))
        rows = oracle.breakdown_by_source(shop, first, last)
        self.assertEqual([key for key, _ in rows], ["ad", "seo", ""])  # 2, 2 and 1 visitors; ad before seo by key
        values = {key: {name: figure.value for name, figure in figures.items()} for key, figures in rows}
        self.assertEqual(values["seo"], {
            "source_visitors": 2, "source_landing_page_views": 3, "source_landing_share": Fraction(3, 7),
            "source_page_views": 4, "source_page_view_share": Fraction(4, 9), "source_visit_depth": 2,
            "source_bounce_rate": 0, "source_new_visitors": 1, "source_new_visitor_share": Fraction(1, 2), "visits": 2})
        self.assertEqual((values["ad"]["source_new_visitors"], values["ad"]["source_bounce_rate"]), (0, Fraction(1, 2)))
        self.assertEqual(values[""]["source_new_visitors"], 1)

    ORDERS = """order,buyer,placed_at,paid_at,quantity,amount,paid_amount,promotion
        1,a,2024-01-01 23:59:00,2024-01-02 00:01:00,1,0.1,0.1,
        1,,,,2,0.2,0.2,618
        2,a,2024-01-02 08:00:00,2024-01-02 00:01:00,3,10,9.90,618
        3,b,2024-01-02 08:00:00,,1,5,0,
        4,b,2024-01-01 10:00:00,2024-01-04 10:00:00,,1234567.89,1234567.89,
        5,,2024-01-04 10:00:00,2024-01-04 11:00:00,1,,7,
        6,b,2024-01-03 10:00:00,2024-01-04 10:00:01,1,1,1,x"""

    def test_orders(self):
        shop = self.shop(orders=self.ORDERS)
        # Placed on 1 January: orders 1 (3 items, 0.3) and 4 (no quantity, 1234567.89). Paid on that day: none.
        self.expect(shop, "2024-01-01", "2024-01-01", placed_orders=2, placed_items=3,
                    placed_amount=Decimal("1234568.19"), paid_orders=0, paid_amount=Decimal(0), buyers=0,
                    payment_rate=0, amount_per_buyer=None, amount_per_order=None, repeat_buyer_rate=None,
                    same_day_paid_orders=0, amount_per_buyer_daily_mean=0)
        # Paid on 2 January: 1 and 2, both by a in the same second: neither is earlier, so a is no repeat buyer.
        # Same day (placed and paid on the 2nd): order 2 only; order 1 was placed a minute before midnight.
        self.expect(shop, "2024-01-02", "2024-01-02", paid_orders=2, paid_items=6, paid_amount=Decimal("10.2"),
                    buyers=1, repeat_buyers=0, placed_orders=2, payment_rate=1, same_day_paid_orders=1,
                    same_day_paid_items=3, same_day_paid_amount=Decimal("9.90"),
                    promo_buyers=1, promo_paid_orders=2, promo_paid_items=5, promo_paid_amount=Decimal("10.1"),
                    non_promo_buyers=1, non_promo_paid_orders=1, non_promo_paid_items=1,
                    non_promo_paid_amount=Decimal("0.1"))
        # Paid on 4 January: 4 and 6 by b (6 one second later: b repeats), 5 by nobody known: in orders and amounts only.
        self.expect(shop, "2024-01-04", "2024-01-04", paid_orders=3, buyers=1, repeat_buyers=1, paid_items=2,
                    paid_amount=Decimal("1234575.89"), amount_per_buyer=Fraction("1234575.89"), placed_orders=1,
                    payment_rate=3, non_promo_buyers=1, promo_buyers=1, non_promo_paid_orders=2)
        # Four days: (0 + 10.2 + 0 + 1234575.89) / 4 days; per buyer over the period: 1234586.09 / 2 buyers.
        self.expect(shop, "2024-01-01", "2024-01-04", amount_per_buyer_daily_mean=Fraction("1234586.09") / 4,
                    amount_per_buyer=Fraction("1234586.09") / 2, repeat_buyers=1, repeat_buyer_rate=Fraction(1, 2),
                    items_per_buyer=4, orders_per_buyer=Fraction(5, 2), page_views=None, conversion_rate=None)
        self.assertEqual(shop.default_period(), (date(2024, 1, 1), date(2024, 1, 4)))

    def test_orders_with_events(self):
        shop = self.shop("""visitor,time,event,item
            u,2024-01-02 00:00:00,view,1
            v,2024-01-02 00:00:00,view,
            w,2024-01-04 00:00:00,view,
            w,2024-01-05 00:00:00,buy,1""", self.ORDERS)
        # The buy event makes no order while orders are loaded, but its day stretches the default period to the 5th.
        self.assertEqual(shop.default_period(), (date(2024, 1, 1), date(2024, 1, 5)))
        # Buyers per visitor: 2 January 1/2, 4 January 1/1, other days 0 → (1/2 + 1) / 5. Whole period: 2 buyers / 3.
        # Promotion: 2 January 1 buyer / 1 item-page visitor; 4 January has a promo buyer but no item-page visitor: 0.
        self.expect(shop, "2024-01-01", "2024-01-05", buyers=2, buys=1, conversion_rate=Fraction(2, 3),
                    conversion_rate_daily_mean=Fraction(3, 10), promo_conversion_rate=Fraction(1, 5),
                    promo_conversion_rate_period=2)
        self.expect(shop, "2024-01-04", "2024-01-04", promo_conversion_rate=None, conversion_rate=1)
        self.expect(shop, "2024-01-03", "2024-01-04", promo_conversion_rate=0)
        self.expect(shop, "2024-01-05", "2024-01-05", conversion_rate=None, conversion_rate_daily_mean=0)

    def test_missing_columns(self):
        shop = self.shop(orders="""order,paid_at,amount
            1,2024-01-01 00:00:00,2.50
            2,2024-01-01 00:00:00,""")
        # amount stands in for paid_amount; nobody, no item and no placing time is known.
        self.expect(shop, "2024-01-01", "2024-01-01", paid_orders=2, paid_amount=Decimal("2.5"),
                    amount_per_order=Fraction(5, 4), buyers=None, repeat_buyers=None, paid_items=None,
                    placed_orders=None, placed_amount=None, payment_rate=None, same_day_paid_amount=None)

    def test_zone_moves_the_day(self):
        events = "visitor,time\na,1511539199\na,1511539200\n"
        # 1511539200 is 2017-11-24 16:00:00 UTC: midnight of the 25th in Shanghai.
        self.assertEqual(self.shop(events).default_period(), (date(2017, 11, 24), date(2017, 11, 25)))
        self.expect(self.shop(events), "2017-11-25", "2017-11-25", page_views=1, visits=0, returning_visitors=1)
        self.assertEqual(self.shop(events, zone="UTC").default_period(), (date(2017, 11, 24), date(2017, 11, 24)))

    def test_buckets(self):
        # 2024-02-28 is a Wednesday; Monday is 4 March.
        first, last = date(2024, 2, 28), date(2024, 3, 4)
        self.assertEqual(len(oracle.buckets(first, last, "day")), 6)
        self.assertEqual(oracle.buckets(first, last, "week"), [(first, date(2024, 3, 3)), (last, last)])
        self.assertEqual(oracle.buckets(first, last, "month"), [(first, date(2024, 2, 29)), (date(2024, 3, 1), last)])
        shop = self.shop("visitor,time\na,2024-02-28 10:00:00\na,2024-03-01 10:00:00")
        # Distinct inside each bucket: the two months do not add up to the period's one visitor.
        self.assertEqual([bucket.value for _, bucket in oracle.series(shop, "visitors", first, last, "month")], [1, 1])
        self.expect(shop, "2024-02-28", "2024-03-04", visitors=1)

    def test_user_behavior_layout(self):
        shop = self.shop("1,2268318,2520377,pv,1511544070\n1,2268318,2520377,buy,1511544071\n1,5,6,pv")
        # The cut row is set aside; the item is the page.
        self.assertEqual({key: shop.files[0][key] for key in ("rows_read", "rows_used", "rows_set_aside")},
                         {"rows_read": 3, "rows_used": 2, "rows_set_aside": 1})
        day = date(2017, 11, 25)
        self.assertEqual(oracle.entry_exit_pages(shop, day, day), {"2268318": (1, 1)})
        self.expect(shop, "2017-11-25", "2017-11-25", page_views=1, item_page_views=1, buyers=1, paid_items=1)

    def test_every_entry_of_the_catalogue_is_answered(self):
        terms = ROOT.parent / "shared" / "spec" / "terms.toml"
        if not terms.is_file():
            self.skipTest("terms.toml is not here")
        ids = dict(re.findall(r'^n = "(\w+)"\nid = "(\w+)"', terms.read_text(encoding="utf-8"), re.MULTILINE))
        wanted = set(ids.values())
        self.assertEqual(len(ids), 90)
        # Fields are columns and tools are look-ups: they have no number. Two tables have functions of their own.
        numberless = {"ad_default_bid", "ad_category_bid", "ad_quality_score", "ad_creative_title", "ad_creative",
                      "keyword_suggestions", "related_keywords", "keywords_in_use", "keywords_without_impressions"}
        self.assertEqual(wanted - set(oracle.METRICS) - set(oracle.BREAKDOWN_KINDS), numberless)
        self.assertEqual(set(oracle.METRICS) - wanted, {
            "visits", "carts", "buys", "amount_per_order", "avg_visit_depth_daily_mean",
            "promo_conversion_rate_period", "ad_revenue", "ad_orders", "ad_roi", "ad_cost_per_order",
            "ad_conversion_rate", "ad_favorites", "ad_carts", "ad_quality_mean", "visitor_days",
            "item_page_visitor_days", "buyer_days", *(f"retention_day_{days}" for days in range(1, 8))})

    def files(self, **texts):
        with tempfile.TemporaryDirectory() as directory:
            paths = []
            for name, text in texts.items():
                paths.append(Path(directory, f"{name}.csv"))
                paths[-1].write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
            return oracle.load_shop(paths)

    def test_ads_of_several_reports(self):
        shop = self.files(
            campaigns="""date,tool,campaign,impressions,clicks,cost,avg_rank
                2026-06-01,直通车,a,100,10,5.00,2
                2026-06-02,直通车,a,300,10,7.00,4
                合计,,,400,20,12.00,3""",
            keywords="""date,tool,campaign,keyword,impressions,clicks,cost,avg_rank
                2026-06-01,直通车,a,x,60,6,3.00,1
                2026-06-01,直通车,b,x,50,5,2.00,
                2026-06-01,京东快车,a,y,7,1,1.00,9""",
            week="""date,end_date,tool,campaign,impressions,clicks,cost,avg_rank
                2026-05-28,2026-06-03,直通车,a,999,99,99.00,9
                2026-06-08,2026-06-14,直通车,a,10,1,0.50,1""")
        # 1 June: campaign a by its own row, campaign b by its keyword, another tool by its keyword. 2 June: the campaign.
        # The first week tells more days than they do: it stands where it lies inside, and 3 June is known by it alone.
        self.expect(shop, "2026-06-01", "2026-06-01", ad_impressions=157, ad_clicks=16, ad_cost=Decimal("8.00"),
                    ad_ctr=Fraction(16, 157), ad_avg_rank=Fraction(2 * 100 + 9 * 7, 107), ad_cpc=Fraction(8, 16))
        self.expect(shop, "2026-06-01", "2026-06-02", ad_impressions=157 + 300, ad_cost=Decimal("15.00"))
        self.expect(shop, "2026-06-01", "2026-06-30", ad_impressions=None, ad_cost=None)
        self.expect(shop, "2026-05-28", "2026-06-30", ad_impressions=999 + 7 + 10, ad_cost=Decimal("100.50"))
        self.expect(shop, "2026-06-09", "2026-06-30", ad_impressions=None, ad_cost=None)  # only a part of that week
        self.expect(shop, "2026-06-04", "2026-06-07", ad_impressions=0, ad_ctr=None, ad_revenue=None)
        day = date(2026, 6, 1)
        table = oracle.breakdown_of_ads(shop, "keyword", day, day)
        self.assertEqual({key: int(row["ad_clicks"]) for key, row in table.items()}, {"x": 11, "y": 1})
        self.assertEqual({key: int(row["ad_clicks"]) for key, row in oracle.breakdown_of_ads(shop, "tool", day, day).items()},
                         {"直通车": 15, "京东快车": 1})

    def test_what_only_a_finer_report_tells(self):
        shop = self.files(
            items="""date,tool,campaign,item,impressions,clicks,cost
                2026-06-01,直通车,a,1,50,5,5.00""",
            keywords="""date,tool,campaign,item,keyword,quality_score,impressions,clicks,cost,avg_rank,favorites
                2026-06-01,直通车,a,1,x,8,40,4,4.00,3,4""")
        self.expect(shop, "2026-06-01", "2026-06-01", ad_cost=Decimal("5.00"), ad_impressions=50, ad_avg_rank=Fraction(3),
                    ad_quality_mean=Fraction(8), ad_favorites=4)

    def test_states_and_quiet_keywords(self):
        rows = [f"2026-06-{day:02},a,推广中,1,暂停,busy,5,1" for day in range(1, 17)]
        rows += ["2026-06-01,a,推广中,1,推广中,early,9,1", "2026-06-16,a,暂停,1,,never,0,0", "2026-06-16,b,暂停,,,,0,0"]
        shop = self.files(ads="date,campaign,campaign_state,item,item_state,keyword,impressions,clicks\n" + "\n".join(rows))
        # On the 16th campaign a is told both online and offline: one row of it runs. Its only item is paused since the 2nd.
        self.expect(shop, "2026-06-01", "2026-06-16", campaign_active=1, campaign_paused=1, campaign_without_items=1,
                    campaign_all_items_paused=1, ad_item_paused=1, ad_item_active=0)
        self.expect(shop, "2026-06-01", "2026-06-01", ad_item_active=1, ad_item_paused=0, campaign_without_items=0)
        # 15 days up to the 16th begin on the 2nd; up to the 14th they would begin before the data.
        self.assertEqual(oracle.keywords_without_impressions(shop, date(2026, 6, 16)), {"early", "never"})
        self.assertIsNone(oracle.keywords_without_impressions(shop, date(2026, 6, 14)))

    def test_ready_made_reports(self):
        shop = self.files(daily="""date,source,page_views,visitors,buyers,paid_amount,conversion_rate
            2026-06-01,,100,50,5,500.10,10.00%
            2026-06-01,ad,60,30,4,400.00,13.33%
            2026-06-02,,40,20,1,9.90,5.00%
            总计,,999,999,999,999,1%""")
        self.expect(shop, "2026-06-01", "2026-06-01", page_views=100, visitors=50, buyers=5, conversion_rate=Fraction(1, 10),
                    amount_per_buyer=Fraction(50010, 500))
        # Over both days views and money add up, people do not, and a rate is the mean of the days.
        self.expect(shop, "2026-06-01", "2026-06-02", page_views=140, visitors=None, visitor_days=70, buyers=None, buyer_days=6,
                    paid_amount=Decimal("510.00"), conversion_rate=Fraction(15, 200), visits=None, paid_orders=None,
                    conversion_rate_daily_mean=Fraction(15, 200))
        self.expect(shop, "2026-06-01", "2026-06-03", conversion_rate_daily_mean=None, page_views=140)


class GeneratorSelf(unittest.TestCase):
    """The shops must hold what they promise: a generator that lost a trap would pass in silence."""

    @classmethod
    def setUpClass(cls):
        cls.seen = Counter()
        cls.bad = []
        for seed in range(200):
            with tempfile.TemporaryDirectory() as directory:
                plan = shops.make_shop(seed, directory)
                shop = oracle.load_shop([Path(directory, name) for name in plan.files], plan.zone)
                for trap in set(traps_in(plan, shop)):
                    cls.seen[trap] += 1
                if any(entry["rows_set_aside"] for entry in shop.files if entry["table"] in ("events", "orders")):
                    cls.bad.append((seed, "a row is set aside"))
                for name in plan.files:
                    if name.startswith("orders") and passes_for_order_level(Path(directory, name)):
                        cls.bad.append((seed, f"{name}: amounts look like order-level ones"))

    def test_each_trap_is_laid_often(self):
        for trap in TRAPS:
            with self.subTest(trap=trap):
                self.assertGreaterEqual(self.seen[trap], 5)

    def test_nothing_is_left_to_chance(self):
        self.assertEqual(self.bad, [])

    def test_one_seed_one_shop(self):
        texts = []
        for _ in range(2):
            with tempfile.TemporaryDirectory() as directory:
                plan = shops.make_shop(5, directory)
                texts.append([plan, *(Path(directory, name).read_bytes() for name in plan.files)])
        self.assertEqual(texts[0], texts[1])


def passes_for_order_level(path):
    with open(path, encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["order"]]
    several = [order for order, count in Counter(row["order"] for row in rows).items() if count > 1]
    return any(column in rows[0] and several and all(
        len({row[column] for row in rows if row["order"] == order} - {""}) <= 1 for order in several)
        for column in ("amount", "paid_amount"))


TRAPS = ["gap 1800", "gap 1801", "visit over midnight", "tie with two sources", "tie with two pages", "long session",
         "interleaved sessions", "partly empty session", "session of two visitors", "no view of a visitor",
         "empty source", "empty page", "two sources of a visitor", "unknown kind", "back after 6 days",
         "back after 7 days", "paid days later", "unpaid", "several lines", "same-second purchases",
         "promotion and none in one order", "no buyer", "empty quantity", "facts on a later line", "history",
         "nothing in the period", "events only", "orders only", "no event column", "no promotion column",
         "no paid_amount column", "no placed_at column", "no buyer column", "no paid_at column", "no page nor item",
         "unix seconds across a clock change", "blank tail", "two files of events", "two files of orders",
         "no header", "ads", "a week of ads beside its days", "ads of several levels", "a total", "ads told twice", "ad log",
         "reports of sources", "reports beside rows", "day series", "week series", "month series", "breakdown", "one day", "first second of a day"]


def traps_in(plan, shop):
    """The names of the traps that this shop lays."""
    all_visits = [visit for day in list(shop.visits_of_day) for visit in shop.visits_of_day[day]]
    views = [view for visit in all_visits for view in visit.views]
    first, last = shop.default_period()
    start, end = plan.start or first, plan.end or last
    kinds = Counter()
    for visit in all_visits:
        gaps = [after.at.seconds - view.at.seconds for view, after in zip(visit.views, visit.views[1:])]
        if visit.views[0].session == "" and 1800 in gaps:
            yield "gap 1800"
        if visit.views[0].session and max(gaps, default=0) > 1800:
            yield "long session"
        if visit.views[-1].at.day != visit.day:
            yield "visit over midnight"
        if len(visit.views) > 1 and gaps[0] == 0:
            if visit.views[0].source != visit.views[1].source:
                yield "tie with two sources"
            if visit.views[0].page != visit.views[1].page:
                yield "tie with two pages"
        kinds[visit.visitor, visit.views[0].session] += 1
    by_visitor = {}
    for visit in all_visits:
        by_visitor.setdefault(visit.visitor, []).append(visit)
    for visits in by_visitor.values():
        ends = {visit.views[-1].at.seconds for visit in visits if visit.views[0].session == ""}
        if any(visit.views[0].at.seconds - 1801 in ends for visit in visits if visit.views[0].session == ""):
            yield "gap 1801"
        sessions = [visit for visit in visits if visit.views[0].session]
        if any(one.views[0].at < two.views[0].at < one.views[-1].at for one in sessions for two in sessions):
            yield "interleaved sessions"
        if 0 < len(sessions) < len(visits):
            yield "partly empty session"
        if len({visit.source for visit in visits}) > 1:
            yield "two sources of a visitor"
    users_of_session = {}
    for view in views:
        users_of_session.setdefault(view.session, set()).add(view.visitor)
    if any(session and len(users) > 1 for session, users in users_of_session.items()):
        yield "session of two visitors"
    if {event.visitor for event in shop.events or []} - set(shop.days_viewed) - {""}:
        yield "no view of a visitor"
    if "source" in shop.event_columns and any(visit.source == "" for visit in all_visits):
        yield "empty source"
    if any(view.page == "" for view in views) and not shop.lacks("events:page|item"):
        yield "empty page"
    if any(event.kind is None for event in shop.events or []):
        yield "unknown kind"
    for back in (6, 7):
        if any(day - timedelta(days=back) in days and not any(day - timedelta(days=n) in days for n in range(1, back))
               for days in shop.days_viewed.values() for day in days):
            yield f"back after {back} days"
    if shop.lines is not None:
        for order in shop.orders:
            if order.paid is None and not shop.lacks("orders:paid_at"):
                yield "unpaid"
            if order.paid and order.placed and (order.paid.day - order.placed.day).days >= 3:
                yield "paid days later"
            if len(order.lines) > 1:
                yield "several lines"
                if len({line.promotion == "" for line in order.lines}) > 1:
                    yield "promotion and none in one order"
                head = order.lines[0]
                if order.paid and not head.paid or order.buyer and not head.buyer:
                    yield "facts on a later line"
            if order.buyer == "" and not shop.lacks("orders:buyer"):
                yield "no buyer"
            if order.buyer and order.paid and any(
                    other.buyer == order.buyer and other.order != order.order and other.paid == order.paid
                    for other in shop.orders):
                yield "same-second purchases"
        if not shop.lacks("orders:quantity") and any(line.quantity is None for line in shop.lines):
            yield "empty quantity"
        for column in ("promotion", "paid_amount", "placed_at", "buyer", "paid_at"):
            if column not in shop.order_columns:
                yield f"no {column} column"
    if shop.ads:
        yield "ads"
        if len({row.level for row in shop.ads}) > 1:
            yield "ads of several levels"
        if len(oracle.standing(shop.ads, date.min, date.max)) < len(shop.ads) and any(row.last > row.first for row in shop.ads):
            yield "a week of ads beside its days"
    if any(entry["rows_set_aside"] for entry in shop.files if entry["table"] in ("ads", "daily")):
        yield "a total"
    if any(name.endswith("_later.csv") for name in plan.files):
        yield "ads told twice"
    if shop.log:
        yield "ad log"
    if any(row.source for row in shop.daily or []):
        yield "reports of sources"
    if shop.daily and shop.events:
        yield "reports beside rows"
    if first < start and end <= last:
        yield "history"
    if end < first or start > last:
        yield "nothing in the period"
    if shop.lines is None:
        yield "events only"
    if shop.events is None:
        yield "orders only"
    elif "event" not in shop.event_columns:
        yield "no event column"
    if shop.events and shop.lacks("events:page|item"):
        yield "no page nor item"
    if plan.zone == "America/New_York" and len({view.at.seconds % 86400 // 3600 - view.at.hour in (4, -20)
                                                for view in views}) > 1:
        yield "unix seconds across a clock change"
    if any(entry["rows_blank"] for entry in shop.files):
        yield "blank tail"
    if any(datetime.fromtimestamp(view.at.seconds - 1, shop.zone).date() != view.at.day for view in views):
        yield "first second of a day"
    for table in ("events", "orders"):
        if len([entry for entry in shop.files if entry["table"] == table]) > 1:
            yield f"two files of {table}"
    if any(name.startswith("log") for name in plan.files):
        yield "no header"
    if plan.by:
        yield f"{plan.by} series"
    if plan.breakdown:
        yield "breakdown"
    if start == end:
        yield "one day"


if __name__ == "__main__":
    unittest.main()

"""The independent oracle: every metric of groups A, B, C and D, read straight from spec/terms.toml.

It is the judge of the program, so it is written to be obviously right, not fast: sets, sums and filters over
whole lists, one small function per metric, each with its rule in the docstring. It shares nothing with the program.

It reads canonical plain CSV only (UTF-8, headers are the role names) and the headerless UserBehavior layout.
Values are int, Decimal, Fraction or None; nothing passes through floating point.
"""

import csv
import math
import re
import statistics
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, Optional

getcontext().prec = 60  # sums of money must never round

VISIT_GAP_SECONDS = 1800
LOOK_BACK_DAYS = 6
DEFAULT_ZONE = "Asia/Shanghai"

KINDS = {
    "": "view",  # an empty event cell is a view
    "view": "view", "pv": "view", "浏览": "view",
    "favorite": "favorite", "fav": "favorite", "收藏": "favorite",
    "cart": "cart", "加购": "cart",
    "search": "search", "搜索": "search",
    "buy": "buy", "purchase": "buy", "购买": "buy",
}


# ---------------------------------------------------------------------------------------------- zones and times

def zone_of(name):
    """The zone by name; Shanghai has had no clock change since 1991: a fixed +8 stands in where tzdata is missing."""
    try:
        from zoneinfo import ZoneInfo
        return ZoneInfo(name)
    except Exception:
        if name == DEFAULT_ZONE:
            return timezone(timedelta(hours=8))
        if name == "UTC":
            return timezone.utc
        raise


class Moment(NamedTuple):
    """One instant, with the calendar it has in the shop's zone."""
    seconds: int   # unix seconds: gaps and "strictly earlier" are measured on these
    day: date      # shop-local
    hour: int      # shop-local


def moment(text, zone):
    """Unix seconds, or shop-local text "YYYY-MM-DD HH:MM:SS"; None for an empty cell."""
    if text == "":
        return None
    if re.fullmatch(r"\d+", text):
        local = datetime.fromtimestamp(int(text), zone)
    else:
        local = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    return Moment(int(local.timestamp()), local.date(), local.hour)


def days_between(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# ------------------------------------------------------------------------------------------------------- tables

class Event(NamedTuple):
    number: int    # place in the files in the order they were given: breaks ties of time
    visitor: str
    at: Moment
    kind: Optional[str]  # None: an unknown kind, kept but counted in nothing
    page: str      # the page column, else the item
    item: str
    page_type: str
    source: str
    session: str

    @property
    def is_item_page(self):
        """page_type = item, or the item column is not empty."""
        return self.page_type == "item" or self.item != ""

    @property
    def item_key(self):
        return self.item or self.page


class Visit(NamedTuple):
    """Views in order of time, ties in order of the file."""
    visitor: str
    views: tuple

    @property
    def day(self):
        """A visit belongs to the day of its first view."""
        return self.views[0].at.day

    @property
    def source(self):
        """A visit's source is the source of its first view."""
        return self.views[0].source

    @property
    def seconds(self):
        return self.views[-1].at.seconds - self.views[0].at.seconds


class Line(NamedTuple):
    order: str
    buyer: str
    placed: Optional[Moment]
    paid: Optional[Moment]
    quantity: Optional[Decimal]     # None: empty, adds nothing
    amount: Optional[Decimal]
    paid_amount: Optional[Decimal]
    promotion: str


TOTALS = {"合计", "总计", "汇总"}
SCOPES = {"keyword": "keyword", "关键词相关": "keyword", "item": "item", "宝贝相关": "item", "account": "account",
          "账户相关": "account", "creative": "creative", "推广内容相关": "creative"}
AD_STATES = {"推广中": "active", "active": "active", "暂停": "paused", "paused": "paused", "审核下架": "rejected",
             "淘宝下架": "delisted"}
SHOWN_FIRST = ["delisted", "rejected", "paused", "active"]  # of several states of one day the last of these stands
CHANNELS = {"search": "search", "搜索": "search", "targeted": "targeted", "定向推广": "targeted"}


def level_of(header):
    """How fine the rows of a file are, by the finest thing it has a column for: 0 account … 5 what was typed."""
    finest = [{"campaign"}, {"item", "ad_group"}, {"creative_title", "creative_picture"}, {"keyword"}, {"search_term"}]
    return max([number + 1 for number, names in enumerate(finest) if names & set(header)], default=0)


class AdRow:
    """A reporting row of a paid tool: texts by name, numbers by name with 0 for an empty cell."""

    def __init__(self, file, level, cells):
        self.file, self.level, self.cells = file, level, cells
        self.first = date.fromisoformat(cells["date"])
        self.last = date.fromisoformat(cells["end_date"]) if cells.get("end_date") else self.first
        channel = CHANNELS.get(cells.get("channel", ""), "")
        self.channel = channel or ("search" if level >= 4 else "")  # a report of keywords tells of search
        self.key = (self.first, self.last, level, self.channel) + tuple(self.text(name) for name in (
            "tool", "campaign", "ad_group", "item", "keyword", "match_type", "search_term", "creative_title",
            "creative_picture"))

    def text(self, name):
        return self.channel if name == "channel" else self.cells.get(name, "")

    def __getitem__(self, name):
        return number(self.cells.get(name, "")) or Decimal(0)

    def given(self, name):
        return number(self.cells.get(name, "")) is not None

    @property
    def days(self):
        return set(days_between(self.first, self.last))


class DailyRow:
    """One row of a ready-made report, of the whole shop or of one source."""

    def __init__(self, cells):
        self.day = date.fromisoformat(cells["date"])
        self.source = cells.get("source", "")
        self.cells = cells

    def value(self, name):
        text = self.cells.get(name, "")
        if text.endswith("%"):
            return Fraction(Decimal(text[:-1])) / 100
        return number(text)


class Order(NamedTuple):
    """An order and its lines; who and when are the first non-empty ones among the lines in file order."""
    order: str
    buyer: str
    placed: Optional[Moment]
    paid: Optional[Moment]
    lines: tuple


def number(text):
    return None if text in ("", "-", "--", "—") else Decimal(text)


def first_non_empty(values):
    return next((value for value in values if value), None)


class Shop:
    """All loaded rows, and the visits and orders formed over all of them (periods select afterwards)."""

    def __init__(self, zone_name=DEFAULT_ZONE):
        self.zone = zone_of(zone_name)
        self.events = None             # None: no such table loaded
        self.event_columns = set()
        self.lines = None
        self.order_columns = set()
        self.ads = None                # reporting rows of paid tools
        self.ad_columns = set()
        self.log = None                # operations in the ad account
        self.daily = None              # rows of ready-made reports
        self.daily_columns = set()
        self.files = []                # rows accounting, one dict per file

    def load(self, path):
        with open(path, encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.reader(handle))
        if "impressions" in rows[0]:
            return self._load_ads(path, rows[0], rows[1:])
        if "scope" in rows[0]:
            return self._load_log(path, rows[0], rows[1:])
        if "date" in rows[0]:
            return self._load_daily(path, rows[0], rows[1:])
        if "visitor" in rows[0]:
            header, table, rows = rows[0], "events", rows[1:]
        elif "order" in rows[0]:
            header, table, rows = rows[0], "orders", rows[1:]
        else:  # UserBehavior has no header line
            header, table = ["visitor", "item", "category", "event", "time"], "events"
        blank = used = 0
        for row in rows:
            if all(cell.strip() == "" for cell in row):
                blank += 1
                continue
            cells = dict(zip(header, row))
            used += self._add_event(cells) if table == "events" else self._add_line(cells)
        if table == "events":
            self.events = self.events or []
            self.event_columns |= set(header)
        else:
            self.lines = self.lines or []
            self.order_columns |= set(header)
        self.files.append({"name": Path(path).name, "table": table, "rows_read": len(rows), "rows_used": used,
                           "rows_blank": blank, "rows_set_aside": len(rows) - used - blank})

    def _account(self, path, table, rows, aside):
        blank = sum(all(cell.strip() == "" for cell in row) for row in rows)
        self.files.append({"name": Path(path).name, "table": table, "rows_read": len(rows), "rows_blank": blank,
                           "rows_used": len(rows) - blank - aside, "rows_set_aside": aside})

    def _full(self, header, rows):
        return [dict(zip(header, row)) for row in rows if any(cell.strip() for cell in row)]

    def _load_ads(self, path, header, rows):
        """A total (a row whose date says so) counts nothing. A thing told by several files for the same days counts as
        the file tells it that gives it the highest cost, then impressions, clicks, orders, revenue. A row without
        impressions, clicks and cost tells that the thing it names was not shown, and nothing if it names none."""
        full = self._full(header, rows)
        names = ("campaign", "ad_group", "item", "keyword", "search_term", "creative_title", "creative_picture")
        shown = lambda cells: any(number(cells.get(name, "")) is not None for name in ("impressions", "clicks", "cost"))
        kept = [cells for cells in full
                if cells["date"] not in TOTALS and (shown(cells) or any(cells.get(name) for name in names))]
        self.ads = self.ads or []
        self.ad_columns |= set(header)
        file = len(self.files)
        for cells in kept:
            self.ads.append(AdRow(file, level_of(header), cells))
        self._account(path, "ads", rows, len(full) - len(kept))

    def _settle_ads(self):
        told = defaultdict(lambda: defaultdict(list))
        for row in self.ads:
            told[row.key][row.file].append(row)
        self.ads = []
        for by_file in told.values():
            best = max(by_file, key=lambda file: [sum(row[name] for row in by_file[file]) for name in (
                "cost", "impressions", "clicks", "orders", "revenue")])
            for file, rows in by_file.items():
                if file == best:
                    self.ads += rows
                else:
                    self.files[file]["rows_used"] -= len(rows)
                    self.files[file]["rows_set_aside"] += len(rows)

    def _load_log(self, path, header, rows):
        full = self._full(header, rows)
        known = [cells for cells in full if cells["scope"] in SCOPES]
        operations = [(moment(cells["time"], self.zone), SCOPES[cells["scope"]], tuple(cells[name] for name in ("action", "object", "before", "after")))
                      for cells in known]
        self.log = (self.log or []) + operations
        self._account(path, "ad_log", rows, len(full) - len(known))

    def _load_daily(self, path, header, rows):
        full = self._full(header, rows)
        kept = [cells for cells in full if cells["date"] not in TOTALS and cells.get("source") not in TOTALS]
        self.daily = (self.daily or []) + [DailyRow(cells) for cells in kept]
        self.daily_columns |= set(header)
        self._account(path, "daily", rows, len(full) - len(kept))

    def _add_event(self, cells):
        if not cells.get("visitor") or not cells.get("time"):
            return False
        self.events = self.events or []
        item = cells.get("item", "")
        self.events.append(Event(
            number=len(self.events), visitor=cells["visitor"], at=moment(cells["time"], self.zone),
            kind=KINDS.get(cells.get("event", "")),  # no event column: every row is a view
            page=cells.get("page", "") or item, item=item, page_type=cells.get("page_type", ""),
            source=cells.get("source", ""), session=cells.get("session", "")))
        return True

    def _add_line(self, cells):
        if not cells.get("order"):
            return False
        self.lines = self.lines or []
        self.lines.append(Line(
            order=cells["order"], buyer=cells.get("buyer", ""),
            placed=moment(cells.get("placed_at", ""), self.zone), paid=moment(cells.get("paid_at", ""), self.zone),
            quantity=number(cells.get("quantity", "")), amount=number(cells.get("amount", "")),
            paid_amount=number(cells.get("paid_amount", "")), promotion=cells.get("promotion", "")))
        return True

    def finish(self):
        """Form visits and orders. The tables by day are only filters done once; they hide no rule."""
        if self.ads is not None:
            self._settle_ads()
        self.log = None if self.log is None else sorted(set(self.log))
        self.views_of_day = defaultdict(list)
        self.other_events_of_day = defaultdict(list)
        self.days_viewed = defaultdict(set)  # visitor -> local days with a view, over all loaded data
        for event in self.events or []:
            if event.kind == "view":
                self.views_of_day[event.at.day].append(event)
                self.days_viewed[event.visitor].add(event.at.day)
            else:
                self.other_events_of_day[event.at.day].append(event)
        self.visits_of_day = defaultdict(list)
        for visit in form_visits([event for event in self.events or [] if event.kind == "view"]):
            self.visits_of_day[visit.day].append(visit)

        # Where no orders are loaded, buy events stand in: one paid order line of quantity 1, without amount.
        self.order_lines, self.known_order_columns = self.lines, self.order_columns
        if self.lines is None and "event" in self.event_columns:
            self.known_order_columns = {"order", "buyer", "placed_at", "paid_at", "quantity"}
            self.order_lines = [
                Line(f"buy event {event.number}", event.visitor, event.at, event.at, Decimal(1), None, None, "")
                for event in self.events if event.kind == "buy"]
        lines_of_order = defaultdict(list)
        for line in self.order_lines or []:
            lines_of_order[line.order].append(line)
        self.orders = [
            Order(name, first_non_empty(line.buyer for line in lines) or "",
                  first_non_empty(line.placed for line in lines), first_non_empty(line.paid for line in lines),
                  tuple(lines))
            for name, lines in lines_of_order.items()]
        return self

    # --- what a metric may ask for -------------------------------------------------------------------------

    def views(self, first, last):
        return [view for day in days_between(first, last) for view in self.views_of_day.get(day, ())]

    def events_of_kind(self, kind, first, last):
        return [event for day in days_between(first, last) for event in self.other_events_of_day.get(day, ())
                if event.kind == kind]

    def visits(self, first, last):
        """The visits that start in the period."""
        return [visit for day in days_between(first, last) for visit in self.visits_of_day.get(day, ())]

    def placed(self, first, last):
        return [order for order in self.orders if order.placed and first <= order.placed.day <= last]

    def paid(self, first, last):
        """Orders paid in the period: paid means that paid_at is not empty, whatever the status or the amount."""
        return [order for order in self.orders if order.paid and first <= order.paid.day <= last]

    def viewed_in_six_days_before(self, visitor, day):
        return any(day - timedelta(days=back) in self.days_viewed[visitor] for back in range(1, LOOK_BACK_DAYS + 1))

    def lacks(self, need):
        """need is "events", "orders", "events:event", "events:item|page_type", …: a table, or a column of it."""
        table, _, columns = need.partition(":")
        if table == "events":
            loaded, known = self.events is not None, self.event_columns
        elif table == "ads":
            loaded, known = bool(self.ads), self.ad_columns
        elif table == "ad_log":
            loaded, known = bool(self.log), set()
        else:
            loaded, known = self.order_lines is not None, self.known_order_columns
        if not loaded or columns == "":
            return not loaded
        return all(column not in known or self.never_tells(table, column) for column in columns.split("|"))

    def never_tells(self, table, column):
        """A column of numbers that add up, which every row leaves empty."""
        if table == "orders" and column in ("quantity", "amount", "paid_amount"):
            lines = [line for order in self.orders for line in order.lines]
            return bool(lines) and all(getattr(line, column) is None for line in lines)
        if table == "ads" and column in ("impressions", "clicks", "cost", "favorites", "carts", "orders", "revenue"):
            return not any(row.given(column) for row in self.ads)
        return False

    def default_period(self):
        """From the first to the last local day over all used rows of all tables."""
        days = [event.at.day for event in self.events or []]
        days += [at.day for line in self.lines or [] for at in (line.placed, line.paid) if at]
        days += [day for row in self.ads or [] for day in (row.first, row.last)]
        days += [at.day for at, *_ in self.log or []]
        days += [row.day for row in self.daily or []]
        return min(days), max(days)


def form_visits(views):
    """Runs of one visitor's views with no gap above 30 minutes; views with a session id: one visit per id.

    Views with an empty session (or without the column) are cut by gap among themselves."""
    runs = defaultdict(list)
    for view in views:
        runs[view.visitor, view.session].append(view)
    visits = []
    for (visitor, session), run in runs.items():
        run.sort(key=lambda view: (view.at.seconds, view.number))
        current = [run[0]]
        for view in run[1:]:
            if session == "" and view.at.seconds - current[-1].at.seconds > VISIT_GAP_SECONDS:
                visits.append(Visit(visitor, tuple(current)))
                current = []
            current.append(view)
        visits.append(Visit(visitor, tuple(current)))
    return visits


def load_shop(paths, zone_name=DEFAULT_ZONE):
    shop = Shop(zone_name)
    for path in paths:
        shop.load(path)
    return shop.finish()


# ------------------------------------------------------------------------------------------ the form of an answer

class Ratio(NamedTuple):
    """numerator / denominator; null when the denominator is 0."""
    numerator: object
    denominator: object


class Mean(NamedTuple):
    """Sum of daily values / days."""
    total: Fraction
    days: int


class Answer(NamedTuple):
    kind: str                   # count, seconds, money, ratio, mean
    value: object = None
    numerator: object = None    # of a ratio
    denominator: object = None  # of a ratio or of a mean


class Metric(NamedTuple):
    kind: str
    needs: tuple
    rule: object  # the function


METRICS = {}


def metric(kind, *needs):
    def register(rule):
        METRICS[rule.__name__] = Metric(kind, needs, rule)
        return rule
    return register


def whole(value):
    """Quantities are summed as Decimal; a whole sum is a count."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def is_unknowable(shop, name):
    """A table or a column that the metric needs is not loaded: null in every period."""
    return any(shop.lacks(need) for need in METRICS[name].needs)


def answer(shop, name, first, last, **of):
    """The answer of one metric for [first, last]; `of` narrows a source metric to source=…"""
    kind = METRICS[name].kind
    if is_unknowable(shop, name):
        return from_reports(shop, name, first, last) if not of else Answer(kind)
    if name in AD_FIGURES and rows_cut(shop, AD_FIGURES[name], first, last):
        return Answer(kind)
    result = METRICS[name].rule(shop, first, last, **of)
    if isinstance(result, Ratio):
        if result.denominator == 0:
            return Answer(kind)
        return Answer("ratio", Fraction(result.numerator) / Fraction(result.denominator),
                      whole(result.numerator) if kind != "money ratio" else result.numerator,
                      result.denominator if isinstance(result.denominator, Decimal) and kind == "money ratio" else whole(result.denominator))
    if isinstance(result, Mean):
        return Answer("mean") if result.days == 0 else Answer("mean", result.total / result.days, None, result.days)
    return Answer(kind, result if kind == "money" else whole(result))


def divided(numerator, denominator):
    """A daily value inside a mean of days: a day whose denominator is 0 adds 0."""
    return Fraction(numerator) / Fraction(denominator) if denominator else Fraction(0)


# ------------------------------------------------------------------------------------- A: basic statistics 基础统计

@metric("count", "events")
def page_views(shop, first, last):
    """A01: Number of views. Opening or refreshing one page again counts again."""
    return len(shop.views(first, last))


@metric("count", "events")
def visitors(shop, first, last):
    """A02: Distinct visitors with at least one view."""
    return len({view.visitor for view in shop.views(first, last)})


@metric("count", "events:event")
def favorites(shop, first, last):
    """A03: Number of favorite events, on any page (home, category, item)."""
    return len(shop.events_of_kind("favorite", first, last))


@metric("count", "events")
def returning_visitors(shop, first, last):
    """A04: Distinct visitors who, on some day d of the period, have a view on d and a view on at least one of the
    six days d-6..d-1 (days before the period count as history where loaded)."""
    return len({visitor for visitor, viewed in shop.days_viewed.items()
                if any(first <= day <= last and shop.viewed_in_six_days_before(visitor, day) for day in viewed)})


@metric("ratio", "events")
def returning_visitor_rate(shop, first, last):
    """A05: returning_visitors / visitors."""
    return Ratio(returning_visitors(shop, first, last), visitors(shop, first, last))


def retention(days):
    """R01 to R07: of the visitors whose first day (of a view, anywhere in the data) lies in the period and is followed by
    so many more days of data, the share with a view exactly so many days later."""
    def rule(shop, first, last):
        end = max(event.at.day for event in shop.events)
        first_days = {visitor: min(viewed) for visitor, viewed in shop.days_viewed.items() if viewed}
        cohort = [visitor for visitor, day in first_days.items() if first <= day <= last and day + timedelta(days) <= end]
        back = [visitor for visitor in cohort if first_days[visitor] + timedelta(days) in shop.days_viewed[visitor]]
        return Ratio(len(back), len(cohort))
    rule.__name__ = f"retention_day_{days}"
    return rule


for days_later in range(1, 8):
    metric("ratio", "events")(retention(days_later))


@metric("ratio", "events")
def avg_visit_depth(shop, first, last):
    """A06: Views inside visits that start in the period / visits that start in the period."""
    return Ratio(sum(len(visit.views) for visit in shop.visits(first, last)), visits(shop, first, last))


@metric("mean", "events")
def avg_visit_depth_daily_mean(shop, first, last):
    """A06, the variant of the seed's monthly report: mean of the daily values, only over days with visits."""
    depths = [avg_visit_depth(shop, day, day) for day in days_between(first, last)]
    depths = [depth for depth in depths if depth.denominator > 0]
    return Mean(sum((divided(*depth) for depth in depths), Fraction(0)), len(depths))


@metric("ratio", "events")
def bounce_rate(shop, first, last):
    """A07: Visits with exactly one view / visits."""
    return Ratio(len([visit for visit in shop.visits(first, last) if len(visit.views) == 1]),
                 visits(shop, first, last))


@metric("ratio", "events")
def avg_visit_seconds(shop, first, last):
    """A08: Sum of visit_seconds (A16) over visits with two or more views / number of those visits. Null when none."""
    longer = [visit for visit in shop.visits(first, last) if len(visit.views) >= 2]
    return Ratio(sum(visit.seconds for visit in longer), len(longer))


@metric("count", "events:item|page_type")
def item_page_views(shop, first, last):
    """A09: Views of item pages (page_type = item, or the item column is not empty)."""
    return len([view for view in shop.views(first, last) if view.is_item_page])


@metric("count", "events:item|page_type")
def item_page_visitors(shop, first, last):
    """A10: Distinct visitors with a view of an item page."""
    return len({view.visitor for view in shop.views(first, last) if view.is_item_page})


@metric("count", "events:event", "events:item|page_type")
def item_favorites(shop, first, last):
    """A11: Favorite events on an item page."""
    return len([event for event in shop.events_of_kind("favorite", first, last) if event.is_item_page])


@metric("count", "events")
def entries(shop, first, last):
    """A13: Visits whose first view is this page. Over all pages: the number of visits."""
    return len(shop.visits(first, last))


@metric("count", "events")
def exits(shop, first, last):
    """A14: Visits whose last view is this page. Over all pages again the number of visits: each has one last view."""
    return len(shop.visits(first, last))


@metric("seconds", "events")
def visit_seconds(shop, first, last):
    """A16: Per visit: time of its last view − time of its first view. Null for a visit with one view; such visits
    enter no sum and no mean. (Top level: the sum; null when no visit has two views.)"""
    longer = [visit for visit in shop.visits(first, last) if len(visit.views) >= 2]
    return sum(visit.seconds for visit in longer) if longer else None


def landing_views_of(visit):
    """The views of the page on which the visit entered: the entry view and any later view of the same page."""
    return [view for view in visit.views if view.page == visit.views[0].page]


@metric("count", "events:page|item")
def landing_page_views(shop, first, last):
    """A17: Inside each visit, the views of the page on which the visit entered."""
    return sum(len(landing_views_of(visit)) for visit in shop.visits(first, last))


@metric("ratio", "events:item|page_type")
def avg_item_view_seconds(shop, first, last):
    """A18: Over item-page views that are followed by another view in the same visit: mean of (time of the next view −
    time of this view), seconds. A view with no following view is left out. Null when none.

    "A visit belongs to the day of its first view": the views are those of the visits that start in the period."""
    looks = [after.at.seconds - view.at.seconds
             for visit in shop.visits(first, last)
             for view, after in zip(visit.views, visit.views[1:]) if view.is_item_page]
    return Ratio(sum(looks), len(looks))


@metric("count", "events:item|page_type")
def item_visits(shop, first, last):
    """A19: Sum over items of the visits in which the item's page was viewed: distinct (visit, item) pairs."""
    return len({(number, view.item_key) for number, visit in enumerate(shop.visits(first, last))
                for view in visit.views if view.is_item_page})


@metric("count", "events:event")
def searches(shop, first, last):
    """A20: Number of search events in the shop."""
    return len(shop.events_of_kind("search", first, last))


@metric("count", "events")
def visits(shop, first, last):
    """Extra: visits that start in the period."""
    return len(shop.visits(first, last))


@metric("count", "events")
def visitor_days(shop, first, last):
    """Extra: the visitors of each day, added up."""
    return sum(visitors(shop, day, day) for day in days_between(first, last))


@metric("count", "events:item|page_type")
def item_page_visitor_days(shop, first, last):
    """Extra: the item page visitors of each day, added up."""
    return sum(item_page_visitors(shop, day, day) for day in days_between(first, last))


@metric("count", "events:event")
def carts(shop, first, last):
    """Extra: number of cart events."""
    return len(shop.events_of_kind("cart", first, last))


@metric("count", "events:event")
def buys(shop, first, last):
    """Extra: number of buy events."""
    return len(shop.events_of_kind("buy", first, last))


# --------------------------------------------------------------------------------------------- B: sales 销售分析

PAID_MONEY = "orders:paid_amount|amount"


def lines_of(orders, promotion=None):
    """Their lines; only promotion lines (the promotion cell is not empty) or only the others, when asked."""
    return [line for order in orders for line in order.lines
            if promotion is None or (line.promotion != "") == promotion]


def sum_told(cells):
    """The sum of some cells: an empty one adds nothing."""
    return sum((cell for cell in cells if cell is not None), Decimal(0))


def quantity_of(lines):
    return sum_told(line.quantity for line in lines)


def paid_money_of(shop, lines):
    """paid_amount; amount where the data has no paid_amount column."""
    column = "paid_amount" if "paid_amount" in shop.known_order_columns else "amount"
    return sum_told(getattr(line, column) for line in lines)


def buyers_of(orders):
    """An empty buyer counts in no buyer count."""
    return {order.buyer for order in orders if order.buyer != ""}


def with_line(orders, promotion):
    return [order for order in orders if lines_of([order], promotion)]


def same_day(shop, first, last):
    return [order for order in shop.placed(first, last) if order.paid and order.paid.day == order.placed.day]


@metric("count", "orders:placed_at", "orders:quantity")
def placed_items(shop, first, last):
    """B01: Sum of quantity over order lines placed in the period."""
    return quantity_of(lines_of(shop.placed(first, last)))


@metric("count", "orders:placed_at")
def placed_orders(shop, first, last):
    """B02: Distinct orders placed in the period (several items in one order are one)."""
    return len(shop.placed(first, last))


@metric("money", "orders:placed_at", "orders:amount")
def placed_amount(shop, first, last):
    """B03: Sum of amount over order lines placed in the period."""
    return sum_told(line.amount for line in lines_of(shop.placed(first, last)))


@metric("count", "orders:paid_at", "orders:buyer")
def buyers(shop, first, last):
    """B04: Distinct buyers with an order paid in the period."""
    return len(buyers_of(shop.paid(first, last)))


@metric("count", "orders:paid_at", "orders:buyer")
def repeat_buyers(shop, first, last):
    """B05: Distinct buyers with an order paid in the period for whom an earlier paid order (strictly earlier paid_at,
    another order_id) exists anywhere in the loaded data, inside or before the period."""
    return len({order.buyer for order in shop.paid(first, last)
                if order.buyer != "" and any(
                    other.buyer == order.buyer and other.order != order.order
                    and other.paid and other.paid.seconds < order.paid.seconds for other in shop.orders)})


@metric("count", "orders:paid_at", "orders:quantity")
def paid_items(shop, first, last):
    """B06: Sum of quantity over lines paid in the period."""
    return quantity_of(lines_of(shop.paid(first, last)))


@metric("count", "orders:paid_at")
def paid_orders(shop, first, last):
    """B07: Distinct orders paid in the period."""
    return len(shop.paid(first, last))


@metric("money", "orders:paid_at", PAID_MONEY)
def paid_amount(shop, first, last):
    """B08: Sum of paid_amount over lines paid in the period (amount where the data has no paid_amount column)."""
    return paid_money_of(shop, lines_of(shop.paid(first, last)))


@metric("ratio", "orders:paid_at", "orders:quantity", "orders:buyer")
def items_per_buyer(shop, first, last):
    """B09: paid_items / buyers."""
    return Ratio(paid_items(shop, first, last), buyers(shop, first, last))


@metric("ratio", "orders:paid_at", "orders:buyer")
def orders_per_buyer(shop, first, last):
    """B10: paid_orders / buyers."""
    return Ratio(paid_orders(shop, first, last), buyers(shop, first, last))


@metric("count", "orders:placed_at", "orders:paid_at", "orders:quantity")
def same_day_paid_items(shop, first, last):
    """B11: Quantity of lines placed in the period and paid on the same local day as placed."""
    return quantity_of(lines_of(same_day(shop, first, last)))


@metric("count", "orders:placed_at", "orders:paid_at")
def same_day_paid_orders(shop, first, last):
    """B12: Distinct orders placed in the period and paid on the same local day."""
    return len(same_day(shop, first, last))


@metric("money", "orders:placed_at", "orders:paid_at", PAID_MONEY)
def same_day_paid_amount(shop, first, last):
    """B13: Paid amount of lines placed in the period and paid on the same local day."""
    return paid_money_of(shop, lines_of(same_day(shop, first, last)))


@metric("money ratio", "orders:paid_at", PAID_MONEY, "orders:buyer")
def amount_per_buyer(shop, first, last):
    """B14: paid_amount / buyers. (Per buyer, not per order.)"""
    return Ratio(paid_amount(shop, first, last), buyers(shop, first, last))


@metric("mean", "orders:paid_at", PAID_MONEY, "orders:buyer")
def amount_per_buyer_daily_mean(shop, first, last):
    """B15: Sum of daily amount_per_buyer / calendar days in the period. A day without buyers adds 0 to the sum and
    1 to the days."""
    days = days_between(first, last)
    return Mean(sum((divided(*amount_per_buyer(shop, day, day)) for day in days), Fraction(0)), len(days))


@metric("ratio", "orders:placed_at", "orders:paid_at")
def payment_rate(shop, first, last):
    """B16: paid_orders / placed_orders, each dated by its own time. Can exceed 1."""
    return Ratio(paid_orders(shop, first, last), placed_orders(shop, first, last))


@metric("ratio", "orders:paid_at", "orders:buyer")
def repeat_buyer_rate(shop, first, last):
    """B17: repeat_buyers / buyers."""
    return Ratio(repeat_buyers(shop, first, last), buyers(shop, first, last))


@metric("count", "orders:paid_at", "orders:buyer")
def buyer_days(shop, first, last):
    """Extra: the buyers of each day, added up."""
    return sum(buyers(shop, day, day) for day in days_between(first, last))


@metric("ratio", "events", "orders:paid_at", "orders:buyer")
def conversion_rate(shop, first, last):
    """B18: buyers / visitors."""
    return Ratio(buyers(shop, first, last), visitors(shop, first, last))


@metric("mean", "events", "orders:paid_at", "orders:buyer")
def conversion_rate_daily_mean(shop, first, last):
    """B19: Sum of daily conversion_rate / calendar days in the period; a day without visitors adds 0 and counts as a
    day."""
    days = days_between(first, last)
    return Mean(sum((divided(*conversion_rate(shop, day, day)) for day in days), Fraction(0)), len(days))


@metric("count", "orders:promotion", "orders:paid_at", "orders:buyer")
def promo_buyers(shop, first, last):
    """B20: Distinct buyers with a promotion line paid in the period (the promotion column is not empty)."""
    return len(buyers_of(with_line(shop.paid(first, last), promotion=True)))


@metric("ratio", "orders:promotion", "orders:paid_at", "orders:buyer", "events:item|page_type")
def promo_conversion_rate(shop, first, last):
    """B21: promo_buyers / item_page_visitors on one day; for a week or a month, the mean of the daily values over its
    calendar days."""
    days = days_between(first, last)
    if len(days) == 1:
        return promo_conversion_rate_period(shop, first, last)
    return Mean(sum((divided(*promo_conversion_rate_period(shop, day, day)) for day in days), Fraction(0)), len(days))


@metric("ratio", "orders:promotion", "orders:paid_at", "orders:buyer", "events:item|page_type")
def promo_conversion_rate_period(shop, first, last):
    """B21, the other variant: promo_buyers / item_page_visitors over the period."""
    return Ratio(promo_buyers(shop, first, last), item_page_visitors(shop, first, last))


@metric("count", "orders:promotion", "orders:paid_at", "orders:quantity")
def promo_paid_items(shop, first, last):
    """B22: Quantity of promotion lines paid in the period."""
    return quantity_of(lines_of(shop.paid(first, last), promotion=True))


@metric("count", "orders:promotion", "orders:paid_at")
def promo_paid_orders(shop, first, last):
    """B23: Distinct orders with at least one promotion line paid in the period."""
    return len(with_line(shop.paid(first, last), promotion=True))


@metric("money", "orders:promotion", "orders:paid_at", PAID_MONEY)
def promo_paid_amount(shop, first, last):
    """B24: Paid amount of promotion lines paid in the period."""
    return paid_money_of(shop, lines_of(shop.paid(first, last), promotion=True))


@metric("count", "orders:promotion", "orders:paid_at", "orders:buyer")
def non_promo_buyers(shop, first, last):
    """B25: Distinct buyers with a non-promotion line paid in the period. A buyer can be in B20 and B25."""
    return len(buyers_of(with_line(shop.paid(first, last), promotion=False)))


@metric("count", "orders:promotion", "orders:paid_at", "orders:quantity")
def non_promo_paid_items(shop, first, last):
    """B26: Quantity of non-promotion lines paid in the period."""
    return quantity_of(lines_of(shop.paid(first, last), promotion=False))


@metric("count", "orders:promotion", "orders:paid_at")
def non_promo_paid_orders(shop, first, last):
    """B27: Distinct orders with at least one non-promotion line paid in the period."""
    return len(with_line(shop.paid(first, last), promotion=False))


@metric("money", "orders:promotion", "orders:paid_at", PAID_MONEY)
def non_promo_paid_amount(shop, first, last):
    """B28: Paid amount of non-promotion lines paid in the period."""
    return paid_money_of(shop, lines_of(shop.paid(first, last), promotion=False))


@metric("money ratio", "orders:paid_at", PAID_MONEY)
def amount_per_order(shop, first, last):
    """Extra: paid_amount / paid_orders (笔单价)."""
    return Ratio(paid_amount(shop, first, last), paid_orders(shop, first, last))


# ------------------------------------------------------------------------------------------- D: sources 来源分析

ALL_SOURCES = None
SOURCE, LANDING = "events:source", "events:page|item"


def visits_from(shop, first, last, source):
    return [visit for visit in shop.visits(first, last) if source is ALL_SOURCES or visit.source == source]


@metric("count", SOURCE)
def source_visitors(shop, first, last, source=ALL_SOURCES):
    """D01: Distinct visitors with a visit from the source that starts in the period."""
    return len({visit.visitor for visit in visits_from(shop, first, last, source)})


@metric("count", SOURCE, LANDING)
def source_landing_page_views(shop, first, last, source=ALL_SOURCES):
    """D02: landing_page_views of the visits from the source."""
    return sum(len(landing_views_of(visit)) for visit in visits_from(shop, first, last, source))


@metric("ratio", SOURCE, LANDING)
def source_landing_share(shop, first, last, source=ALL_SOURCES):
    """D03: source_landing_page_views / the sum of it over all sources."""
    return Ratio(source_landing_page_views(shop, first, last, source),
                 sum(source_landing_page_views(shop, first, last, each) for each in sources(shop, first, last)))


@metric("count", SOURCE)
def source_page_views(shop, first, last, source=ALL_SOURCES):
    """D04: Views in the visits from the source."""
    return sum(len(visit.views) for visit in visits_from(shop, first, last, source))


@metric("ratio", SOURCE)
def source_page_view_share(shop, first, last, source=ALL_SOURCES):
    """D05: source_page_views / the sum of it over all sources."""
    return Ratio(source_page_views(shop, first, last, source),
                 sum(source_page_views(shop, first, last, each) for each in sources(shop, first, last)))


@metric("ratio", SOURCE)
def source_visit_depth(shop, first, last, source=ALL_SOURCES):
    """D06: source_page_views / visits from the source."""
    return Ratio(source_page_views(shop, first, last, source), len(visits_from(shop, first, last, source)))


@metric("ratio", SOURCE)
def source_bounce_rate(shop, first, last, source=ALL_SOURCES):
    """D07: Visits from the source with one view / visits from the source."""
    chosen = visits_from(shop, first, last, source)
    return Ratio(len([visit for visit in chosen if len(visit.views) == 1]), len(chosen))


@metric("count", SOURCE)
def source_new_visitors(shop, first, last, source=ALL_SOURCES):
    """D08: Of source_visitors: those with no view at all (from any source) on the six days before the day of their
    first visit from this source in the period."""
    first_visit_day = {}
    for visit in visits_from(shop, first, last, source):
        first_visit_day[visit.visitor] = min(visit.day, first_visit_day.get(visit.visitor, visit.day))
    return len({visitor for visitor, day in first_visit_day.items()
                if not shop.viewed_in_six_days_before(visitor, day)})


@metric("ratio", SOURCE)
def source_new_visitor_share(shop, first, last, source=ALL_SOURCES):
    """D09: source_new_visitors / source_visitors."""
    return Ratio(source_new_visitors(shop, first, last, source), source_visitors(shop, first, last, source))


# ------------------------------------------------------------------------------------------ C: paid search 直通车

AD_FIGURES = {}                    # name -> the columns whose rows it is added up from
WEIGHED = {"avg_rank", "quality_score"}


def ad_metric(kind, *columns):
    """A metric of group C: it also needs that no row alone tells a day and reaches over the ends of the days asked for.
    What is weighed by impressions is taken from the rows that carry it."""
    def register(rule):
        AD_FIGURES[rule.__name__] = WEIGHED & set(columns) or set(columns)
        return metric(kind, *[f"ads:{column}" for column in columns])(rule)
    return register


def spans_beside_each_other(spans):
    """Of spans of days those that count: from the shortest on, each takes the place of those taken before with which it
    shares a day, where they tell fewer days than it has."""
    chosen = []
    for span in sorted(set(spans), key=lambda span: (span[1] - span[0], span)):
        rivals = [other for other in chosen if set(days_between(*other)) & set(days_between(*span))]
        if sum(len(list(days_between(*other))) for other in rivals) < len(list(days_between(*span))):
            chosen = [other for other in chosen if other not in rivals] + [span]
    return chosen


def telling(rows, column):
    """The rows that tell a column; all of them for no column."""
    return [row for row in rows if column is None or row.given(column)]


def standing(rows, first, last, column=None):
    """The rows from which a column is added up over some days, out of some: those that tell it and lie inside; of a
    tool, spans of days that do not tell one day twice; of the same days, and of the same campaign if each row names one,
    only the coarsest rows."""
    rows = [row for row in telling(rows, column) if first <= row.first and row.last <= last]
    chosen = []
    for tool in {row.text("tool") for row in rows}:
        of_tool = [row for row in rows if row.text("tool") == tool]
        for span in spans_beside_each_other((row.first, row.last) for row in of_tool):
            of_span = [row for row in of_tool if (row.first, row.last) == span]
            by_campaign = all(row.text("campaign") for row in of_span)
            for row in of_span:
                rivals = [other.level for other in of_span
                          if not by_campaign or other.text("campaign") == row.text("campaign")]
                if row.level == min(rivals):
                    chosen.append(row)
    return chosen


def rows_cut(shop, columns, first, last):
    """Whether a tool tells one of the columns for a day of these only by rows that reach outside."""
    inside = set(days_between(first, last))
    for column in columns:
        counted = {(row.text("tool"), day) for row in ads(shop, first, last, column) for day in row.days}
        outside = [row for row in telling(shop.ads, column) if not row.days <= inside]
        if any((row.text("tool"), day) not in counted for row in outside for day in row.days & inside):
            return True
    return False


def ads(shop, first, last, column):
    known = shop.__dict__.setdefault("standing", {})
    if (first, last, column) not in known:
        known[first, last, column] = standing(shop.ads or [], first, last, column)
    return known[first, last, column]


def total(rows, name):
    return sum((row[name] for row in rows), Decimal(0))


@ad_metric("count", "impressions")
def ad_impressions(shop, first, last):
    """C01: Sum of impressions."""
    return total(ads(shop, first, last, "impressions"), "impressions")


@ad_metric("count", "clicks")
def ad_clicks(shop, first, last):
    """C02: Sum of clicks."""
    return total(ads(shop, first, last, "clicks"), "clicks")


@ad_metric("ratio", "clicks", "impressions")
def ad_ctr(shop, first, last):
    """C03: ad_clicks / ad_impressions."""
    return Ratio(ad_clicks(shop, first, last), ad_impressions(shop, first, last))


@ad_metric("money", "cost")
def ad_cost(shop, first, last):
    """C04: Sum of cost."""
    return total(ads(shop, first, last, "cost"), "cost")


@ad_metric("money ratio", "cost", "clicks")
def ad_cpc(shop, first, last):
    """C05: ad_cost / ad_clicks."""
    return Ratio(ad_cost(shop, first, last), Fraction(ad_clicks(shop, first, last)))


@ad_metric("mean ratio", "avg_rank", "impressions")
def ad_avg_rank(shop, first, last):
    """C06: Sum over rows of (avg_rank × impressions) / impressions of the rows that carry a rank."""
    ranked = ads(shop, first, last, "avg_rank")
    return Ratio(sum((row["avg_rank"] * row["impressions"] for row in ranked), Decimal(0)), total(ranked, "impressions"))


@ad_metric("money", "cost")
def ad_total_cost(shop, first, last):
    """C24: ad_cost over all tools."""
    return ad_cost(shop, first, last)


@ad_metric("money ratio", "cost", "clicks")
def ad_avg_click_cost(shop, first, last):
    """C25: ad_total_cost / ad_clicks over all tools."""
    return ad_cpc(shop, first, last)


@ad_metric("money", "revenue")
def ad_revenue(shop, first, last):
    """Extra: sum of revenue."""
    return total(ads(shop, first, last, "revenue"), "revenue")


@ad_metric("part count", "orders")
def ad_orders(shop, first, last):
    """Extra: sum of orders, parts of one included."""
    return total(ads(shop, first, last, "orders"), "orders")


@ad_metric("money ratio", "revenue", "cost")
def ad_roi(shop, first, last):
    """Extra: ad_revenue / ad_cost."""
    return Ratio(ad_revenue(shop, first, last), ad_cost(shop, first, last))


@ad_metric("mean ratio", "cost", "orders")
def ad_cost_per_order(shop, first, last):
    """Extra: ad_cost / ad_orders."""
    return Ratio(ad_cost(shop, first, last), ad_orders(shop, first, last))


@ad_metric("mean ratio", "orders", "clicks")
def ad_conversion_rate(shop, first, last):
    """Extra: ad_orders / ad_clicks."""
    return Ratio(ad_orders(shop, first, last), ad_clicks(shop, first, last))


@ad_metric("count", "favorites")
def ad_favorites(shop, first, last):
    """Extra: sum of favorites."""
    return total(ads(shop, first, last, "favorites"), "favorites")


@ad_metric("count", "carts")
def ad_carts(shop, first, last):
    """Extra: sum of carts."""
    return total(ads(shop, first, last, "carts"), "carts")


@ad_metric("mean ratio", "quality_score", "impressions")
def ad_quality_mean(shop, first, last):
    """C10 above keyword level: the mean weighted by impressions, over the rows with a score."""
    scored = ads(shop, first, last, "quality_score")
    weighed = sum((row["quality_score"] * row["impressions"] for row in scored), Decimal(0))
    return Ratio(weighed, total(scored, "impressions"))


def operations(shop, scope, first, last):
    return len([at for at, of, _ in shop.log if of == scope and first <= at.day <= last])


@metric("count", "ad_log")
def log_keyword(shop, first, last):
    """C30: Operations on keywords."""
    return operations(shop, "keyword", first, last)


@metric("count", "ad_log")
def log_item(shop, first, last):
    """C31: Operations on items."""
    return operations(shop, "item", first, last)


@metric("count", "ad_log")
def log_account(shop, first, last):
    """C32: Operations on campaigns."""
    return operations(shop, "account", first, last)


@metric("count", "ad_log")
def log_creative(shop, first, last):
    """C33: Operations on ad titles."""
    return operations(shop, "creative", first, last)


def last_state(rows, column):
    """The state on the last day that tells one; of several states of that day the one nearest to being shown."""
    told = [(row.last, SHOWN_FIRST.index(AD_STATES[row.text(column)])) for row in rows if row.text(column) in AD_STATES]
    return SHOWN_FIRST[max(told)[1]] if told else None


def campaigns(shop, last):
    """(tool, campaign) -> its rows up to the period's end: two tools may have a campaign of the same name."""
    known = [row for row in shop.ads if row.last <= last and row.text("campaign")]
    return {name: [row for row in known if campaign_of(row) == name] for name in {campaign_of(row) for row in known}}


def campaign_of(row):
    return row.text("tool"), row.text("campaign")


def promoted(shop, last):
    """(campaign with its tool, item) -> the rows up to the period's end."""
    known = [row for row in shop.ads if row.last <= last and row.text("item")]
    things = {(campaign_of(row), row.text("item")) for row in known}
    return {thing: [row for row in known if (campaign_of(row), row.text("item")) == thing] for thing in things}


def campaigns_in(shop, last, state):
    return len([rows for rows in campaigns(shop, last).values() if last_state(rows, "campaign_state") == state])


def items_in(shop, last, state):
    return len([rows for rows in promoted(shop, last).values() if last_state(rows, "item_state") == state])


@metric("count", "ads:channel|keyword")
def ad_targeted(shop, first, last):
    """C07: campaigns that promote by targeting."""
    return len([rows for rows in campaigns(shop, last).values() if any(row.channel == "targeted" for row in rows)])


@metric("count", "ads:campaign_state")
def campaign_paused(shop, first, last):
    """C15: Campaign is offline."""
    return campaigns_in(shop, last, "paused")


@metric("count", "ads:campaign_state")
def campaign_active(shop, first, last):
    """C16: Campaign is online."""
    return campaigns_in(shop, last, "active")


@metric("count", "ads:campaign", "ads:item")
def campaign_without_items(shop, first, last):
    """C17: A campaign with no item in it, of the tools of which some row up to the period's end names an item."""
    naming = {tool for (tool, _), _ in promoted(shop, last)}
    return len([tool for (tool, _), rows in campaigns(shop, last).items()
                if tool in naming and not any(row.text("item") for row in rows)])


@metric("count", "ads:campaign", "ads:item_state")
def campaign_all_items_paused(shop, first, last):
    """C18: A campaign all of whose items are paused."""
    found = 0
    for name in campaigns(shop, last):
        states = [last_state(rows, "item_state") for (of, _), rows in promoted(shop, last).items() if of == name]
        found += states != [] and set(states) == {"paused"}
    return found


@metric("count", "ads:item_state")
def ad_item_active(shop, first, last):
    """C19: The item's promotion is online."""
    return items_in(shop, last, "active")


@metric("count", "ads:item_state")
def ad_item_paused(shop, first, last):
    """C20: The item's promotion is offline."""
    return items_in(shop, last, "paused")


@metric("count", "ads:item_state")
def ad_rejected(shop, first, last):
    """C21: Taken down by review."""
    return items_in(shop, last, "rejected")


@metric("count", "ads:item_state")
def ad_item_delisted(shop, first, last):
    """C22: The item is not on sale."""
    return items_in(shop, last, "delisted")


NO_SERIES = {"log_keyword", "log_item", "log_account", "log_creative", "ad_targeted", "campaign_paused",
             "campaign_active", "campaign_without_items", "campaign_all_items_paused", "ad_item_active",
             "ad_item_paused", "ad_rejected", "ad_item_delisted"}
AD_BREAKDOWN = ["ad_cost", "ad_impressions", "ad_clicks", "ad_orders", "ad_revenue", "ad_favorites", "ad_carts"]
AD_CUTS = {"tool": "tool", "channel": "channel", "campaign": "campaign", "item": "item", "keyword": "keyword",
           "search_term": "search_term"}


def breakdown_of_ads(shop, dimension, first, last):
    """key -> sums. For tool, channel and date the rows that make up the total; else those that stand out of the rows
    that name such a thing. None for what all rows of a key leave blank."""
    def key(row):
        if dimension == "date":
            return str(row.first) if row.first == row.last else f"{row.first}~{row.last}"
        if dimension == "creative":
            return " · ".join(part for part in (row.text("creative_title"), row.text("creative_picture")) if part)
        return row.text(AD_CUTS[dimension])
    rows = shop.ads if dimension in ("tool", "channel", "date") else [row for row in shop.ads if key(row)]
    counted = [row for column in (None, *sorted(WEIGHED)) for row in standing(rows, first, last, column)]
    table = {key(row): dict.fromkeys(AD_BREAKDOWN) for row in counted}
    for figure in AD_BREAKDOWN:
        column = figure.removeprefix("ad_")
        for row in standing(rows, first, last, column):
            sums = table.setdefault(key(row), dict.fromkeys(AD_BREAKDOWN))
            sums[figure] = (sums[figure] or Decimal(0)) + row[column]
    return table


def keywords_without_impressions(shop, last):
    """C29: Keywords with no impression in the last 15 days up to the period's end (or up to the last day loaded); None
    when fewer than 15 days are loaded."""
    rows = [row for row in shop.ads if row.text("keyword")]
    if not rows:
        return None
    end = min(last, max(row.last for row in rows))
    start = end - timedelta(days=14)
    if start < min(row.first for row in rows):
        return None
    known = {row.text("keyword") for row in rows if row.first <= end}
    shown = {row.text("keyword") for row in rows if row.first <= end and row.last >= start and row["impressions"] > 0}
    return known - shown


def keywords_in_use(shop, first, last):
    """C14: keyword -> the items that use it."""
    table = defaultdict(set)
    for row in standing([row for row in shop.ads if row.text("keyword")], first, last):
        if row.text("item"):
            table[row.text("keyword")].add(row.text("item"))
    return dict(table)


KEYWORD_COLUMNS = {"ad_quality_score": "quality_score", "ad_own_bid": "bid", "ad_default_bid": "default_bid",
                   "ad_category_bid": "category_bid"}


def columns_of_keywords(shop, first, last):
    """keyword -> its latest score and bids, what is really bid, and how many items use it. The latest value of a column
    is that of the last day, there of the row shown most, there the largest."""
    table = defaultdict(list)
    for row in standing([row for row in shop.ads if row.text("keyword")], first, last):
        table[row.text("keyword")].append(row)
    out = {}
    for keyword, rows in table.items():
        values = {}
        for name, column in KEYWORD_COLUMNS.items():
            told = [(row.last, row["impressions"], row[column]) for row in rows if row.given(column)]
            values[name] = max(told)[2] if told else None
        # A later day that tells a default bid and none of the keyword's own has taken that back.
        bidding = [row for row in rows if row.given("bid") or row.given("default_bid")]
        end = max((row.last for row in bidding), default=None)
        if not any(row.given("bid") for row in bidding if row.last == end):
            values["ad_own_bid"] = None
        own = values["ad_own_bid"]
        values["ad_effective_bid"] = values["ad_default_bid"] if own is None else own
        values["ad_keyword_items"] = len({row.text("item") for row in rows if row.text("item")}) or None
        out[keyword] = values
    return out


def worst_scores(shop, first, last):
    """C10: the keywords that have a score, the worst first, of equal ones the dearest."""
    cost = {key: sums["ad_cost"] for key, sums in breakdown_of_ads(shop, "keyword", first, last).items()}
    score = {key: columns["ad_quality_score"] for key, columns in columns_of_keywords(shop, first, last).items()}
    scored = [key for key in score if score[key] is not None]
    costs_known = not is_unknowable(shop, "ad_cost")
    return sorted(scored, key=lambda key: (score[key], -(cost[key] or 0) if costs_known else 0, key))


def creatives_compared(shop, first, last):
    """C27: (item, creative) -> impressions, clicks, and the difference of its click-through rate to that of the item's
    most shown creative: Newcombe's interval from Wilson's two, and the p value of the pooled z-test. None for that
    creative itself, and where clicks outnumber impressions or nothing was shown."""
    def name(row):
        return " · ".join(part for part in (row.text("creative_title"), row.text("creative_picture")) if part)
    counted = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for at, column in enumerate(("impressions", "clicks")):
        for row in standing([row for row in shop.ads if name(row)], first, last, column):
            counted[row.text("item")][name(row)][at] += int(row[column])
    out = {}
    for item, creatives in counted.items():
        order = sorted(creatives, key=lambda creative: (-creatives[creative][0], creative))
        for creative in order:
            against = None if creative == order[0] else two_proportions(creatives[creative], creatives[order[0]])
            out[item, creative] = (*creatives[creative], against)
    return out


def two_proportions(one, two):
    (m, a), (n, b) = one, two
    if not (0 < m and 0 < n and a <= m and b <= n):
        return None
    normal = statistics.NormalDist()
    z = normal.inv_cdf(0.975)

    def wilson(hits, cases):
        centre, spread = hits + z * z / 2, z * math.sqrt(hits * (cases - hits) / cases + z * z / 4)
        return (centre - spread) / (cases + z * z), (centre + spread) / (cases + z * z)
    (low_a, high_a), (low_b, high_b) = wilson(a, m), wilson(b, n)
    p, q, pooled = a / m, b / n, (a + b) / (m + n)
    low, high = p - q - math.hypot(p - low_a, high_b - q), p - q + math.hypot(high_a - p, q - low_b)
    error = math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    chance = math.erfc(abs(p - q) / error / math.sqrt(2)) if error else None
    few = min(side * share for side in (m, n) for share in (pooled, 1 - pooled)) < 5
    # Where the interval begins or ends at 0 to within rounding, either word will do.
    verdict = "too_few" if few else "open" if low <= 0 <= high else "higher" if low > 0 else "lower"
    return {"difference": p - q, "low": low, "high": high, "p": chance, "verdict": verdict}


# ------------------------------------------------------------------------------ ready-made reports, table `daily`

ADDITIVE = {"page_views": "page_views", "visits": "visits", "entries": "visits", "paid_amount": "paid_amount",
            "paid_orders": "paid_orders", "visitor_days": "visitors", "buyer_days": "buyers",
            "source_page_views": "page_views"}
PERSONS = {"visitors": "visitors", "buyers": "buyers", "source_visitors": "visitors"}
DAILY_RATIOS = {"conversion_rate": ("buyers", "visitors"), "amount_per_buyer": ("paid_amount", "buyers"),
                "amount_per_order": ("paid_amount", "paid_orders"), "orders_per_buyer": ("paid_orders", "buyers"),
                "avg_visit_depth": ("page_views", "visits"), "source_visit_depth": ("page_views", "visits")}
OWN_RATES = {"conversion_rate", "amount_per_buyer", "bounce_rate", "source_bounce_rate"}


def report_rows(shop, column, first, last):
    """The values of a column: of each day the rows of the whole shop, or of its sources where there is no such row."""
    values = []
    for day in days_between(first, last):
        told = [row for row in shop.daily or [] if row.day == day and row.value(column) is not None]
        whole = [row for row in told if row.source == ""]
        values += [(day, row.value(column)) for row in whole or told]
    return values


def from_reports(shop, name, first, last):
    """What ready-made reports say where nothing finer is loaded: sums add up, persons do not, a ratio is formed from
    sums, else it is that of the one row, else the mean of the days that have one row each."""
    kind = METRICS[name].kind
    if shop.daily is None:
        return Answer(kind)
    if name in ADDITIVE:
        values = [value for _, value in report_rows(shop, ADDITIVE[name], first, last)]
        return Answer(kind, sum(values, Decimal(0)) if kind == "money" else whole(sum(values))) if values else Answer(kind)
    if name in PERSONS:
        values = report_rows(shop, PERSONS[name], first, last)
        return Answer(kind, whole(values[0][1])) if len(values) == 1 else Answer(kind)
    if name in DAILY_RATIOS:
        upper, lower = (report_rows(shop, column, first, last) for column in DAILY_RATIOS[name])
        if upper and lower:
            answer_of_parts = ratio_of_reports(kind, DAILY_RATIOS[name], upper, lower)
            if answer_of_parts is not None:
                return answer_of_parts
    rate = name.removeprefix("source_")
    if rate in OWN_RATES:
        values = report_rows(shop, rate, first, last)
        if len(values) == 1:
            return Answer("ratio", Fraction(values[0][1]))
        if values and len({day for day, _ in values}) == len(values):
            return Answer("ratio", sum(Fraction(value) for _, value in values) / len(values), None, len(values))
    if name in DAILY_MEANS:
        return mean_of_reports(shop, *DAILY_MEANS[name], first, last)
    return Answer(kind)


# Means of daily values: of which rate, and whether every calendar day must be told.
DAILY_MEANS = {"avg_visit_depth_daily_mean": ("avg_visit_depth", False),
               "amount_per_buyer_daily_mean": ("amount_per_buyer", True),
               "conversion_rate_daily_mean": ("conversion_rate", True)}


def mean_of_reports(shop, rate, every_day, first, last):
    """The mean of the days' values, where each day told has one row, and every day is told if it must be."""
    def complete(values):
        days = [day for day, _ in values]
        return days != [] and len(set(days)) == len(days) and (not every_day or len(days) == len(days_between(first, last)))
    upper, lower = (report_rows(shop, column, first, last) for column in DAILY_RATIOS[rate])
    if complete(upper) and complete(lower):
        over = dict(upper)
        ratios = [Fraction(over[day]) / Fraction(value) for day, value in lower if day in over and value]
        if every_day:  # A day whose lower part is 0 adds 0 and counts as a day.
            return Answer("mean", sum(ratios, Fraction(0)) / len(lower), None, len(lower))
        return Answer("mean", sum(ratios) / len(ratios), None, len(ratios)) if ratios else Answer("mean")
    values = report_rows(shop, rate, first, last) if rate in OWN_RATES else []
    return Answer("mean", sum(Fraction(value) for _, value in values) / len(values)) if complete(values) else Answer("mean")


def ratio_of_reports(kind, columns, upper, lower):
    if not set(columns) & {"buyers", "visitors"}:
        above, below = sum(value for _, value in upper), sum(value for _, value in lower)
    elif len(upper) == 1 and len(lower) == 1:
        above, below = upper[0][1], lower[0][1]
    else:
        days = [day for day, _ in lower]
        if len(set(days)) < len(days):
            return None
        single = {day: value for day, value in upper if [other for other, _ in upper].count(day) == 1}
        ratios = [Fraction(single[day]) / Fraction(value) for day, value in lower if day in single and value]
        return Answer("ratio", sum(ratios) / len(ratios), None, len(ratios)) if ratios else None
    return Answer("ratio", Fraction(above) / Fraction(below)) if below else None


# ------------------------------------------------------------------------------ series, breakdown and tables

BREAKDOWN_KINDS = ("entry_exit_pages", "entry_times")  # A12 and A15: their answer is a table, their value null
SOURCE_BREAKDOWN = [name for name in METRICS if name.startswith("source_")]


def sources(shop, first, last):
    return {visit.source for visit in shop.visits(first, last)}


def breakdown_by_source(shop, first, last):
    """One entry per source that has a visit starting in the period, by source_visitors descending, then by key."""
    rows = []
    for source in sources(shop, first, last):
        figures = {name: answer(shop, name, first, last, source=source) for name in SOURCE_BREAKDOWN}
        figures["visits"] = Answer("count", len(visits_from(shop, first, last, source)))
        rows.append((source, figures))
    return sorted(rows, key=lambda row: (-row[1]["source_visitors"].value, row[0]))


def entry_exit_pages(shop, first, last):
    """A12: Per page: how many visits have it as first page (entry) and as last page (exit)."""
    chosen = shop.visits(first, last)
    pages = {visit.views[end].page for visit in chosen for end in (0, -1)}
    return {page: (len([visit for visit in chosen if visit.views[0].page == page]),
                   len([visit for visit in chosen if visit.views[-1].page == page])) for page in pages}


def entry_exit_pages_fast(shop, first, last):
    """The same table by one pass: the plain reading is quadratic, too slow for 84,000 rows with thousands of pages."""
    table = defaultdict(lambda: [0, 0])
    for visit in shop.visits(first, last):
        table[visit.views[0].page][0] += 1
        table[visit.views[-1].page][1] += 1
    return {page: tuple(counts) for page, counts in table.items()}


def entry_times(shop, first, last):
    """A15: Opening times of pages, refreshes included: views by hour of day × weekday (Monday = 1)."""
    table = defaultdict(int)
    for view in shop.views(first, last):
        table[view.at.day.isoweekday(), view.at.hour] += 1
    return dict(table)


def buckets(first, last, by):
    """Calendar days, weeks that start on Monday, or months, cut to the period; empty ones are buckets too."""
    def name(day):
        return {"day": day, "week": day - timedelta(days=day.weekday()), "month": (day.year, day.month)}[by]
    groups = defaultdict(list)
    for day in days_between(first, last):
        groups[name(day)].append(day)
    return [(days[0], days[-1]) for days in groups.values()]


def series(shop, name, first, last, by):
    return [(start, answer(shop, name, start, end)) for start, end in buckets(first, last, by)]

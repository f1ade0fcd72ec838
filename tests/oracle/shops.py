"""Many small hostile shops, each from one seed: `python3 shops.py SEED DIRECTORY` writes one and prints the call.

Hostile means: all that a fold over sorted rows gets wrong. Ties of time, gaps of exactly 1800 and 1801 seconds,
visits over midnight, interleaved sessions, facts of an order on its last line only, two purchases in one second, …

Left out on purpose, because the specification leaves the figure open or tests it elsewhere: rows without visitor,
time or order id; shop-local text around a clock change; orders whose lines all repeat one order-level amount;
two equal lines in one order.
"""

import csv
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import oracle

EVENT_COLUMNS = ["visitor", "time", "event", "page", "page_type", "item", "category", "source", "session",
                 "search_term"]
ORDER_COLUMNS = ["order", "buyer", "placed_at", "paid_at", "status", "item", "title", "sku", "quantity", "amount",
                 "paid_amount", "refund_amount", "promotion", "source", "province", "city"]

OTHER_KINDS = ["favorite", "fav", "收藏", "cart", "加购", "search", "搜索", "buy", "purchase", "购买",
               "like", "share", "scroll", "退货"]  # the last four count in nothing
VIEW_KINDS = ["view", "view", "view", "pv", "浏览", ""]
SOURCES = ["直通车", "search", "Search", "自然搜索", "a,b", 'say "hi"', "", "direct"]
AMOUNTS = ["0.1", "0.1", "0.2", "19.9", "1234567.89", "5", "0.01", "99.00", "0.005", "0", ""]
QUANTITIES = ["1", "1", "2", "3", "10", "0", ""]

# Text times stay away from clock changes; unix seconds go straight across them (New York: 5 Nov 2017, 11 Mar 2018).
TEXT_STARTS = {"Asia/Shanghai": ["2017-11-20", "2018-02-22", "2023-12-24", "2024-02-26"],
               "UTC": ["2017-11-20", "2024-02-20"],
               "Asia/Kolkata": ["2017-11-20", "2023-12-24"],
               "America/New_York": ["2017-11-20", "2018-01-08"]}
UNIX_STARTS = {**TEXT_STARTS, "America/New_York": ["2017-10-30", "2018-03-05"]}


AD_DIMENSIONS = ["tool", "channel", "campaign", "item", "keyword", "creative", "search_term", "date"]


class Plan(NamedTuple):
    """What was written and how to ask for it."""
    seed: int
    files: list       # names inside the directory, in the order to be given
    zone: str
    start: object     # --from, or None
    end: object       # --to, or None
    by: object
    breakdown: bool
    say_zone: bool

    def arguments(self):
        words = []
        for option, value in (("--from", self.start), ("--to", self.end), ("--by", self.by)):
            if value is not None:
                words += [option, str(value)]
        if self.say_zone:
            words += ["--zone", self.zone]
        if self.breakdown:
            words += ["--breakdown", "source"]
        for dimension in AD_DIMENSIONS if any(name.startswith("ads") for name in self.files) else []:
            words += ["--breakdown", dimension]
        return words


def zone_exists(name):
    try:
        oracle.zone_of(name)
        return True
    except Exception:
        return False


def make_shop(seed, directory):
    rng = random.Random(seed)
    zone = rng.choice([oracle.DEFAULT_ZONE] * 4 + [name for name in TEXT_STARTS if zone_exists(name)])
    headerless = rng.random() < 0.08
    unix = headerless or rng.random() < 0.3
    start = datetime.fromisoformat(rng.choice((UNIX_STARTS if unix else TEXT_STARTS)[zone]))
    span = rng.choice([1, 2, 8, 9, 15, 22, 30])
    what = "events" if headerless else rng.choice(["events", "orders", "both", "both", "both"])

    def written(at):
        if at is None:
            return ""
        return str(int(at.replace(tzinfo=oracle.zone_of(zone)).timestamp())) if unix else at.isoformat(" ")

    files, event_columns, explicit_period = [], [], rng.random() < 0.6
    if what != "orders":
        rows = event_rows(rng, start, span)
        while headerless and len(rows) < 5:  # a layout without names needs some rows to be known by
            rows = event_rows(rng, start, span)
        if headerless:
            event_columns = ["visitor", "item", "category", "event", "time"]
            rows = [user_behavior(rng, row) for row in rows]
        else:
            optional = [column for column in EVENT_COLUMNS[2:] if rng.random() < 0.72]
            event_columns = shuffled(rng, EVENT_COLUMNS[:2] + optional)
        rows = [{**row, "time": written(row["time"])} for row in rows]
        order_of_file(rng, rows)
        files += write_parts(rng, directory, "log" if headerless else "events", event_columns, rows,
                             header=not headerless)
    if what != "events":
        columns, orders = order_rows(rng, start, span, conflicting_times=explicit_period)
        orders = [[{**row, "placed_at": written(row["placed_at"]), "paid_at": written(row["paid_at"])}
                   for row in lines] for lines in orders]
        files += write_orders(rng, directory, columns, orders)
    if rng.random() < 0.2:
        rng.shuffle(files)
    files += [[name] for name in write_reports(random.Random(f"reports {seed}"), directory, start, span)]
    files = [name for group in files for name in group]

    first, last = oracle.load_shop([Path(directory) / name for name in files], zone).default_period()
    period_start = period_end = None
    if explicit_period:
        days = (last - first).days
        period_start = first + timedelta(days=rng.randint(0, days))
        period_end = period_start + timedelta(days=rng.choice([0, 0, 1, 6, 7, rng.randint(0, 20)]))
        shape = rng.random()
        if shape < 0.1:
            period_start, period_end = first - timedelta(days=3), last + timedelta(days=2)
        elif shape < 0.18:  # nothing at all inside
            period_start, period_end = last + timedelta(days=1), last + timedelta(days=9)
    elif rng.random() < 0.2:
        period_start = first + timedelta(days=rng.randint(0, (last - first).days))
    elif rng.random() < 0.2:
        period_end = first + timedelta(days=rng.randint(0, (last - first).days))
    return Plan(seed, files, zone, period_start, period_end, rng.choice([None, "day", "day", "week", "month"]),
                "source" in event_columns and rng.random() < 0.8,
                zone != oracle.DEFAULT_ZONE or rng.random() < 0.3)


def shuffled(rng, values):
    values = list(values)
    rng.shuffle(values)
    return values


# ------------------------------------------------------------------------------------------------------- events

def event_rows(rng, start, span):
    sessions = rng.choice(["by visit", "partly empty", "interleaved", "empty"])
    sources = rng.sample(SOURCES, rng.randint(1, 4))
    names = ["7", "007", "u1", "U1", "100370", "911234567890123456", "911234567890123457", "访客一", "v8", "v9"]
    rows = []
    for visitor in rng.sample(names, rng.randint(1, len(names))):
        only_other_kinds = rng.random() < 0.15
        for day in days_of_visitor(rng, span):
            rows += one_day(rng, start + timedelta(days=day), visitor, sessions, sources, only_other_kinds)
    return rows


def days_of_visitor(rng, span):
    """Single days, and returns after one, six and seven days: the edges of the six-day look-back."""
    day = rng.randrange(span)
    pattern = rng.choice([[0], [0, 1], [0, 6], [0, 7], [0, 6, 13], [0, 7, 13], [0, 1, 2, 9]])
    return [day + later for later in pattern if day + later < span + 3]


def one_day(rng, midnight, visitor, sessions, sources, only_other_kinds):
    at = midnight + timedelta(seconds=rng.choice(
        [0, 1, rng.randrange(86400), rng.randrange(86400), 86400 - 1, 86400 - rng.choice([30, 600, 1800])]))
    run_source = rng.choice(sources)
    # One id may serve several visitors (they stay apart) and several days of one visitor (they are one visit).
    session = rng.choice([f"s{rng.randrange(1000)}", "s1", f"{visitor}-x"])
    rows = []
    for _ in range(rng.choice([1, 1, 2, 3, 5, 8])):
        row = {"visitor": visitor, "time": at, "event": rng.choice(VIEW_KINDS), "search_term": "",
               "category": rng.choice(["", "c1", "c2"]), **where(rng)}
        row["source"] = run_source if rng.random() < 0.7 else rng.choice(sources)
        row["session"] = {"by visit": session, "empty": "",
                          "partly empty": rng.choice(["", session, session]),
                          "interleaved": rng.choice(["s1", "s2", session])}[sessions]
        if only_other_kinds or rng.random() < 0.25:
            row["event"] = rng.choice(OTHER_KINDS)
            row["search_term"] = "连衣裙" if row["event"] in ("search", "搜索") else ""
        rows.append(row)
        at += timedelta(seconds=rng.choice([0, 0, 1, 7, 60, 600, 1799, 1800, 1801, 1801, 5400]))
    return rows


def where(rng):
    """Pages with and without item, items without page, item pages known by their type only, nothing at all."""
    kind = rng.choice(["item", "item no type", "item odd type", "type only", "other", "other", "other", "nothing"])
    number = rng.choice(["1", "2", "3", "007", "7"])
    if kind.startswith("item"):
        page_type = {"item": "item", "item no type": "", "item odd type": rng.choice(["home", "content"])}[kind]
        return {"item": number, "page": rng.choice(["", f"/item/{number}", number]), "page_type": page_type}
    if kind == "type only":
        return {"item": "", "page": rng.choice(["", f"/item/{number}"]), "page_type": "item"}
    if kind == "nothing":
        return {"item": "", "page": "", "page_type": ""}
    page_type = rng.choice(["home", "category", "search", "content", "other", ""])
    return {"item": "", "page": rng.choice([f"/{page_type}", number, "/"]), "page_type": page_type}


def user_behavior(rng, row):
    """The headerless layout knows four kinds and numeric ids only."""
    kind = {"view": "pv", "favorite": "fav", "cart": "cart", "buy": "buy"}.get(oracle.KINDS.get(row["event"]), "pv")
    item = int(row["item"] or 9) + rng.choice([2000, 2000, 3000])
    return {**row, "event": kind, "item": str(item), "category": str(rng.randrange(5000, 5004)),
            "visitor": str(1000 + sum(map(ord, row["visitor"])))}


def order_of_file(rng, rows):
    """Sorted by time, shuffled, or one visitor after the other; rows of one second stay where this puts them."""
    arrangement = rng.choice(["time", "shuffled", "newest first", "by visitor"])
    if arrangement == "time":
        rows.sort(key=lambda row: row["time"])
    elif arrangement == "newest first":
        rows.sort(key=lambda row: row["time"], reverse=True)
    elif arrangement == "shuffled":
        rng.shuffle(rows)


# ------------------------------------------------------------------------------------------------------- orders

def order_rows(rng, start, span, conflicting_times):
    """(columns, orders): each order a list of rows with datetimes in placed_at and paid_at."""
    dropped = {column for column in ORDER_COLUMNS[4:] if rng.random() < 0.25}
    if rng.random() < 0.25:
        dropped.add(rng.choice(["buyer", "placed_at", "paid_at"]))
    columns = shuffled(rng, [column for column in ORDER_COLUMNS if column not in dropped])
    people = rng.sample(["7", "007", "u1", "U1", "b5", "买家六", "911234567890123456", ""], rng.randint(1, 8))
    orders = []
    for n in range(rng.randint(1, 25)):
        # Long ids that differ in the last digit only: read as a number they would be one order.
        name = f"9876543210987654{n + 10}" if n % 3 else f"A-{n:03}"
        placed = start + timedelta(days=rng.randrange(span), seconds=rng.choice(
            [0, 86399, 86400 - 45, rng.randrange(86400), rng.randrange(86400)]))
        later = rng.choice([None, None, 0, 30, 60, 3600, 86400, 3 * 86400, 3 * 86400 + 77, 8 * 86400])
        if "placed_at" in dropped and later is None:
            later = 0  # an order with no time at all is left out, see the top
        paid = None if later is None else placed + timedelta(seconds=later)
        buyer = rng.choice(people)
        if orders and rng.random() < 0.15:  # a second purchase of one buyer, paid in the same second
            before = rng.choice(orders)
            buyer, paid = before["buyer"], before["paid"] or paid
            placed = min(placed, paid) if paid else placed
        orders.append({"order": name, "buyer": buyer, "placed": placed, "paid": paid})
    return columns, [lines_of_order(rng, order, people, conflicting_times) for order in shuffled(rng, orders)]


def lines_of_order(rng, order, people, conflicting_times):
    count = rng.choice([1, 1, 1, 2, 2, 3, 4])
    same_amount = rng.choice(AMOUNTS) if rng.random() < 0.2 else None  # honest lines that happen to cost the same
    lines = []
    for n in range(count):
        lines.append({
            "order": order["order"], "buyer": order["buyer"], "placed_at": order["placed"], "paid_at": order["paid"],
            "status": "交易成功" if order["paid"] else rng.choice(["等待买家付款", "交易关闭"]),
            "item": rng.choice(["1", "2", "3", "007", ""]), "title": rng.choice(["", "Lamp, red", "台灯"]),
            "sku": f"k{n}", "quantity": rng.choice(QUANTITIES),
            "amount": same_amount if same_amount is not None else rng.choice(AMOUNTS),
            "paid_amount": same_amount if same_amount is not None else rng.choice(AMOUNTS),
            "refund_amount": rng.choice(["", "0", "0.1"]),
            "promotion": rng.choice(["", "", "618满减", "双11"]), "source": rng.choice(SOURCES),
            "province": rng.choice(["", "浙江省"]), "city": rng.choice(["", "杭州市"])})
    # Facts of the order: on each line, on one line only, here and there, or in conflict (then the first one counts).
    spread = rng.choice(["each", "each", "first", "last", "scattered", "conflict"])
    for fact in ("buyer", "placed_at", "paid_at"):
        nothing = "" if fact == "buyer" else None
        keeper = {"first": 0, "last": count - 1}.get(spread, rng.randrange(count))
        for n, line in enumerate(lines):
            if n != keeper and (spread in ("first", "last") or spread == "scattered" and rng.random() < 0.5):
                line[fact] = nothing
            if spread == "conflict" and n > 0:
                if fact == "buyer" and lines[0]["buyer"] != "":
                    line[fact] = rng.choice(people)
                elif fact != "buyer" and conflicting_times and lines[0][fact]:
                    line[fact] = lines[0][fact] + timedelta(days=rng.choice([-1, 0, 1]))
    return lines


# ------------------------------------------------------------------------- paid tools and ready-made reports

AD_NUMBERS = ["impressions", "clicks", "cost", "avg_rank", "quality_score", "favorites", "carts", "orders", "revenue",
              "bid", "default_bid", "category_bid"]
AD_FINEST = [["campaign"], ["campaign", "item"], ["item"], ["campaign", "item", "creative_title", "creative_picture"],
             ["campaign", "item", "keyword"], ["keyword"], ["campaign", "keyword", "search_term"], []]


def write_reports(rng, directory, start, span):
    """Reports of paid tools in some shops: campaigns, items and keywords of the same days, each told by another file,
    totals at the end, a week beside its days, one file told twice at two states. An account's log; ready-made reports of
    the shop or of its sources."""
    names = []
    if rng.random() < 0.5:
        for number in range(rng.choice([1, 1, 2, 3])):
            columns, rows = ad_rows(rng, start, span)
            names.append(f"ads_{number}.csv")
            write_csv(rng, Path(directory) / names[-1], columns, with_total(rng, rows), header=True)
            if rng.random() < 0.2 and any(row["revenue"] for row in rows) and "revenue" in columns:  # again, restated
                again = [{**row, "revenue": row["revenue"] and str(float(row["revenue"]) + 1)} for row in rows]
                names.append(f"ads_{number}_later.csv")
                write_csv(rng, Path(directory) / names[-1], columns, again, header=True)
        rng.shuffle(names)
    if rng.random() < 0.3:
        names.append("ad_log.csv")
        write_csv(rng, Path(directory) / "ad_log.csv", ["time", "scope", "action", "object", "before", "after"],
                  log_rows(rng, start, span), header=True)
    if rng.random() < 0.4:
        names.append("daily.csv")
        columns, rows = daily_rows(rng, start, span)
        write_csv(rng, Path(directory) / "daily.csv", columns, with_total(rng, rows), header=True)
    return names


def with_total(rng, rows):
    """A total says so where the date would stand. It must not pass for data, so it is large."""
    if rng.random() < 0.5:
        return rows
    total = {name: "999999" if name in AD_NUMBERS or name in DAILY_NUMBERS else "" for name in rows[0]}
    return rows + [{**total, "date": rng.choice(["合计", "总计"])}]


def ad_rows(rng, start, span):
    things = rng.choice(AD_FINEST) + [name for name in ("tool", "channel") if rng.random() < 0.6]
    states = [name for name, of in (("campaign_state", "campaign"), ("item_state", "item")) if of in things and rng.random() < 0.8]
    numbers = ["impressions", "clicks"] + [name for name in AD_NUMBERS[2:] if rng.random() < 0.75]
    spans = rng.choice([[1], [1], [1, 7], [7], [3]])
    columns = ["date"] + (["end_date"] if spans != [1] else []) + shuffled(rng, things + states + numbers)
    texts = {"tool": ["直通车", "京东快车", ""], "channel": ["search", "定向推广", ""], "campaign": ["a", "b", "计划丙"],
             "item": ["1", "2", "007"], "keyword": ["连衣裙", "Dress", "dress"], "search_term": ["红 连衣裙", "x"],
             "creative_title": ["好看", "便宜"], "creative_picture": ["p.jpg", ""],
             "campaign_state": ["推广中", "暂停", ""], "item_state": ["推广中", "暂停", "审核下架", "淘宝下架", ""]}
    empty = rng.random() < 0.3  # here and there a thing is not named
    rows = []
    for _ in range(rng.randint(1, 30)):
        length = rng.choice(spans)
        first = (start + timedelta(days=rng.randrange(span))).date()
        row = {"date": str(first), "end_date": str(first + timedelta(days=length - 1))}
        row |= {name: rng.choice(texts[name]) for name in things + states}
        if empty and things and rng.random() < 0.3:
            row[rng.choice(things)] = ""
        row |= {"impressions": rng.choice(["0", "1", "100", "12345"]), "clicks": rng.choice(["0", "1", "7"]),
                "cost": rng.choice(["0", "0.1", "0.2", "99.99", ""]), "avg_rank": rng.choice(["1", "2.5", "13.37", ""]),
                "quality_score": rng.choice(["8", "6.5", ""]), "favorites": rng.choice(["0", "3", ""]),
                "carts": rng.choice(["0", "2", ""]), "orders": rng.choice(["0", "1", "0.5", "2", ""]),
                "revenue": rng.choice(["0", "0.1", "1234.56", ""]), "bid": rng.choice(["1.5", "0.80", "", "-"]),
                "default_bid": rng.choice(["0.5", "1", "-"]), "category_bid": rng.choice(["0.3", ""])}
        if rng.random() < 0.05:  # a thing that was not shown
            row |= {name: "-" for name in ("impressions", "clicks", "cost")} | {"orders": "", "revenue": ""}
        rows.append(row)
    return columns, rows


def log_rows(rng, start, span):
    rows = []
    for _ in range(rng.randint(1, 12)):
        at = start + timedelta(days=rng.randrange(span), seconds=rng.choice([0, 86399, rng.randrange(86400)]))
        rows.append({"time": at.isoformat(" "), "scope": rng.choice([*oracle.SCOPES, "别的", ""]), "action": rng.choice(["改价", "暂停"]),
                     "object": rng.choice(["连衣裙", "1"]), "before": rng.choice(["", "0.80"]), "after": "1.20"})
    rows[0]["scope"] = rng.choice(list(oracle.SCOPES))  # a log without one usable row is no log
    return rows


DAILY_NUMBERS = ["page_views", "visitors", "visits", "buyers", "paid_orders", "paid_amount", "bounce_rate", "conversion_rate",
                 "amount_per_buyer"]


def daily_rows(rng, start, span):
    numbers = [name for name in DAILY_NUMBERS if rng.random() < 0.7] or ["page_views"]
    if not set(numbers) & {"page_views", "visitors", "visits", "buyers", "paid_orders"}:
        numbers.append("visitors")
    shape = rng.choice(["shop", "shop", "sources", "both"])
    columns = ["date"] + (["source"] if shape != "shop" else []) + shuffled(rng, numbers)
    rows = []
    for day in rng.sample(range(span), rng.randint(1, span)):
        sources = {"shop": [""], "sources": ["直通车", "search"][:rng.randint(1, 2)], "both": ["", "直通车", "search"]}[shape]
        for source in sources:
            row = {"date": str((start + timedelta(days=day)).date()), "source": source}
            row |= {name: rng.choice(["0", "1", "7", "120", "", "-"]) for name in DAILY_NUMBERS}
            row |= {"paid_amount": rng.choice(["0.1", "99.99", "", "-"]), "bounce_rate": rng.choice(["12.5%", "100%", "0%", ""]),
                    "conversion_rate": rng.choice(["1.25%", "", "-"]), "amount_per_buyer": rng.choice(["50", "33.33", ""])}
            if any(row[name] not in ("", "-") for name in numbers):
                rows.append(row)
    return columns, rows or [{"date": str(start.date()), "source": "", **{name: "1" for name in DAILY_NUMBERS}}]


# ------------------------------------------------------------------------------------------------------ writing

def write_orders(rng, directory, columns, orders):
    parts = [orders]
    if len(orders) > 3 and rng.random() < 0.2:  # two files of one kind; no order is in both
        cut = rng.randrange(1, len(orders))
        parts = [orders[:cut], orders[cut:]]
    rows_of_part = []
    for part in parts:
        kept = []
        for lines in part:
            shown = []
            for line in lines:
                if not any(all(line[column] == other[column] for column in columns) for other in shown):
                    shown.append(line)
            kept.append(shown)
        make_amounts_differ(columns, kept)
        rows_of_part.append([line for lines in kept for line in lines])
    names = ["orders.csv"] if len(parts) == 1 else ["orders_1.csv", "orders_2.csv"]
    for name, rows in zip(names, rows_of_part):
        write_csv(rng, Path(directory) / name, columns, rows, header=True)
    return [names]


def make_amounts_differ(columns, orders):
    """In each file some order has lines of different amounts, so no amount can pass for an order-level one."""
    several = [lines for lines in orders if len(lines) > 1]
    for column in ("amount", "paid_amount"):
        if column in columns and several and not any(
                len({line[column] for line in lines} - {""}) > 1 for lines in several):
            several[0][0][column], several[0][1][column] = "0.1", "19.9"


def write_parts(rng, directory, stem, columns, rows, header):
    """One file, or two with possibly different columns: then a column missing in one is simply empty there."""
    if not header or len(rows) < 6 or rng.random() < 0.8:
        write_csv(rng, Path(directory) / f"{stem}.csv", columns, rows, header)
        return [[f"{stem}.csv"]]
    cut = rng.randrange(1, len(rows))
    fewer = [column for column in columns if column in ("visitor", "time") or rng.random() < 0.8]
    write_csv(rng, Path(directory) / f"{stem}_1.csv", columns, rows[:cut], header)
    write_csv(rng, Path(directory) / f"{stem}_2.csv", fewer, rows[cut:], header)
    return [[f"{stem}_1.csv", f"{stem}_2.csv"]]


def write_csv(rng, path, columns, rows, header):
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator=rng.choice(["\n", "\r\n"]))
        if header:
            writer.writerow(columns)
        writer.writerows([[row[column] for column in columns] for row in rows])
        if header and rng.random() < 0.1:  # a blank tail of commas, as spreadsheets leave it
            writer.writerows([[""] * len(columns)] * rng.randint(1, 4))


if __name__ == "__main__":
    target = Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    plan = make_shop(int(sys.argv[1]), target)
    print("dianzhang report --format json --lang en", *plan.arguments(), *plan.files)

"""The load statements of known layouts: a file loaded by SQL gives the figures that the program reads from it."""

import random
import sys
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
import engines
from shop import Shop, figures, make_tables, program, statements
from test_sql import same

SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2026, 6, 1, tzinfo=SHANGHAI)


def moments(rng, count):
    return sorted(START + timedelta(seconds=rng.choice([rng.randrange(10 * 86400), 86400, 86400 - 1])) for _ in range(count))


def user_behavior(rng):
    return [f"{rng.randrange(1000, 1012)},{rng.randrange(2000, 2009)},{rng.randrange(5000, 5003)},{rng.choice(['pv', 'pv', 'pv', 'fav', 'cart', 'buy'])},{int(at.timestamp())}"
            for at in moments(rng, 400)]


def rees46(rng):
    rows = ["event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session"]
    return rows + [f"{at.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC,{rng.choice(['view', 'view', 'view', 'cart', 'purchase', 'remove_from_cart'])},"
                   f"{rng.randrange(100, 109)},{rng.randrange(10)},,acme,9.90,{rng.randrange(500, 512)},s-{rng.randrange(40)}" for at in moments(rng, 400)]


def taobao_orders(rng):
    rows = ["订单编号,买家会员名,总金额,买家应付货款,买家实际支付金额,订单状态,收货人姓名,订单创建时间,订单付款时间,宝贝标题,宝贝总数量"]
    for n, at in enumerate(moments(rng, 120)):
        paid = "" if rng.random() < 0.3 else f"{at + timedelta(seconds=rng.choice([5, 600, 90000])):%Y-%m-%d %H:%M:%S}"
        number = "1.23457E+17" if n == 7 else f'"=""{512345678901234500 + n}"""' if n % 2 else f"{512345678901234500 + n}"
        amount = f"{rng.randrange(100, 99999) / 100:.2f}"
        rows.append(f"{number},买家{rng.randrange(30)},{amount},{amount},{amount if paid else '0'},{'交易成功' if paid else '等待买家付款'},某某,"
                    f"{at:%Y-%m-%d %H:%M:%S},{paid},台灯{rng.randrange(5)},{rng.randrange(1, 4)}")
    return rows


LAYOUTS = {"taobao_user_behavior": user_behavior, "rees46_events": rees46, "taobao_orders": taobao_orders}


class Loading(unittest.TestCase):
    def load(self, name):
        if name not in engines.wanted():
            self.skipTest(f"{name} is not in DIANZHANG_ENGINES")
        try:
            engine = engines.started(name)
        except engines.Missing as missing:
            self.skipTest(f"{name}: {missing}")
        engine.loaded = None  # the tables are filled in another way here
        for layout, rows in LAYOUTS.items():
            with self.subTest(layout), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "file.csv"
                path.write_text("\n".join(rows(random.Random(layout))) + "\n", encoding="utf-8")
                shop = Shop(layout, folder, [path.name])
                report = shop.report("day")
                self.assertEqual(report["files"][0]["layout"], layout)
                make_tables(engine)
                for statement in statements(program("sql", "--engine", name, "--layout", layout, "--input", path)):
                    engine.run(statement)
                row, = engine.rows(shop.sql(name).strip().rstrip(";"))
                for metric in figures():
                    expected = report["metrics"][metric]["value"]
                    self.assertTrue(same(expected, row[metric]), f"{metric}: program {expected}, {name} {row[metric]}")

    def test_by_duckdb(self):
        self.load("duckdb")

    def test_by_clickhouse(self):
        self.load("clickhouse")

    def test_by_spark(self):
        self.load("spark")


if __name__ == "__main__":
    unittest.main()

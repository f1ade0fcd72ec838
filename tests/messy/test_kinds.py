"""Tables of many kinds, clean or spoilt in one way: what is clean comes out as it went in, and no row comes out otherwise,
or not at all, without being told.

DIANZHANG_SEEDS=1,2,3 draws others; DIANZHANG is the program's path.
"""

import collections
import csv
import io
import os
import random
import tempfile
import unittest

from test_messy import read

WORDS = "red oak lamp wool tea cup rain coat blue desk pine bowl silk scarf iron kettle soft rug".split()
GOODS = "连衣裙 保温杯 双肩包 台灯 羊毛围巾 帆布鞋 电热水壶 雨靴 四件套 防晒霜".split()
NAMES = "order buyer title price amount note state city day time item count rate code source 编号 标题 金额 时间 状态".split()
SEEDS = [int(seed) for seed in os.environ.get("DIANZHANG_SEEDS", "11,12,13").split(",")]
TABLES = 200


def words(dice, count):
    return " ".join(dice.choice(WORDS) for _ in range(count))


# What a column may hold.
COLUMNS = [
    lambda dice, at: str(700000000000 + dice.randrange(10**9)),
    lambda dice, at: "%06d" % dice.randrange(10**5),
    lambda dice, at: "2026-%02d-%02d" % (1 + at % 12, 1 + at % 28),
    lambda dice, at: "2026-06-%02d %02d:%02d:%02d" % (1 + at % 28, dice.randrange(24), dice.randrange(60), dice.randrange(60)),
    lambda dice, at: str(dice.randrange(1000)),
    lambda dice, at: "%.2f" % dice.uniform(1, 999),
    lambda dice, at: "%.2f%%" % dice.uniform(0, 100),
    lambda dice, at: dice.choice(WORDS),
    lambda dice, at: words(dice, 2).title(),
    lambda dice, at: words(dice, dice.randrange(4, 14)) + dice.choice([".", ", " + words(dice, 3), "; " + words(dice, 2), ' 9" wide', ' "so"', ""]),
    lambda dice, at: words(dice, 3) + dice.choice(["", "", "\n" + words(dice, 3)]),
    lambda dice, at: dice.choice(GOODS) + dice.choice(["", " 蓝色", "（大号）"]),
    lambda dice, at: dice.choice(GOODS) + dice.choice(["，请尽快", "", ", 送礼", "。谢谢"]),
    lambda dice, at: dice.choice(["new", "paid", "closed"]),
    lambda dice, at: "",
    lambda dice, at: dice.choice(["", "", "", "x1"]),
    lambda dice, at: "%s-%04d" % (dice.choice(["AB", "CD"]), dice.randrange(9999)),
    lambda dice, at: "https://x.example/" + dice.choice(WORDS),
    lambda dice, at: dice.choice(WORDS) + "@x.example",
    lambda dice, at: str(round(dice.uniform(-5, 5), 4)),
    lambda dice, at: dice.choice("是否"),
    lambda dice, at: dice.choice(["-", "+", ""]) + str(dice.randrange(50)),
]


def line(row, delimiter, quoting):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerow(row)
    return out.getvalue()[:-1]


def spoil(dice, how, lines, delimiter):
    """Spoils the lines; the row that is damaged, if one is."""
    at = dice.randrange(1, len(lines))
    if how == "blank":
        lines.insert(at, "")
    elif how == "total":
        lines.append(delimiter.join(["合计"] + ["99"] * (lines[0].count(delimiter))))
    elif how == "note":
        lines += ["", "Note: all amounts in yuan"]
    elif how == "preface":
        lines[:0] = ["Report of the shop", "2026-06-01 to 2026-06-30", ""]
    elif how == "extra":
        lines[at] = delimiter + lines[at]
    elif how == "lost":
        # Between cells that have no quotes it is no part of a text.
        place = lines[at].rfind(delimiter)
        lines[at] = lines[at] if '"' in lines[at] else lines[at][:place] + lines[at][place + 1:]
    elif how == "short":
        lines[at] = lines[at] if '"' in lines[at] else lines[at][:lines[at].rfind(delimiter)]
    elif how == "quote":
        place = dice.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + '"' + lines[at][place:]
    elif how == "space":
        lines[at] = lines[at].replace(delimiter, " ")
    elif how == "break":
        place = dice.randrange(1, len(lines[at])) if len(lines[at]) > 1 else 0
        lines[at] = lines[at] if '"' in lines[at] else lines[at][:place] + "\n" + lines[at][place:]
    return at if how in ("extra", "lost", "short", "quote", "space", "break") else None


def trimmed(row):
    """Without blanks around cells and empty cells at the end: what a row says."""
    row = [cell.strip() for cell in row]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


class Kinds(unittest.TestCase):
    def check(self, folder, seed, number):
        dice = random.Random(seed * 1000 + number)
        columns = [dice.choice(COLUMNS) for _ in range(dice.choice([2, 3, 4, 5, 6, 8, 12]))]
        rows = [dice.sample(NAMES, len(columns))]
        rows += [[column(dice, at) for column in columns] for at in range(dice.choice([8, 15, 30, 60]))]
        if not any(cell for row in rows[1:] for cell in row):
            return
        delimiter = dice.choice(",,,;\t|")
        quoting = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        lines = [line(row, delimiter, quoting) for row in rows]
        how = dice.choice(["clean", "clean", "extra", "lost", "short", "quote", "blank", "total", "note", "preface", "space", "break"])
        damaged = spoil(dice, how, lines, delimiter)
        end = dice.choice(["\r\n", "\n"])
        data = (end.join(lines) + end).encode(dice.choice(["utf-8", "utf-8", "gb18030"]))
        found, told = read(folder, "table", data)
        what = f"{seed}.{number} {how} {told}\n" + data.decode("utf-8", "replace")[:1500]
        self.assertIsNotNone(found, what)
        whole = collections.Counter(trimmed(row) for at, row in enumerate(rows) if at != damaged and any(row))
        got = collections.Counter(trimmed(row) for row in found if any(row))
        missing, beyond = whole - got, got - whole
        if how in ("clean", "blank", "preface"):
            self.assertFalse(missing or beyond, (missing, beyond, what))
        elif missing or sum(beyond.values()) > (damaged is not None) + (how == "break"):
            self.assertTrue(told, (missing, beyond, what))
        if how in ("lost", "short", "space", "extra", "break") and trimmed(rows[damaged]) not in got:
            # A row without any text is a blank one, and what stands in quotes was no damage.
            if lines[damaged].strip(delimiter + '" ') and line(rows[damaged], delimiter, quoting) != lines[damaged]:
                self.assertTrue(told, (rows[damaged], what))

    def test_nothing_is_silent(self):
        with tempfile.TemporaryDirectory() as folder:
            for seed in SEEDS:
                for number in range(TABLES):
                    self.check(folder, seed, number)


if __name__ == "__main__":
    unittest.main()

"""Files spoilt in every way that `pollute` knows, read with nothing said about them: how close the rows come to the
truth, and that no row comes out other than it went in without being told.

DIANZHANG is the program's path (default target/release/dianzhang in the project's root).
"""

import csv
import io
import os
import re
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pollute
import score

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DIANZHANG", ROOT / "target" / "release" / "dianzhang")).absolute()

# What no reader can know: names of columns that have run together.
LOST = re.compile(r"row_(less_sep_0|field_delimiter_0)_")


def read(folder, name, data):
    path = Path(folder) / (name + ".csv")
    path.write_bytes(data)
    ran = subprocess.run([PROGRAM, "--lang", "en", "table", path], capture_output=True)
    rows = list(csv.reader(io.StringIO(ran.stdout.decode("utf-8"), newline=""))) if ran.returncode == 0 else None
    return rows, ran.stderr.decode("utf-8")


class Messy(unittest.TestCase):
    def spoil(self, rows, delimiter, least, every=1):
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
            cases = list(pollute.pollutions(rows, delimiter, every=every))
            read_all = list(pool.map(lambda case: read(folder, case[0], case[1]), cases))
        points = {}
        for (name, _, truth), (found, told) in zip(cases, read_all):
            points[name] = score.score(truth, found)
            # With apostrophes around cells it cannot be known whether two quotes in a row are one.
            if found is None or name == "file_quotation_char_27" or LOST.match(name):
                continue
            # A row that is not true is told, with its line; where a file is spoilt in one row, that row alone is wrong.
            wrong = [at for at, (one, other) in enumerate(zip(found, truth)) if [c for c in one if c] != [c for c in other if c]]
            if name.startswith("row_"):
                self.assertEqual(len(found), len(truth), (name, told))
                self.assertLessEqual(len(wrong), 1, (name, told))
            if wrong:
                self.assertIn("line %d" % (wrong[0] + 1), told, name)
        simple, weighted = score.overall(points)
        worst = sorted((point, name) for name, point in points.items() if not LOST.match(name))[:5]
        self.assertGreaterEqual((simple, weighted), least, worst)
        return points

    def test_goods_with_prose_and_quotes(self):
        points = self.spoil(pollute.shop(7), ",", (9.99, 9.99))
        for kind in ("file_", "row_extra_quote"):
            low = {name: point for name, point in points.items() if name.startswith(kind) and point < 9.999}
            self.assertLessEqual(set(low), {"file_quotation_char_27"}, low)

    def test_chinese_orders(self):
        self.spoil(pollute.orders(3), ",", (9.99, 9.99))
        self.spoil(pollute.orders(5), "\t", (9.97, 9.99))

    def test_numbers_with_decimal_commas(self):
        self.spoil(pollute.measures(4), ";", (9.98, 9.99))

    def test_every_cell_in_quotes(self):
        self.spoil(pollute.quoted(1), ",", (9.97, 9.99))
        self.spoil(pollute.quoted(2), ";", (9.97, 9.99))

    def test_many_columns_with_gaps(self):
        self.spoil(pollute.readings(1), ",", (9.99, 9.99), every=11)

    # What has run together in these cannot be told apart: names of several words, a day and a number of any length.
    def test_few_columns_and_names_of_several_words(self):
        self.spoil(pollute.members(1), ",", (9.94, 9.98))
        self.spoil(pollute.posts(1), ",", (9.94, 9.98))
        self.spoil(pollute.days(1), ",", (9.94, 9.97))


if __name__ == "__main__":
    unittest.main()

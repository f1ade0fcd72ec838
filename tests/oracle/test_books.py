"""Real workbooks against a reader of its own: every cell that `dianzhang table` writes is the one in the file.

The .xlsx are read here with zipfile and ElementTree, the .xls with xlrd where it is installed. Real files lie in
../shared/data beside the project; where they do not, there is nothing to compare.
"""

import csv
import io
import os
import re
import subprocess
import unittest
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PROGRAM = Path(os.environ.get("DIANZHANG", ROOT / "target" / "release" / "dianzhang")).absolute()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(path, sheet):
    words = [str(PROGRAM), "table", "--lang", "en", "--sheet", sheet, str(path)]
    out = subprocess.run(words, capture_output=True, timeout=60, check=True).stdout
    return [row for row in csv.reader(io.StringIO(out.decode(), newline="")) if any(row)]


def number(value, code):
    """A number as its format shows it: a date, a percent, or the number itself, with all its digits."""
    if re.search("[ydh]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", code).lower()):
        moment = datetime(1899, 12, 30) + timedelta(seconds=round(float(value) * 86400))
        return moment.strftime("%Y-%m-%d" if "h" not in code.lower() and moment.hour == 0 else "%Y-%m-%d %H:%M:%S")
    digits = Decimal(repr(float(value))) * (100 if "%" in code else 1)
    text = format(digits.normalize(), "f")
    return text + "%" if "%" in code else text


def xlsx(path):
    """The first sheet, row by row."""
    with zipfile.ZipFile(path) as book:
        part = lambda name: ElementTree.fromstring(book.read(name))
        names = book.namelist()
        texts = []
        if "xl/sharedStrings.xml" in names:
            texts = ["".join(node.text or "" for node in item.iter(MAIN + "t")) for item in part("xl/sharedStrings.xml")]
        styles = part("xl/styles.xml")
        codes = {node.get("numFmtId"): node.get("formatCode") for node in styles.iter(MAIN + "numFmt")}
        codes = {"9": "0%", "10": "0.00%", "14": "m/d/yyyy", "22": "m/d/yy h:mm", **codes}
        formats = [codes.get(node.get("numFmtId"), "") for node in styles.find(MAIN + "cellXfs")]
        sheet = part("xl/worksheets/sheet1.xml")
        title = part("xl/workbook.xml").find(f"{MAIN}sheets/{MAIN}sheet").get("name")
    rows = []
    for row in sheet.iter(MAIN + "row"):
        cells = {}
        for cell in row.iter(MAIN + "c"):
            letters = re.match("[A-Z]+", cell.get("r")).group()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            value = cell.find(MAIN + "v")
            inline = "".join(node.text or "" for node in cell.iter(MAIN + "t"))
            if cell.get("t") == "s":
                text = texts[int(value.text)]
            elif cell.get("t") == "inlineStr":
                text = inline
            elif value is None or value.text is None:
                text = ""
            elif cell.get("t") in ("str", "e"):
                text = value.text
            else:
                text = number(value.text, formats[int(cell.get("s", 0))])
            cells[column] = text.replace("\r\n", " ").replace("\n", " ")
        if any(cells.values()):
            rows.append([cells.get(column, "") for column in range(1, max(cells) + 1)])
    return title, rows


def xls(path, xlrd):
    book = xlrd.open_workbook(path, formatting_info=True)
    sheet = next(sheet for sheet in book.sheets() if sheet.nrows)
    rows = []
    for at in range(sheet.nrows):
        row = []
        for cell in sheet.row(at):
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.ctype else ""
            row.append(number(cell.value, code) if cell.ctype in (2, 3) else str(cell.value))
        rows.append(row)
    return sheet.name, [row for row in rows if any(row)]


class RealBooks(unittest.TestCase):
    def compare(self, path, title, rows):
        found = table(path, title)
        width = max(map(len, rows))
        fill = lambda row: row + [""] * (width - len(row))
        self.assertEqual([fill(row) for row in found], [fill(row) for row in rows], path.name)

    def test_xlsx(self):
        paths = [path for path in sorted(DATA.rglob("*.xlsx")) if zipfile.is_zipfile(path)]
        if not paths:
            self.skipTest("no real workbooks beside the project")
        for path in paths:
            self.compare(path, *xlsx(path))

    def test_xls(self):
        try:
            import xlrd
        except ImportError:
            self.skipTest("xlrd is not installed")
        paths = [path for path in sorted(DATA.rglob("*.xls")) if path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"]
        if not paths:
            self.skipTest("no real workbooks beside the project")
        for path in paths:
            self.compare(path, *xls(path, xlrd))


if __name__ == "__main__":
    unittest.main()

"""Files that are made to harm, or are damaged beyond any table: each must end in a plain sentence or a clean table, in
bounded memory and in time that a person waits.

By default the sizes are ones that every test run bears. DIANZHANG_HOSTILE=full makes the real ones: a line of 1 GB, a
quote that never closes in 1 GB, a million columns, 1 GiB of zeros in a .gz, a workbook of some kilobytes that declares
two billion texts. They need 4 GB of disk in the folder for temporary files, and some minutes.

DIANZHANG is the program's path (default target/release/dianzhang in the project's root).
"""

import gzip
import os
import resource
import subprocess
import tempfile
import time
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DIANZHANG", ROOT / "target" / "release" / "dianzhang")).absolute()
FULL = os.environ.get("DIANZHANG_HOSTILE") == "full"
MB = 1 << 20
SIZE = 1000 * MB if FULL else 64 * MB
# Most memory of one call, code and libraries included.
MEMORY_MB = 160


def run(*words):
    """Exit code, standard error, seconds and peak memory in MB; standard output goes nowhere."""
    start = time.monotonic()
    reader, writer = os.pipe()
    child = subprocess.Popen([PROGRAM, "--lang", "en", *map(str, words)], stdout=subprocess.DEVNULL, stderr=writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, said, time.monotonic() - start, usage.ru_maxrss / 1024


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name) / "file.csv"

    def fill(self, first, chunk, size, last=b""):
        with open(self.path, "wb") as file:
            file.write(first)
            for _ in range(size // len(chunk)):
                file.write(chunk)
            file.write(last)

    def check(self, words, code, sentence, seconds=120, memory=MEMORY_MB):
        most = memory
        for call in ("table", "sniff", "report"):
            got, said, took, memory = run(call, self.path)
            print(f"{self.id().split('.')[-1]} {call}: exit {got}, {took:.1f} s, {memory:.0f} MB: {said.strip()[:120]}")
            # What is read is kept: a log of 40 million events is larger than any file that is refused.
            self.assertLess(memory, most or 1_000, call)
            self.assertLess(took, seconds, call)
            self.assertNotIn("panicked", said)
            if call in words:
                self.assertEqual(got, code, said)
                self.assertIn(sentence, said)

    def test_one_line_without_an_end(self):
        self.fill(b"", b"1,2,a" * (MB // 5), SIZE)
        self.check(("table", "sniff", "report"), 1, "line 1")

    def test_a_long_line_below_a_good_header(self):
        self.fill(b"visitor,time,page\n" + b"v1,2026-06-01 10:00:00,/a\n" * 20_000, b"x" * MB, SIZE)
        self.check(("table", "report"), 1, "line 20002")

    def test_a_quote_that_never_closes(self):
        self.fill(b"visitor,time,page\nv0,2026-06-01 10:00:00,\"/a\n", b"v1,2026-06-01 10:00:00,/a\n" * 40_000, SIZE)
        # Its own line is told, and no other is swallowed.
        got, said, took, memory = run("table", self.path)
        print(f"a_quote_that_never_closes table: exit {got}, {took:.1f} s, {memory:.0f} MB: {said.strip()[:120]}")
        self.assertEqual((got, "line 2" in said), (0, True), said)
        self.assertLess(memory, MEMORY_MB)
        self.check(("sniff", "report"), 0, "", memory=None if FULL else MEMORY_MB)

    def test_quotes_that_lead_from_line_to_line(self):
        # From outside each second line opens a quote, and from inside none ever closes: whoever follows each of them as
        # far as it may reach reads the file a hundred thousand times.
        lines = b'v1,2026-06-01 10:00:00,/a\n' * 40 + b'a"",b,c\na"",b","\n' * 400
        self.fill(b"visitor,time,page\n" + b"v1,2026-06-01 10:00:00,/a\n" * 400, lines, SIZE // 8)
        self.check(("table",), 0, "")

    def test_a_file_in_which_every_second_row_is_odd(self):
        # All of them are counted, their lines are named as far as there is room, and `rejects` writes every one.
        self.fill(b"a,b,c\n" + b"1,2,3\n" * 1_000, b'1,2,3\n1,2,3,4,5\n' * 1_000, SIZE // 16)
        got, said, _, memory = run("table", self.path)
        self.assertEqual(got, 0, said)
        self.assertLess(memory, MEMORY_MB)
        self.assertIn("1003, 1005, 1007", said)
        self.assertIn("`dianzhang rejects` lists every one", said)
        shown = subprocess.run([PROGRAM, "--lang", "en", "rejects", self.path], capture_output=True, text=True)
        odd = shown.stdout.splitlines()
        self.assertEqual(odd[0], "file,line,reason,raw")
        self.assertEqual(len(odd) - 1, SIZE // 16 // 16_000 * 1_000)
        self.assertTrue(odd[-1].endswith('"1,2,3,4,5"'), odd[-1])

    def test_a_million_columns(self):
        self.fill(b"a," * (1_000_000 if FULL else 200_000) + b"z\n", b"1," * 1000 + b"\n", 4 * MB)
        self.check(("table", "sniff"), 1, "columns")

    def test_a_bomb_of_zeros(self):
        with gzip.open(self.path, "wb", 9) as file:
            for _ in range(1024 if FULL else 128):
                file.write(bytes(MB))
        self.check(("table", "sniff", "report"), 1, "")

    def test_a_workbook_that_declares_two_billion_texts(self):
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts = {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="2000000000" uniqueCount="2000000000">' + "<si><t>a</t></si>" * 20_000 + "</sst>",
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/><sheetData>'
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1999999999</v></c></row></sheetData></worksheet>',
        }
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        self.check((), 0, "")

    def test_rows_that_all_look_like_notes(self):
        # One filled cell of many: held back as notes below a table, but not for ever.
        self.fill(b"a,b,c,d\n1,2,3,4\n5,6,7,8\n", b"note,,,\n" * 10_000, SIZE // 8)
        got, said, _, memory = run("table", self.path)
        self.assertEqual(got, 0, said)
        self.assertLess(memory, MEMORY_MB * 3)


if __name__ == "__main__":
    unittest.main()

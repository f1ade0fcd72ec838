"""A shop as the program sees it: its canonical rows, its figures, and its SQL."""

import copy
import json
import os
import subprocess
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DIANZHANG", ROOT / "target" / "release" / "dianzhang")).absolute()
TABLES = ["events", "orders", "ads", "ad_log", "daily"]
DIMENSIONS = ["source", "page", "item", "category", "promotion", "province", "search_term"]
OF_ADS = ["tool", "channel", "campaign", "keyword", "creative", "date"]
GRAINS = ["day", "week", "month"]


def program(*words, cwd=None):
    done = subprocess.run([str(PROGRAM), *map(str, words)], cwd=cwd, capture_output=True, timeout=120)
    # 1 says that a file was of no use; the others count.
    if done.returncode not in (0, 1) or not done.stdout:
        raise AssertionError(f"{' '.join(map(str, words))}: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8")


class Shop:
    def __init__(self, name, folder, files, zone="Asia/Shanghai", start=None, end=None):
        self.name, self.folder, self.files, self.zone = name, Path(folder), files, zone
        self.period = [word for option, day in (("--from", start), ("--to", end)) if day is not None for word in (option, str(day))]
        self.reports = {}
        self.like = list(files)
        self.rows = {}
        for table in TABLES:
            rows = program("canon", table, "--zone", zone, *files, cwd=folder)
            self.rows[table] = rows.count("\n") - 1
            (self.folder / f"canonical_{table}.csv").write_text(rows, encoding="utf-8")
        self.dimensions = DIMENSIONS + (OF_ADS if self.rows["ads"] else [])

    def under(self, filters):
        """The same shop, by a name that says what it is narrowed to."""
        shop = copy.copy(self)
        shop.name = f"{self.name} under {' and '.join(filters)}"
        return shop

    def report(self, grain, filters=()):
        """The program's answer with every breakdown; numbers keep their text."""
        key = (grain, *filters)
        if key not in self.reports:
            narrowed = [word for one in filters for word in ("--filter", one)]
            breakdowns = [word for dimension in self.dimensions for word in ("--breakdown", dimension)]
            text = program("report", "--format", "json", "--lang", "en", "--zone", self.zone, "--by", grain, *self.period, *breakdowns,
                           *narrowed, *self.files, cwd=self.folder)
            self.reports[key] = json.loads(text, parse_float=Decimal)
        return self.reports[key]

    def sql(self, engine, *words):
        like = [word for name in self.like for word in ("--like", name)]
        return program("sql", "--engine", engine, "--zone", self.zone, *self.period, *like, *words, cwd=self.folder)

    def like_its_heads(self):
        """Asks for SQL by the first lines of each file, where they fill the same columns: they are read faster."""
        whole = self.sql("duckdb")
        (self.folder / "heads").mkdir(exist_ok=True)
        for name in self.files:
            with open(self.folder / name, "rb") as lines:
                (self.folder / "heads" / name).write_bytes(b"".join(lines.readlines()[:200]))
        self.like = [f"heads/{name}" for name in self.files]
        if self.sql("duckdb") != whole:
            self.like = list(self.files)

    def files_key(self):
        return [str(self.folder / name) for name in self.files]

    def load(self, engine):
        """Makes the canonical tables and fills them, with the program's own statements."""
        if engine.loaded == self.files_key():
            return
        engine.loaded = self.files_key()
        make_tables(engine)
        for table in [table for table in TABLES if self.rows[table]]:
            path = self.folder / f"canonical_{table}.csv"
            for statement in statements(program("sql", "--engine", engine.name, "--layout", f"canonical_{table}", "--input", path)):
                engine.run(statement)


def make_tables(engine):
    """Empty canonical tables, by the program's own statements. Making them anew is dear where a table is a folder."""
    script = statements(program("sql", "--engine", engine.name, "--tables"))
    for table in TABLES:
        engine.run(f"DROP TABLE IF EXISTS {table}")
    for statement in script:
        engine.run(statement)


def statements(script):
    """The statements of a script. No statement of ours has a semicolon at the end of a line inside it."""
    return [part.strip() for part in script.split(";\n") if part.strip()]


def figures(kinds=("measure", "ratio", "mean_of_days")):
    """Ids of all figures, in the catalogue's order, each once."""
    entries = json.loads(program("metrics", "--format", "json"))
    return list(dict.fromkeys(entry["id"] for entry in entries if entry["kind"] in kinds))

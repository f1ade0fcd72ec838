"""A shop as the program sees it: its canonical rows, its figures, and its SQL."""

import csv
import io
import json
import os
import subprocess
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DIANZHANG", ROOT / "target" / "release" / "dianzhang")).absolute()
DIMENSIONS = ["source", "page", "item", "category", "promotion", "province", "search_term"]
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
        # Reports of paid tools and ready-made daily reports have no canonical rows yet: their figures are told, not proven.
        self.files = files = [name for name in files if self.table_of(name) not in ("ads", "ad_log", "daily")]
        self.like = list(files)
        for table in ("events", "orders"):
            rows = program("canon", table, "--zone", zone, *files, cwd=folder)
            (self.folder / f"canonical_{table}.csv").write_text(rows, encoding="utf-8")

    def table_of(self, name):
        return json.loads(program("sniff", "--format", "json", name, cwd=self.folder))[0]["table"]

    def report(self, grain):
        """The program's answer with every breakdown; numbers keep their text."""
        if grain not in self.reports:
            breakdowns = [word for dimension in DIMENSIONS for word in ("--breakdown", dimension)]
            text = program("report", "--format", "json", "--lang", "en", "--zone", self.zone, "--by", grain, *self.period, *breakdowns,
                           *self.files, cwd=self.folder)
            self.reports[grain] = json.loads(text, parse_float=Decimal)
        return self.reports[grain]

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
        for table in ("events", "orders", "ads"):
            engine.run(f"DROP TABLE IF EXISTS {table}")
        for statement in statements(program("sql", "--engine", engine.name, "--tables")):
            engine.run(statement)
        for table in ("events", "orders"):
            path = self.folder / f"canonical_{table}.csv"
            for statement in statements(program("sql", "--engine", engine.name, "--layout", f"canonical_{table}", "--input", path)):
                engine.run(statement)


def statements(script):
    """The statements of a script. No statement of ours has a semicolon at the end of a line inside it."""
    return [part.strip() for part in script.split(";\n") if part.strip()]


def figures():
    """Ids of all figures, in the catalogue's order, each once."""
    kinds = {"measure", "ratio", "mean_of_days"}
    entries = json.loads(program("metrics", "--format", "json"))
    return list(dict.fromkeys(entry["id"] for entry in entries if entry["kind"] in kinds))

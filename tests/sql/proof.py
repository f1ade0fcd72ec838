"""What a run has shown, as a table: metric by engine. docs/sql-proof.md must say the same, or the run fails."""

import json
import os
from collections import Counter, defaultdict

import engines
from shop import ROOT, program

PAGE = ROOT / "docs" / "sql-proof.md"
WITHOUT = {"breakdown": "a table: each number in it has SQL", "tool": "a tool over lists of words, not a number",
           "field": "a column of single rows; its latest value has SQL by keyword and by item"}

equal = defaultdict(Counter)
versions, different = {}, defaultdict(Counter)
missing = {}


def ran(engine, version):
    versions[engine] = version


def skipped(engine, reason):
    missing[engine] = reason


def differs(engine, topics):
    different[engine].update(topics)


def cell(engine, metric):
    if different[engine][metric]:
        return "**different**"
    return "equal" if equal[engine][metric] else "not compared"


def committed():
    """The cells of the page as it is, by first column and place."""
    rows = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines() if PAGE.is_file() else []:
        if line.startswith("| "):
            cells = [part.strip() for part in line.strip("|").split(" | ")]
            rows[cells[0].strip()] = [part.strip() for part in cells]
    return rows


def page(seeds):
    """The page that this run would write; an engine that did not run keeps what the page says of it."""
    known = committed()
    kept = lambda row, at: (known.get(row) or [])[at:at + 1] or ["not run"]
    entries = list({entry["id"]: entry for entry in reversed(json.loads(program("metrics", "--format", "json")))}.values())[::-1]
    lines = [
        "# The SQL of the catalogue, proven",
        "",
        "This page is made by `make test-sql`, which fails when it is out of date (`DIANZHANG_WRITE=1` writes it). The program",
        "and each engine read the same rows: the sample shop, and small shops full of traps (ties of time, gaps of exactly 1,800",
        "seconds, visits past midnight, clock changes, orders in several lines, reports that tell the same days twice). Compared",
        "are the period, series by day, week and month, breakdowns, figures under filters, single rows and single hours. Counts",
        "and money are equal to the last digit, ratios to 1e-12; a null is a null on both sides.",
        "",
        "| engine | version | shops |",
        "|---|---|---|",
    ]
    for name in engines.NAMES:
        told = [versions[name], f"the sample shop and {seeds[name]} hostile ones"] if name in versions else kept(name, 1) + kept(name, 2)
        lines.append(f"| {name} | " + " | ".join(told) + " |")
    lines += ["", "| metric | name | " + " | ".join(engines.NAMES) + " |", "|---" * (2 + len(engines.NAMES)) + "|"]
    for entry in entries:
        metric = entry["id"]
        if entry["kind"] in WITHOUT:
            cells = [WITHOUT[entry["kind"]]] * len(engines.NAMES)
        else:
            cells = [cell(name, metric) if name in versions else kept(f"`{metric}`", 2 + at)[0] for at, name in enumerate(engines.NAMES)]
        lines.append(f"| `{metric}` | {entry['zh']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def check(seeds, whole):
    """Fails where the page does not say what the run has shown. A run of fewer shops says nothing of it."""
    for engine, reason in missing.items():
        print(f"sql: {engine} skipped: {reason}")
    if not whole or not versions:
        return
    text = page(seeds)
    if os.environ.get("DIANZHANG_WRITE"):
        PAGE.write_text(text, encoding="utf-8")
    elif text != PAGE.read_text(encoding="utf-8"):
        raise AssertionError("docs/sql-proof.md does not say what this run has shown: DIANZHANG_WRITE=1 writes it anew")

"""What a run has shown, as a table: metric by engine."""

import json
from collections import Counter, defaultdict

import engines
from shop import ROOT, figures, program

KEPT = ROOT / "target" / "sql-proof"

equal = defaultdict(Counter)
versions, missing, different = {}, {}, defaultdict(Counter)


def ran(engine, version):
    versions[engine] = version


def skipped(engine, reason):
    missing[engine] = reason


def differs(engine, topics):
    different[engine].update(topics)


def cell(engine, metric):
    if different[engine][metric]:
        return f"**{different[engine][metric]} differ**"
    count = equal[engine][metric]
    return f"equal ({count:,})" if count else "not compared"


def write(path, seeds):
    """Writes the table once every engine has run, in this run or in an earlier one of this checkout."""
    for engine, reason in missing.items():
        print(f"sql: {engine} skipped: {reason}")
    KEPT.mkdir(parents=True, exist_ok=True)
    for engine, version in versions.items():
        kept = {"version": version, "shops": seeds[engine], "equal": equal[engine], "different": different[engine]}
        (KEPT / f"{engine}.json").write_text(json.dumps(kept), encoding="utf-8")
    if not all((KEPT / f"{engine}.json").is_file() for engine in engines.NAMES):
        return
    for engine in engines.NAMES:
        kept = json.loads((KEPT / f"{engine}.json").read_text(encoding="utf-8"))
        versions[engine], seeds[engine] = kept["version"], kept["shops"]
        equal[engine], different[engine] = Counter(kept["equal"]), Counter(kept["different"])
    entries = {entry["id"]: entry for entry in json.loads(program("metrics", "--format", "json"))}
    lines = [
        "# The SQL of the catalogue, proven",
        "",
        "This page is written by `make test-sql`. The program and each engine read the same rows: the sample shop, and",
        "small shops full of traps (ties of time, gaps of exactly 1,800 seconds, visits past midnight, clock changes, orders in",
        "several lines). In brackets: how many values were compared, over the period, in series by day, week and month, and in",
        "breakdowns. Counts and money are equal to the last digit, ratios to 1e-12; a null is a null on both sides.",
        "",
        "Where no row of a table can be loaded yet (`ads`), both sides say null; those figures are proven when they can be read.",
        "",
        "| engine | version | shops |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {versions[name]} | the sample shop and {seeds[name]} hostile ones |" for name in engines.NAMES]
    lines += ["", "| metric | name | " + " | ".join(engines.NAMES) + " |", "|---" * (2 + len(engines.NAMES)) + "|"]
    for metric in figures():
        if entries[metric]["needs"] == ["ads"]:
            cells = ["null: no advertising table is read yet"] * len(engines.NAMES)
            if any(different[name][metric] for name in engines.NAMES):
                cells = [cell(name, metric) for name in engines.NAMES]
        else:
            cells = [cell(name, metric) for name in engines.NAMES]
        lines.append(f"| `{metric}` | {entries[metric]['zh']} | " + " | ".join(cells) + " |")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

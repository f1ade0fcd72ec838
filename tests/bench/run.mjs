// Measures page, program and peers on the same machine and files in one interleaved run, checks that all answers are
// equal, and prints medians and ratios. `make bench` and `make bench-full` set what is said by these variables:
//
//   ROWS         sizes of the logs                       1000000
//   ORDERS       person (grouped) and time (shuffled)    person time
//   ROUNDS       times that everybody runs               5; 3 above 20 million rows
//   CONTENDERS   who runs                                all of them
//   ITEMS        0: the program leaves the ten items out, to see what they cost
//   WRITE        1: put the table into docs/benchmarks.md
//   KEEP         1: leave the logs in target/bench
//   DIST         the built page                          dist
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { DIST, page, peer } from "./browser.mjs";
import { FOLDER, log, remove, warm } from "./files.mjs";
import { compare } from "./j1.mjs";
import { program, python } from "./native.mjs";
import { machine, median, say, table, write } from "./report.mjs";

const words = (name, usual) => (process.env[name] ?? usual).split(/[\s,]+/).filter(Boolean);
const SIZES = words("ROWS", "1000000").map((size) => Number(size.replaceAll("_", "")));
const ORDERS = words("ORDERS", "person time");
const rounds_of = (rows) => Number(process.env.ROUNDS ?? (rows > 20_000_000 ? 3 : 5));
const ONLY = words("CONTENDERS", "");

/** Everybody, in the order of a round. `most` is the largest log worth waiting for. */
const ALL = [
  page(resolve(process.env.DIST ?? DIST)),
  program(process.env.ITEMS !== "0"),
  peer("floor", "floor"),
  python("duckdb", "duckdb_native.py"),
  python("polars", "polars_native.py"),
  peer("duckdb-wasm", "duckdb"),
  { ...peer("duckdb-wasm-split", "duckdb", "&split=8"), least: 50_000_000 },
  { ...peer("papaparse", "papa"), most: 10_000_000 },
];
const named = ONLY.length ? ALL.filter(({ name }) => ONLY.includes(name)) : ALL;
if (!named.length) throw new Error(`CONTENDERS names none of ${ALL.map(({ name }) => name).join(", ")}`);

/** One run; a failure is a result too, and who failed once is not asked again. */
async function run(contender, file, result, options) {
  if (result.failed) return;
  try {
    const got = await contender.run(file, options);
    result.answer ??= got.answer;
    result.version ??= got.version;
    result.longTask = Math.max(result.longTask ?? 0, got.longTask ?? 0);
    // A run under watch is slower, so it gives memory and no time.
    if (options.memory) result.bytes = got.bytes;
    else result.seconds.push(got.seconds);
    if (got.firstFigures && !options.memory) (result.firstFigures ??= []).push(got.firstFigures);
    result.asks ??= got.asks;
    chromium ??= got.chromium;
    if (got.questions) result.questions = got.questions;
    if (result.answer && JSON.stringify(got.answer) !== JSON.stringify(result.answer)) throw new Error("two runs gave two answers");
  } catch (error) {
    result.failed = String(error.message).split("\n")[0].slice(0, 200);
    console.log(`  ${contender.name} failed: ${result.failed}`);
  }
}

/** Compares every answer with one that is whole: the first of these peers that gave one. */
function judge(results) {
  const judge = ["duckdb", "polars", "papaparse", "duckdb-wasm", "program"].find((name) => results[name]?.answer);
  const faults = [];
  for (const [name, result] of Object.entries(results)) {
    if (!result.answer || name === judge || !judge) continue;
    const { wrong, missing } = compare(result.answer, results[judge].answer);
    result.missing = missing;
    faults.push(...wrong.map((what) => `${name}: ${what} (by ${judge})`));
  }
  return faults;
}

const runs = [];
let broken = false;
let chromium;
for (const rows of SIZES) {
  for (const order of ORDERS) {
    const file = log(rows, order);
    await warm(file);
    const rounds = rounds_of(rows);
    const here = named.filter(({ name, most = Infinity, least = 0 }) => ONLY.includes(name) || (rows <= most && rows >= least));
    const results = Object.fromEntries(here.map(({ name }) => [name, { seconds: [] }]));
    console.log(`\n${rows.toLocaleString("en")} rows by ${order}, ${rounds} rounds of ${here.map(({ name }) => name).join(", ")}`);
    for (let round = 0; round < rounds; round += 1) {
      for (const contender of here) await run(contender, file, results[contender.name], { questions: round === rounds - 1 });
      console.log(`  round ${round + 1}: ${here.map(({ name }) => `${name} ${results[name].seconds.at(round)?.toFixed(2) ?? "–"}`).join(", ")}`);
    }
    for (const contender of here) await run(contender, file, results[contender.name], { memory: true });
    const faults = judge(results);
    if (faults.length) {
      broken = true;
      console.log(`  the answers differ, so there are no ratios:\n    ${faults.join("\n    ")}`);
    }
    runs.push({ rows, order, rounds, faults, results });
    if (!faults.length) say(runs.at(-1));
    writeFileSync(`${FOLDER}/results.json`, JSON.stringify({ machine: machine(chromium), runs }, null, 1));
    if (process.env.KEEP !== "1") remove(file);
  }
}

const of = (rows, order, name) => median(runs.find((run) => run.rows === rows && run.order === order)?.results[name]?.seconds ?? []);
for (const name of ["page", "program"]) {
  const ratio = (what, a, b) => a && b && console.log(`${name}: ${what} ${(a / b).toFixed(2)} times`);
  for (const rows of SIZES) ratio(`${rows.toLocaleString("en")} rows, by time against by person`, of(rows, "time", name), of(rows, "person", name));
  for (const order of ORDERS) ratio(`100 M against 10 M rows by ${order}`, of(100_000_000, order, name), of(10_000_000, order, name));
}
console.log(`\n${table(runs)}\nThe same with every run: target/bench/results.json`);
if (process.env.WRITE === "1" && !broken) write(runs, chromium);
process.exitCode = broken ? 1 : 0;

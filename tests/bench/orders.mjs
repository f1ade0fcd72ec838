// How long the page and the program take for a large export of order lines, and how much memory: ten million lines are
// what a big shop sells in years. Other periods are asked for on the loaded lines. The figures of both must be equal.
// `make bench-orders` sets what is done by these:
//
//   LINES   lines of orders            1000000
//   ROUNDS  times that everybody runs  1
//   KEEP    1: leave the file
//   DIST    the built page             dist
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { DIST, page } from "./browser.mjs";
import { FOLDER, remove, warm } from "./files.mjs";
import { orders } from "./made.mjs";
import { median } from "./report.mjs";
import { PROGRAM } from "../browser/harness.mjs";

const number = (name, usual) => Number((process.env[name] ?? String(usual)).replaceAll("_", ""));
const [LINES, ROUNDS] = [number("LINES", 1_000_000), number("ROUNDS", 1)];

/** Periods that are asked for on the loaded lines. */
const PERIODS = [["01", "07"], ["08", "14"], ["10", "12"], ["03", "27"], ["20", "20"]].map((days) => days.map((day) => `2026-06-${day}`));

/** The program: the whole process and its figures. */
function program(file) {
  const start = performance.now();
  const json = execFileSync(PROGRAM, ["report", "--format", "json", file], { maxBuffer: 1 << 28 });
  const seconds = (performance.now() - start) / 1000;
  return { seconds, figures: Object.fromEntries(Object.entries(JSON.parse(json).metrics).map(([id, { value }]) => [id, value])) };
}

mkdirSync(FOLDER, { recursive: true });
const file = join(FOLDER, `orders-${LINES}.csv`);
await orders(file, LINES);
await warm(file);
console.log(`${LINES.toLocaleString("en")} lines, ${(statSync(file).size / 1e6).toFixed(0)} MB`);
const times = { page: [], program: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  const theirs = program(file);
  times.program.push(theirs.seconds);
  const here = await page(resolve(process.env.DIST ?? DIST)).run(file, { memory: round === ROUNDS - 1, periods: PERIODS });
  times.page.push(here.seconds);
  for (const [id, value] of Object.entries(here.answer.figures)) {
    const told = theirs.figures[id];
    if (told !== undefined && (told === null ? null : Number(told)) !== value) throw new Error(`${id}: ${value} on the page, ${told} in the program`);
  }
  console.log(`program ${theirs.seconds.toFixed(2)} s; page ${here.seconds.toFixed(2)} s, ${(here.bytes / 1e9).toFixed(2)} GB over an idle one, longest task ${here.longTask.toFixed(0)} ms`);
  if (here.questions) console.log(`  another period answered in ${median(here.questions.period.answered).toFixed(0)} ms`);
}
console.log(`medians: program ${median(times.program).toFixed(2)} s, page ${median(times.page).toFixed(2)} s; load of the machine ${loadavg()[0].toFixed(1)}`);
if (process.env.KEEP !== "1") remove(file);

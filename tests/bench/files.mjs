// The logs to measure with: made when they are needed, and only where the disk has room.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, rmSync, statSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { PROGRAM, ROOT } from "../browser/harness.mjs";

/** Where logs and results lie. */
export const FOLDER = join(ROOT, "target/bench");

/** No row is longer on average. */
const ROW_BYTES = 40;
/** What stays free on the disk. */
const SPARE = 2e9;

/** The path of a log of so many rows, which is written if it is not there yet. */
export function log(rows, order) {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `log-${rows}-${order}.csv`);
  if (existsSync(path)) return path;
  const { bavail, bsize } = statfsSync(FOLDER);
  if (bavail * bsize < rows * ROW_BYTES + SPARE) {
    throw new Error(`${rows} rows need ${(rows * ROW_BYTES + SPARE) / 1e9} GB of free disk, and there are ${((bavail * bsize) / 1e9).toFixed(1)}`);
  }
  const start = performance.now();
  // A log that was cut off must not be taken for a whole one later.
  const unfinished = `${path}.part`;
  execFileSync(PROGRAM, ["sample-log", "--rows", String(rows), "--order", order, unfinished]);
  execFileSync("mv", [unfinished, path]);
  const size = statSync(path).size;
  const rate = size / 1e3 / (performance.now() - start);
  console.log(`made ${path.slice(ROOT.length + 1)}: ${(size / 1e6).toFixed(0)} MB at ${rate.toFixed(0)} MB/s`);
  return path;
}

/** Reads a file once, so that everybody finds it in the machine's memory. */
export async function warm(path) {
  for await (const block of createReadStream(path, { highWaterMark: 1 << 23 })) void block;
}

/** Takes a log away again. */
export const remove = (path) => rmSync(path, { force: true });

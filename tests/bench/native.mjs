// The contenders that run outside the browser: the program, DuckDB and polars.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROGRAM, ROOT } from "../browser/harness.mjs";
import { FIGURES, DAILY, TOP, answer, ofProgram } from "./j1.mjs";
import { watch } from "./memory.mjs";

const PYTHON = join(ROOT, "target/bench/venv/bin/python");
const THREADS = "2";

/** Runs a program to its end: what it wrote, its seconds, and the most memory it held where `memory` is asked for. */
async function execute(command, words, memory = false) {
  const start = performance.now();
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
  const looking = memory ? watch(child.pid) : null;
  const [out, err] = [[], []];
  child.stdout.on("data", (data) => out.push(data));
  child.stderr.on("data", (data) => err.push(data));
  const [code, signal] = await once(child, "close");
  const seconds = (performance.now() - start) / 1000;
  const bytes = (await looking?.stop()) ?? 0;
  if (code !== 0) {
    const last = Buffer.concat(err).toString().trim().split("\n").at(-1);
    throw new Error(signal === "SIGKILL" ? "killed: out of memory" : last || `ended with ${signal ?? code}`);
  }
  return { text: Buffer.concat(out).toString(), seconds, bytes };
}

/** The program: from its start to its end. It is asked for the metrics that its catalogue has. */
export function program(items = true) {
  return {
    name: "program",
    async run(file, { memory } = {}) {
      const listed = JSON.parse((await execute(PROGRAM, ["metrics", "--format", "json"])).text).map(({ id }) => id);
      const ids = ["item_page_views", ...new Set([...FIGURES, ...DAILY])].filter((id) => listed.includes(id));
      const words = ["report", "--format", "json", "--by", "day", ...(items ? ["--breakdown", "item", "--limit", String(TOP)] : [])];
      const { text, seconds, bytes } = await execute(PROGRAM, [...words, ...ids.flatMap((id) => ["--metric", id]), file], memory);
      return { seconds, bytes, answer: ofProgram(JSON.parse(text)) };
    },
  };
}

/** A peer in Python: its own clock runs from opening the file to the last count, without the interpreter's start. */
export function python(name, script) {
  return {
    name,
    async run(file, { memory } = {}) {
      const { text, bytes } = await execute(PYTHON, [join(import.meta.dirname, "peers", script), file, THREADS], memory);
      const { seconds, parts, version } = JSON.parse(text);
      return { seconds, bytes, answer: answer(parts), version };
    },
  };
}

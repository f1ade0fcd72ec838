// How fast files other than plain UTF-8 text are read, in one browser on the same files. GB18030 text: by the page; by the
// page from text that the browser's own TextDecoder has decoded first; by TextDecoder and JavaScript as one writes it by hand,
// with the values read and kept, and with nothing but the cut into cells. A workbook: by the page, and by SheetJS.
// `make bench-files` sets what is said by these:
//
//   TEXT    rows of the GB18030 log      1000000
//   SHEET   rows of the workbook         50000
//   ROUNDS  times that everybody runs    5
//   WRITE   1: put the table into docs/benchmarks.md
//   DIST    the built page               dist
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { DIST, HERE, tab } from "./browser.mjs";
import { FOLDER, warm } from "./files.mjs";
import { gb18030, sheet } from "./made.mjs";
import { bytes, watch } from "./memory.mjs";
import { machine, median } from "./report.mjs";
import { ROOT } from "../browser/harness.mjs";

const number = (name, usual) => Number((process.env[name] ?? String(usual)).replaceAll("_", ""));
const [TEXT, SHEET, ROUNDS] = [number("TEXT", 1_000_000), number("SHEET", 50_000), number("ROUNDS", 5)];
const version = createRequire(import.meta.url)("xlsx/package.json").version;

/**
 * Runs inside the page before its scripts: the clock from the choice of a file until the page has read it. With `first` the
 * page gets the file as the browser's own decoder has decoded it, as UTF-8: text goes no other way from JavaScript to wasm.
 */
function clock(first) {
  let began = 0;
  const decode = async (input, event) => {
    event.stopImmediatePropagation();
    const [file] = input.files;
    const text = file.stream().pipeThrough(new TextDecoderStream("gb18030")).pipeThrough(new TextEncoderStream());
    const files = new DataTransfer();
    files.items.add(new File([await new Response(text).blob()], file.name));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const watch = () => {
    const watching = new MutationObserver(() => {
      const state = document.querySelector("main[data-state]")?.dataset.state;
      if (state !== "ready" && state !== "error") return;
      watching.disconnect();
      window.outcome = { seconds: (performance.now() - began) / 1000, state };
    });
    watching.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
  };
  addEventListener(
    "change",
    (event) => {
      if (event.target?.id !== "files") return;
      const chosen = began === 0;
      began ||= performance.now();
      if (first && chosen) decode(event.target, event);
      else watch();
    },
    { capture: true },
  );
}
const timed = (first) => ({ content: `(${clock})(${first})` });

/** One run of one contender on a file: seconds, rows, and the most memory that its browser held beyond what it held before. */
async function run({ folder, path, script, rows }, file, memory) {
  const here = await tab(folder, path, script);
  try {
    await here.page.waitForSelector(path === "/" ? "main[data-state]" : "body[data-ready]");
    await here.page.waitForTimeout(500);
    const idle = memory ? bytes(here.root) : 0;
    const looking = memory ? watch(here.root) : null;
    await here.page.setInputFiles("#files", file);
    await here.orCrash(here.page.waitForFunction(() => window.outcome, null, { polling: 100, timeout: 120_000 }));
    const most = (await looking?.stop()) ?? 0;
    const outcome = await here.page.evaluate(() => window.outcome);
    if (outcome.failed || outcome.state === "error") throw new Error(outcome.failed ?? "the page refused the file");
    return { seconds: outcome.seconds, bytes: most - idle, rows: await rows(here.page, outcome), chromium: here.version };
  } finally {
    await here.close();
  }
}

const page = {
  name: "page",
  folder: resolve(process.env.DIST ?? DIST),
  path: "/",
  script: timed(false),
  async rows(page) {
    await page.evaluate(() => (location.hash = "#/data"));
    const file = page.locator("[data-file][data-rows-read]").first();
    await file.waitFor();
    return Number(await file.getAttribute("data-rows-used"));
  },
};
const first = { ...page, name: "page, decoded by TextDecoder first", script: timed(true) };
const peer = (name, what) => ({ name, folder: HERE, path: `/web/?${what}`, script: () => (window.bench = {}), rows: (_, outcome) => outcome.rows });

const JOBS = [
  { what: `GB18030 log, ${TEXT.toLocaleString("en")} rows`, count: TEXT, file: "log-gb18030.csv", make: (path) => gb18030(path, TEXT), of: [page, first, peer("TextDecoder by hand, values read and kept", "decoder&reads"), peer("TextDecoder by hand, cells only", "decoder")] },
  { what: `.xlsx, ${SHEET.toLocaleString("en")} rows of 10 cells`, count: SHEET, file: "orders.xlsx", make: (path) => sheet(path, SHEET), of: [page, peer(`SheetJS ${version}`, "sheetjs")] },
];

mkdirSync(FOLDER, { recursive: true });
const lines = [];
let [chromium, worst] = ["", 0];
for (const { what, count, file, make, of } of JOBS) {
  const path = join(FOLDER, file);
  await make(path);
  await warm(path);
  const size = statSync(path).size;
  const found = new Map(of.map(({ name }) => [name, { seconds: [], bytes: 0 }]));
  console.log(`\n${what}, ${(size / 1e6).toFixed(1)} MB, ${ROUNDS} rounds`);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const contender of of) {
      // A run under watch is slower: it gives memory and no time.
      const got = await run(contender, path, round === ROUNDS);
      if (got.rows !== count) throw new Error(`${contender.name} has read ${got.rows} rows of ${count}`);
      const result = found.get(contender.name);
      if (round === ROUNDS) result.bytes = got.bytes;
      else result.seconds.push(got.seconds);
      chromium = got.chromium;
      worst = Math.max(worst, loadavg()[0]);
    }
  }
  for (const [name, { seconds, bytes }] of found) {
    const middle = median(seconds);
    const ratio = name === "page" ? "" : `${(middle / median(found.get("page").seconds)).toFixed(2)} ×`;
    const cells = [what, name, middle.toFixed(2), Math.round(count / middle).toLocaleString("en"), (size / 1e6 / middle).toFixed(1), ratio, (bytes / 1e6).toFixed(0)];
    lines.push(`| ${cells.join(" | ")} |`);
    console.log(`  ${name.padEnd(42)} ${middle.toFixed(2)} s (${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}), ${(bytes / 1e6).toFixed(0)} MB ${ratio}`);
  }
}
const { processor, cores, memory } = machine();
const head = "| file | who | median s | rows a second | MB a second | time ÷ page | peak MB |\n|---|---|---:|---:|---:|---:|---:|";
const told = `${ROUNDS} rounds, interleaved; Chromium ${chromium}, ${processor}, ${cores} cores, ${memory}; highest load of the machine ${worst.toFixed(1)}.`;
const table = `${head}\n${lines.join("\n")}\n\n${told}`;
console.log(`\n${table}`);
if (process.env.WRITE === "1") {
  const [doc, begin, end] = [join(ROOT, "docs/benchmarks.md"), "<!-- files -->", "<!-- /files -->"];
  const text = readFileSync(doc, "utf8");
  if (!existsSync(doc) || !text.includes(begin)) throw new Error("docs/benchmarks.md has no place for it");
  writeFileSync(doc, `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${table}\n\n${text.slice(text.indexOf(end))}`);
}

// Medians, ratios and the table of docs/benchmarks.md.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { ROOT } from "../browser/harness.mjs";

const PAGE = join(ROOT, "docs/benchmarks.md");
const [BEGIN, END] = ["<!-- results -->", "<!-- /results -->"];

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const last = sorted.length - 1;
  return sorted.length ? (sorted[Math.floor(last / 2)] + sorted[Math.ceil(last / 2)]) / 2 : undefined;
}

/** The machine that was measured on. */
export const machine = (chromium) => ({ chromium, processor: cpus()[0].model.trim(), cores: cpus().length, memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB` });

const seconds = (number) => (number === undefined ? "" : number.toFixed(number < 10 ? 2 : 1));
const ratio = (number) => (number ? `${number.toFixed(2)} ×` : "");
const gigabytes = (bytes) => (bytes ? (bytes / 1e9).toFixed(2) : "");

/** One line a contender: what the table and the screen show. */
function lines({ results, faults }) {
  const [page, program] = [results.page, results.program].map((of) => median(of?.seconds ?? []));
  return Object.entries(results).map(([name, result]) => {
    const middle = median(result.seconds);
    const times = result.seconds.length ? [middle, Math.min(...result.seconds), Math.max(...result.seconds)] : [];
    // Ratios of work that differs would be no ratios of speed.
    const fair = !faults.length && middle && name !== "page";
    return {
      name: result.version ? `${name} ${result.version}` : name,
      times: times.map(seconds),
      page: ratio(fair && page && middle / page),
      program: ratio(fair && program && name !== "program" && middle / program),
      memory: gigabytes(result.bytes),
      long: result.longTask === undefined || ["program", "duckdb", "polars"].includes(name) ? "" : result.longTask.toFixed(0),
      remark: [result.failed && `failed: ${result.failed}`, result.missing?.length && `without ${brief(result.missing)}`].filter(Boolean).join("; "),
    };
  });
}

/** Names of what is missing, with the days left out. */
const brief = (names) => [...new Set(names.map((name) => name.replace(/ of \d{4}-.*/, " by day").replace(/_day_\d$/, "")))].join(", ");

/** Prints one file's results. */
export function say(run) {
  for (const { name, times, page, program, memory, long, remark } of lines(run)) {
    const [middle = "–", least = "–", most = "–"] = times;
    const parts = [`${middle} s (${least}–${most})`, page && `${page} the page's time`, program && `${program} the program's`, memory && `${memory} GB`, long && `longest task ${long} ms`, remark];
    console.log(`  ${name.padEnd(20)} ${parts.filter(Boolean).join(", ")}`);
  }
  const { firstFigures, asks, questions } = run.results.page ?? {};
  if (firstFigures) console.log(`  page: first figures after ${seconds(median(firstFigures))} s, ${asks} questions on the way`);
  for (const line of asked(questions)) console.log(`  page: ${line}`);
}

const NAMES = {
  period: "another period on the loaded rows",
  filter: "another period and one category of the loaded rows",
  click: "a click on an item or a day",
};
const spread = (times) => `${median(times).toFixed(0)} ms (${Math.max(...times).toFixed(0)} at most)`;

/** One sentence for each kind of question that the page answered. */
const asked = (questions = {}) =>
  Object.entries(questions)
    .filter(([, { drawn }]) => drawn.length)
    .map(([kind, { drawn, answered }]) =>
      [`${NAMES[kind]}: `, answered.length ? `answered in ${spread(answered)}, ` : "", `drawn in ${spread(drawn)}, ${drawn.length} questions`].join(""),
    );

/** Everything as one table in Markdown. */
export function table(runs) {
  const head = "| rows | order | who | median s | min | max | time ÷ page | time ÷ program | peak GB | longest task ms | remark |\n|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---|\n";
  const rows = runs.flatMap((run) =>
    lines(run).map(({ name, times, page, program, memory, long, remark }) => {
      const [middle = "", least = "", most = ""] = times;
      return `| ${[run.rows.toLocaleString("en"), run.order, name, middle, least, most, page, program, memory, long, remark].join(" | ")} |`;
    }),
  );
  const questions = runs.flatMap((run) =>
    asked(run.results.page?.questions).map((line) => `- ${run.rows.toLocaleString("en")} rows by ${run.order}, ${line}.`),
  );
  return `${head}${rows.join("\n")}\n${questions.length ? `\nThe page, asked again:\n\n${questions.join("\n")}\n` : ""}`;
}

/** Puts the results between the marks of docs/benchmarks.md. */
export function write(runs, chromium) {
  const { processor, cores, memory } = machine();
  const text = readFileSync(PAGE, "utf8");
  const [before, after] = [text.slice(0, text.indexOf(BEGIN) + BEGIN.length), text.slice(text.indexOf(END))];
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(PAGE, `${before}\n\n${day}, ${processor}, ${cores} cores, ${memory}, Chromium ${chromium}; ${runs[0].rounds} rounds.\n\n${table(runs)}\n${after}`);
  console.log("written into docs/benchmarks.md");
}

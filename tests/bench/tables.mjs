// How long the page is held up by a table of 100,000 keywords: tasks on the main thread while it is sorted, searched and
// scrolled, step by step. Told is what the processor worked in each task, and what the clock said of it: on a machine that
// does other things the clock tells more. `ROWS=100000 node tests/bench/tables.mjs`
import { loadavg } from "node:os";
import { open } from "../browser/harness.mjs";

const ROWS = Number((process.env.ROWS ?? "100000").replaceAll("_", ""));

function keywords(count) {
  const lines = ["日期,计划名称,宝贝ID,关键词,质量得分,出价,展现量,点击量,花费,平均点击花费,投入产出比,总成交金额"];
  for (let i = 0; i < count; i++) {
    const clicks = (i * 7919) % 101;
    const cost = ((i * 104729) % 100003) / 100;
    lines.push(`2026-06-01,计划${i % 40},${700000000000 + (i % 500)},词${String(i).padStart(6, "0")}${i % 3 ? "裤" : "裙"},${1 + (i % 10)},1.00,${clicks * 30 + (i % 7)},${clicks},${cost},1.00,1.00,${(cost * 3).toFixed(2)}`);
  }
  return lines.join("\n");
}

const house = await open();
const tab = await house.page({ hash: "#/ads?lang=zh" });
const settled = () => tab.page.waitForSelector("[data-sheet=keywords][aria-busy=false]");
console.log(`load of the machine before: ${loadavg().map((n) => n.toFixed(1)).join(" ")}`);
await tab.choose([await house.file("many.csv", keywords(ROWS))]);
await tab.waitReady(300_000);
await tab.page.waitForSelector(`[data-sheet=keywords][data-total='${ROWS}']`, { timeout: 300_000 });
await settled();
await tab.longTasks();

/** The tasks of the page's own thread in a trace: milliseconds worked, the longest first. */
function worked(trace) {
  const { traceEvents: events } = JSON.parse(trace);
  const main = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid}/${tid}`);
  const tasks = events.filter(({ name, ph, tdur }) => name.endsWith("RunTask") && ph === "X" && tdur > 0);
  const own = tasks.filter(({ pid, tid }) => main.includes(`${pid}/${tid}`)).map(({ tdur }) => tdur / 1000);
  return own.sort((a, b) => b - a);
}

let worst = 0;
async function step(name, work) {
  await house.browser.startTracing(tab.page, { categories: ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"] });
  const from = performance.now();
  await work();
  await settled();
  const taken = performance.now() - from;
  await tab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const tasks = worked(await house.browser.stopTracing());
  const clock = (await tab.longTasks()).map(({ length }) => Math.round(length));
  worst = Math.max(worst, tasks[0] ?? 0);
  const over = tasks.filter((task) => task > 50).length;
  console.log(
    `${name.padEnd(28)} ${String(Math.round(taken)).padStart(6)} ms   longest task worked ${(tasks[0] ?? 0).toFixed(1)} ms, ${over} over 50; by the clock ${clock.length} over 50, longest ${Math.max(0, ...clock)} ms`,
  );
}

const head = (name) => tab.page.locator("[data-sheet=keywords] thead button", { hasText: new RegExp(`^${name}`) }).first();
for (const name of ["质量得分", "点击量", "点击率", "花费", "投入产出比"]) {
  await step(`sort by ${name}`, () => head(name).click());
  await step(`sort by ${name}, turned`, () => head(name).click());
}
const field = tab.page.locator("[data-sheet=keywords]").locator("xpath=ancestor::div[@class='sheet']").locator("input");
for (const text of ["裙", "词0001", "不在", ""]) {
  await step(`search ${text || "(nothing)"}`, () => field.fill(text));
}
for (const by of [600, 6_000, 60_000]) {
  await step(`scroll by ${by} px, 60 times`, () =>
    tab.page.evaluate(async (by) => {
      const view = document.querySelector("#sheet-keywords");
      for (let i = 0; i < 60; i++) {
        view.scrollTop += by;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }
      view.scrollTop = 0;
    }, by),
  );
}
await head("花费").focus();
await step("to the last row by keys", () => tab.page.keyboard.press("Control+End"));
await step("to the first row by keys", () => tab.page.keyboard.press("Control+Home"));
console.log(`longest task worked ${worst.toFixed(1)} ms; load after: ${loadavg().map((n) => n.toFixed(1)).join(" ")}`);
await house.close();

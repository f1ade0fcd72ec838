// What is saved from the page: a table for a spreadsheet and a report that opens from a disk, both with the page's
// figures, both saying where those come from; the program makes the same report.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROGRAM, open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const FILE = {
  name: "visits.csv",
  text:
    "visitor,time,page,source\n1,2026-06-05 10:00:00,/,=1+1\n1,2026-06-05 10:01:00,/a,=1+1\n" +
    "2,2026-06-06 11:00:00,/,<b>手淘搜索</b>\n3,2026-06-06 12:00:00,/,5123450000000000001\n",
};

/** Presses a tool and gives the path of what it saves. */
async function save(tab, tool) {
  const coming = tab.page.waitForEvent("download");
  await tab.page.locator(`[data-tool="${tool}"]`).click();
  const download = await coming;
  const path = join(house.scratch, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

async function loaded(hash) {
  const tab = await house.page({ hash, acceptDownloads: true });
  await tab.choose([FILE]);
  await tab.waitReady();
  return tab;
}

/** Reads CSV as a spreadsheet does. */
function cells(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    const row = rows.at(-1);
    if (quoted && char === '"' && text[at + 1] === '"') (row[row.length - 1] += char), (at += 1);
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ",") row.push("");
    else if (!quoted && char === "\r") continue;
    else if (!quoted && char === "\n") rows.push([""]);
    else row[row.length - 1] += char;
  }
  return rows;
}

test("CSV: mark, line ends, the page's values, ids as text, formulas made harmless and counted", async () => {
  const tab = await loaded("#/traffic?lang=en");
  const figures = await tab.figures();
  const path = await save(tab, "Csv");
  assert.match(path, /dianzhang-traffic-2026-06-05-2026-06-06\.csv$/);
  const text = readFileSync(path, "utf8");
  assert.ok(text.startsWith("\ufeff") && text.endsWith("\r\n"));
  const rows = cells(text.slice(1));
  let compared = 0;
  for (const [, id, value] of rows) {
    if (!(id in figures)) continue;
    assert.equal(value, figures[id], id);
    compared += 1;
  }
  assert.ok(compared > 10);
  const first = rows.map(([cell]) => cell);
  assert.ok(first.includes("'=1+1") && first.includes('="5123450000000000001"') && first.includes("<b>手淘搜索</b>"));
  assert.match(await tab.page.locator(".message").innerText(), /1 cells began like a formula/);
  for (const fact of ["2026-06-05 – 2026-06-06", "visits.csv", "Asia/Shanghai", "1800"]) assert.ok(text.includes(fact), fact);
  await tab.assertClean();
  await tab.close();
});

test("the report opens from a disk, without a script, with the page's figures", async () => {
  const tab = await loaded("#/traffic?lang=zh");
  const shown = await tab.page.$$eval(".kpi-card [data-metric]", (all) => all.map(({ dataset, title }) => [dataset.metric, title]));
  const path = await save(tab, "Html");
  await tab.close();
  const text = readFileSync(path, "utf8");
  assert.doesNotMatch(text, /<script|<img|https?:\/\//);
  const context = await house.browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  const [requests, errors] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(pathToFileURL(path).href);
  assert.deepEqual(requests.length, 1);
  const report = Object.fromEntries(await page.$$eval("[data-metric]", (all) => all.map((cell) => [cell.dataset.metric, cell.textContent])));
  let compared = 0;
  for (const [id, title] of shown) {
    assert.ok(title.includes(report[id]), `${id}: ${report[id]} in ${title}`);
    compared += 1;
  }
  assert.ok(compared > 10);
  const body = await page.locator("body").innerText();
  for (const fact of ["2026-06-05 – 2026-06-06", "visits.csv", "Asia/Shanghai", "1800", "<b>手淘搜索</b>"]) assert.ok(body.includes(fact), fact);
  assert.deepEqual(errors, []);
  await context.close();
});

test("the program writes the same report", async () => {
  const path = await house.file(FILE.name, FILE.text);
  const text = execFileSync(PROGRAM, ["report", "--lang", "en", "--format", "html", "--by", "day", "--breakdown", "source", path]).toString();
  const context = await house.browser.newContext();
  const page = await context.newPage();
  await page.setContent(text);
  const of = (id) => page.locator(`[data-metric="${id}"]`).innerText();
  const tab = await loaded("#/traffic?lang=en");
  for (const id of ["page_views", "visitors", "bounce_rate", "avg_visit_depth"]) {
    const title = await tab.page.locator(`.kpi-card [data-metric="${id}"]`).getAttribute("title");
    assert.ok(title.includes(await of(id)), `${id}: ${title}`);
  }
  await tab.close();
  await context.close();
});

test("on paper: the figures, the period and the files, and no buttons", async () => {
  const tab = await loaded("#/traffic?lang=en");
  await tab.page.emulateMedia({ media: "print" });
  for (const hidden of [".head__nav", ".tools", ".picker__row", ".strip__add", ".requests"]) {
    assert.equal(await tab.page.locator(hidden).filter({ visible: true }).count(), 0, hidden);
  }
  for (const seen of [".kpi-card__value", ".picker__shown", ".strip__name", ".board__title", ".foot__made"]) {
    assert.ok((await tab.page.locator(seen).filter({ visible: true }).count()) > 0, seen);
  }
  await tab.close();
});

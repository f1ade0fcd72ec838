// The page shows the program's figures: every one of the four groups, for the sample shop and for real files.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT, open, program, same, sampleFiles } from "./harness.mjs";

const BOARDS = ["overview", "traffic", "sales", "sources", "ads"];
const DATA = join(ROOT, "../shared/data");

let house;
let catalogue;
let shop;
before(async () => {
  house = await open();
  catalogue = await program("metrics", "--format", "json");
  shop = await sampleFiles(join(house.scratch, "shop"));
});
after(() => house.close());

/** The ids that must be on the page: everything with a number of its own. */
const due = () => catalogue.filter(({ kind }) => ["measure", "ratio", "mean_of_days", "state", "record"].includes(kind)).map(({ id }) => id);

/** Every figure of every board, checked against the program's answer; the ids that were seen. */
async function compare(tab, answer, query = "") {
  const seen = new Set();
  for (const board of BOARDS) {
    await tab.go(`#/${board}${query}`);
    for (const [id, value] of Object.entries(await tab.figures())) {
      same(value, answer.metrics[id], `${id} on ${board}`);
      seen.add(id);
    }
  }
  assert.deepEqual(due().filter((id) => !seen.has(id)), [], "figures that stand on no board");
}

const report = (files, ...options) => program("report", "--format", "json", ...options, ...files);

test("the sample shop, one click away, has the program's figures", async () => {
  const tab = await house.page();
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  const answer = await report(shop);
  await compare(tab, answer);
  const files = await tab.files();
  for (const file of answer.files) {
    assert.deepEqual(files[file.name], { read: file.rows_read, used: file.rows_used, setAside: file.rows_set_aside });
  }
  await tab.assertClean();
  await tab.close();
});

test("a period, another language, the same files by hand: still the program's figures", async () => {
  const tab = await house.page({ hash: "#/sales?from=2026-06-16&to=2026-06-18&lang=en" });
  await tab.choose(shop);
  await tab.waitReady();
  const answer = await report(shop, "--from", "2026-06-16", "--to", "2026-06-18");
  await compare(tab, answer, "?from=2026-06-16&to=2026-06-18&lang=en");
  assert.equal(await tab.page.getAttribute("html", "lang"), "en");
  await tab.assertClean();
  await tab.close();
});

test("source table, entry pages and series are the program's", async () => {
  const tab = await house.page();
  await tab.choose(shop);
  await tab.waitReady();
  const answer = await report(shop, "--breakdown", "source", "--by", "day");
  await tab.go("#/sources");
  const cells = await tab.page.$$eval("[data-key^='source:'][data-metric]", (all) =>
    all.map(({ dataset }) => [dataset.key.slice(7), dataset.metric, dataset.value]),
  );
  assert.ok(cells.length >= 8 * 9, "a row for each source, a column for each metric");
  const rows = Object.fromEntries(answer.breakdowns.source.map((row) => [row.key, row.metrics]));
  for (const [key, metric, value] of cells) same(value, rows[key][metric], `${metric} of ${key}`);
  await tab.go("#/traffic");
  // Pages are asked for when a board shows them.
  await tab.page.waitForSelector("[data-page][data-metric]");
  const pages = await tab.page.$$eval("[data-page][data-metric]", (all) => all.map(({ dataset }) => [dataset.page, dataset.metric, dataset.value]));
  const known = Object.fromEntries(answer.tables.entry_exit_pages.map((row) => [row.key, row.metrics]));
  assert.ok(pages.length > 10);
  for (const [page, metric, value] of pages) same(value, known[page][metric], `${metric} of ${page}`);
  await tab.close();
});

test("the ring of sources has the program's shares, the largest first, and is whole", async () => {
  const tab = await house.page({ hash: "#/sources?lang=en" });
  await tab.choose(shop);
  await tab.waitReady();
  await tab.page.waitForSelector(".ring__line");
  const shares = (await report(shop, "--breakdown", "source")).breakdowns.source.map(({ key, metrics }) => [key, Number(metrics.source_landing_share.value)]);
  shares.sort(([, one], [, other]) => other - one);
  const lines = await tab.page.$$eval(".ring__line .num", (all) => all.map(({ dataset }) => [dataset.key.slice("source:".length), Number(dataset.value)]));
  const dashes = await tab.page.$$eval(".ring__part", (all) => all.map((part) => Number(part.getAttribute("stroke-dasharray").split(" ")[0])));
  assert.equal(lines.length, 5, "eight sources: the first five, and the rest as one");
  lines.forEach(([key, value], at) => {
    assert.equal(key, shares[at][0]);
    assert.ok(Math.abs(value - shares[at][1]) < 1e-12, key);
    assert.ok(Math.abs(dashes[at] - value * 100) < 1, `${key} is drawn as long as it is`);
  });
  const rest = shares.slice(5).reduce((sum, [, share]) => sum + share, 0);
  assert.match(await tab.page.locator(".ring__line").last().innerText(), new RegExp(`3 more sources\\s*${(rest * 100).toFixed(2)}%`));
  assert.ok(Math.abs(dashes.reduce((sum, dash) => sum + dash, 0) - 100) < 6, "the ring is whole but for its gaps");
  // Narrowed to one source there is nothing to be shared.
  await tab.go("#/sources?lang=en&source=%E7%9B%B4%E9%80%9A%E8%BD%A6");
  await tab.page.waitForSelector(".chip");
  assert.equal(await tab.page.locator(".ring__line").count(), 0);
  await tab.assertClean();
  await tab.close();
});

test("the change against the period before is that of the program's two answers", async () => {
  const tab = await house.page({ hash: "#/sales?from=2026-06-16&to=2026-06-18&compare=prev&lang=en" });
  await tab.choose(shop);
  await tab.waitReady();
  const [now, then] = await Promise.all([
    report(shop, "--from", "2026-06-16", "--to", "2026-06-18"),
    report(shop, "--from", "2026-06-13", "--to", "2026-06-15"),
  ]);
  const value = ({ metrics }) => Number(metrics.paid_amount.value);
  const change = ((value(now) - value(then)) / value(then)) * 100;
  const shown = await tab.page.locator('.kpi-card:has([data-metric="paid_amount"])').first().innerText();
  assert.ok(shown.replaceAll(",", "").includes(`${Math.abs(change).toFixed(2)}%`), `${shown} shows ${change.toFixed(2)} %`);
  await tab.close();
});

for (const [name, names] of [
  ["the public behaviour log", ["taobao_userbehavior/UserBehavior_84k.csv"]],
  ["a real order export with its item lines", ["taobao_export_redacted/ExportOrderList_2009_redacted.csv", "taobao_export_redacted/ExportOrderDetailList_2009_redacted.csv"]],
]) {
  const paths = names.map((name) => join(DATA, name));
  test(`${name} has the program's figures`, { skip: !paths.every(existsSync) && "the files are not beside the project" }, async () => {
    const tab = await house.page();
    await tab.choose(paths);
    await tab.waitReady();
    const answer = await report(paths);
    for (const board of BOARDS) {
      await tab.go(`#/${board}`);
      for (const [id, value] of Object.entries(await tab.figures())) same(value, answer.metrics[id], `${id} on ${board}`);
    }
    const files = await tab.files();
    for (const [at, file] of answer.files.entries()) {
      assert.deepEqual(files[basename(paths[at])], { read: file.rows_read, used: file.rows_used, setAside: file.rows_set_aside });
    }
    await tab.assertClean();
    await tab.close();
  });
}

test("every figure opens its explanation, with its numbers filled in", async () => {
  const tab = await house.page({ hash: "#/traffic?lang=en" });
  await tab.choose(shop);
  await tab.waitReady();
  const answer = await report(shop);
  for (const [id, board] of [["bounce_rate", "traffic"], ["returning_visitors", "traffic"], ["amount_per_buyer", "sales"]]) {
    await tab.go(`#/${board}?lang=en`);
    await tab.page.locator(`[data-metric="${id}"]:not([data-key]):not([data-page])`).first().click();
    const text = await tab.page.locator("dialog[open]").innerText();
    const entry = catalogue.find((entry) => entry.id === id);
    assert.ok(text.includes(entry.definition_en), `${id}: the definition`);
    const { numerator, denominator } = answer.metrics[id];
    for (const part of [numerator, denominator].filter((part) => part !== undefined)) {
      const [whole, cents] = String(part).split(".");
      const shown = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (cents ? `.${cents}` : "");
      assert.ok(text.includes(shown), `${id}: ${shown} stands in the formula`);
    }
    for (const note of answer.metrics[id].notes) assert.ok(text.includes(note), `${id}: ${note}`);
    await tab.page.keyboard.press("Escape");
    assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  }
  await tab.assertClean();
  await tab.close();
});

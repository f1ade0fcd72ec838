// A click narrows every part of a board to a source, an item or a day: the figures are the program's, the chips say what
// holds, Esc takes it away, and the link and what is saved say so too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { open, program, same, sampleFiles } from "./harness.mjs";

let house;
let shop;
before(async () => {
  house = await open();
  shop = await sampleFiles(join(house.scratch, "shop"));
});
after(() => house.close());

const report = (...options) => program("report", "--format", "json", ...options, ...shop);

async function opened(hash, options = {}) {
  const tab = await house.page({ hash, ...options });
  await tab.choose(shop);
  await tab.waitReady();
  return tab;
}

/** Waits until no answer is on its way. */
const settled = (tab) => tab.page.waitForFunction(() => document.querySelector("main").getAttribute("aria-busy") === "false");

async function compare(tab, answer, what) {
  await settled(tab);
  const figures = Object.entries(await tab.figures());
  assert.ok(figures.length > 5, what);
  for (const [id, value] of figures) same(value, answer.metrics[id], `${id}, ${what}`);
}

const chips = (tab) => tab.page.$$eval(".chip", (all) => all.map((chip) => chip.querySelector(".chip__value").textContent));

test("a source, then an item and a day: every figure follows, and Esc shows all again", async (t) => {
  const tab = await opened("#/traffic?lang=en");
  const pick = tab.page.locator(".table__pick", { hasText: "直通车" }).first();
  const before = performance.now();
  await pick.click();
  await tab.page.waitForSelector(".chip");
  await settled(tab);
  t.diagnostic(`answered ${Math.round(performance.now() - before)} ms after the click`);
  assert.deepEqual(await chips(tab), ["直通车"]);
  assert.equal(await tab.page.locator('.table__pick[aria-pressed="true"]').count(), 1);
  await compare(tab, await report("--filter", "source=直通车"), "source");
  assert.match(await tab.page.evaluate(() => location.hash), /source=%E7%9B%B4/);

  // Another board keeps it; what has no such column has no figure, and no zero.
  await tab.page.locator('nav a[href^="#/sales"]').click();
  await compare(tab, await report("--filter", "source=直通车"), "source on another board");
  await tab.page.goBack();
  await compare(tab, await report("--filter", "source=直通车"), "source, back");

  // A day of the trend: the cards are the day's, the trend still has all days.
  const points = await tab.page.locator(".trend__touch").count();
  await tab.page.locator(".trend__touch").nth(3).click();
  await tab.page.locator('#trend [data-point="narrow"]').click();
  await tab.page.waitForFunction(() => document.querySelectorAll(".chip").length === 2);
  await settled(tab);
  const [day] = await chips(tab);
  assert.match(day, /^2026-\d\d-\d\d$/);
  await compare(tab, await report("--filter", "source=直通车", "--from", day, "--to", day), "source and day");
  assert.equal(await tab.page.locator(".trend__touch").count(), points);
  assert.equal(await tab.page.locator(".trend__held").count(), 1);

  await tab.page.locator("main").focus();
  await tab.page.keyboard.press("Escape");
  await tab.page.waitForFunction(() => !document.querySelector(".chip"));
  await compare(tab, await report(), "all again");
  await tab.assertClean();
  await tab.close();
});

test("items and promotions narrow the sales board; a second press or the chip takes them away", async () => {
  const tab = await opened("#/sales?lang=en");
  const item = tab.page.locator('[aria-labelledby="items-title"] .table__pick').first();
  const key = await tab.page.locator('[aria-labelledby="items-title"] [data-key]').first().getAttribute("data-key");
  await item.click();
  await tab.page.waitForSelector(".chip");
  await compare(tab, await report("--filter", key.replace(":", "=")), "item");
  await tab.page.locator('[aria-labelledby="items-title"] .table__pick').first().click();
  await tab.page.waitForFunction(() => !document.querySelector(".chip"));
  const promotion = tab.page.locator('[aria-labelledby="promotions-title"] .table__pick').first();
  const name = await promotion.textContent();
  await promotion.click();
  await tab.page.waitForSelector(".chip");
  await compare(tab, await report("--filter", `promotion=${name}`), "promotion");
  await tab.page.locator(".chip").click();
  await tab.page.waitForFunction(() => !document.querySelector(".chip"));
  await compare(tab, await report(), "all again");
  await tab.assertClean();
  await tab.close();
});

test("the receiver of the link sees the same, and what is saved says what it is narrowed to", async () => {
  const link = `#/traffic?source=${encodeURIComponent("手淘搜索")}&on=2026-06-16&lang=en`;
  const tab = await opened(link, { acceptDownloads: true });
  assert.deepEqual(await chips(tab), ["2026-06-16", "手淘搜索"]);
  await compare(tab, await report("--filter", "source=手淘搜索", "--from", "2026-06-16", "--to", "2026-06-16"), "link");
  await tab.page.waitForFunction(() => document.querySelectorAll(".trend__touch").length > 1);
  const coming = tab.page.waitForEvent("download");
  await tab.page.locator('[data-tool="Csv"]').click();
  const path = join(house.scratch, "narrowed.csv");
  await (await coming).saveAs(path);
  assert.match(readFileSync(path, "utf8"), /Source=手淘搜索/);
  await tab.assertClean();
  await tab.close();
});

test("a hostile value of a link is text, and a broken one is told", async () => {
  const tab = await house.page({ hash: `#/traffic?source=${encodeURIComponent("<img src=x onerror=alert(1)>")}&lang=en` });
  await tab.choose(shop);
  await tab.waitReady();
  assert.deepEqual(await chips(tab), ["<img src=x onerror=alert(1)>"]);
  await tab.page.evaluate(() => (location.hash = "#/traffic?source=%E7%&lang=en"));
  await tab.page.locator("[role=alert]", { hasText: "could not be understood" }).waitFor();
  await tab.assertClean();
  await tab.close();
});

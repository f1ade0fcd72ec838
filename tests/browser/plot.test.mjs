// The large chart: drawn under the policy, said in a sentence and a table, saved as pictures that name what they show; also
// with the host gone and from one file on a disk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

async function opened(options) {
  const tab = await house.page({ acceptDownloads: true, ...options });
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  return tab;
}

async function enlarge(tab) {
  await tab.page.locator(".trend__enlarge").click();
  await tab.page.waitForSelector("#plot-stage svg path", { state: "attached" });
}

async function save(tab, kind) {
  const coming = tab.page.waitForEvent("download");
  await tab.page.locator(`[data-picture="${kind}"]`).click();
  const path = join(house.scratch, `picture.${kind.toLowerCase()}`);
  await (await coming).saveAs(path);
  return readFileSync(path);
}

test("the course is drawn with the period before dashed, and said in words and numbers", async () => {
  const tab = await opened({ hash: "#/sales?period=last7&lang=en" });
  await enlarge(tab);
  const dashed = await tab.page.$$eval("#plot-stage svg path", (all) => all.filter((path) => path.getAttribute("stroke-dasharray")).length);
  assert.ok(dashed >= 1, "a dashed line");
  assert.match(await tab.page.locator("#plot-summary").innerText(), /^7 in all: highest 2026-\d\d-\d\d with ¥[\d,.]+, lowest/);
  await tab.page.locator(".plot details summary").click();
  const rows = await tab.page.$$eval(".plot tbody tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const days = await tab.page.$$eval("#trend tbody tr", (all) => all.map((row) => row.cells[1].textContent));
  assert.equal(rows.length, 7);
  assert.deepEqual(rows.map((row) => row[1]), days);
  // A press somewhere above or below a point holds it; its explanation opens over the chart, and the chart stays.
  const stage = await tab.page.locator("#plot-stage").boundingBox();
  await tab.page.mouse.click(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await tab.page.locator('#plot [data-point="explain"]').click();
  const told = await tab.page.locator("#explain .explain__value").innerText();
  assert.equal(told, days[3], "the middle one of seven days");
  await tab.page.keyboard.press("Escape");
  assert.equal(await tab.page.locator("#plot[open]").count(), 1);
  // Its table opens the same, and the chart narrows the board to the day.
  await tab.page.locator(".plot tbody tr").nth(3).locator(".num").click();
  assert.equal(await tab.page.locator("#explain .explain__value").innerText(), told);
  await tab.page.keyboard.press("Escape");
  await tab.page.locator('#plot [data-point="narrow"]').click();
  await tab.page.waitForSelector(".chip");
  assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  await tab.assertClean();
  await tab.close();
});

test("shares are bars with a pattern, and both pictures name the period, the files and the time", async () => {
  const tab = await opened({ hash: "#/sources?lang=zh" });
  await enlarge(tab);
  await tab.page.getByRole("button", { name: "按来源" }).click();
  await tab.page.waitForSelector("#plot-stage svg pattern", { state: "attached" });
  const text = (await save(tab, "Svg")).toString();
  for (const fact of ["2026-05-01", "ExportOrderList.csv", "visits.csv", "时段", "筛选", "<pattern"]) assert.ok(text.includes(fact), fact);
  assert.doesNotMatch(text, /<script|href="http/);
  const context = await house.browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(house.scratch, "picture.svg")).href);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.nodeName, document.querySelectorAll("parsererror").length]), ["svg", 0]);
  await context.close();
  const png = await save(tab, "Png");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1920, 1120]);
  assert.ok(png.length > 20_000, `${png.length} bytes`);
  await tab.assertClean();
  await tab.close();
});

test("Escape closes the chart and leaves what the view is narrowed to", async () => {
  const tab = await opened({ hash: `#/traffic?source=${encodeURIComponent("手淘搜索")}&lang=en` });
  await enlarge(tab);
  await tab.page.keyboard.press("Escape");
  await tab.page.waitForFunction(() => !document.querySelector("dialog[open]"));
  assert.equal(await tab.page.locator(".chip").count(), 1);
  await tab.close();
});

test("the chart comes with the host gone", async () => {
  const other = await open();
  const tab = await other.page();
  await tab.page.waitForSelector("html[data-offline]", { state: "attached" });
  other.server.closeAllConnections();
  await new Promise((resolve) => other.server.close(resolve));
  await tab.page.reload();
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  await enlarge(tab);
  await tab.assertClean();
  await other.browser.close();
});

test("the page as one file has its charts in itself", async () => {
  const tab = await opened({ url: pathToFileURL(join(ROOT, "dist/dianzhang.html")).href });
  await enlarge(tab);
  assert.ok((await save(tab, "Png")).length > 20_000);
  await tab.assertClean();
  await tab.close();
});

// The page can be used by everybody: no violation of WCAG 2.2 A and AA on any board, in both themes and languages, on
// a desktop and on a phone; and it does not block while a large file is read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

const AXE = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PLACES = ["overview", "traffic", "sales", "sources", "ads", "data", "glossary", "glossary/bounce_rate"];

let house;
before(async () => (house = await open()));
after(() => house.close());

async function check(tab, where) {
  await tab.page.evaluate(AXE);
  const { violations } = await tab.page.evaluate((rules) => axe.run(document, { runOnly: rules }), RULES);
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(" | ")}`);
  assert.deepEqual(told, [], where);
}

for (const [width, height, lang, colorScheme] of [
  [1440, 900, "zh", "light"],
  [1440, 900, "en", "dark"],
  [390, 844, "zh", "dark"],
  [390, 844, "en", "light"],
]) {
  test(`no barrier at ${width}×${height}, ${lang}, ${colorScheme}`, async () => {
    const tab = await house.page({ viewport: { width, height }, colorScheme, hash: `#/overview?lang=${lang}` });
    await check(tab, "welcome");
    await tab.page.locator("#sample").click();
    await tab.waitReady();
    for (const place of PLACES) {
      await tab.go(`#/${place}?lang=${lang}`);
      await check(tab, place);
      const beyond = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${place} is ${beyond} px wider than the window`);
    }
    await tab.go(`#/traffic?lang=${lang}`);
    await tab.page.locator('[data-metric="bounce_rate"]').first().click();
    await check(tab, "explanation");
    await tab.page.keyboard.press("Escape");
    await tab.page.locator(".trend__enlarge").click();
    await tab.page.waitForSelector("#plot-stage svg path", { state: "attached" });
    await check(tab, "large chart");
    await tab.page.keyboard.press("Escape");
    await tab.go(`#/overview?wall=on&lang=${lang}`);
    await check(tab, "wall screen");
    await tab.close();
  });
}

test("a file of a million rows is read while the page answers (reported, not judged)", async (t) => {
  const rows = 1_000_000;
  const lines = ["visitor,item,category,event,time"];
  for (let row = 0; row < rows; row += 1) {
    // 10,000 visitors, each with a hundred rows, over nine days.
    lines.push(`${row % 10_000},${(row * 7919) % 400_000},${row % 97},${row % 10 ? "pv" : "cart"},${1_511_539_200 + ((row * 104_729) % 777_600)}`);
  }
  const path = await house.file("million.csv", lines.join("\n"));
  const tab = await house.page({ hash: "#/traffic" });
  await tab.longTasks();
  const start = performance.now();
  await tab.choose([path]);
  await tab.waitReady(120_000);
  const [seconds, tasks] = [(performance.now() - start) / 1000, await tab.longTasks()];
  await tab.go("#/traffic");
  assert.equal((await tab.figures()).page_views, "900000");
  const longest = Math.max(0, ...tasks.map(({ length }) => length));
  t.diagnostic(`read in ${seconds.toFixed(2)} s; tasks over 50 ms on the main thread: ${tasks.length}, longest ${longest} ms`);
  console.log(`long tasks while a million rows were read: ${tasks.length}, longest ${longest} ms (${seconds.toFixed(2)} s in all)`);
  await tab.assertClean();
  await tab.close();
});

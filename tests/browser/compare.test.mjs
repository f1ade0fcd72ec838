// What a card says of the change: against the period before, the year before, the same weekdays, and days of one's own
// choice; to date where the period is not over; and a dash against 0.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

/** So many views on a day, each by a visitor of its own. */
const views = (day, count) => Array.from({ length: count }, (_, n) => `${day}-${n},${day} 10:00:0${n % 10}`).join("\n");
const FILE = {
  name: "two-years.csv",
  text: `visitor,time\n${[
    views("2025-06-17", 5),
    views("2025-06-18", 8),
    views("2026-05-01", 2),
    views("2026-05-02", 4),
    views("2026-05-31", 40),
    views("2026-06-01", 6),
    views("2026-06-02", 3),
    views("2026-06-10", 4),
    views("2026-06-11", 5),
    views("2026-06-17", 10),
    views("2026-06-18", 20),
  ].join("\n")}\n`,
};

/** What the card of page views says of its change, once it is what is expected: figures beside come after the others. */
async function changes(query, expected) {
  const tab = await house.page({ hash: `#/traffic?${query}&lang=en` });
  await tab.choose([FILE]);
  await tab.waitReady();
  const change = tab.page.locator('.kpi-card:has([data-metric="page_views"]) .kpi-card__change').first();
  const text = async () => (await change.innerText()).replace(/\s+/g, " ").trim();
  const patience = performance.now() + 10_000;
  while (!(await text()).startsWith(expected) && performance.now() < patience) await tab.page.evaluate(() => new Promise(requestAnimationFrame));
  const said = await text();
  await tab.assertClean();
  await tab.close();
  return said;
}

for (const [name, query, expected] of [
  ["the period before, and beside it the year", "from=2026-06-18&to=2026-06-18", "vs before ▲ +100.00% vs last year ▲ +150.00%"],
  ["the year, and beside it the period before", "from=2026-06-17&to=2026-06-18&compare=year", "vs last year ▲ +130.77% vs before — "],
  ["the same weekdays", "from=2026-06-17&to=2026-06-18&compare=weekday", "vs weekdays ▲ +233.33% vs last year ▲ +130.77%"],
  ["days of one's own choice", "from=2026-06-17&to=2026-06-18&compare=2025-06-17", "vs chosen ▲ +130.77% vs last year ▲ +130.77%"],
  // June so far: 6+3+4+5+10+20 = 48 in 18 days, against 6 in the first 18 days of May, not against all 46 of May.
  ["a month to date", "period=thismonth", "vs before ▲ +700.00%"],
  ["nothing", "from=2026-06-18&to=2026-06-18&compare=none", ""],
]) {
  test(`against ${name}`, async () => {
    const text = await changes(query, expected.trim());
    assert.equal(expected ? text.slice(0, expected.trim().length) : text, expected.trim());
  });
}

test("the choice is made in the bar and stands in the link", async () => {
  const tab = await house.page({ hash: "#/traffic?from=2026-06-17&to=2026-06-18&lang=en" });
  await tab.choose([FILE]);
  await tab.waitReady();
  const choose = tab.page.locator(".picker select");
  await choose.selectOption("weekday");
  await tab.page.waitForFunction(() => location.hash.includes("compare=weekday"));
  await tab.page.waitForFunction(() => document.querySelector(".picker__said").innerText.includes("2026-06-10 – 2026-06-11"));
  await choose.selectOption("custom");
  await tab.page.waitForFunction(() => /compare=2026-06-15/.test(location.hash));
  const day = tab.page.locator('.picker__row--end input[type="date"]');
  await day.fill("2025-06-17");
  await day.dispatchEvent("change");
  await tab.page.waitForFunction(() => location.hash.includes("compare=2025-06-17"));
  await tab.page.waitForFunction(() => document.querySelector(".picker__said").innerText.includes("2025-06-17 – 2025-06-18"));
  await tab.assertClean();
  await tab.close();
});

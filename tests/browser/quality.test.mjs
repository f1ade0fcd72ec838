// What is felt before anything is counted: nothing on the page moves by itself, the first halves of page and worker are
// enough for a board, and Lighthouse's judgement of the built page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { FLAGS, browserPath, open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

/** Moves below this are fractions of a line of text. */
const STILL = 0.01;

for (const [width, height] of [
  [1440, 900],
  [390, 844],
]) {
  test(`nothing moves by itself at ${width}×${height}: on opening, with the sample, from board to board`, async (t) => {
    const tab = await house.page({ viewport: { width, height } });
    await tab.page.evaluate(() => {
      window.moved = [];
      const watch = (list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
          const who = sources.map(({ node }) => node?.className?.baseVal ?? node?.className ?? node?.nodeName);
          if (!hadRecentInput) window.moved.push({ value, who });
        }
      };
      new PerformanceObserver(watch).observe({ type: "layout-shift", buffered: true });
    });
    const moved = {};
    const look = async (where) => {
      // What has moved is told with the frame after.
      const all = await tab.page.evaluate(async () => {
        for (const _ of [0, 1]) await new Promise((resolve) => requestAnimationFrame(resolve));
        return window.moved.splice(0);
      });
      moved[where] = all.reduce((sum, { value }) => sum + value, 0);
      assert.ok(moved[where] < STILL, `${where}: ${JSON.stringify(all)}`);
    };
    await look("opening");
    await tab.page.locator("#sample").click();
    await tab.waitReady();
    await look("sample");
    for (const board of ["traffic", "sales", "ads", "sources", "data", "glossary", "overview"]) {
      await tab.go(`#/${board}`);
      await look(board);
    }
    t.diagnostic(`moves: ${Object.entries(moved).map(([where, value]) => `${where} ${value.toFixed(4)}`).join(", ")}`);
    await tab.close();
  });
}

test("a board of one's own files is drawn by the first halves of page and worker; what needs the others fetches them", async () => {
  // Without the offline copy, whose worker would answer instead.
  const context = await house.browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  const [asked, errors] = [{ more: 0, rest: 0 }, []];
  page.on("pageerror", (error) => errors.push(error.message));
  let open = false;
  await page.route(/\/(?:more|rest)-[0-9a-f]+_bg\.wasm$/, (route) => {
    asked[route.request().url().match(/\/(\w+)-[^/]*$/)[1]] += 1;
    return open ? route.continue() : route.abort();
  });
  await page.goto(`${house.origin}/#/overview?lang=en`);
  await page.waitForSelector("main[data-state=empty]");
  const files = {
    "visits.csv": "visitor,time,page,item,source\nv1,2026-06-17 10:00:00,/,,search\nv1,2026-06-17 10:00:40,/item/1,1,search\nv2,2026-06-18 21:15:00,/item/1,1,ads\n",
    "orders.csv": "order_id,buyer,placed_at,paid_at,item,pieces,amount,paid_amount\no1,v1,2026-06-17 10:05,2026-06-17 10:06,1,1,129.00,129.00\no2,v2,2026-06-18 21:20,2026-06-18 21:21,1,2,258.00,238.00\n",
  };
  await page.setInputFiles("#files", Object.entries(files).map(([name, text]) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) })));
  await page.waitForSelector('main[data-state="ready"][aria-busy="false"]', { timeout: 30_000 });
  assert.equal(await page.locator('.kpi-card [data-metric="visitors"]').first().getAttribute("data-value"), "2");
  assert.equal(await page.locator('.kpi-card [data-metric="paid_amount"]').first().getAttribute("data-value"), "367.00");
  assert.ok(asked.more >= 1 && asked.rest >= 1, `the other halves are asked for when there is leisure: ${JSON.stringify(asked)}`);
  assert.deepEqual(errors, [], "nothing has called what cannot be had");
  open = true;
  await page.locator('.kpi-card [data-metric="visitors"]').first().click();
  await page.locator("dialog[open] .evidence__parts button").first().click();
  await page.locator(".evidence__rows tr[data-row]").first().waitFor();
  await context.close();
});

test("Lighthouse: accessibility and best practices at least 98; performance is reported, for other work slows it", async (t) => {
  const host = await open({ packed: true });
  const chrome = await launch({ chromePath: browserPath(), chromeFlags: ["--headless=new", ...FLAGS], logLevel: "silent" });
  try {
    const options = { port: chrome.port, logLevel: "error", onlyCategories: ["performance", "accessibility", "best-practices"] };
    const { lhr } = await lighthouse(`${host.origin}/`, options, desktopConfig);
    const score = (category) => Math.round(lhr.categories[category].score * 100);
    const times = ["first-contentful-paint", "largest-contentful-paint", "interactive", "total-blocking-time", "cumulative-layout-shift"];
    const told = [
      ...options.onlyCategories.map((category) => `${category} ${score(category)}`),
      ...times.map((id) => `${id} ${lhr.audits[id].displayValue}`),
    ];
    t.diagnostic(told.join(", "));
    console.log(`Lighthouse ${lhr.lighthouseVersion}: ${told.join(", ")}`);
    for (const category of ["accessibility", "best-practices"]) {
      const low = lhr.categories[category].auditRefs.filter(({ id, weight }) => weight && (lhr.audits[id].score ?? 1) < 1).map(({ id }) => id);
      assert.ok(score(category) >= 98, `${category} ${score(category)}: ${low}`);
    }
    assert.equal(lhr.audits["cumulative-layout-shift"].numericValue, 0);
  } finally {
    await chrome.kill();
    await host.close();
  }
});

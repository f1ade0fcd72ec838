// The board of paid tools: every term alive, long tables that never block the page, states and what contradicts them,
// creatives compared, operations beside the curves, words looked up and suggested.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, program, same, sampleFiles } from "./harness.mjs";

let house;
let catalogue;
let shop;
let answer;
before(async () => {
  house = await open();
  catalogue = await program("metrics", "--format", "json");
  shop = await sampleFiles(join(house.scratch, "shop"));
  answer = await program("report", "--format", "json", ...["keyword", "item", "campaign", "tool", "channel"].flatMap((by) => ["--breakdown", by]), ...shop);
});
after(() => house.close());

/** A tab with the sample shop on the board. */
async function board(options = {}) {
  const tab = await house.page({ hash: "#/ads", ...options });
  await tab.choose(shop);
  await tab.waitReady();
  await tab.go("#/ads");
  await settled(tab, "keywords");
  return tab;
}

/** Waits until a long table shows what it was asked. */
const settled = (tab, sheet) => tab.page.waitForSelector(`[data-sheet="${sheet}"][aria-busy="false"]`);

/** The rows of a long table that are drawn: key → metric → value, in their order. */
const rows = (tab, sheet) =>
  tab.page.$$eval(`[data-sheet="${sheet}"] tbody tr[aria-rowindex]`, (all) =>
    all.map((row) => [
      row.querySelector("[data-key]").dataset.key.split(":").slice(1).join(":"),
      Object.fromEntries([...row.querySelectorAll("[data-metric]")].map(({ dataset }) => [dataset.metric, dataset.value])),
    ]),
  );

const sortBy = async (tab, sheet, name) => {
  await tab.page.locator(`[data-sheet="${sheet}"] thead button`, { hasText: new RegExp(`^${name}`) }).click();
  await settled(tab, sheet);
};

test("every term of paid search and of sources is alive on the page", async () => {
  const tab = await board();
  await tab.page.waitForSelector("[data-creatives]");
  await tab.page.waitForSelector("[data-standings]");
  await tab.page.waitForSelector("[data-operations]");
  const ids = () => tab.page.$$eval("[data-metric]", (all) => [...new Set(all.map(({ dataset }) => dataset.metric))]);
  const seen = new Set(await ids());
  await tab.go("#/sources");
  for (const id of await ids()) seen.add(id);
  const due = catalogue.filter(({ group }) => ["search", "sources"].includes(group)).map(({ id }) => id);
  assert.equal(due.length, 33 + 9);
  assert.deepEqual(due.filter((id) => !seen.has(id)), [], "terms that stand nowhere");
  await tab.assertClean();
  await tab.close();
});

test("tables of tools, channels, campaigns, items and keywords have the program's figures", async () => {
  const tab = await board();
  for (const [sheet, dimension] of [["campaigns", "campaign"], ["ad-items", "item"], ["keywords", "keyword"]]) {
    await settled(tab, sheet);
    const drawn = await rows(tab, sheet);
    assert.ok(drawn.length >= 3, `${sheet} has rows`);
    const known = Object.fromEntries(answer.breakdowns[dimension].map((row) => [row.key, row.metrics]));
    for (const [key, figures] of drawn) {
      for (const [id, value] of Object.entries(figures)) same(value, known[key][id], `${id} of ${dimension} ${key}`);
    }
  }
  for (const dimension of ["tool", "channel"]) {
    const cells = await tab.page.$$eval(`[data-key^='${dimension}:'][data-metric]`, (all) => all.map(({ dataset }) => [dataset.key, dataset.metric, dataset.value]));
    assert.ok(cells.length > 5, `the table of ${dimension}`);
    const known = Object.fromEntries(answer.breakdowns[dimension].map((row) => [`${dimension}:${row.key}`, row.metrics]));
    for (const [key, id, value] of cells) same(value, known[key][id], `${id} of ${key}`);
  }
  await tab.close();
});

test("a press on an item or a campaign narrows the whole board, and its tables", async () => {
  const tab = await board();
  const narrowed = async (sheet, dimension) => {
    const [[key]] = await rows(tab, sheet);
    await tab.page.locator(`[data-sheet="${sheet}"] .table__pick`).first().click();
    await tab.page.waitForSelector(".chip");
    await tab.waitReady();
    await tab.page.waitForFunction((sheet) => document.querySelectorAll(`[data-sheet="${sheet}"] tbody tr[aria-rowindex]`).length === 1, sheet);
    await settled(tab, "keywords");
    // An item by its title, not by its number.
    assert.match(await tab.page.locator(".chip__value").textContent(), /[\u4e00-\u9fff]/);
    const told = await program("report", "--format", "json", "--filter", `${dimension}=${key}`, "--breakdown", "keyword", ...shop);
    const shown = await tab.figures();
    for (const id of ["ad_cost", "ad_clicks", "ad_ctr", "ad_roi", "ad_item_active", "campaign_active"]) same(shown[id], told.metrics[id], `${id} of ${key}`);
    assert.ok(Number(shown.ad_cost) > 0 && Number(shown.ad_cost) < Number(answer.metrics.ad_cost.value));
    const words = Object.fromEntries(await rows(tab, "keywords"));
    const theirs = told.breakdowns.keyword.filter((row) => row.metrics.ad_cost.value !== null);
    assert.ok(theirs.length > 0);
    for (const row of theirs.slice(0, 5)) same(words[row.key].ad_cost, row.metrics.ad_cost, `${row.key} of ${key}`);
    await tab.page.locator(`[data-sheet="${sheet}"] .table__pick[aria-pressed="true"]`).click();
    await tab.page.waitForFunction(() => !document.querySelector(".chip"));
    await tab.waitReady();
    await settled(tab, "keywords");
  };
  await narrowed("ad-items", "item");
  await narrowed("campaigns", "campaign");
  await tab.page.locator('[aria-labelledby="ad-tools-title"] .table__pick').first().click();
  await tab.page.waitForSelector(".chip");
  // What no report of a paid tool tells.
  await tab.go(`#/ads?source=${encodeURIComponent("手淘搜索")}`);
  await tab.page.locator("main", { hasText: "没有来源、类目、促销这些列" }).waitFor();
  await tab.assertClean();
  await tab.close();
});

test("keywords are sorted by any column, searched, and narrowed to the quiet and the contested", async () => {
  const tab = await board();
  const used = answer.breakdowns.keyword;
  const value = (row, id) => (row.metrics[id]?.value === null || row.metrics[id] === undefined ? null : Number(row.metrics[id].value));
  for (const [name, id] of [["质量得分", "ad_quality_score"], ["平均展现排名", "ad_avg_rank"], ["点击率", "ad_ctr"]]) {
    for (const rising of [false, true]) {
      await sortBy(tab, "keywords", name);
      const shown = (await rows(tab, "keywords")).map(([key]) => value(used.find((row) => row.key === key), id));
      const known = shown.filter((x) => x !== null);
      assert.deepEqual(known, [...known].sort((a, b) => (rising ? a - b : b - a)), `${id} ${rising}`);
      assert.deepEqual(shown.slice(known.length).filter((x) => x !== null), [], "unknown values stand last");
      assert.equal(await tab.page.locator(`[data-sheet=keywords] th[aria-sort="${rising ? "ascending" : "descending"}"]`).count(), 1);
    }
  }
  const sheet = tab.page.locator("[data-sheet=keywords]");
  const bar = sheet.locator("xpath=ancestor::div[@class='sheet']").locator(".sheet__bar");
  await bar.locator("input").fill("裙");
  await tab.page.waitForFunction((due) => document.querySelector("[data-sheet=keywords]").dataset.found === due, String(used.filter((row) => row.key.includes("裙")).length));
  await bar.locator("input").fill("");
  await settled(tab, "keywords");
  await bar.locator("button", { hasText: "无展现词" }).click();
  await tab.page.waitForFunction((due) => document.querySelector("[data-sheet=keywords]").dataset.found === due, String(answer.tables.keywords_without_impressions.length));
  assert.deepEqual((await rows(tab, "keywords")).map(([key]) => key).sort(), answer.tables.keywords_without_impressions.map(({ key }) => key).sort());
  await bar.locator("button", { hasText: "同投" }).click();
  const contested = answer.tables.keywords_in_use.filter(({ items }) => items.length > 1);
  await tab.page.waitForFunction((due) => document.querySelector("[data-sheet=keywords]").dataset.found === due, String(contested.length));
  for (const [key, figures] of await rows(tab, "keywords")) {
    const row = contested.find((row) => row.key === key);
    assert.equal(figures.ad_keyword_items, String(row.items.length), `items on ${key}`);
    assert.equal(figures.ad_effective_bid, row.effective_bid ?? "", `bid for ${key}`);
  }
  // The items behind a word are named below the table.
  await tab.page.locator("[data-sheet=keywords] tbody tr[aria-rowindex] .num").first().focus();
  const [first] = await rows(tab, "keywords");
  const named = await tab.page.locator(".sheet__more").innerText();
  for (const item of contested.find((row) => row.key === first[0]).items) assert.ok(named.includes(item), `${named} names ${item}`);
  await tab.close();
});

test("a grid is walked through by arrows, and a number opens its explanation", async () => {
  const tab = await board();
  const at = () => tab.page.evaluate(() => document.activeElement.closest("[data-at]")?.dataset.at);
  assert.equal(await tab.page.locator("[data-sheet=keywords] [tabindex='0']").count(), 1, "one cell in the way of the Tab key");
  await tab.page.locator("[data-sheet=keywords] thead button").first().focus();
  await tab.page.keyboard.press("ArrowDown");
  await tab.page.keyboard.press("ArrowRight");
  assert.equal(await at(), "1-1");
  await tab.page.keyboard.press("Control+End");
  const total = Number(await tab.page.getAttribute("[data-sheet=keywords]", "data-found"));
  await tab.page.waitForFunction((row) => document.activeElement.closest("[data-at]")?.dataset.at.startsWith(`${row}-`), total);
  await tab.page.keyboard.press("Control+Home");
  await tab.page.waitForFunction(() => document.activeElement.closest("[data-at]")?.dataset.at === "1-0");
  await tab.page.keyboard.press("ArrowRight");
  await tab.page.keyboard.press("Enter");
  await tab.page.waitForSelector("dialog#explain[open]");
  const [key, figures] = (await rows(tab, "keywords"))[0];
  const dialog = await tab.page.locator("dialog#explain").innerText();
  assert.ok(dialog.includes(key) && dialog.replaceAll(",", "").includes(figures.ad_cost), dialog);
  await tab.assertClean();
  await tab.close();
});

/** A report of so many keywords, each with numbers of its own. */
function manyKeywords(count) {
  const lines = ["日期,计划名称,宝贝ID,关键词,质量得分,出价,展现量,点击量,花费,平均点击花费,投入产出比"];
  for (let i = 0; i < count; i++) {
    const clicks = (i * 7919) % 101;
    lines.push(`2026-06-01,计划${i % 40},${700000000000 + (i % 500)},词${String(i).padStart(6, "0")}${i % 3 ? "裤" : "裙"},${1 + (i % 10)},1.00,${clicks * 30 + (i % 7)},${clicks},${((i * 104729) % 100003) / 100},1.00,1.00`);
  }
  return lines.join("\n");
}

test("100,000 keywords: sorted, searched and scrolled; how long the page was held up is told", async (t) => {
  const tab = await house.page({ hash: "#/ads" });
  const path = await house.file("many.csv", manyKeywords(100_000));
  await tab.choose([path]);
  await tab.waitReady(120_000);
  await tab.page.waitForSelector("[data-sheet=keywords][data-total='100000']", { timeout: 120_000 });
  await settled(tab, "keywords");
  await tab.longTasks();
  const drawn = () => tab.page.locator("[data-sheet=keywords] tbody tr[aria-rowindex]").count();
  assert.ok((await drawn()) < 60, "only rows in sight are elements");
  assert.equal(await tab.page.getAttribute("[data-sheet=keywords]", "aria-rowcount"), "100001");
  await sortBy(tab, "keywords", "质量得分");
  assert.equal((await rows(tab, "keywords"))[0][1].ad_quality_score, "10.00");
  await tab.page.evaluate(async () => {
    const view = document.querySelector("#sheet-keywords");
    for (let i = 0; i < 40; i++) {
      view.scrollTop += 1500 + i * 300;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
  });
  await settled(tab, "keywords");
  await tab.page.waitForFunction(() => {
    const view = document.querySelector("#sheet-keywords").getBoundingClientRect();
    const under = document.elementFromPoint(view.left + 40, view.top + view.height / 2);
    return under?.closest("tr[aria-rowindex]");
  });
  assert.ok((await drawn()) < 60, "still only rows in sight");
  // Told and not judged: where tests share a machine, a task may be interrupted.
  const tasks = await tab.longTasks();
  t.diagnostic(`tasks over 50 ms on the main thread: ${tasks.length}, longest ${Math.max(0, ...tasks.map(({ length }) => length))} ms`);
  await tab.page.locator("[data-sheet=keywords]").locator("xpath=ancestor::div[@class='sheet']").locator("input").fill("裙");
  await tab.page.waitForSelector("[data-sheet=keywords][data-found='33334']");
  // The last row of all can be reached by one key.
  await tab.page.locator("[data-sheet=keywords] thead button").first().focus();
  await tab.page.keyboard.press("Control+End");
  await tab.page.waitForFunction(() => document.activeElement.closest("[data-at]")?.dataset.at.startsWith("33334-"));
  await tab.assertClean();
  await tab.close();
});

test("the status board counts what the program counts, and says what contradicts itself", async () => {
  const tab = await board();
  const counts = Object.fromEntries(await tab.page.$$eval("[data-stand]", (all) => all.map(({ dataset }) => [dataset.stand, Number(dataset.count)])));
  const names = {
    CampaignActive: "campaign_active", CampaignPaused: "campaign_paused", CampaignEmpty: "campaign_without_items",
    CampaignAllPaused: "campaign_all_items_paused", ItemActive: "ad_item_active", ItemPaused: "ad_item_paused",
    ItemRejected: "ad_rejected", ItemDelisted: "ad_item_delisted",
  };
  for (const [stand, id] of Object.entries(names)) assert.equal(counts[stand], answer.metrics[id].value, id);
  await tab.close();
  const lines = [
    "date,campaign,campaign_state,item,item_state,impressions,clicks,cost",
    "2026-06-01,a,推广中,1,淘宝下架,70,1,1.00",
    "2026-06-01,b,推广中,1,推广中,5,1,1.00",
    "2026-06-01,c,暂停,2,推广中,0,0,0",
    "2026-06-01,d,推广中,,,0,0,0",
    "2026-06-01,e,推广中,3,暂停,0,0,0",
    "2026-06-01,f,推广中,4,审核下架,9,0,0",
  ];
  const odd = await house.page({ hash: "#/ads" });
  await odd.choose([{ name: "states.csv", text: lines.join("\n") }]);
  await odd.waitReady();
  await odd.page.locator("[data-stand=Conflicts]").click();
  await odd.page.waitForSelector("[data-standings='5'] [data-conflict]");
  const told = await odd.page.$$eval("[data-conflict]", (all) => all.map(({ dataset }) => dataset.conflict));
  assert.deepEqual(told.sort(), ["AllPaused", "InPausedCampaign", "NothingInside", 'OnSaleElsewhere("b")', "ShownOffSale(70)", "ShownRejected(9)"].sort());
  await odd.close();
});

/** The upper tail of the normal distribution, twice, by plain integration: an oracle that shares nothing with the page. */
function twoTails(z) {
  const steps = 20_000;
  const width = (Math.abs(z) + 12 - Math.abs(z)) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const x = Math.abs(z) + (i + 0.5) * width;
    sum += Math.exp((-x * x) / 2) * width;
  }
  return (2 * sum) / Math.sqrt(2 * Math.PI);
}

/** Newcombe's interval for the difference of two shares, and the pooled z-test. */
function difference([a, m], [b, n]) {
  const z = 1.959963984540054;
  const wilson = (x, n) => {
    const centre = (x + (z * z) / 2) / (n + z * z);
    const half = (z / (n + z * z)) * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
    return [centre - half, centre + half];
  };
  const [p, q] = [a / m, b / n];
  const [[l1, u1], [l2, u2]] = [wilson(a, m), wilson(b, n)];
  const pooled = (a + b) / (m + n);
  const test = (p - q) / Math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n));
  return { difference: p - q, low: p - q - Math.hypot(p - l1, u2 - q), high: p - q + Math.hypot(u1 - p, q - l2), p: twoTails(test) };
}

test("creatives of an item are compared by a test of two proportions, and few data are called few", async () => {
  const header = "date,campaign,item,title,creative_title,impressions,clicks,cost";
  const cases = { 甲: [40_000, 1300], 乙: [30_000, 750], 丙: [9_000, 300], 丁: [60, 1] };
  const lines = Object.entries(cases).map(([name, [impressions, clicks]]) => `2026-06-01,a,1,裙子,${name},${impressions},${clicks},10.00`);
  const tab = await house.page({ hash: "#/ads" });
  await tab.choose([{ name: "creatives.csv", text: [header, ...lines].join("\n") }]);
  await tab.waitReady();
  await tab.page.waitForSelector("[data-creatives='4']");
  const told = await tab.page.$$eval("[data-creatives] tbody tr", (all) =>
    all.map((row) => [row.querySelector("th").innerText, { ...row.querySelector("[data-verdict]")?.dataset }]),
  );
  assert.deepEqual(told.map(([name]) => name), ["甲", "乙", "丙", "丁"], "the most shown first");
  const verdicts = { 乙: "Lower", 丙: "Open", 丁: "TooFew" };
  for (const [name, data] of told.slice(1)) {
    const due = difference([cases[name][1], cases[name][0]], [cases.甲[1], cases.甲[0]]);
    assert.equal(data.verdict, verdicts[name], name);
    for (const id of ["difference", "low", "high", "p"]) assert.ok(Math.abs(Number(data[id]) - due[id]) < 1e-7, `${id} of ${name}: ${data[id]} is not ${due[id]}`);
  }
  await tab.close();
});

test("operations stand under the curves, as a list and as a table, by mouse and by keys", async () => {
  const tab = await board();
  const log = answer.tables.ad_log;
  await tab.page.waitForSelector(`[data-operations='${log.length}']`);
  const lanes = await tab.page.$$eval("circle[data-lane]", (all) => all.map(({ dataset }) => [dataset.lane, dataset.from, Number(dataset.count)]));
  for (const scope of ["keyword", "item", "account", "creative"]) {
    const due = log.filter((row) => row.scope === scope);
    assert.equal(lanes.filter(([lane]) => lane === `log_${scope}`).reduce((sum, [, , n]) => sum + n, 0), due.length, scope);
    for (const { time } of due) assert.ok(lanes.some(([lane, from]) => lane === `log_${scope}` && from === time.slice(0, 10)), time);
  }
  assert.equal(await tab.page.locator("[data-operation]").count(), Math.min(25, log.length));
  const plot = tab.page.locator(".timeline__plot");
  await plot.focus();
  await tab.page.keyboard.press("ArrowDown");
  const day = log[0].time.slice(0, 10);
  assert.ok((await tab.page.locator(".timeline__readout").innerText()).includes(day));
  await tab.page.keyboard.press("Enter");
  const ofDay = log.filter(({ time }) => time.startsWith(day)).length;
  await tab.page.waitForSelector(`[data-operations='${ofDay}']`);
  assert.equal(await tab.page.locator("[data-operation]").count(), ofDay);
  await tab.close();
});

test("a word finds the words that go with it, as the program does", async () => {
  const tab = await board();
  const due = await program("report", "--format", "json", "--word", "连衣裙", ...shop);
  await tab.page.fill("#related-word", "连衣裙");
  await tab.page.click("#related-go");
  await settled(tab, "related");
  const found = await rows(tab, "related");
  assert.deepEqual(found.map(([key]) => key), due.tables.related_keywords.map(({ key }) => key));
  for (const [key, figures] of found) {
    const known = due.tables.related_keywords.find((row) => row.key === key).metrics;
    for (const [id, value] of Object.entries(figures)) same(value, known[id], `${id} of ${key}`);
  }
  await tab.close();
});

test("suggested words are cut by the library, which is loaded only then, and are not in use", async () => {
  const tab = await board();
  const words = () => tab.requests.filter((url) => /\/jieba-/.test(url)).length;
  assert.equal(words(), 0, "nothing is loaded before it is wanted");
  await tab.page.click("#suggest-open");
  await tab.page.waitForSelector("[data-suggestions][data-library='true']", { timeout: 60_000 });
  assert.equal(words(), 2, "the two halves of the library");
  const item = await tab.page.inputValue("#suggest-item");
  const shown = await tab.page.$$eval("[data-suggestion]", (all) => all.map(({ dataset }) => dataset.suggestion));
  assert.ok(shown.length > 3);
  const due = answer.tables.keyword_suggestions.filter((row) => row.item === item).map(({ key }) => key);
  assert.deepEqual(shown.slice(0, due.length), due, "the program's own suggestions");
  const used = answer.tables.keywords_in_use.filter(({ items }) => items.includes(item)).map(({ key }) => key);
  assert.deepEqual(shown.filter((word) => used.includes(word)), [], "words in use are left out");
  await tab.assertClean();
  await tab.close();
});

test("without the library the titles are cut all the same, and the page says how", async () => {
  const tab = await board();
  await tab.context.route(/\/jieba-/, (route) => route.abort());
  await tab.page.click("#suggest-open");
  await tab.page.waitForSelector("[data-suggestions][data-library='false']", { timeout: 60_000 });
  assert.ok((await tab.page.locator("[data-suggestion]").count()) > 3);
  await tab.close();
});

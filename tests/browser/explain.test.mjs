// Every figure opens its explanation, whose filled-in formula gives the figure; the rows behind it are those of the
// program, by file and line, to look at and to save; SQL and links too. The glossary works without a file.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { PROGRAM, open, sampleFiles } from "./harness.mjs";

const BOARDS = ["overview", "traffic", "sales", "sources", "ads"];
const VISITS = `访客,时间,行为,页面,商品ID,来源
v1,2026-06-17 10:00:00,浏览,/,,手淘搜索
v1,2026-06-17 10:00:40,浏览,/item/101,101,手淘搜索
v1,2026-06-17 10:03:10,收藏,/item/101,101,手淘搜索
v2,2026-06-17 21:15:00,浏览,/item/101,101,直通车
v3,2026-06-18 00:05:00,浏览,/item/102,102,直通车
v3,2026-06-18 00:06:30,浏览,/item/101,101,直通车
v1,2026-06-18 09:30:00,浏览,/item/102,102,我的淘宝
v4,昨天,浏览,/,,手淘搜索
`;
const ORDERS = `订单编号,买家,下单时间,付款时间,商品ID,数量,应付金额,实付金额,收货人姓名
="5123450000000000001",v1,2026-06-17 10:05,2026-06-17 10:06,101,1,129.00,129.00,某某
="5123450000000000002",@v3,2026-06-18 00:08,2026-06-18 00:09,101,2,258.00,238.00,某某
="5123450000000000003",v1,2026-06-18 09:32,,102,1,59.90,0,某某
`;

let house;
let shop;
let small;
before(async () => {
  house = await open();
  shop = await sampleFiles(join(house.scratch, "shop"));
  small = [await house.file("visits.csv", VISITS), await house.file("orders.csv", ORDERS)];
});
after(() => house.close());

const run = async (...args) => (await promisify(execFile)(PROGRAM, args, { maxBuffer: 1 << 28 })).stdout;

/**
 * Presses every figure of the board, one after the other; what each explanation says. Short tables are shown whole, long
 * ones are walked through to their last row, and lists to choose from are gone through choice by choice.
 */
const explainAll = (page) =>
  page.evaluate(async () => {
    const until = async (there) => {
      const patience = performance.now() + 20_000;
      while (!there() && performance.now() < patience) await new Promise((done) => setTimeout(done));
    };
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const still = async () => {
      await drawn();
      await until(() => !document.querySelector("main [aria-busy=true]"));
      await drawn();
    };
    const dialog = document.getElementById("explain");
    const out = [];
    const met = new Set();
    const named = (button) => {
      const { metric, key, page, from } = button.dataset;
      return [button.closest("[data-sheet]")?.dataset.sheet, metric, key, page, from].join("|");
    };
    const press = async (button) => {
      button.click();
      await until(() => dialog.open && dialog.querySelector(".explain__close"));
      const text = (part) => dialog.querySelector(part)?.textContent ?? null;
      const { metric, value, key = "", page = "", from = "" } = button.dataset;
      out.push({
        metric,
        value,
        where: `${key}${page}${from}`,
        sheet: button.closest("[data-sheet]") !== null,
        open: dialog.open,
        shown: text(".explain__value"),
        filled: text(".explain__formula"),
        why: text(".explain__why"),
        parts: dialog.querySelectorAll("[data-part]").length,
        engines: dialog.querySelectorAll("[data-engine]").length,
        sections: dialog.querySelectorAll("dt").length,
      });
      // The browser tells of the closing in its own time; what is opened before that would be closed again.
      const closed = new Promise((done) => dialog.addEventListener("close", done, { once: true }));
      dialog.querySelector(".explain__close").click();
      await closed;
      await until(() => !dialog.open && !dialog.querySelector(".explain__close"));
    };
    const pressAll = async (within) => {
      for (const button of within.querySelectorAll("button[data-metric][data-value]")) {
        const what = named(button);
        if (met.has(what)) continue;
        met.add(what);
        await press(button);
      }
    };
    const main = document.getElementById("main");
    main.querySelectorAll("details.trend__details").forEach((details) => (details.open = true));
    for (const more of main.querySelectorAll('.table__all[aria-expanded="false"]')) more.click();
    await still();
    await pressAll(main);
    for (const view of main.querySelectorAll(".sheet__view")) {
      while (view.scrollTop + view.clientHeight < view.scrollHeight - 1) {
        view.scrollTop += view.clientHeight / 2;
        await still();
        await pressAll(view);
      }
    }
    const choice = main.querySelector("select[data-creative-items]");
    for (let at = 1; at < (choice?.options.length ?? 0); at += 1) {
      choice.selectedIndex = at;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
      await still();
      await pressAll(main);
    }
    const sheets = [...main.querySelectorAll("[data-sheet]")];
    const cells = sheets.reduce((sum, sheet) => sum + Number(sheet.dataset.found) * (sheet.ariaColCount - 1), 0);
    return { out, cells, missed: [...main.querySelectorAll("button[data-metric]")].map(named).filter((what) => !met.has(what)) };
  });

/** The number that a text shows, and how far the exact one may be from it. */
function number(text) {
  const [, plain, percent] = text.replace(/[¥,\s\u202f]/g, "").match(/^(-?[\d.]+)(%?)/) ?? [];
  assert.ok(plain !== undefined, `${text} shows a number`);
  const unit = percent ? 0.01 : 1;
  const places = (plain.split(".")[1] ?? "").length;
  return { value: Number(plain) * unit, near: (0.5000001 * unit) / 10 ** places };
}

for (const board of BOARDS) {
  test(`every figure on the board ${board} opens its explanation, and its formula gives the figure`, async () => {
    const tab = await house.page({ hash: `#/${board}?lang=zh` });
    await tab.choose(shop);
    await tab.waitReady();
    if (board === "traffic") await tab.page.waitForSelector("[data-page][data-metric]");
    if (board === "ads") await tab.page.waitForFunction(() => document.querySelectorAll("[data-sheet]").length >= 3);
    const { out: all, cells, missed } = await explainAll(tab.page);
    assert.ok(all.length >= 100, `${board} has ${all.length} figures`);
    assert.deepEqual(missed, [], `${board}: figures that were not pressed`);
    assert.equal(all.filter((told) => told.sheet).length, cells, `${board}: every cell of the long tables`);
    let formulas = 0;
    for (const told of all) {
      const what = `${told.metric} ${told.where} on ${board}`;
      assert.ok(told.open && told.sections >= 5, `${what}: no explanation`);
      if (told.value === "") {
        assert.ok(told.why !== null || told.shown === "—" || told.shown === null, `${what}: empty, and no reason`);
        continue;
      }
      if (told.shown !== null) {
        const { value, near } = number(told.shown);
        assert.ok(Math.abs(value - Number(told.value)) <= near, `${what}: ${told.shown} is not ${told.value}`);
      }
      const formula = told.filled?.match(/(-?¥?[\d.,]+) ÷ .*?(-?¥?[\d.,]+) = (.+)$/);
      if (told.filled !== null) {
        assert.ok(formula, `${what}: ${told.filled}`);
        const [above, below] = [number(formula[1]), number(formula[2])];
        const quotient = above.value / below.value;
        const near = 1e-9 + (formula[1].includes(".") && !formula[1].includes("¥") ? above.near / below.value : 0);
        assert.ok(Math.abs(quotient - Number(told.value)) <= near, `${what}: ${told.filled} is not ${told.value}`);
        formulas += 1;
      }
    }
    assert.ok(formulas >= 20, `${board}: ${formulas} formulas of ${all.length} figures`);
    await tab.assertClean();
    await tab.close();
  });
}

test("a point of the trend opens its explanation or narrows the board, by finger and by keys", async () => {
  const tab = await house.page({ hash: "#/traffic?lang=en", viewport: { width: 390, height: 844 }, hasTouch: true });
  await tab.choose(small);
  await tab.waitReady();
  const days = await tab.page.$$eval("#trend tbody tr", (rows) => rows.map((row) => row.cells[1].textContent));
  const explained = () => tab.page.locator("#explain[open] .explain__value").innerText();
  await tab.page.locator("#trend .trend__touch").nth(1).tap();
  const button = tab.page.locator('#trend [data-point="explain"]');
  assert.ok((await button.boundingBox()).height >= 36, "large enough for a finger");
  await button.tap();
  assert.equal(await explained(), days[1]);
  await tab.page.keyboard.press("Escape");
  await tab.page.locator("#trend .trend__plot").focus();
  await tab.page.keyboard.press("Home");
  await tab.page.keyboard.press("Enter");
  assert.equal(await explained(), days[0]);
  await tab.page.keyboard.press("Escape");
  await tab.page.locator("#trend .trend__plot").focus();
  await tab.page.keyboard.press("Space");
  await tab.page.waitForSelector(".chip");
  await tab.page.waitForFunction(() => document.querySelector("main").getAttribute("aria-busy") === "false");
  assert.equal(await tab.page.locator('#trend [data-point="narrow"]').getAttribute("aria-pressed"), "true");
  assert.equal((await tab.figures()).page_views, days[0]);
  await tab.assertClean();
  await tab.close();
});

/** Opens the explanation of a figure and asks for the rows of a part. */
async function rowsOf(tab, selector, part) {
  await tab.page.locator(selector).first().click();
  await tab.page.locator(`dialog[open] [data-part="${part}"]`).click();
  await tab.page.waitForSelector(".evidence__rows tr[data-row], .evidence__state[role=status]:not(:has(button))");
  return tab.page.$$eval(".evidence__rows tr[data-row]", (rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.textContent)),
  );
}

test("the rows behind a figure are the program's, by file and line; personal columns stay blank", async () => {
  const tab = await house.page({ hash: "#/traffic?lang=en" });
  await tab.choose(small);
  await tab.waitReady();
  const whole = (id) => `main .num[data-metric="${id}"]:not([data-key]):not([data-page]):not([data-from])`;
  const bounced = await rowsOf(tab, whole("bounce_rate"), "bounces");
  assert.deepEqual(bounced.map((cells) => cells.slice(0, 3)), [["visits.csv", "5", "v2"], ["visits.csv", "8", "v1"]]);
  await tab.page.keyboard.press("Escape");
  await tab.go("#/sales?lang=en");
  const paid = await rowsOf(tab, whole("paid_amount"), "paid_amount");
  assert.deepEqual(paid.map((cells) => cells.slice(0, 3)), [["orders.csv", "2", "5123450000000000001"], ["orders.csv", "3", "5123450000000000002"]]);
  assert.ok(!JSON.stringify(paid).includes("某某"));
  const saved = tab.page.waitForEvent("download");
  await tab.page.locator("#rows-save").click();
  const csv = await readFile(await (await saved).path(), "utf8");
  const lines = csv.split("\r\n");
  assert.ok(csv.startsWith("\ufeff") && lines.length === 4 && lines[3] === "");
  const plain = (await run("drill", "--metric", "paid_amount", ...small)).split("\r\n");
  assert.deepEqual(lines.slice(1), plain.slice(1), "page and program save the same rows");
  assert.ok(csv.includes("'@v3"), "a cell that looks like a formula is made harmless");
  assert.match(await tab.page.locator("dialog[open]").innerText(), /2 rows saved/);
  await tab.assertClean();
  await tab.close();
});

test("a figure of a source, of a day and of an hour has its own rows", async () => {
  const tab = await house.page({ hash: "#/sources?lang=zh" });
  await tab.choose(small);
  await tab.waitReady();
  const source = await rowsOf(tab, 'main .num[data-key="source:直通车"][data-metric="source_visitors"]', "source_visitors");
  assert.deepEqual(source.map((cells) => cells[1]), ["5", "6"]);
  await tab.page.keyboard.press("Escape");
  await tab.go("#/traffic?lang=zh");
  const hour = await rowsOf(tab, 'main [data-key="hour:3-0"][data-metric="page_views"]', "page_views");
  assert.deepEqual(hour.map((cells) => cells[1]), ["6", "7"], "Thursday, midnight");
  await tab.page.keyboard.press("Escape");
  await tab.page.locator("details.trend__details summary").click();
  const day = await rowsOf(tab, 'main .num[data-from="2026-06-18"]', "page_views");
  assert.deepEqual(day.map((cells) => cells[1]), ["6", "7", "8"]);
  await tab.close();
});

test("the SQL of a figure is the program's", async () => {
  const tab = await house.page({ hash: "#/traffic?lang=en&explain=bounce_rate" });
  await tab.choose(small);
  await tab.waitReady();
  for (const engine of ["duckdb", "clickhouse", "spark"]) {
    await tab.page.locator(`dialog[open] [data-engine="${engine}"]`).click();
    await tab.page.waitForSelector(`[data-engine="${engine}"][aria-pressed="true"]`);
    await tab.page.waitForSelector(".evidence__sql");
    const shown = await tab.page.locator(".evidence__sql").textContent();
    const options = ["--metric", "bounce_rate", "--from", "2026-06-17", "--to", "2026-06-18"];
    const like = small.flatMap((file) => ["--like", file]);
    assert.equal(shown, await run("sql", "--engine", engine, ...options, ...like), engine);
  }
  await tab.page.keyboard.press("Escape");
  // Under a filter, of one row, of one hour: the same text as the program's, which tests/sql runs.
  const period = ["--from", "2026-06-17", "--to", "2026-06-18"];
  const like = small.flatMap((file) => ["--like", file]);
  const shown = async (open) => {
    await open();
    await tab.page.locator('dialog[open] [data-engine="duckdb"]').click();
    await tab.page.waitForSelector(".evidence__sql");
    const text = await tab.page.locator(".evidence__sql").textContent();
    await tab.page.keyboard.press("Escape");
    return text;
  };
  await tab.go("#/sources?lang=en");
  const row = await shown(() => tab.page.locator('main .num[data-key="source:直通车"][data-metric="source_bounce_rate"]').click());
  assert.equal(row, await run("sql", "--engine", "duckdb", "--metric", "source_bounce_rate", "--breakdown", "source", "--row", "直通车", ...period, ...like));
  await tab.go("#/traffic?lang=en&source=%E7%9B%B4%E9%80%9A%E8%BD%A6");
  const chip = await shown(() => tab.page.locator('main .num[data-metric="bounce_rate"]:not([data-key])').first().click());
  assert.equal(chip, await run("sql", "--engine", "duckdb", "--metric", "bounce_rate", "--filter", "source=直通车", ...period, ...like));
  await tab.go("#/traffic?lang=en");
  const hour = await shown(() => tab.page.locator('main [data-key="hour:3-0"][data-metric="page_views"]').first().click());
  assert.ok(hour.endsWith(await run("sql", "--engine", "duckdb", "--hour", "4-0", ...period, ...like)), hour);
  await tab.close();
});

test("a link opens the same explanation", async () => {
  const hash = "#/sources?lang=en&explain=source_bounce_rate@source:%E7%9B%B4%E9%80%9A%E8%BD%A6";
  const tab = await house.page({ hash });
  await tab.choose(small);
  await tab.waitReady();
  const text = await tab.page.locator("dialog[open]").innerText();
  assert.ok(text.includes("50.00%") && text.includes("直通车"), text);
  await tab.page.keyboard.press("Escape");
  assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  await tab.close();
});

test("totals are counted anew and say so; sources that overlap say by how much", async () => {
  const tab = await house.page({ hash: "#/sources?lang=en" });
  await tab.choose(small);
  await tab.waitReady();
  const total = await tab.page.locator(".table__total [data-metric=source_visitors]").getAttribute("data-value");
  const each = await tab.page.$$eval('[data-key^="source:"][data-metric="source_visitors"]', (all) => all.map((cell) => Number(cell.dataset.value)));
  const sum = each.reduce((a, b) => a + b, 0);
  assert.equal(Number(total), 3);
  assert.equal(await tab.page.locator("[data-overlap]").getAttribute("data-overlap"), String(sum - 3));
  assert.match(await tab.page.locator("main").innerText(), /not the sum of the lines above/);
  await tab.close();
});

test("the glossary works without a file: pinyin, confusions, an example", async () => {
  const tab = await house.page({ hash: "#/glossary?lang=zh" });
  for (const typed of ["tsl", "tiaoshilv", "bounce", "跳失"]) {
    await tab.page.locator(".glossary__search input").fill(typed);
    await tab.page.waitForFunction(() => [...document.querySelectorAll(".glossary__name")].some((name) => name.textContent === "跳失率"));
    assert.ok((await tab.page.locator(".glossary__name").count()) < 12, typed);
  }
  await tab.page.getByRole("link", { name: "跳失率" }).first().click();
  // Every entry has one, of the sample shop as long as no file is loaded.
  await tab.page.evaluate(() => (location.hash = "#/glossary?lang=zh"));
  await tab.page.waitForFunction(() => document.querySelectorAll(".glossary__link").length > 100);
  const links = await tab.page.$$eval(".glossary__link", (all) => all.map((link) => link.getAttribute("href")));
  for (const link of links) {
    await tab.page.evaluate((link) => (location.hash = link), link);
    const [, id] = link.match(/glossary\/([a-z0-9_]+)/);
    await tab.page.waitForFunction((id) => document.querySelector(".entry__id code")?.textContent === id, id);
    assert.match((await tab.page.locator(`[data-example="${id}"]`).allTextContents()).join(), /\d/, id);
  }
  await tab.page.evaluate(() => (location.hash = "#/glossary/bounce_rate?lang=zh"));
  const example = await tab.page.locator('[data-example="bounce_rate"]').textContent();
  const [, above, below] = example.match(/([\d.,]+) ÷ .*?([\d.,]+) = /);
  assert.ok(number(above).value < number(below).value, example);
  assert.match(await tab.page.locator("main").innerText(), /样例店/);
  await tab.page.evaluate(() => (location.hash = "#/glossary/amount_per_buyer?lang=zh"));
  await tab.page.waitForSelector('[data-example="amount_per_buyer"]');
  assert.match(await tab.page.locator("main").innerText(), /客单价除以人，笔单价除以笔/);
  await tab.assertClean();
  await tab.close();
});

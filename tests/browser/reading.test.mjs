// Files that cannot be used end in a sentence; files that are not known are mapped; rows set aside can be seen.
import assert from "node:assert/strict";
import { readFile, truncate } from "node:fs/promises";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const GOOD = { name: "good.csv", text: "visitor,time,event\nv1,2026-06-05 10:00:00,view\nv2,2026-06-05 11:00:00,view\n" };
const ORDERS = "订单编号,买家会员名,总金额,买家实际支付金额,订单创建时间,订单付款时间\n";

const BAD = [
  ["empty.csv", "", /空文件|empty/],
  ["picture.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", /不是表格|no table/],
  ["one.csv", "name\na\nb\n", /只有一列|one column/],
  ["header.csv", "visitor,time\n", /没有数据行|no rows/],
  ["useless.csv", "visitor,time\n,yesterday\nv1,\n", /没有一行可用|no usable row/],
  ["destroyed.csv", `${ORDERS}1.23457E+17,b,1,1,2026-06-05 10:00,2026-06-05 10:01\n`, /科学计数法|scientific notation/],
];

for (const lang of ["zh", "en"]) {
  test(`what cannot be used is said in a sentence that names file, reason and remedy (${lang})`, async () => {
    const tab = await house.page({ hash: `#/overview?lang=${lang}` });
    await tab.choose([GOOD, ...BAD.map(([name, text]) => ({ name, buffer: Buffer.from(text, name === "picture.csv" ? "latin1" : "utf8") }))]);
    await tab.waitReady();
    await tab.go(`#/data?lang=${lang}`);
    for (const [name, , said] of BAD) {
      const card = await tab.page.locator(`[data-file="${name}"]`).first().innerText();
      assert.match(card, said, name);
      assert.ok(card.includes(name));
      assert.match(card, lang === "zh" ? /请/ : /\b(Drop|Export|Make sure|Check|Save|Say|Unpack|drop)\b/, `${name}: the remedy`);
    }
    await tab.go(`#/traffic?lang=${lang}`);
    assert.equal((await tab.figures()).page_views, "2", "the good file counts");
    await tab.assertClean();
    await tab.close();
  });
}

test("only bad files: the page says so and stays usable", async () => {
  const tab = await house.page();
  await tab.choose([{ name: "empty.csv", text: "" }]);
  await tab.waitFor("error");
  assert.match(await tab.page.locator("main").innerText(), /empty\.csv/);
  await tab.choose([GOOD]);
  await tab.waitReady();
  await tab.close();
});

test("a log that no browser can hold is refused by its head, and the page goes on", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  // Two hundred gigabytes, of which the disk has only the beginning: whoever read on would be at it for hours.
  const row = (at) => `${1000 + at},${at * 7919},${at % 97},pv,15116${10000 + at}\n`;
  const path = await house.file("years.csv", "user_id,item_id,category_id,behavior_type,timestamp\n" + Array.from({ length: 60_000 }, (_, at) => row(at)).join(""));
  await truncate(path, 200e9);
  await tab.choose([path]);
  await tab.waitFor("error");
  const told = await tab.page.locator("main").innerText();
  assert.match(told, /years\.csv” has about [\d,]{9,} rows; beside what is loaded, this browser holds about [\d,]{9,} of them/);
  await tab.choose([GOOD]);
  await tab.waitReady();
  await tab.close();
});

test("a file dropped twice counts once", async () => {
  const tab = await house.page();
  await tab.choose([GOOD]);
  await tab.waitReady();
  await tab.drop([{ ...GOOD, name: "copy.csv" }]);
  await tab.page.waitForSelector('[data-file="copy.csv"]');
  await tab.go("#/traffic");
  assert.equal((await tab.figures()).page_views, "2");
  assert.equal((await tab.files())["copy.csv"].used, 0);
  await tab.close();
});

test("an unknown layout is mapped by hand, and its figures appear", async () => {
  const tab = await house.page({ hash: "#/overview?lang=en" });
  const text = "klant,moment,wat\nv1,2026-06-05 10:00:00,view\nv1,2026-06-05 10:01:00,view\nv2,2026-06-05 11:00:00,view\n";
  await tab.choose([{ name: "unknown.csv", text }]);
  await tab.page.waitForSelector(".mapping");
  const shown = await tab.page.locator(".mapping").innerText();
  assert.match(shown, /2026-06-05 10:01:00/, "sample rows are shown");
  assert.match(shown, /%/, "the evidence of a guess is shown");
  const selects = tab.page.locator(".mapping select");
  await selects.first().selectOption("events");
  const columns = tab.page.locator(".mapping th select, .mapping td select");
  for (const [at, role] of ["visitor", "time", "event"].entries()) await columns.nth(at).selectOption(role);
  await tab.page.locator("#use-mapping").click();
  await tab.waitReady();
  await tab.go("#/traffic?lang=en");
  const figures = await tab.figures();
  assert.deepEqual([figures.page_views, figures.visitors], ["3", "2"]);
  await tab.assertClean();
  await tab.close();
});

test("rows set aside are shown with line and reason, and saved as CSV", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  await tab.choose([{ name: "rows.csv", text: 'visitor,time,page\nv1,2026-06-05 10:00:00,/a\nv2,soon,"/b,\nc"\n,2026-06-05 10:00:00,/d\n' }]);
  await tab.waitReady();
  await tab.go("#/data?lang=en");
  assert.deepEqual((await tab.files())["rows.csv"], { read: 3, used: 1, setAside: 2 });
  await tab.page.getByRole("button", { name: /Show|See|Look/ }).first().click();
  const table = tab.page.locator("table", { hasText: "soon" });
  await table.waitFor();
  assert.match(await table.innerText(), /3[\s\S]*time cannot be read[\s\S]*v2,soon/);
  const [download] = await Promise.all([tab.page.waitForEvent("download"), tab.page.getByRole("button", { name: /CSV/ }).first().click()]);
  const saved = (await readFile(await download.path(), "utf8")).replace("\ufeff", "").replaceAll("\r\n", "\n");
  assert.equal(saved, 'file,line,reason,raw\nrows.csv,3,time cannot be read,"v2,soon,""/b,\nc"""\nrows.csv,5,visitor is empty,",2026-06-05 10:00:00,/d"\n');
  await tab.assertClean();
  await tab.close();
});

test("GB18030 is read by the page as by the program", async () => {
  // 订单编号,买家会员名,总金额,买家实际支付金额,订单创建时间,订单付款时间 and one row, in GBK.
  const header = "b6a9b5a5b1e0bac52cc2f2bcd2bbe1d4b1c3fb2cd7dcbdf0b6ee2cc2f2bcd2cab5bccad6a7b8b6bdf0b6ee2cb6a9b5a5b4b4bda8cab1bce42cb6a9b5a5b8b6bfeecab1bce4";
  const row = Buffer.concat([Buffer.from("\n10001,"), Buffer.from("d5c5c8fd", "hex"), Buffer.from(",12.50,12.50,2026-06-05 10:00,2026-06-05 10:01\n")]);
  const tab = await house.page();
  await tab.choose([{ name: "gbk.csv", buffer: Buffer.concat([Buffer.from(header, "hex"), row]) }]);
  await tab.waitReady();
  await tab.go("#/sales");
  const figures = await tab.figures();
  assert.deepEqual([figures.paid_amount, figures.buyers], ["12.50", "1"]);
  await tab.go("#/data");
  assert.match(await tab.page.locator('[data-file="gbk.csv"]').innerText(), /GB18030/);
  await tab.close();
});

// The import doctor, what can be said against the guess, and mappings that are kept.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const ORDERS =
  "订单号,商品ID,数量,下单时间,付款时间,订单金额(万元),实付金额\n" +
  "1,i,1,2026-06-01 10:00,2026-06-01 10:01,0.5,5\n" +
  "2,i,1,2092-06-01 10:00,2026-06-01 10:01,1,5\n" +
  "3,i,-1,2026-06-01 10:00,2026-06-01 10:01,1,5\n";

const JUNE = "who;when;what\nv1;03/04/2026 10:00;look\nv2;04/04/2026 10:00;look\n";
const JULY = "who;when;what\nv1;03/05/2026 10:00;look\nv3;04/05/2026 10:00;look\nv4;05/05/2026 10:00;look\n";

for (const lang of ["zh", "en"]) {
  test(`the doctor tells what was converted, set aside and looks wrong (${lang})`, async () => {
    const tab = await house.page({ hash: `#/data?lang=${lang}` });
    await tab.choose([{ name: "orders.csv", text: ORDERS }]);
    await tab.waitReady();
    await tab.go(`#/data?lang=${lang}`);
    const panel = tab.page.locator('[data-file="orders.csv"] .doctor');
    assert.notEqual(await panel.getAttribute("open"), null, "something asks for a look");
    const said = await panel.innerText();
    for (const known of lang === "zh"
      ? [/导入诊断/, /“应付金额”的表头写明单位“万元”，数字乘以 10000/, /晚于今天（首例在第 3 行）/, /搁置 1 行：“数量”小于 0（首见第 4 行）/, /怎么办：/]
      : [/Import doctor/, /names the unit “万元”: its numbers are multiplied by 10000/, /after today in 1 rows \(first on line 3\)/, /1 rows set aside: quantity is below 0 \(first on line 4\)/, /What to do:/]) {
      assert.match(said, known);
    }
    assert.doesNotMatch(said, /remark-|remedy-|doctor-|\{ \$/);
    await tab.assertClean();
    await tab.close();
  });
}

test("another reading of dates that the file does not rule out is one click away, and so is the way back", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  await tab.choose([{ name: "orders.csv", text: "order,placed_at,amount\n1,12/05/2092,5\n" }]);
  await tab.waitReady();
  await tab.go("#/data?lang=en");
  const offer = tab.page.locator('[data-file="orders.csv"] .doctor__part--odd .doctor__offer');
  for (const [text, day] of [
    ["Read again as day-month-year", "2092-05-12"],
    ["Read again as month-day-year", "2092-12-05"],
  ]) {
    await offer.filter({ hasText: text }).click();
    await tab.waitReady();
    await tab.go("#/overview?lang=en");
    await tab.page.getByText(day).first().waitFor({ state: "attached" });
    await tab.go("#/data?lang=en");
  }
  await tab.assertClean();
  await tab.close();
});

test("delimiter and header can be said by hand, and the file is read again", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  await tab.choose([{ name: "events.csv", text: "a title\nvisitor,time,page\nx,y,z\nv1,2026-06-05 10:00:00,/a\n" }]);
  await tab.waitReady();
  await tab.go("#/data?lang=en");
  await tab.page.locator('[data-file="events.csv"] .file__head button').first().click();
  await tab.page.locator(".writing summary").click();
  const list = (label) => tab.page.locator(".writing label", { hasText: label }).locator("select");
  await list("Delimiter").selectOption(";");
  await tab.page.locator("#read-again").click();
  // By semicolons it is one column of no table, so its columns are asked for; said to be as found, it is read once more.
  const columns = tab.page.locator(".mapping__columns select");
  await tab.page.waitForFunction(() => document.querySelectorAll(".mapping__columns select").length === 1);
  assert.equal(await columns.count(), 1);
  await list("Delimiter").selectOption(",");
  await tab.page.locator("#read-again").click();
  await tab.waitReady();
  await tab.go("#/data?lang=en");
  assert.deepEqual((await tab.files())["events.csv"], { read: 2, used: 1, setAside: 1 });
  await tab.close();
});

/** Maps the file that nobody knows; `keep` is done before it is used. */
async function map(tab, keep) {
  await tab.choose([{ name: "june.csv", text: JUNE }]);
  await tab.page.waitForSelector(".mapping");
  await tab.page.locator(".mapping__table select").selectOption("events");
  const columns = tab.page.locator(".mapping__columns select");
  for (const [at, role] of ["visitor", "time", "page"].entries()) await columns.nth(at).selectOption(role);
  const kept = await keep();
  await tab.page.locator("#use-mapping").click();
  await tab.waitReady();
  return kept;
}

test("a mapping kept on the device takes next month's file at once, and is forgotten with the rest", async () => {
  const tab = await house.page({ hash: "#/overview?lang=en" });
  await map(tab, () => tab.page.locator("#keep-mapping").check());
  const stored = await tab.page.evaluate(() => localStorage.getItem("mappings"));
  assert.match(stored, /"who","visitor"/);
  assert.doesNotMatch(stored, /v1|look/, "headers and roles, and no cell");
  await tab.page.reload();
  await tab.waitFor("empty");
  await tab.choose([{ name: "july.csv", text: JULY }]);
  await tab.waitReady();
  await tab.go("#/traffic?lang=en");
  assert.equal((await tab.figures()).visitors, "3");
  await tab.close();
});

test("nothing is kept unless it is asked for", async () => {
  const tab = await house.page({ hash: "#/overview?lang=en" });
  await map(tab, async () => {});
  assert.equal(await tab.page.evaluate(() => localStorage.getItem("mappings")), null);
  await tab.close();
});

test("a mapping travels as a small file and in a link", async () => {
  const tab = await house.page({ hash: "#/overview?lang=en" });
  const text = await map(tab, async () => {
    const [download] = await Promise.all([tab.page.waitForEvent("download"), tab.page.locator("#save-mapping").click()]);
    assert.equal(download.suggestedFilename(), "june.mapping.json");
    return readFile(await download.path(), "utf8");
  });
  assert.match(text, /^\{"dianzhang_mapping":1,/);
  await tab.close();
  const other = await house.page({ hash: "#/data?lang=en" });
  await other.choose([{ name: "june.mapping.json", text }, { name: "july.csv", text: JULY }]);
  await other.waitReady();
  await other.go("#/traffic?lang=en");
  assert.equal((await other.figures()).visitors, "3");
  await other.close();
  const link = encodeURIComponent(text.slice('{"dianzhang_mapping":1'.length));
  const third = await house.page({ hash: `#/data?lang=en&map=${link}` });
  assert.match(await third.page.locator("body").innerText(), /link says what the columns/);
  await third.choose([{ name: "july.csv", text: JULY }]);
  await third.waitReady();
  await third.go("#/traffic?lang=en");
  assert.equal((await third.figures()).visitors, "3");
  await third.close();
});

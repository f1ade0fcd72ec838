// Workbooks and archives dropped on the page: read in a worker of their own, which may break without harm.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT, open } from "./harness.mjs";
import { gz, rowsOf, xlsx, zip } from "./packed.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const HEADER = ["visitor", "time", "event"];
const rows = (visitor, count = 1) =>
  Array.from({ length: count }, (_, at) => [`${visitor}${at}`, `2026-06-05 10:00:${String(at % 60).padStart(2, "0")}`, "view"]);
const csv = (visitor, count) => [HEADER, ...rows(visitor, count)].map((row) => row.join(",") + "\n").join("");
const GOOD = { name: "good.csv", text: csv("good") };
const book = (visitor, count) => xlsx(rowsOf([HEADER, ...rows(visitor, count)]));
const used = async (tab) => Object.fromEntries(Object.entries(await tab.files()).map(([name, rows]) => [name, rows.used]));

/** The files of the reader that page and workers have asked for, by the page's own list. */
async function loaded(tab) {
  const names = await tab.page.$$eval(".requests tbody th", (all) => all.map((cell) => cell.textContent));
  return [...new Set(names.filter((name) => name.startsWith("books-")))].sort();
}

test("a workbook, an archive and a packed log count like the text inside", async () => {
  const tab = await house.page();
  await tab.choose([GOOD]);
  await tab.waitReady();
  // The first worker, and one for each further core.
  const workers = tab.page.workers().length;
  await tab.go("#/data");
  await tab.page.locator(".requests summary").click();
  assert.deepEqual(await loaded(tab), [], "the reader of workbooks is not loaded before it is wanted");
  const page = "<html><table><tr><td>visitor<td>time</tr><tr><td>p0<td>2026-06-05 12:00</table>";
  await tab.drop([
    { name: "book.bin", buffer: book("x", 3) },
    { name: "all.zip", buffer: zip([["a.csv", csv("a", 2)], ["in/b.xlsx", book("b", 4)], ["c.csv.gz", gz(csv("c", 5))]]) },
    { name: "log.gz", buffer: Buffer.concat([gz(csv("d", 6)), gz("e0,2026-06-05 11:00:00,view\n")]) },
    { name: "page.xls", text: page },
  ]);
  await tab.page.waitForSelector('[data-file="page.xls"]');
  await tab.waitReady();
  assert.deepEqual(await used(tab), {
    "good.csv": 1,
    "book.bin › Sheet1": 3,
    "all.zip › a.csv": 2,
    "all.zip › in/b.xlsx › Sheet1": 4,
    "all.zip › c.csv.gz": 5,
    "log.gz": 7,
    "page.xls": 1,
  });
  const both = await loaded(tab);
  assert.equal(both.length, 2, both.join());
  assert.match(both.join(), /^books-[0-9a-f]+\.js,books-[0-9a-f]+_bg\.wasm$/);
  await tab.go("#/traffic");
  assert.equal((await tab.figures()).page_views, "23");
  assert.equal(tab.page.workers().length, workers, "the workers that unpacked are gone");
  await tab.assertClean();
  await tab.close();
});

test("files that are made to harm end in a sentence, the others count", async () => {
  const tab = await house.page({ hash: "#/overview?lang=en" });
  const claims = '<sst count="2000000000" uniqueCount="2000000000"><si><t>a</t></si></sst>';
  const long = `<sst><si><t>${"x".repeat(32_000)}</t></si></sst>`;
  const laughs = Array.from({ length: 9000 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>0</v></c></row>`).join("");
  const zeros = gz("0".repeat(32 << 20));
  const bad = {
    "bomb.gz": [Buffer.concat(Array(32).fill(zeros)), /hundreds of times/],
    "bomb.zip": [zip([["zeros.csv", Buffer.alloc(100 << 20, 48)]]), /hundreds of times/, "bomb.zip › zeros.csv"],
    "claims.xlsx": [xlsx('<row><c t="s"><v>1</v></c></row>', claims), /damaged/, "claims.xlsx › Sheet1"],
    "laughs.xlsx": [xlsx(laughs, long), /hundreds of times/, "laughs.xlsx › Sheet1"],
    "cut.xlsx": [book("x", 50).subarray(0, -40), /damaged/],
    "cut.gz": [gz(csv("y", 50)).subarray(0, -12), /damaged/],
    "secret.zip": [zip([["a.csv", csv("s")]], 1), /password/, "secret.zip › a.csv"],
    "signin.xls": [Buffer.from("<!doctype html><html><body>sign in</body></html>"), /web page without a table/],
  };
  const files = Object.entries(bad).map(([name, [buffer]]) => ({ name, buffer }));
  await tab.choose([...files, GOOD, { name: "book.xlsx", buffer: book("b", 4) }]);
  await tab.waitReady(120_000);
  await tab.go("#/data?lang=en");
  for (const [name, [, said, shown = name]] of Object.entries(bad)) {
    assert.match(await tab.page.locator(`[data-file="${shown}"]`).first().innerText(), said, name);
  }
  const counted = Object.entries(await used(tab)).filter(([, rows]) => rows > 0);
  assert.deepEqual(Object.fromEntries(counted), { "good.csv": 1, "book.xlsx › Sheet1": 4 });
  assert.deepEqual(await tab.page.evaluate(() => window.violations), []);
  await tab.close();
});

test("rows set aside inside an archive are counted", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  await tab.choose([{ name: "a.zip", buffer: zip([["log.csv", csv("v", 3) + "v9,yesterday,view\n"]]) }]);
  await tab.waitReady();
  const card = tab.page.locator('[data-file="a.zip › log.csv"]').first();
  assert.match(await card.innerText(), /a\.zip › log\.csv/);
  assert.deepEqual((await tab.files())["a.zip › log.csv"], { read: 4, used: 3, setAside: 1 });
  await tab.assertClean();
  await tab.close();
});

test("without its reader a workbook is refused with the remedy, and text is read", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  await tab.context.route(/books-/, (route) => route.abort());
  await tab.choose([{ name: "book.xlsx", buffer: book("b", 4) }, GOOD]);
  await tab.waitReady();
  assert.match(await tab.page.locator('[data-file="book.xlsx"]').first().innerText(), /could not be loaded/);
  assert.deepEqual(await used(tab), { "book.xlsx": 0, "good.csv": 1 });
  await tab.close();
});

test("once a copy is kept, a workbook is read with the host gone", async () => {
  const folder = join(house.scratch, "host");
  cpSync(join(ROOT, "dist"), folder, { recursive: true });
  const hosted = await open({ folder });
  const tab = await hosted.page();
  await tab.page.waitForSelector("html[data-offline]", { state: "attached" });
  hosted.server.closeAllConnections();
  await new Promise((resolve) => hosted.server.close(resolve));
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state=empty]");
  await tab.choose([{ name: "book.xlsx", buffer: book("b", 4) }]);
  await tab.page.waitForSelector('[data-file="book.xlsx › Sheet1"]');
  assert.deepEqual(await used(tab), { "book.xlsx › Sheet1": 4 });
  await tab.assertClean();
  await hosted.close();
});

test("the page as one file refuses a workbook with the remedy, and reads text", async () => {
  const tab = await house.page({ url: pathToFileURL(join(ROOT, "dist/dianzhang.html")).href, hash: "#/data?lang=en" });
  await tab.choose([{ name: "book.xlsx", buffer: book("b", 4) }, GOOD]);
  await tab.waitReady();
  await tab.go("#/data?lang=en");
  assert.match(await tab.page.locator('[data-file="book.xlsx"]').first().innerText(), /one file has no such part.*CSV UTF-8/s);
  assert.deepEqual(await used(tab), { "book.xlsx": 0, "good.csv": 1 });
  await tab.assertClean();
  await tab.close();
});

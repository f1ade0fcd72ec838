// What is saved for Excel: numbers that are numbers, ratios that are formulas over their parts, ids that are text, nothing
// that is run; and it says where it comes from. Also from one file on a disk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";
import { ROOT, open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const FILE = {
  name: "visits.csv",
  text:
    "visitor,time,page,source\n1,2026-06-05 10:00:00,/,=1+1\n1,2026-06-05 10:01:00,/a,=1+1\n" +
    "2,2026-06-06 11:00:00,/,手淘搜索\n3,2026-06-06 12:00:00,/,5123450000000000001\n",
};

/** The members of an archive, by name. */
function members(bytes) {
  const all = {};
  let at = bytes.lastIndexOf(Buffer.from("PK\x05\x06"));
  let [count, place] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
  for (; count > 0; count -= 1) {
    const [method, size, name, extra, comment, from] = [10, 20, 28, 30, 32, 42].map((off) => (off === 20 || off === 42 ? bytes.readUInt32LE(place + off) : bytes.readUInt16LE(place + off)));
    const data = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28);
    const packed = bytes.subarray(data, data + size);
    all[bytes.subarray(place + 46, place + 46 + name).toString()] = (method ? inflateRawSync(packed) : packed).toString();
    place += 46 + name + extra + comment;
  }
  return all;
}

/** The cells of a sheet: place → { type, formula, value }. */
function sheet(all, at) {
  const texts = [...all["xl/sharedStrings.xml"].matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, si]) =>
    [...si.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => text).join("").replaceAll("&lt;", "<").replaceAll("&amp;", "&"),
  );
  const cells = {};
  for (const [, place, attributes, inner] of all[`xl/worksheets/sheet${at}.xml`].matchAll(/<c r="([A-Z]+\d+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
    if (inner === undefined) continue;
    const value = inner.match(/<v>([\s\S]*?)<\/v>/)?.[1];
    const text = /t="s"/.test(attributes);
    cells[place] = { text, formula: inner.match(/<f>([\s\S]*?)<\/f>/)?.[1], value: text ? texts[Number(value)] : value };
  }
  return cells;
}

async function saved(options) {
  const tab = await house.page({ acceptDownloads: true, hash: "#/traffic?lang=en", ...options });
  await tab.choose([FILE]);
  await tab.waitReady();
  const figures = await tab.figures();
  const coming = tab.page.waitForEvent("download");
  await tab.page.locator('[data-tool="Xlsx"]').click();
  const download = await coming;
  assert.match(download.suggestedFilename(), /^dianzhang-traffic-2026-06-05-2026-06-06\.xlsx$/);
  const path = join(house.scratch, "figures.xlsx");
  await download.saveAs(path);
  await tab.assertClean();
  await tab.close();
  return { figures, all: members(readFileSync(path)) };
}

/** Works out a formula of the kinds that are written. */
function work(cells, formula) {
  const number = (text) => (/^[A-Z]+\d+$/.test(text) ? (cells[text].formula ? work(cells, cells[text].formula) : Number(cells[text].value)) : Number(text));
  const ratio = formula.match(/^IF\(([^=]+)=0,"",([^/]+)\/([^)-]+)(-1)?\)$/);
  if (ratio) return number(ratio[2]) / number(ratio[3]) - (ratio[4] ? 1 : 0);
  const difference = formula.match(/^(\w+)-(\w+)$/);
  return difference ? number(difference[1]) - number(difference[2]) : number(formula);
}

test("numbers, live formulas, text that stays text, and where it comes from", async () => {
  const { figures, all } = await saved({});
  const cells = sheet(all, 1);
  let [numbers, formulas] = [0, 0];
  for (let row = 3; cells[`A${row}`]; row += 1) {
    const [id, value] = [cells[`B${row}`].value, cells[`C${row}`]];
    if (!value || figures[id] === "") {
      assert.equal(value, undefined, `${id} is unknown`);
      continue;
    }
    assert.ok(!value.text, id);
    assert.ok(Math.abs(Number(value.value) - Number(figures[id])) < 1e-9, `${id}: ${value.value} is not ${figures[id]}`);
    if (value.formula) {
      assert.ok(Math.abs(work(cells, value.formula) - Number(figures[id])) < 1e-9, `${id} = ${value.formula}`);
      formulas += 1;
    } else numbers += 1;
  }
  assert.ok(numbers > 5 && formulas > 1, `${numbers} numbers, ${formulas} formulas`);
  const course = sheet(all, 2);
  assert.equal(Number(course.A2.value), 46178, "a day is a day");
  const everything = Object.entries(all).filter(([name]) => name.startsWith("xl/worksheets/")).map(([, text]) => text).join("");
  assert.doesNotMatch(everything, /<f>1\+1|<f>=1/);
  const texts = all["xl/sharedStrings.xml"];
  for (const fact of ["=1+1", "5123450000000000001", "visits.csv", "2026-06-05 – 2026-06-06", "Asia/Shanghai", "Bounce rate"]) assert.ok(texts.includes(fact), fact);
});

test("the page as one file writes it too", async () => {
  const { all } = await saved({ url: pathToFileURL(join(ROOT, "dist/dianzhang.html")).href });
  assert.ok(sheet(all, 1).C3.value);
});

// A link carries the whole view to somebody else, says when the files differ, and harms nobody whatever stands in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const events = (name, rows) => ({ name, text: `visitor,time\n${rows.map((row) => `${row},2026-06-05 1${row % 10}:00:00\n`).join("")}` });

/** Loads a file at a view and takes the link from the dialog. */
async function share(hash, files) {
  const tab = await house.page({ hash, permissions: ["clipboard-read", "clipboard-write"] });
  await tab.choose(files);
  await tab.waitReady();
  await tab.page.locator('[data-tool="Share"]').click();
  const link = await tab.page.locator("#share-link").inputValue();
  await tab.page.getByRole("button", { name: "Copy", exact: true }).click();
  await tab.page.getByText("Copied", { exact: true }).waitFor();
  assert.equal(await tab.page.evaluate(() => navigator.clipboard.readText()), link);
  await tab.assertClean();
  return { tab, link };
}

test("the receiver with the same files sees the same view and no remark", async () => {
  const hash = "#/traffic?from=2026-06-04&to=2026-06-05&by=week&compare=none&metric=visitors&lang=en";
  const { tab, link } = await share(hash, [events("a.csv", [1, 2, 3])]);
  assert.ok(link.startsWith(`${house.origin}/${hash}`), link);
  assert.ok(link.length < 2000);
  assert.doesNotMatch(decodeURIComponent(link), /a\.csv|10:00/);
  const figures = await tab.figures();
  await tab.close();
  const other = await house.page({ hash: new URL(link).hash });
  assert.match(await other.page.locator(".message").innerText(), /made by somebody with 1 files/);
  await other.choose([events("renamed.csv", [1, 2, 3])]);
  await other.waitReady();
  assert.deepEqual(await other.figures(), figures);
  assert.equal(await other.page.locator(".message").count(), 0);
  await other.page.waitForSelector('.kpi-card__name[aria-pressed="true"]');
  assert.equal(await other.page.locator('.kpi-card__name[aria-pressed="true"]').innerText(), "Visitors (UV)");
  await other.close();
});

test("the receiver with other files is told so", async () => {
  const { tab, link } = await share("#/traffic?lang=en", [events("a.csv", [1, 2, 3])]);
  await tab.close();
  const other = await house.page({ hash: new URL(link).hash });
  await other.choose([events("a.csv", [1, 2, 4])]);
  await other.waitReady();
  assert.match(await other.page.locator(".message").innerText(), /differ from those of the sender/);
  await other.close();
});

test("the code on the screen follows the link", async () => {
  const { tab, link } = await share("#/traffic?compare=none&lang=en", [events("a.csv", [1])]);
  const code = async (hash) => {
    await tab.page.keyboard.press("Escape");
    await tab.go(hash);
    await tab.page.locator('[data-tool="Share"]').click();
    return tab.page.$eval(".share__code", (svg) => [svg.viewBox.baseVal.width, svg.querySelector("path").getAttribute("d")]);
  };
  const [first, other] = [await code("#/traffic?compare=none&lang=en"), await code("#/sales?compare=none&lang=en")];
  assert.notDeepEqual(other, first);
  assert.deepEqual(await code("#/traffic?compare=none&lang=en"), first);
  assert.equal(await tab.page.locator("#share-link").inputValue(), link);
  assert.equal((first[0] - 8 - 17) % 4, 0, "a side that codes have, in its quiet zone");
  await tab.close();
});

for (const [name, hash, says] of [
  ["nonsense", "#/x?<script>alert(1)</script>", /could not be understood/],
  ["a hostile value", "#/overview?metric=javascript:alert(1)&lang=en", /could not be understood/],
  ["broken escapes", "#/overview?%E0%A4%A&%00&lang=en", /could not be understood/],
  ["a huge link", `#/overview?lang=en&metric=${"a".repeat(100_000)}`, /longer than any|太长/],
  ["a newer link", "#/forecast?model=arima&lang=en&v=7", /newer version/],
]) {
  test(`${name} opens a plain message and the default view`, async () => {
    const tab = await house.page({ hash });
    const text = await tab.page.locator(".message").innerText();
    assert.ok(says.test(text) || /看不懂/.test(text), text);
    await tab.page.locator("#sample").click();
    await tab.waitReady();
    assert.match(await tab.page.locator('nav a[aria-current="page"]').getAttribute("href"), /^#\/overview/);
    await tab.assertClean();
    await tab.close();
  });
}

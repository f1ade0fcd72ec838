// The page by keys alone, and without getting in the way of those who need single keys for something else.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

const AXE = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

let house;
before(async () => (house = await open()));
after(() => house.close());

async function sample(options) {
  const tab = await house.page(options);
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  return tab;
}

const shown = (tab) => tab.page.locator(".picker__shown").innerText();
const settled = (tab) => tab.page.waitForSelector('main[aria-busy="false"]');

test("left and right move the period, but not from a field or a chart", async () => {
  const tab = await sample({ hash: "#/overview?from=2026-06-15&to=2026-06-18&lang=en" });
  const { keyboard } = tab.page;
  await keyboard.press("ArrowLeft");
  await tab.page.getByText("2026-06-11 – 2026-06-14").first().waitFor();
  await settled(tab);
  await keyboard.press("ArrowRight");
  await tab.page.getByText("2026-06-15 – 2026-06-18").first().waitFor();
  await settled(tab);
  for (const own of [".trend__plot", ".picker select"]) {
    await tab.page.locator(own).first().focus();
    await keyboard.press("ArrowLeft");
    await settled(tab);
    assert.equal(await shown(tab), "2026-06-15 – 2026-06-18", own);
  }
  await tab.assertClean();
  await tab.close();
});

test("the palette finds boards, figures, files and actions", async () => {
  const tab = await sample({ hash: "#/overview?lang=en" });
  const { keyboard } = tab.page;
  const find = async (keys, words) => {
    await keyboard.press(keys);
    await tab.page.locator("dialog#palette[open]").waitFor();
    await keyboard.type(words);
  };
  await find("Control+k", "bounce rate");
  await keyboard.press("Enter");
  await tab.page.waitForFunction(() => location.hash.startsWith("#/traffic") && location.hash.includes("metric=bounce_rate"));
  await tab.page.waitForSelector("dialog#palette:not([open])", { state: "attached" });
  await find("/", "glossary");
  await keyboard.press("Enter");
  await tab.page.waitForFunction(() => location.hash.startsWith("#/glossary"));
  await find("Meta+k", "ExportOrderList");
  assert.ok((await tab.page.locator(".palette__line").count()) >= 1);
  await keyboard.press("Enter");
  await tab.page.waitForFunction(() => location.hash.startsWith("#/data"));
  await find("Control+k", "share");
  await keyboard.press("Enter");
  await tab.page.locator("dialog#share[open]").waitFor();
  await tab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await tab.page.locator("dialog[open]").count(), 1, "one thing is open, and stays");
  await keyboard.press("Escape");
  await find("Control+k", "切换到中文");
  await keyboard.press("Enter");
  await tab.page.waitForSelector('html[lang="zh-CN"]', { state: "attached" });
  await find("Control+k", "zzzz");
  assert.equal(await tab.page.locator(".palette__line").count(), 0);
  await keyboard.press("Escape");
  assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  await tab.assertClean();
  await tab.close();
});

test("the list of keys opens with ?, and single keys can be switched off for good", async () => {
  const tab = await sample({ hash: "#/overview?from=2026-06-15&to=2026-06-18&lang=en" });
  const { keyboard } = tab.page;
  await keyboard.press("?");
  await tab.page.locator("dialog#keys[open]").waitFor();
  await tab.page.getByLabel("Heed single keys").uncheck();
  await keyboard.press("Escape");
  await tab.page.waitForSelector("dialog#keys:not([open])", { state: "attached" });
  for (const key of ["?", "/", "ArrowLeft"]) await keyboard.press(key);
  await settled(tab);
  assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  assert.equal(await shown(tab), "2026-06-15 – 2026-06-18");
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state]");
  await keyboard.press("?");
  assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  await keyboard.press("Control+k");
  await tab.page.locator("dialog#palette[open]").waitFor();
  await tab.close();
});

test("tabbing begins with the way to the content, and every stop can be seen", async () => {
  const tab = await house.page({ hash: "#/sales?lang=en" });
  await tab.page.keyboard.press("Tab");
  assert.equal(await tab.page.evaluate(() => document.activeElement.className), "skip");
  await tab.page.keyboard.press("Enter");
  assert.equal(await tab.page.evaluate(() => document.activeElement.id), "main");
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  for (let stop = 0; stop < 40; stop += 1) {
    await tab.page.keyboard.press("Tab");
    const size = await tab.page.evaluate(() => {
      const { width, height } = document.activeElement.getBoundingClientRect();
      return [width, height, document.activeElement.outerHTML.slice(0, 90)];
    });
    assert.ok(size[0] > 0 && size[1] > 0, `nothing to be seen of ${size[2]}`);
  }
  await tab.close();
});

for (const [width, height, lang, colorScheme] of [
  [1440, 900, "zh", "dark"],
  [390, 844, "en", "light"],
]) {
  test(`dialogs and targets at ${width}×${height}, ${lang}, ${colorScheme}`, async () => {
    const tab = await sample({ viewport: { width, height }, colorScheme, hash: `#/overview?lang=${lang}` });
    await tab.page.evaluate(AXE);
    const small = await tab.page.$$eval("button, a[href], select, input:not(.sr-only), summary", (all) =>
      all
        .filter((one) => one.offsetParent && !one.closest("p, td, th, dialog"))
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
        .map(([one, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${one.outerHTML.slice(0, 80)}`),
    );
    assert.deepEqual(small, [], "targets below 24 px");
    for (const [tool, id] of [["Share", "share"], ["Palette", "palette"]]) {
      // On a phone the tools lie behind one button.
      const all = tab.page.locator(".tools__open");
      if (await all.isVisible()) await all.click();
      await tab.page.locator(`[data-tool="${tool}"]`).click();
      await tab.page.locator(`dialog#${id}[open]`).waitFor();
      const { violations } = await tab.page.evaluate(() => axe.run(document));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`), [], tool);
      await tab.page.keyboard.press("Escape");
      await tab.page.waitForSelector(`dialog#${id}:not([open])`, { state: "attached" });
    }
    await tab.close();
  });
}

// A board for a screen on the wall: large figures, nothing to press but the way out; and it is a link like any other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

test("the wall screen shows the same figures larger, and Esc or the button leaves it", async () => {
  const tab = await house.page({ hash: "#/overview?lang=en", viewport: { width: 1920, height: 1080 } });
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  const figures = await tab.figures();
  const size = () => tab.page.$eval(".kpi-card__value", (value) => parseFloat(getComputedStyle(value.querySelector(".num")).fontSize));
  const before = await size();
  await tab.page.evaluate(() => (location.hash = "#/overview?wall=on&lang=en"));
  await tab.page.waitForSelector("html[data-wall=on]", { state: "attached" });
  assert.ok((await size()) > before * 1.2, `${await size()} after ${before}`);
  assert.deepEqual(await tab.figures(), figures);
  assert.equal(await tab.page.locator(".head__nav, .tools, .picker__row").filter({ visible: true }).count(), 0);
  const beyond = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `${beyond} px too wide`);
  await tab.page.getByRole("button", { name: "Leave the wall screen" }).click();
  await tab.page.waitForSelector("html[data-wall=off]", { state: "attached" });
  await tab.page.evaluate(() => (location.hash = "#/overview?wall=on&lang=en"));
  await tab.page.waitForSelector("html[data-wall=on]", { state: "attached" });
  await tab.page.keyboard.press("Escape");
  await tab.page.waitForSelector("html[data-wall=off]", { state: "attached" });
  await tab.assertClean();
  await tab.close();
});

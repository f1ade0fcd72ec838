// The page opens clean: no error, no foreign request, no violation of its policy, and says so where it cannot run.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

test("the page opens empty and clean", async () => {
  const tab = await house.page();
  assert.equal(await tab.state(), "empty");
  assert.equal(await tab.page.locator("#unfit, #broken").filter({ visible: true }).count(), 0);
  await tab.assertClean();
  await tab.close();
});

test("the policy lets no foreign script, style or connection in", async () => {
  const tab = await house.page();
  const policy = await tab.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\{/);
  const refused = await tab.page.evaluate(async () => {
    for (const put of [(script, text) => (script.textContent = text), (script, text) => script.append(text)]) {
      try {
        const script = document.createElement("script");
        put(script, "window.intruder = true");
        document.head.append(script);
      } catch {
        // Trusted Types may refuse the text before the policy refuses the script.
      }
    }
    const fetched = await fetch("http://localhost:9/").then(
      () => true,
      () => false,
    );
    return [window.intruder, fetched];
  });
  assert.deepEqual(refused, [undefined, false]);
  assert.ok((await tab.page.evaluate(() => window.violations.length)) >= 2);
  await tab.close();
});

test("without JavaScript, a message in both languages stands there", async () => {
  const tab = await house.page({ javaScriptEnabled: false, waitForApp: false });
  const text = await tab.page.locator("noscript").innerText();
  assert.match(text, /JavaScript 后重新载入/);
  assert.match(text, /needs JavaScript/);
  await tab.close();
});

test("without SIMD, a message in both languages stands there", async () => {
  const context = await house.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await page.goto(house.origin);
  assert.match(await page.locator("#unfit").innerText(), /Please use a newer one/);
  await context.close();
});

test("the page lists every request it has made, and none goes elsewhere or comes after the files", async () => {
  const tab = await house.page({ hash: "#/data?lang=en" });
  const sum = tab.page.locator("[data-requests]");
  assert.equal(await sum.getAttribute("data-foreign"), "0");
  const names = async () => tab.page.$$eval(".requests tbody th", (all) => all.map((cell) => cell.textContent));
  await tab.page.locator(".requests summary").click();
  // The script and wasm of the page itself are among them.
  assert.ok((await names()).some((name) => name.endsWith(".wasm")), String(await names()));
  await tab.page.waitForSelector("html[data-offline]", { state: "attached" });
  // The worker's other half comes when there is leisure.
  await tab.page.waitForFunction(() => [...document.querySelectorAll(".requests tbody th")].some((name) => /more-[0-9a-f]+_bg\.wasm$/.test(name.textContent)));
  const own = async () => (await names()).filter((name) => !/^(?:blob|data):/.test(name)).length;
  const before = await own();
  await tab.choose([{ name: "a.csv", text: "visitor,time\n1,2026-06-05 10:00:00\n" }]);
  await tab.waitReady();
  assert.equal(await own(), before, "reading files asks for nothing");
  await tab.assertClean();
  await tab.close();
});

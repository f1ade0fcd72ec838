// The page is drawn before its worker is here: it can be used at once, files wait, and a worker that never comes is told.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const FILE = { name: "a.csv", text: "visitor,time\n1,2026-06-05 10:00:00\n2,2026-06-05 11:00:00\n" };

/** A page on which the worker's files are answered by `answer`. */
async function pageWith(answer) {
  const context = await house.browser.newContext();
  const page = await context.newPage();
  await page.route(/worker-[0-9a-f]+/, answer);
  await page.goto(`${house.origin}/#/overview?lang=en`);
  await page.waitForSelector("main[data-state=empty]");
  return page;
}

test("files dropped before the worker is here are read once it is", async () => {
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  const page = await pageWith(async (route) => {
    await gate;
    await route.continue();
  });
  await page.setInputFiles("#files", [{ name: FILE.name, mimeType: "text/csv", buffer: Buffer.from(FILE.text) }]);
  await page.waitForSelector("main[data-state=importing]");
  assert.equal(page.workers().length, 0);
  const sealed = () => page.locator('meta[http-equiv="Content-Security-Policy"]').count();
  assert.equal(await sealed(), 2, "everything but the worker is forbidden");
  go();
  await page.waitForSelector("main[data-state=ready]");
  assert.ok((await sealed()) > 2, "the worker's files are forbidden too");
  const again = await page.evaluate(async () => {
    const name = document.querySelector("meta[name=worker]").content.split(" ")[0];
    return fetch(name).then(() => true, () => false);
  });
  assert.equal(again, false);
  await page.context().close();
});

test("a failed request for the worker is made again", async () => {
  let failures = 0;
  const page = await pageWith((route) => (failures++ < 1 ? route.abort() : route.continue()));
  await page.setInputFiles("#files", [{ name: FILE.name, mimeType: "text/csv", buffer: Buffer.from(FILE.text) }]);
  await page.waitForSelector("main[data-state=ready]");
  await page.context().close();
});

test("a worker that never comes is told with the remedy", async () => {
  const page = await pageWith((route) => route.fulfill({ status: 404, body: "" }));
  await page.locator("[role=alert]:visible", { hasText: "reload" }).waitFor({ timeout: 20_000 });
  await page.context().close();
});

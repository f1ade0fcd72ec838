// Page and worker: files come in, a cancelled import leaves nothing, and a worker that breaks costs one file.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

// Each of its own text: the same bytes twice would count once.
const small = (name) => ({ name, text: `visitor,time\n${name},2026-06-05 10:00:00\n2,2026-06-05 11:00:00\n` });

test("chosen and dropped files are read", async () => {
  const tab = await house.page();
  await tab.choose([small("a.csv")]);
  await tab.waitReady();
  await tab.drop([small("b.csv")]);
  await tab.page.waitForSelector('[data-file="b.csv"]');
  assert.deepEqual(Object.keys(await tab.files()), ["a.csv", "b.csv"]);
  await tab.assertClean();
  await tab.close();
});

/** Events of one visitor each, about `megabytes` of them. */
function large(name, megabytes) {
  const row = "1,2026-06-05 10:00:00\n";
  return { name, text: "visitor,time\n" + row.repeat(Math.ceil((megabytes * 1e6) / row.length)) };
}

const loaded = async (tab) => Object.entries(await tab.files()).filter(([, rows]) => rows.used > 0).map(([name]) => name);

test("a cancelled import leaves nothing behind and earlier files alone", async () => {
  const tab = await house.page();
  await tab.choose([small("a.csv")]);
  await tab.waitReady();
  await tab.slowReads(300);
  const workers = tab.page.workers();
  await tab.choose([large("b.csv", 14)]);
  await tab.waitFor("importing");
  await tab.page.getByRole("button", { name: /取消|Cancel/ }).click();
  await tab.waitReady();
  assert.deepEqual(Object.keys(await tab.files()), ["a.csv"]);
  assert.deepEqual(tab.page.workers(), workers, "the worker itself has stopped");
  await tab.assertClean();
  await tab.close();
});

test("a worker that breaks while it reads costs the file it was reading, no other", async () => {
  const tab = await house.page();
  await tab.choose([small("a.csv")]);
  await tab.waitReady();
  await tab.slowReads(400);
  await tab.choose([large("b.csv", 14), small("c.csv")]);
  await tab.page.locator(".importing", { hasText: "b.csv" }).waitFor();
  const worker = await tab.worker();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error("broken on purpose");
    });
  });
  await tab.page.waitForSelector('[data-file="c.csv"]');
  await tab.waitReady();
  assert.deepEqual(await loaded(tab), ["a.csv", "c.csv"]);
  assert.equal(await tab.page.getByRole("alert").filter({ visible: true }).count(), 1, "one message");
  await tab.close();
});

test("a promise that fails unheard in the worker counts as breaking", async () => {
  const tab = await house.page();
  await tab.choose([small("a.csv")]);
  await tab.waitReady();
  const worker = await tab.worker();
  const next = tab.page.waitForEvent("worker");
  await worker.evaluate(() => void Promise.reject(new Error("broken on purpose")));
  await next;
  await tab.choose([small("b.csv")]);
  await tab.page.waitForSelector('[data-file="b.csv"]');
  assert.deepEqual(await loaded(tab), ["a.csv", "b.csv"]);
  await tab.close();
});

test("a file that changes while it is read is set apart, the next one is read", async () => {
  const tab = await house.page();
  const path = await house.file("changes.csv", large("", 20).text);
  await tab.slowReads(300);
  await tab.choose([path]);
  await tab.page.locator(".importing", { hasText: "changes.csv" }).waitFor();
  await house.file("changes.csv", "visitor,time\n");
  await tab.page.waitForSelector("main:not([data-state=importing])");
  await tab.choose([small("b.csv")]);
  await tab.waitReady();
  assert.deepEqual(await loaded(tab), ["b.csv"]);
  await tab.assertClean();
  await tab.close();
});

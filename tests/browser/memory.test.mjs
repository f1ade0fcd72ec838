// Files are kept on this device only when the reader asks for it, are open again at the next visit with the same figures,
// and are gone without a trace when they are forgotten.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./harness.mjs";

let house;
before(async () => (house = await open()));
after(() => house.close());

const FILES = [
  { name: "a.csv", text: "visitor,time\n1,2026-06-05 10:00:00\n2,2026-06-05 11:00:00\n" },
  { name: "b.csv", text: "visitor,time,source\n3,2026-06-06 10:00:00,x\n" },
];

/** Everything that the browser keeps for this page, by kind. */
const left = (tab) =>
  tab.page.evaluate(async () => {
    const files = [];
    const walk = async (folder, path) => {
      for await (const [name, handle] of folder.entries()) {
        files.push(path + name);
        if (handle.kind === "directory") await walk(handle, `${path}${name}/`);
      }
    };
    await walk(await navigator.storage.getDirectory(), "");
    return {
      files: files.sort(),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      local: Object.keys(localStorage),
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      cookies: document.cookie,
    };
  });

const kept = (tab, names) => tab.page.waitForFunction(async (names) => {
  if (Number(document.documentElement.dataset.kept) !== names.length) return false;
  try {
    const root = await navigator.storage.getDirectory();
    const list = await (await (await root.getDirectoryHandle("files")).getFileHandle("list.json")).getFile();
    return JSON.stringify(JSON.parse(await list.text()).map(({ name }) => name)) === JSON.stringify(names);
  } catch {
    return false;
  }
}, names);

async function opened() {
  const tab = await house.page({ hash: "#/traffic?lang=en" });
  await tab.choose(FILES);
  await tab.waitReady();
  return tab;
}

test("nothing is kept unless somebody asks", async () => {
  const tab = await opened();
  assert.deepEqual((await left(tab)).files, []);
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state=empty]");
  await tab.close();
});

test("kept files are open again with the same figures, and follow what is removed", async () => {
  const first = await opened();
  const figures = await first.figures();
  await first.go("#/data?lang=en");
  await first.page.locator("#memory-switch").click();
  await kept(first, ["a.csv", "b.csv"]);
  // The next visit, beside the first: a page that is loaded anew within milliseconds of writing may lose what it wrote.
  const tab = await house.page({ context: first.context, hash: "#/data?lang=en" });
  await tab.waitReady();
  await tab.page.waitForSelector('html[data-kept="2"]', { state: "attached" });
  await tab.go("#/traffic?lang=en");
  assert.deepEqual(await tab.figures(), figures);
  assert.equal(await tab.page.locator("dialog[open]").count(), 0);
  await tab.assertClean();
  // What comes beside those that were opened from here is kept with them, and the rows of both can be read again.
  await tab.choose([{ name: "c.csv", text: "visitor,time\n9,2026-06-07 10:00:00\n" }]);
  await kept(tab, ["a.csv", "b.csv", "c.csv"]);
  await tab.page.locator('.kpi-card [data-metric="visitors"]').first().click();
  await tab.page.locator("dialog[open] .evidence__parts button").first().click();
  await tab.page.locator(".evidence__rows tr[data-row]").nth(3).waitFor();
  await tab.page.keyboard.press("Escape");
  // Another page takes a file away that this one has opened, too: it stays away, and what this one adds is kept.
  const again = await house.page({ context: tab.context, hash: "#/data?lang=en" });
  await again.page.waitForSelector('html[data-kept="3"]', { state: "attached" });
  await again.page.getByRole("button", { name: "Remove b.csv" }).click();
  await kept(again, ["a.csv", "c.csv"]);
  // The browser says that a file is gone a moment before its folder does.
  await again.page.waitForFunction(async () => {
    const names = [];
    for await (const name of (await (await navigator.storage.getDirectory()).getDirectoryHandle("files")).keys()) names.push(name);
    return names.filter((name) => /^\d+$/.test(name)).length === 2;
  });
  await again.page.close();
  await tab.choose([{ name: "d.csv", text: "visitor,time\n9,2026-06-08 10:00:00\n" }]);
  await kept(tab, ["a.csv", "c.csv", "d.csv"]);

  // Switched off, they are gone from the device and still on show.
  await tab.go("#/data?lang=en");
  await tab.page.locator("#memory-switch").click();
  await tab.page.waitForFunction(async () => {
    for await (const _ of (await navigator.storage.getDirectory()).keys()) return false;
    return true;
  });
  assert.equal(Object.keys(await tab.files()).length, 4);
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state=empty]");
  await tab.close();
});

test("forget everything empties every kind of storage", async () => {
  const tab = await opened();
  await tab.page.waitForSelector("html[data-offline]", { state: "attached" });
  await tab.go("#/data?lang=en");
  await tab.page.locator("#memory-switch").click();
  await kept(tab, ["a.csv", "b.csv"]);
  assert.ok((await left(tab)).caches.length);
  await tab.page.getByRole("button", { name: "Forget all that is kept here" }).click();
  await tab.page.waitForSelector("html:not([data-offline])", { state: "attached" });
  await tab.page.waitForFunction(async () => {
    for await (const _ of (await navigator.storage.getDirectory()).keys()) return false;
    return true;
  });
  assert.deepEqual(await left(tab), { files: [], caches: [], workers: 0, local: [], session: 0, databases: 0, cookies: "" });
  assert.equal(await tab.page.locator("#memory-switch").getAttribute("aria-pressed"), "false");
  await tab.close();
});

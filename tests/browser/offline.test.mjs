// Without a network: after one visit the page opens and computes with the host gone, one version at a time; and as one
// file from a disk it computes the same figures with every connection forbidden.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { offline } from "../../www/build/offline.mjs";
import { ROOT, open } from "./harness.mjs";

const DIST = join(ROOT, "dist");
const BOARDS = ["overview", "traffic", "sales", "sources"];
/** The view that everybody looks at: some days, by week, compared with the ones before. */
const VIEW = "?from=2026-06-01&to=2026-06-21&by=week&lang=en";

/** A house with a copy of dist/ that a test may change. */
async function houseOf(change = () => {}) {
  const house = await open();
  const folder = join(house.scratch, "host");
  cpSync(DIST, folder, { recursive: true });
  change(folder);
  const hosted = await open({ folder });
  return { ...hosted, folder, close: () => Promise.all([hosted.close(), house.close()]) };
}

/** Waits until the page says that a copy of it is kept. */
const kept = (tab) => tab.page.waitForSelector("html[data-offline]", { state: "attached" });

/** Every figure of the sample shop on every board, as `tab` shows them. */
async function figuresOf(tab) {
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  const all = {};
  for (const board of BOARDS) {
    await tab.go(`#/${board}${VIEW}`);
    for (const [id, value] of Object.entries(await tab.figures())) all[`${board} ${id}`] = value;
  }
  return all;
}

/** The page after its host is gone, opened again. */
async function hostGone() {
  const house = await houseOf();
  const tab = await house.page();
  await kept(tab);
  house.server.closeAllConnections();
  await new Promise((resolve) => house.server.close(resolve));
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state=empty]");
  return { house, tab };
}

async function fromDisk() {
  const house = await open();
  const tab = await house.page({ url: pathToFileURL(join(DIST, "dianzhang.html")).href });
  const policy = await tab.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /connect-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'self'|https?:/);
  return { house, tab };
}

/** Who was sent the link of the view, and loads the same shop. */
async function receiver() {
  const house = await open();
  const sender = await house.page({ hash: `#/overview${VIEW}` });
  await sender.page.locator("#sample").click();
  await sender.waitReady();
  await sender.page.locator('[data-tool="Share"]').click();
  const link = await sender.page.locator("#share-link").inputValue();
  await sender.close();
  return { house, tab: await house.page({ hash: new URL(link).hash }) };
}

async function servedPage() {
  const house = await open();
  return { house, tab: await house.page() };
}

test("the same boards and figures in the served page, without its host, in one file from a disk, and where a link was sent", async () => {
  let first;
  for (const way of [servedPage, hostGone, fromDisk, receiver]) {
    const { house, tab } = await way();
    const figures = await figuresOf(tab);
    first ??= figures;
    assert.ok(Object.values(figures).filter(Boolean).length > 60, way.name);
    assert.deepEqual(figures, first, way.name);
    assert.equal(await tab.page.locator(".message").count(), 0, `${way.name}: no remark about other files`);
    await tab.choose([{ name: "own.csv", text: "visitor,time\n1,2026-06-05 10:00:00\n2,2026-06-05 11:00:00\n" }]);
    await tab.page.waitForSelector('[data-file="own.csv"]');
    assert.equal((await tab.files())["own.csv"].used, 2, way.name);
    if (way === fromDisk) {
      const [document, ...others] = tab.requests.filter((url) => !/^(?:blob|data):/.test(url));
      assert.match(document, /^file:.*dianzhang\.html/);
      assert.deepEqual(others, []);
    }
    await tab.assertClean();
    await house.close();
  }
});

test("a host whose files are not those of one version is not copied", async () => {
  const house = await houseOf((folder) => {
    const page = join(folder, "index.html");
    writeFileSync(page, readFileSync(page, "utf8").replace("</body>", "<!-- changed on the way --></body>"));
  });
  const tab = await house.page();
  const end = await tab.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const worker = registration?.installing;
    if (worker) await new Promise((resolve) => worker.addEventListener("statechange", resolve));
    return [worker?.state ?? "none", (await caches.keys()).length];
  });
  assert.ok(["redundant", "none"].includes(end[0]), end[0]);
  assert.equal(end[1], 0, "nothing is kept");
  assert.equal(await tab.page.locator("html[data-offline]").count(), 0);
  await house.close();
});

test("a newer version waits until the reader takes it, and then stands alone", async () => {
  const house = await houseOf();
  const tab = await house.page({ hash: "#/overview?lang=en" });
  await kept(tab);
  const page = join(house.folder, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace("</body>", '<i id="second"></i></body>'));
  offline(house.folder);
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state=empty]");
  assert.equal(await tab.page.locator("#second").count(), 0, "the old version is still whole");
  const take = tab.page.getByRole("button", { name: "Use the new version" });
  await take.click();
  await tab.page.waitForSelector("#second", { state: "attached" });
  await tab.page.waitForSelector("main[data-state=empty]");
  assert.equal((await tab.page.evaluate(() => caches.keys())).length, 1);
  await tab.assertClean();
  await house.close();
});

test("the host can switch offline copies off", async () => {
  const house = await houseOf();
  const tab = await house.page();
  await kept(tab);
  cpSync(join(house.folder, "sw-off.js"), join(house.folder, "sw.js"));
  await tab.page.reload();
  await tab.page.waitForFunction(async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length);
  await tab.page.reload();
  await tab.page.waitForSelector("main[data-state=empty]");
  await house.close();
});

test("the reader can remove the copy and everything else that is kept", async () => {
  const house = await open();
  const tab = await house.page({ hash: "#/data?lang=en" });
  await kept(tab);
  await tab.page.evaluate(() => localStorage.setItem("theme", "dark"));
  await tab.page.getByRole("button", { name: "Forget all that is kept here" }).click();
  await tab.page.waitForSelector("html:not([data-offline])", { state: "attached" });
  const left = await tab.page.evaluate(async () => [
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
    localStorage.length,
    (await indexedDB.databases()).length,
  ]);
  assert.deepEqual(left, [0, 0, 0, 0]);
  await house.close();
});

test("the page can be installed", async () => {
  const house = await open();
  const tab = await house.page();
  await kept(tab);
  const devtools = await tab.context.newCDPSession(tab.page);
  const { errors, data } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.display, "standalone");
  for (const { src, sizes } of manifest.icons) {
    const bytes = Buffer.from(src.split(",")[1], "base64");
    assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, sizes);
  }
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  await house.close();
});

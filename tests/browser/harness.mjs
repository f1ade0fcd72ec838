// What every browser test needs: dist/ on a port of its own, Chromium, a page that is watched from its first byte,
// and the command-line program to compare with.
import { execFile } from "node:child_process";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { serve } from "../../www/build/serve.mjs";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release/dianzhang");
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--disable-quic",
  "--disable-sync",
];

/** The browser's program: CHROMIUM, or the first one that is installed. */
export function browserPath() {
  const known = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = known.find((path) => path && existsSync(path));
  assert.ok(found, "no Chromium found: install it, or name it in CHROMIUM");
  return found;
}

/** A browser with nothing open. */
export const launch = () => chromium.launch({ executablePath: browserPath(), args: FLAGS });

// A test that fails does not come to its last line: what it left open is closed here, or the run would never end.
const houses = new Set();
after(() => Promise.all([...houses].map((house) => house.close())));

/** The server and the browser of one test file; `close` ends both and removes the files that were written. */
export async function open({ folder = join(ROOT, "dist"), packed = false } = {}) {
  assert.ok(existsSync(join(folder, "index.html")), `${folder} is empty: run make dist`);
  const server = await serve(folder, 0, undefined, { packed });
  const browser = await launch();
  const scratch = await mkdtemp(join(tmpdir(), "dianzhang-"));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const house = {
    browser,
    server,
    origin,
    scratch,
    /** Writes a file that can be dropped or given to the program; gives its path. */
    async file(name, text) {
      const path = join(scratch, name);
      await writeFile(path, text);
      return path;
    },
    page: (options) => watch(browser, origin, options),
    async close() {
      houses.delete(house);
      await browser.close();
      server.closeAllConnections();
      server.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
  houses.add(house);
  return house;
}

/**
 * Opens the page in a context of its own and watches it. `hash` is the fragment; further options go to the context
 * (viewport, colorScheme, locale, …); `url` opens the page from elsewhere than the server; `context` opens it beside another one. `waitForApp: false` for pages that are not expected to start.
 */
async function watch(browser, origin, { hash = "", url = `${origin}/`, waitForApp = true, context, ...options } = {}) {
  context ??= await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const [errors, requests] = [[], []];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  context.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    window.violations = [];
    window.longTasks = [];
    addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasks.push({ start: entry.startTime, length: entry.duration });
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(`${url}${hash}`);
  if (waitForApp) await page.waitForSelector("main[data-state]");

  const state = () => page.getAttribute("main", "data-state");
  const waitFor = (wanted, timeout = 30_000) => page.waitForSelector(`main[data-state="${wanted}"]`, { timeout });
  return {
    page,
    context,
    errors,
    requests,
    state,
    waitFor,
    /** Gives files to the file input: paths, or `{ name, buffer }`. */
    choose: (files) => page.setInputFiles("#files", files.map(playwrightFile)),
    /** Drops files on the page as a hand would: `{ name, text }`. */
    drop: (files) => dropOn(page, files),
    /** Waits until everything given so far is read and its figures are there. */
    waitReady: (timeout = 30_000) => page.waitForSelector('main[data-state="ready"][aria-busy="false"]', { timeout }),
    /** Goes to another place of the page, and waits until its figures are there. */
    async go(hash) {
      await page.evaluate((hash) => (location.hash = hash), hash);
      const place = hash.match(/#\/([a-z]+)/)[1];
      await page.waitForFunction((place) => {
        const here = document.querySelector('nav a[aria-current="page"]')?.getAttribute("href");
        return here?.startsWith(`#/${place}`) && document.querySelector("main").getAttribute("aria-busy") === "false";
      }, place);
    },
    /** Every shown figure of the whole shop: id → JSON value. The same id shown twice must have the same value. */
    async figures() {
      const whole = "[data-metric][data-value]:not([data-key]):not([data-page]):not([data-from])";
      const shown = await page.$$eval(whole, (all) => all.map(({ dataset }) => [dataset.metric, dataset.value]));
      const figures = {};
      for (const [id, value] of shown) {
        assert.ok(!(id in figures) || figures[id] === value, `${id} is shown as ${figures[id]} and as ${value}`);
        figures[id] = value;
      }
      return figures;
    },
    /** Every loaded file: name → rows read, used, set aside. */
    async files() {
      const rows = await page.$$eval("[data-file]", (all) =>
        all.map(({ dataset }) => [
          dataset.file,
          { read: Number(dataset.rowsRead), used: Number(dataset.rowsUsed), setAside: Number(dataset.rowsSetAside) },
        ]),
      );
      return Object.fromEntries(rows);
    },
    /** The worker that runs now. */
    async worker() {
      if (!page.workers().length) await page.waitForEvent("worker");
      return page.workers().at(-1);
    },
    /** Makes the worker that runs now wait before each read of a file, so that a test can step in. */
    async slowReads(milliseconds) {
      const worker = await this.worker();
      await worker.evaluate((milliseconds) => {
        const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = async function () {
          await new Promise((resolve) => setTimeout(resolve, milliseconds));
          return read.call(this);
        };
      }, milliseconds);
    },
    /** Tasks that kept the page from answering for more than 50 ms since the last call: `{ start, length }`. */
    longTasks: () => page.evaluate(() => window.longTasks.splice(0)),
    /** Fails on console errors, on violations of the policy, and on any request to another place. */
    async assertClean() {
      assert.deepEqual(errors, [], "the console has errors");
      assert.deepEqual(await page.evaluate(() => window.violations), [], "the policy was violated");
      const own = [url, `blob:${url.startsWith("file:") ? "null" : origin}/`, "data:"];
      const foreign = requests.filter((request) => !own.some((start) => request.startsWith(start)));
      assert.deepEqual(foreign, [], "the page asked another place for something");
    },
    close: () => context.close(),
  };
}

function playwrightFile(file) {
  return typeof file === "string" ? file : { mimeType: "text/csv", ...file, buffer: file.buffer ?? Buffer.from(file.text) };
}

async function dropOn(page, files) {
  const sent = files.map(({ name, text, buffer }) => [name, (buffer ?? Buffer.from(text)).toString("base64")]);
  const data = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of files) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
    }
    return transfer;
  }, sent);
  for (const kind of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("main", kind, { dataTransfer: data });
}

/** The files of the sample shop, written by the program into a folder; their paths in the order of the page. */
export async function sampleFiles(folder) {
  const { stdout } = await promisify(execFile)(PROGRAM, ["sample", folder]);
  return stdout.trim().split("\n");
}

/** Runs the command-line program and reads its JSON; `program("report", "--format", "json", path)`. */
export async function program(...args) {
  const { stdout } = await promisify(execFile)(PROGRAM, args, { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

/** Checks a `data-value` against the program's metric: money to the letter, numbers as numbers, nothing as "". */
export function same(shown, metric, what) {
  const { value } = metric;
  if (value === null || typeof value === "string") assert.equal(shown, value ?? "", what);
  else assert.ok(shown !== "" && Number(shown) === value, `${what}: ${shown} is not ${value}`);
}

/** Whether the program was built; tests that compare with it skip otherwise. */
export const hasProgram = existsSync(PROGRAM);

export { PROGRAM, ROOT };

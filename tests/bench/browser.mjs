// The contenders that run in Chromium: the page and the peers' pages, each in a browser of its own, so that none finds
// the memory of another.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/harness.mjs";
import { serve } from "../../www/build/serve.mjs";
import { bytes, children, watch } from "./memory.mjs";
import { DAILY, FIGURES, TOP, answer } from "./j1.mjs";

/** The longest that one run may take, in milliseconds. */
const PATIENCE = 20 * 60_000;

export const HERE = import.meta.dirname;

/** A browser with one page at an address; `watchMemory` looks at all its processes. */
export async function tab(folder, path, script) {
  const before = children();
  const server = await serve(folder);
  const browser = await launch();
  const [root] = [...children()].filter((id) => !before.has(id));
  const page = await browser.newPage();
  await page.addInitScript(script);
  page.setDefaultTimeout(PATIENCE);
  let crashed;
  const crash = new Promise((_, reject) => page.on("crash", () => reject(new Error("the browser's page crashed"))));
  crash.catch(() => (crashed = true));
  await page.goto(`http://127.0.0.1:${server.address().port}${path}`);
  return {
    page,
    root,
    version: browser.version(),
    /** A promise of the page, unless the page breaks before. */
    orCrash: (promise) => Promise.race([promise, crash]),
    async close() {
      if (!crashed) await page.close();
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs inside a page before its scripts: long tasks, and where it finds the page, the clock of an import. */
function instruments() {
  const bench = (window.bench = { long: [], asks: [], start: null, first: null, done: null });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.long.push({ start: entry.startTime, length: entry.duration });
  }).observe({ type: "longtask", buffered: true });

  // Messages are postcard's bytes (src/wire/packed.rs): the number of the protocol, which message it is by its place in
  // src/wire/protocol.rs, and of a question and its answer the number of the question.
  const [ASK, ANSWER] = [9, 3];
  const numbered = (message, kind) => {
    const bytes = Array.isArray(message) && message[0] instanceof Uint8Array ? message[0] : [];
    if (bytes[1] !== kind) return null;
    let [seq, shift, at] = [0, 1, 2];
    for (; ; at += 1, shift *= 128) {
      seq += (bytes[at] & 127) * shift;
      if (bytes[at] < 128) return { seq, rest: bytes.subarray(at + 1) };
    }
  };
  const post = Worker.prototype.postMessage;
  const heard = new WeakSet();
  Worker.prototype.postMessage = function (message, ...rest) {
    const ask = numbered(message, ASK);
    if (ask) bench.asks.push({ seq: ask.seq, asked: performance.now() });
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener("message", ({ data }) => {
        const reply = numbered(data, ANSWER);
        const of = reply && bench.asks.find((ask) => ask.seq === reply.seq);
        if (of) [of.answered, of.report] = [performance.now(), reply.rest];
      });
    }
    return post.call(this, message, ...rest);
  };

  /** The longest task since a moment, once the browser has had the time to tell. */
  bench.longest = async (since) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return Math.max(0, ...bench.long.filter(({ start }) => start >= since).map(({ length }) => length));
  };

  const main = () => document.querySelector("main[data-state]");
  const settled = () => main()?.dataset.state === "ready" && main().getAttribute("aria-busy") !== "true";
  bench.settled = settled;
  // The page is watched by its own changes: looking again and again would take time from it.
  const until = (holds) =>
    new Promise((resolve) => {
      if (holds()) return resolve();
      const watching = new MutationObserver(() => {
        if (!holds()) return;
        watching.disconnect();
        resolve();
      });
      watching.observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state", "aria-busy"] });
    });
  /** A message that a frame sends arrives when the frame is on the screen. */
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });
  /** The moment when the figures stand: nothing is asked any more, and two frames later still not. */
  bench.drawn = async () => {
    for (;;) {
      await until(settled);
      const then = await painted();
      do {
        await painted();
        await painted();
        // A question that was overtaken may stay without an answer: a page at rest for so long has drawn what it will.
        const open = performance.now() - then < 2000 && bench.asks.some((ask) => !ask.answered);
        if (settled() && !open) return then;
      } while (settled());
    }
  };
  addEventListener("change", async (event) => {
    if (event.target?.id !== "files" || !main()) return;
    bench.start = performance.now();
    // The import has not begun yet, and the page may still show an earlier state.
    await until(() => main().dataset.state === "importing" || settled());
    await until(() => main().dataset.state === "ready");
    bench.first = await painted();
    bench.done = await bench.drawn();
  }, { capture: true });
}

/** The page: from the file's choice until the overview's figures stand. */
export function page(dist) {
  return {
    name: "page",
    async run(file, { memory = false, questions = false, periods = null } = {}) {
      const here = await tab(dist, "/", instruments);
      try {
        await here.page.waitForSelector("main[data-state]");
        await here.page.waitForTimeout(500);
        const idle = memory ? bytes(here.root) : 0;
        const looking = memory ? watch(here.root) : null;
        await here.page.setInputFiles("#files", file);
        await here.orCrash(here.page.waitForFunction(() => window.bench.done !== null || document.querySelector('main[data-state="error"]'), null, { polling: 250 }));
        const most = (await looking?.stop()) ?? 0;
        const clock = await here.page.evaluate(() => ({
          start: window.bench.start,
          first: window.bench.first,
          done: window.bench.done,
          asks: window.bench.asks.length,
        }));
        if (clock.done === null) throw new Error(await here.page.textContent("main"));
        const longest = (since) => here.page.evaluate((since) => window.bench.longest(since), since);
        const long = [await longest(clock.start)];
        const found = await read(here);
        const since = await here.page.evaluate(() => performance.now());
        const asked = questions ? await ask(here, await categoryOf(file)) : periods ? { period: await others(here, periods) } : undefined;
        if (asked) long.push(await longest(since));
        return {
          seconds: (clock.done - clock.start) / 1000,
          firstFigures: (clock.first - clock.start) / 1000,
          asks: clock.asks,
          longTask: Math.max(...long),
          bytes: most - idle,
          answer: found,
          questions: asked,
          chromium: here.version,
        };
      } finally {
        await here.close();
      }
    },
  };
}

/** What the page shows of J1, read from its boards. What no board shows is left out. */
async function read(here) {
  const { page } = here;
  const go = async (hash) => {
    await page.evaluate((hash) => (location.hash = hash), hash);
    await page.waitForTimeout(50);
    await page.evaluate(() => window.bench.drawn());
  };
  const number = (text) => (text === "" ? null : Number(text));
  const figures = {};
  const days = {};
  let items;
  const boards = await page.$$eval('nav a[href^="#/"]', (all) => all.map((link) => link.getAttribute("href").match(/^#\/([a-z-]+)/)[1]));
  const series = DAILY.map((id) => [id === "buyers" ? "sales" : "traffic", id]);
  for (const [board, metric] of [...boards.filter((board) => !["data", "glossary"].includes(board)).map((board) => [board]), ...series]) {
    await go(metric ? `#/${board}?metric=${metric}` : `#/${board}`);
    const shown = await page.$$eval("[data-metric][data-value]", (all) => all.map(({ dataset }) => ({ ...dataset })));
    for (const { metric: id, value, from, key, page: place } of shown) {
      if (from && DAILY.includes(id)) (days[from] ??= {})[id] = number(value);
      else if (!from && !key && !place && FIGURES.includes(id)) figures[id] = number(value);
    }
    const views = shown.filter(({ metric: id, key }) => id === "item_page_views" && key?.startsWith("item:"));
    if (views.length) items = views.slice(0, TOP).map(({ key, value }) => [key.slice("item:".length), number(value)]);
  }
  return { figures, days, items: items ?? (await itemsOfAnswer(page)) };
}

/**
 * The items of the last answer's bytes, where no board shows them. The bytes are postcard's: each row is its key, no
 * label, and its figures; the first one's metric is a number, its value the count of views. Gives undefined where nothing reads like that.
 */
async function itemsOfAnswer(page) {
  const reports = await page.evaluate(() => window.bench.asks.filter((ask) => ask.report?.length).map((ask) => Array.from(ask.report)));
  return reports.reverse().map(itemsOf).find(Boolean);
}

function itemsOf(report) {
  const isDigit = (byte) => byte >= 48 && byte <= 57;
  const rows = [];
  for (let at = 0; at < report.length && rows.length < TOP; at += 1) {
    const length = report[at];
    const key = report.slice(at + 1, at + 1 + length);
    if (length < 1 || length > 10 || key.length < length || !key.every(isDigit)) continue;
    const text = String.fromCharCode(...report.slice(at + 1 + length, at + 40 + length));
    const head = /^\0[\x01-\x40](?:[\x80-\xff][\x01-\x7f]|[\0-\x7f])\x01\0/.exec(text);
    if (!head) continue;
    let [value, shift] = [0, 1];
    for (let byte = at + 1 + length + head[0].length; ; byte += 1) {
      value += (report[byte] & 127) * shift;
      shift *= 128;
      if (report[byte] < 128) break;
    }
    rows.push([String.fromCharCode(...key), value]);
  }
  return rows.length ? rows : undefined;
}

/**
 * Other periods on the loaded rows, the same narrowed to one category, and the press of a mouse on a row of a table or on
 * a day: milliseconds until answered and drawn.
 */
async function ask(here, category) {
  const kinds = {};
  kinds.period = await others(here, PERIODS);
  kinds.filter = await others(here, PERIODS, `&category=${category}`);
  kinds.click = { answered: [], drawn: [] };
  await here.page.evaluate(timed, { hash: "#/overview" });
  for (const part of ["#items-title ~ * .table__pick", ".trend__touch"]) {
    for (let at = 0; at < 7; at += 1) {
      // Once to narrow the view, once more to widen it again.
      for (const _ of [0, 1]) {
        const time = await here.page.evaluate(timed, { part, at });
        for (const name of Object.keys(kinds.click)) if (time[name] !== undefined) kinds.click[name].push(time[name]);
      }
    }
  }
  return kinds;
}

/** Other periods on the loaded rows, each with and without the one before it. */
async function others(here, periods, filter = "") {
  const times = { answered: [], drawn: [] };
  for (const compare of ["prev", "none", "prev"]) {
    for (const [from, to] of periods) {
      const time = await here.page.evaluate(timed, { hash: `#/overview?from=${from}&to=${to}&compare=${compare}${filter}` });
      for (const name of Object.keys(times)) if (time[name] !== undefined) times[name].push(time[name]);
    }
  }
  return times;
}

/** First and last day of the periods that are asked for: of November 2017, and on into December. */
const day = (n) => new Date(Date.UTC(2017, 10, n)).toISOString().slice(0, 10);
const PERIODS = [[25, 31], [26, 29], [28, 30], [29, 33], [30, 30], [25, 32], [27, 33]].map((days) => days.map(day));

/** Runs inside the page: goes to a link, or presses a part of the page, and waits for its figures. */
async function timed({ hash, part, at }) {
  const pressed = part && document.querySelectorAll(part)[at];
  if (part && !pressed) return {};
  const [known, start] = [window.bench.asks.length, performance.now()];
  if (pressed) pressed.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  else location.hash = hash;
  const isAsked = () => window.bench.asks.length > known || !window.bench.settled();
  while (!isAsked() && performance.now() - start < 2000) await new Promise(requestAnimationFrame);
  if (!isAsked()) return {};
  const drawn = await window.bench.drawn();
  const asks = window.bench.asks.slice(known).filter((ask) => ask.answered);
  return {
    drawn: drawn - start,
    answered: asks.length ? Math.max(...asks.map((ask) => ask.answered)) - asks[0].asked : undefined,
  };
}

/** A peer with a page of its own under `web/`. */
export function peer(name, module, options = "") {
  return {
    name,
    async run(file, { memory = false } = {}) {
      const here = await tab(HERE, `/web/?${module}${options}`, instruments);
      try {
        await here.page.waitForSelector("body[data-ready]", { timeout: 120_000 });
        const idle = memory ? bytes(here.root) : 0;
        const looking = memory ? watch(here.root) : null;
        await here.page.setInputFiles("#files", file);
        await here.orCrash(here.page.waitForFunction(() => window.outcome, null, { polling: 250 }));
        const most = (await looking?.stop()) ?? 0;
        const { failed, seconds, parts, version } = await here.page.evaluate(() => window.outcome);
        if (failed) throw new Error(failed);
        const longTask = await here.page.evaluate(() => window.bench.longest(window.bench.start));
        return { seconds, longTask, bytes: most - idle, answer: parts && answer(parts), version, chromium: here.version };
      } finally {
        await here.close();
      }
    },
  };
}

/** The category of a log's first row. */
async function categoryOf(file) {
  for await (const block of createReadStream(file, { end: 200 })) return block.toString().split(",")[2];
}

/** Where `make dist` puts the page. */
export const DIST = join(HERE, "../../dist");

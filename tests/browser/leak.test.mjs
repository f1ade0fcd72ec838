// No byte leaves: every way a script has to send something is tried from the page and from the worker, against
// listeners on this computer, and none of them hears anything; nor does the page's own host once the page is open.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, open } from "./harness.mjs";

let house;
let ear;
before(async () => {
  house = await open();
  ear = await listen();
});
after(async () => {
  await house.close();
  ear.close();
});

/** Listens for anything: requests, any byte on a connection, datagrams. */
async function listen() {
  const heard = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" }).end("");
  });
  server.on("upgrade", (request, socket) => {
    heard.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  // A bare connection carries nothing; its first byte counts, whatever it is.
  server.on("connection", (socket) => socket.once("data", (bytes) => heard.push(`${bytes.length} bytes`)));
  const datagrams = createSocket("udp4");
  datagrams.on("message", (bytes) => heard.push(`datagram of ${bytes.length} bytes`));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => datagrams.bind(port, "127.0.0.1", resolve));
  return { heard, port, close: () => (server.closeAllConnections(), server.close(), datagrams.close()) };
}

// Run inside the page; each gets the address to send to, and a secret.
const FROM_PAGE = {
  fetch: (to) => fetch(`${to}/fetch`),
  "fetch that outlives the page": (to) => fetch(`${to}/keepalive`, { method: "POST", mode: "no-cors", keepalive: true, body: "rows" }),
  XMLHttpRequest: (to) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${to}/xhr`);
    request.send("rows");
  },
  "a beacon": (to) => navigator.sendBeacon(`${to}/beacon`, "rows"),
  "a web socket": (to) => void new WebSocket(`${to.replace("http", "ws")}/socket`),
  "an event source": (to) => void new EventSource(`${to}/events`),
  "web transport": (to) => new WebTransport(`${to.replace("http:", "https:")}/transport`).ready,
  "an image": (to) => void (new Image().src = `${to}/image`),
  "a picture": (to) => append("img", { srcset: `${to}/srcset 1x` }),
  "a video": (to) => append("video", { src: `${to}/video`, autoplay: "" }),
  "a video's poster": (to) => append("video", { poster: `${to}/poster` }),
  "a sound": (to) => void new Audio(`${to}/audio`).play().catch(() => {}),
  "a script": (to) => append("script", { src: `${to}/script` }),
  "a module": (to) => append("script", { type: "module", src: `${to}/module` }),
  "an import": (to) => import(`${to}/import`),
  "a style sheet": (to) => append("link", { rel: "stylesheet", href: `${to}/sheet` }),
  prefetch: (to) => append("link", { rel: "prefetch", href: `${to}/prefetch` }),
  preload: (to) => append("link", { rel: "preload", as: "image", href: `${to}/preload` }),
  "preload of a module": (to) => append("link", { rel: "modulepreload", href: `${to}/modulepreload` }),
  "a new icon": (to) => append("link", { rel: "icon", href: `${to}/icon` }),
  "another manifest": (to) => append("link", { rel: "manifest", href: `${to}/manifest` }),
  "speculation rules": (to) => {
    const script = document.createElement("script");
    script.type = "speculationrules";
    script.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [`${to}/speculation`] }] });
    document.head.append(script);
  },
  "a form": (to) => {
    const form = append("form", { action: `${to}/form`, method: "post", target: "_blank" });
    form.append(Object.assign(document.createElement("input"), { name: "rows", value: "rows" }));
    form.submit();
  },
  "a frame": (to) => append("iframe", { src: `${to}/frame` }),
  "a frame of its own text": (to) => append("iframe", { srcdoc: `<img src="${to}/srcdoc">` }),
  "an object": (to) => append("object", { data: `${to}/object` }),
  "an embedded thing": (to) => append("embed", { src: `${to}/embed` }),
  "a style's picture": (to) => void (append("p", {}).style.backgroundImage = `url(${to}/background)`),
  "a sheet's picture": (to) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body::after { content: url(${to}/content); }`);
    document.adoptedStyleSheets = [sheet];
  },
  "a font": (to) => new FontFace("leak", `url(${to}/font)`).load(),
  "a drawing's picture": (to) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
    image.setAttribute("href", `${to}/svg`);
    svg.append(image);
    document.body.append(svg);
  },
  markup: (to) => void (document.body.appendChild(document.createElement("div")).innerHTML = `<img src="${to}/markup">`),
  "a ping": (to) => append("a", { href: "#/overview", ping: `${to}/ping` }).click(),
  "a worker": (to) => void new Worker(`${to}/worker`),
  "a worker of a blob": (to) => {
    const url = URL.createObjectURL(new Blob([`fetch("${to}/blob-worker"); importScripts("${to}/blob-import")`]));
    void new Worker(url);
  },
  "a shared worker": (to) => void new SharedWorker(`${to}/shared`),
  "the offline cache": async (to) => (await caches.open("leak")).add(`${to}/cache`),
  "a call": async (to) => {
    const call = new RTCPeerConnection({ iceServers: [{ urls: `stun:${to.slice(7)}` }] });
    call.createDataChannel("rows");
    await call.setLocalDescription(await call.createOffer());
  },
  "a text that is run": (to) => void eval(`fetch("${to}/eval")`),
  "a refresh": (to) => append("meta", { "http-equiv": "refresh", content: `0; url=${to}/refresh` }),
  "another window": (to) => void open(`${to}/window`),
  "a step to another place": (to) => void (location.href = `${to}/location`),
  "a link": (to) => append("a", { href: `${to}/link` }).click(),
};

// Run inside the worker that holds the rows.
const FROM_WORKER = {
  fetch: (to) => fetch(`${to}/worker-fetch`, { method: "POST", mode: "no-cors", body: "rows" }),
  XMLHttpRequest: (to) => {
    const request = new XMLHttpRequest();
    request.open("GET", `${to}/worker-xhr`, false);
    request.send();
  },
  "a web socket": (to) => void new WebSocket(`${to.replace("http", "ws")}/worker-socket`),
  "an event source": (to) => void new EventSource(`${to}/worker-events`),
  "web transport": (to) => new WebTransport(`${to.replace("http:", "https:")}/worker-transport`).ready,
  "an import": (to) => import(`${to}/worker-import`),
  importScripts: (to) => importScripts(`${to}/worker-importScripts`),
  "a nested worker": (to) => void new Worker(`${to}/nested`),
  "a nested worker of a blob": async (to) => {
    const text = `fetch("${to}/nested-fetch"); importScripts("${to}/nested-import")`;
    void new Worker(URL.createObjectURL(new Blob([text])));
  },
  "the offline cache": async (to) => (await caches.open("leak")).add(`${to}/worker-cache`),
  "a font": (to) => new FontFace("leak", `url(${to}/worker-font)`).load(),
  "a text that is run": (to) => void eval(`fetch("${to}/worker-eval")`),
};

const APPEND = `
  const append = (name, attributes) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    (name === "link" || name === "script" || name === "meta" ? document.head : document.body).append(element);
    return element;
  };`;

/** Runs one attempt where `place` is (a page or a worker), and waits a little; what comes later is heard all the same. */
async function attempt(place, way, to) {
  // The text is run by the test's own access to the browser, which the page's policy does not bind; all that it does is.
  const text = `(async () => { ${typeof place.viewportSize === "function" ? APPEND : ""} try { await Promise.race([(${way})("${to}"), new Promise((r) => setTimeout(r, 100))]); } catch {} })()`;
  await place.evaluate(text).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 60));
}

async function tryAll(url, other) {
  const tab = await house.page(url);
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  await tab.page.waitForLoadState("load");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const worker = await tab.worker();
  const leaks = [];
  const own = [];
  // A worker brings its other half in its own time: by its plain address, which says nothing.
  const hear = ({ url, method }) => (method === "GET" && /^\/(?:more|rest)-[0-9a-f]{16}_bg\.wasm$/.test(url)) || own.push(url);
  house.server.on("request", hear);
  for (const [place, ways] of [
    [worker, FROM_WORKER],
    [tab.page, FROM_PAGE],
  ]) {
    for (const [name, way] of Object.entries(ways)) {
      await attempt(place, way, `http://127.0.0.1:${ear.port}`);
      if (ear.heard.length) leaks.push(`${place === worker ? "worker" : "page"}, ${name}: ${ear.heard.splice(0)}`);
      // The page's own host is another place too, once the page is open.
      if (other && !/step|link|window|refresh/.test(name)) await attempt(place, way, other);
      if (own.length) leaks.push(`${place === worker ? "worker" : "page"}, ${name}, to the page's host: ${own.splice(0)}`);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  if (ear.heard.length || own.length) leaks.push(`late: ${ear.heard.splice(0)} ${own}`);
  house.server.off("request", hear);
  assert.equal(await tab.state(), "ready", "the page still stands");
  await tab.context.close();
  return leaks;
}

const COUNT = Object.keys(FROM_PAGE).length + Object.keys(FROM_WORKER).length;

test(`${COUNT} ways to send a byte from the served page and its worker: none arrives`, async () => {
  assert.deepEqual(await tryAll({}, `${house.origin}/leak`), []);
});

test(`${COUNT} ways to send a byte from the page as one file: none arrives`, async () => {
  assert.deepEqual(await tryAll({ url: pathToFileURL(join(ROOT, "dist/dianzhang.html")).href }), []);
});

test("the listeners hear what an unguarded page sends", async () => {
  const context = await house.browser.newContext();
  const page = await context.newPage();
  await page.setContent("<p>no policy</p>");
  ear.heard.length = 0;
  let arrived = 0;
  for (const name of ["fetch that outlives the page", "an image", "a script", "a style sheet", "a web socket", "a call", "a blob worker"]) {
    ear.heard.length = 0;
    await attempt(page, FROM_PAGE[name] ?? FROM_PAGE["a worker of a blob"], `http://127.0.0.1:${ear.port}`);
    arrived += ear.heard.length ? 1 : 0;
  }
  assert.equal(arrived, 7);
  await context.close();
});

// Keeps one version of the page, whole or not at all, and serves it without asking the network. Written into dist/ by
// www/build/offline.mjs, which fills in FILES (address → SHA-256 of its bytes) and the version, a digest over them.
"use strict";
const VERSION = "{version}";
const FILES = {files};
const NAME = "dianzhang-" + VERSION;

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Fetches a file; fails unless its bytes are those of this version. */
async function fetched(path, wanted) {
  const response = await fetch(path, { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  if (hex(await crypto.subtle.digest("SHA-256", bytes)) !== wanted) throw new Error(`${path} is of another version`);
  return new Response(bytes, { headers: { "content-type": response.headers.get("content-type") } });
}

async function keep() {
  // All files are checked before the first one is kept: no cache ever holds half a version, or two.
  const all = await Promise.all(Object.entries(FILES).map(async ([path, wanted]) => [path, await fetched(path, wanted)]));
  const cache = await caches.open(NAME);
  await Promise.all(all.map(([path, response]) => cache.put(path, response)));
}

addEventListener("install", (event) => event.waitUntil(keep()));

addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith("dianzhang-") && name !== NAME) await caches.delete(name);
  };
  event.waitUntil(tidy());
});

// A newer version waits until the reader says so, or until no page of the older one is open.
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const here = new URL("./", location).href;
  const address = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !address.startsWith(here)) return;
  const path = address.slice(here.length);
  const kept = path === "index.html" ? "" : path;
  if (!(`./${kept}` in FILES)) return;
  event.respondWith(
    caches
      .open(NAME)
      .then((cache) => cache.match(`./${kept}`))
      .then((response) => response ?? fetch(request)),
  );
});

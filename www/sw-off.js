// The switch to turn off offline copies: put this file in the place of sw.js on the host. Every copy of the page that
// browsers keep then goes away at the reader's next visit, and pages come from the network again.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const end = async () => {
    for (const name of await caches.keys()) if (name.startsWith("dianzhang-")) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(end());
});

// Keeps a copy of the page for use without a network, by the worker in sw.js. Says on the document element what there
// is (data-offline: a copy is kept; data-newer: a newer page waits), and on the window, as offline-news, when that
// changes. Waits for the window's all-here: first the page, then its copy.
(function () {
  var html = document.documentElement;

  function say(name, is) {
    if (is) html.setAttribute(name, "");
    else html.removeAttribute(name);
    dispatchEvent(new Event("offline-news"));
  }

  // Whatever comes of the copy: from here on, workers come from the page's own memory only.
  function close() {
    var closing = document.createElement("meta");
    closing.httpEquiv = "Content-Security-Policy";
    // The page's last policy again, without its one exception. Repeated in full: a prefetch is let through by whichever
    // part of a policy would.
    closing.content = [].slice.call(document.querySelectorAll("meta[http-equiv]"), -1)[0].content.replace("worker-src 'self' blob:", "worker-src blob:");
    document.head.append(closing);
  }

  function keep() {
    navigator.serviceWorker
      .register("sw.js", { updateViaCache: "none" })
      .then(function (registration) {
        function look() {
          say("data-offline", !!registration.active);
          // A first copy has nothing older to wait for.
          say("data-newer", !!registration.waiting && !!registration.active);
        }
        function follow(worker) {
          if (worker) worker.addEventListener("statechange", look);
        }
        follow(registration.installing);
        follow(registration.waiting);
        registration.addEventListener("updatefound", function () {
          follow(registration.installing);
        });
        look();
        addEventListener("take-newer", function () {
          navigator.serviceWorker.addEventListener("controllerchange", function () {
            location.reload();
          });
          if (registration.waiting) registration.waiting.postMessage("take over");
        });
        addEventListener("forget-offline", function () {
          caches
            .keys()
            .then(function (names) {
              return Promise.all(names.map(caches.delete.bind(caches)));
            })
            .then(function () {
              return registration.unregister();
            })
            .then(function () {
              localStorage.clear();
              say("data-newer", false);
              say("data-offline", false);
            });
        });
      })
      .catch(function (error) {
        // Private windows and some settings forbid it; the page works without.
        console.info("no offline copy: " + error);
      })
      .then(close);
  }

  if ("serviceWorker" in navigator && isSecureContext) addEventListener("all-here", keep);
  else addEventListener("all-here", close);
})();

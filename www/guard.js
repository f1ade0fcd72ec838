// Runs before anything else, and keeps doors shut that the policy in the page's head cannot shut by itself.
(function () {
  // The one policy for Trusted Types. Text becomes neither markup nor script. Workers come from this page's own memory,
  // the offline copy from the one file that keeps it.
  if (window.trustedTypes) {
    trustedTypes.createPolicy("default", {
      createScriptURL: function (url, type, sink) {
        var keeper = sink.indexOf("ServiceWorker") === 0 && new URL(url, document.baseURI).href === new URL("sw.js", document.baseURI).href;
        return keeper || (sink.indexOf("Worker") === 0 && url.indexOf("blob:") === 0) ? url : null;
      },
    });
  }
  // The page leads nowhere: no link of it goes to another place, so a step there is none of its own.
  if (window.navigation) {
    navigation.addEventListener("navigate", function (event) {
      if (event.cancelable && new URL(event.destination.url).origin !== location.origin && !event.downloadRequest) event.preventDefault();
    });
  }
  // Parts that are loaded later; the policy decides which there can be.
  window.bring = function (address) {
    return import(address);
  };
  window.open = function () {
    return null;
  };
  // Calls between browsers are bound by no policy yet; the page makes none.
  ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"].forEach(function (name) {
    delete window[name];
  });
})();

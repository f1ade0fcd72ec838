// Runs before anything else and needs nothing: shows a plain message when this browser cannot run the page, or when
// the page's program does not arrive.
(function () {
  function show(id) {
    function reveal() {
      document.getElementById(id).hidden = false;
      var skeleton = document.querySelector(".skeleton");
      if (skeleton) skeleton.remove();
    }
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", reveal);
    else reveal();
  }
  // The smallest module with one SIMD instruction.
  var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  var fit = typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(simd)) && "noModule" in HTMLScriptElement.prototype;
  if (!fit) show("unfit");
  else
    addEventListener("unhandledrejection", function () {
      // Only while the skeleton stands: later, the program answers for itself.
      if (document.querySelector(".skeleton")) show("broken");
    });
})();

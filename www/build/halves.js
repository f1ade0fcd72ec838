
// The other half of this wasm, over the same memory. It is brought when there is leisure (`bringMore`), else by the first
// call into it, which then waits for it; or it is at hand already (`self.more`), as for the page as one file.
let rest;

function halves(imports) {
  // Beside the worker, under its hash; for the page itself, by the name that the build wrote into it.
  const named = () => document.querySelector("meta[name=later]").content.match(/\brest-\S+/)[0];
  const address = () => (self.document ? named() : self.home.replace(/worker(-[0-9a-f]+)\.js$/, "more$1_bg.wasm"));
  const fit = (module) => (rest ??= new WebAssembly.Instance(module, { ...imports, first: wasm }).exports);
  const atOnce = () => {
    if (self.more) return fit(self.more);
    const ask = new XMLHttpRequest();
    ask.open("GET", address(), false);
    // Bytes as they are: a page may not ask for a buffer in this way.
    ask.overrideMimeType("text/plain; charset=x-user-defined");
    ask.send();
    if (ask.status !== 200) throw new Error(`a part of the page cannot be loaded: ${ask.status}`);
    return fit((self.more = new WebAssembly.Module(Uint8Array.from(ask.response, (char) => char.charCodeAt(0) & 255))));
  };
  self.bringMore = async () => {
    if (self.more) return void fit(self.more);
    const answer = await fetch(address());
    if (answer.ok && !rest) fit((self.more = await WebAssembly.compile(await answer.arrayBuffer())));
  };
  const over = Array.from({ length: {needed} }, (_, at) => at.toString(36));
  return { ...imports, more: Object.fromEntries(over.map((name) => [name, (...args) => (rest ?? atOnce())[name](...args)])) };
}

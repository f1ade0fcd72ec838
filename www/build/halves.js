
// The worker's other half: a wasm over the same memory. It is brought when there is leisure (`bringMore`), else by the first
// call into it, which then waits for it; or it came with the first message, as for the page as one file.
let rest;

function halves(module, imports) {
  const address = () => self.home.replace(/worker(-[0-9a-f]+)\.js$/, "more$1_bg.wasm");
  const fit = (module) => (rest ??= new WebAssembly.Instance(module, { ...imports, first: wasm }).exports);
  const atOnce = () => {
    if (self.more) return fit(self.more);
    const ask = new XMLHttpRequest();
    ask.open("GET", address(), false);
    ask.responseType = "arraybuffer";
    ask.send();
    if (ask.status !== 200) throw new Error(`a part of the page cannot be loaded: ${ask.status}`);
    return fit((self.more = new WebAssembly.Module(ask.response)));
  };
  self.bringMore = async () => {
    if (self.more) return void fit(self.more);
    const answer = await fetch(address());
    if (answer.ok && !rest) fit((self.more = await WebAssembly.compile(await answer.arrayBuffer())));
  };
  const over = WebAssembly.Module.imports(module).filter((one) => one.module === "more");
  return { ...imports, more: Object.fromEntries(over.map(({ name }) => [name, (...args) => (rest ?? atOnce())[name](...args)])) };
}

// The page of a peer: `?duckdb`, `?papa` or `?floor` loads it, a file given to the input starts it. The clock runs from
// the file to the answer; loading and compiling the peer itself is not counted.
const [name, ...options] = location.search.slice(1).split("&");
const { ready, run } = await import(`./${name}.mjs`);
await ready(Object.fromEntries(options.map((option) => option.split("="))));

const input = document.querySelector("#files");
input.addEventListener("change", async () => {
  const start = (window.bench.start = performance.now());
  try {
    const parts = await run(input.files[0]);
    window.outcome = { seconds: (performance.now() - start) / 1000, ...parts };
  } catch (error) {
    window.outcome = { failed: String(error?.message ?? error) };
  }
});
document.body.dataset.ready = "";

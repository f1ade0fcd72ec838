// Slices of 8 MiB; the next one is on its way while one is looked at.
const SLICE = 8 << 20;

onmessage = async ({ data: part }) => {
  const ask = (at) => (at < part.size ? part.slice(at, at + SLICE).arrayBuffer() : null);
  let [bytes, sum, next] = [0, 0, ask(0)];
  for (let at = 0; at < part.size; at += SLICE) {
    const block = new Uint8Array(await next);
    next = ask(at + SLICE);
    for (let i = 0; i < block.length; i += 64) sum = (sum + block[i]) | 0;
    bytes += block.length;
  }
  postMessage({ bytes, sum });
};

// The browser's own way to text in another encoding: a stream through TextDecoder, cut at line ends and commas, the cells of
// each row in an array. With `reads` the values are read and kept as well, else nothing is.
import { aside } from "./aside.mjs";

const { ready: load, run: send } = aside("decoder.worker.js", (data) => ({ rows: data }));
let reads = false;

export async function ready(options) {
  reads = "reads" in options;
  await load();
}

export const run = (file) => send({ file, reads });

// The browser's own way to text in another encoding: a stream through TextDecoder, cut at line ends and commas, the cells of
// each row in an array. Nothing is checked, counted or kept.
import { aside } from "./aside.mjs";

export const { ready, run } = aside("decoder.worker.js", (data) => ({ rows: data }));

// PapaParse and JavaScript's own maps, in a worker, as one would write it by hand.
import { aside } from "./aside.mjs";

export const { ready, run } = aside("papa.worker.js", (data) => ({ parts: data }));

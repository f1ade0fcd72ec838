// Memory of a tree of processes: the sum of their proportional set sizes, so that shared pages count once.
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two looks. */
const PACE = 100;

const text = (path) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // ended between two looks
  }
};

/** Process id → its parent's, of all that run now. */
function parents() {
  const all = new Map();
  for (const id of readdirSync("/proc")) {
    if (!/^\d+$/.test(id)) continue;
    // The name stands in brackets and may hold anything; the parent is the second word behind it.
    const parent = text(`/proc/${id}/stat`).split(") ").at(-1).split(" ")[1];
    if (parent) all.set(Number(id), Number(parent));
  }
  return all;
}

/** The process and everything it started. */
function tree(root, all = parents()) {
  const found = new Set([root]);
  for (let grown = 0; grown !== found.size; ) {
    grown = found.size;
    for (const [id, parent] of all) if (found.has(parent)) found.add(id);
  }
  return found;
}

/** Processes that this one has started itself. */
export const children = () => new Set([...parents()].filter(([, parent]) => parent === process.pid).map(([id]) => id));

/** Bytes that a process and its descendants hold now. */
export function bytes(root) {
  let sum = 0;
  for (const id of tree(root)) sum += Number(/^Pss:\s+(\d+) kB/m.exec(text(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) * 1024;
  return sum;
}

/** Looks again and again until `stop` is called, which gives the most bytes that were held at once. */
export function watch(root) {
  let [most, on] = [bytes(root), true];
  const looking = (async () => {
    while (on) {
      most = Math.max(most, bytes(root));
      await sleep(PACE);
    }
  })();
  return {
    async stop() {
      on = false;
      await looking;
      return most;
    },
  };
}

// After Trunk's build: gives the wasm of the worker, and the one that reads workbooks and archives, one hash over all parts
// in their names. The page loads the first once it is drawn and the other when such a file is dropped; page, worker and
// reader always come from one build.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";

const PARTS = ["worker", "books"];

export function parts(folder) {
  const names = readdirSync(folder);
  const pages = names.filter((name) => /^app(-[0-9a-f]+)?(?:\.js|_bg\.wasm)$/.test(name)).sort();
  const later = PARTS.flatMap((part) => [`${part}.js`, `${part}_bg.wasm`]);
  if (pages.length !== 2 || later.some((name) => !names.includes(name))) {
    throw new Error(`the build must hold the two halves of app, ${PARTS.join(" and ")}, and holds ${names.join(", ")}`);
  }
  const digest = createHash("sha256");
  for (const name of [...pages, ...later]) digest.update(readFileSync(join(folder, name)));
  const stem = digest.digest("hex").slice(0, 16);
  for (const name of later) renameSync(join(folder, name), join(folder, name.replace(/^[a-z]+/, (part) => `${part}-${stem}`)));
}

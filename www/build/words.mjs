// After Trunk's build: lays the library that cuts Chinese into words (jieba, built to wasm) beside the page, with the hash
// of the other parts in its name. It is loaded only when somebody asks for suggested keywords.
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LIBRARY = fileURLToPath(new URL("../node_modules/jieba-wasm/pkg/web/", import.meta.url));

/** Files of the library: too large for the offline copy of everybody who never asks for a word. */
export const WORDS = /^jieba-/;

export function words(folder) {
  const worker = readdirSync(folder).find((name) => /^worker-[0-9a-f]+\.js$/.test(name));
  if (!worker) throw new Error("the build must hold one worker-*.js");
  const stem = worker.replace(/^worker/, "jieba").replace(/\.js$/, "");
  copyFileSync(join(LIBRARY, "jieba_rs_wasm.js"), join(folder, `${stem}.js`));
  copyFileSync(join(LIBRARY, "jieba_rs_wasm_bg.wasm"), join(folder, `${stem}_bg.wasm`));
}

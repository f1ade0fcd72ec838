// After Trunk's build: gives the wasm that reads workbooks and archives the hash of the page's own in its name. The page
// loads it only when such a file is dropped, and finds it beside itself: both always come from one build.
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";

export function books(folder) {
  const names = readdirSync(folder);
  const pages = names.filter((name) => /^app(-[0-9a-f]+)?\.js$/.test(name));
  if (pages.length !== 1 || !names.includes("books.js") || !names.includes("books_bg.wasm")) {
    throw new Error(`the build must hold one app-*.js, books.js and books_bg.wasm, and holds ${names.join(", ")}`);
  }
  const stem = pages[0].replace(/^app/, "books").replace(/\.js$/, "");
  renameSync(join(folder, "books.js"), join(folder, `${stem}.js`));
  renameSync(join(folder, "books_bg.wasm"), join(folder, `${stem}_bg.wasm`));
}

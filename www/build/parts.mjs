// After Trunk's build: gives the page's two files and all that is loaded later one hash over all parts in their names, so
// that page and parts always come from one build: the page's other half; the worker, loaded once the page is drawn, and its
// other half; what reads workbooks and archives; what writes workbooks; what draws large charts.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PARTS = ["worker", "books", "sheets"];

export function parts(folder) {
  const names = readdirSync(folder);
  const pages = names.filter((name) => /^app-[0-9a-f]+(?:\.js|_bg\.wasm)$/.test(name)).sort();
  const later = [...PARTS.flatMap((part) => [`${part}.js`, `${part}_bg.wasm`]), "more_bg.wasm", "rest_bg.wasm", "charts.js"];
  if (pages.length !== 2 || later.some((name) => !names.includes(name))) {
    throw new Error(`the build must hold the two halves of app, ${PARTS.join(" and ")}, and holds ${names.join(", ")}`);
  }
  const digest = createHash("sha256");
  for (const name of [...pages, ...later]) digest.update(readFileSync(join(folder, name)));
  const stem = digest.digest("hex").slice(0, 16);
  const named = (name) => name.replace(/^([a-z]+)(?:-[0-9a-f]+)?/, `$1-${stem}`);
  for (const name of [...pages, ...later]) renameSync(join(folder, name), join(folder, named(name)));
  const path = join(folder, "index.html");
  let page = readFileSync(path, "utf8");
  for (const name of pages) page = page.replaceAll(name, named(name));
  // What Trunk wrote down was of the files as they were.
  page = page.replace(/(href="\.\/(app-[^"]+)"[^>]*integrity=")[^"]+/g, (_, before, name) => {
    return `${before}sha384-${createHash("sha384").update(readFileSync(join(folder, name))).digest("base64")}`;
  });
  writeFileSync(path, page);
}

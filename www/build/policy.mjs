// Puts the hashes of the inline start scripts into the page's content security policy, so that no other inline script
// ever runs. Fails the build when there is nothing to put or nowhere to put it.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files beside the page: the worker's, and those that are loaded only when something needs them. */
const BESIDE = { worker: /^worker-.*\.(?:js|wasm)$/, later: /^(?:books|charts|jieba|more|rest|sheets)-.*\.(?:js|wasm)$/ };

/** The source that lets exactly this inline script or style in. */
export const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export function policy(folder) {
  const path = join(folder, "index.html");
  const page = readFileSync(path, "utf8");
  const scripts = [...page.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].filter(([, attributes]) => !/\bsrc=/.test(attributes));
  const hashes = scripts.map(([, , text]) => hash(text));
  if (hashes.length !== 1 || !page.includes("{start-script}")) {
    throw new Error(`index.html has ${hashes.length} inline scripts and must have one, and {start-script} in its policy`);
  }
  // Loaded by exactly these addresses, after everything else was forbidden.
  const names = readdirSync(folder).sort();
  const named = Object.entries(BESIDE).map(([what, pattern]) => {
    const found = names.filter((name) => pattern.test(name));
    if (!found.length) throw new Error(`nothing in the build looks like ${pattern}`);
    return `<meta name="${what}" content="${found.join(" ")}" />`;
  });
  writeFileSync(path, page.replace("{start-script}", hashes.join(" ")).replace("</head>", () => `${named.join("")}</head>`));
}

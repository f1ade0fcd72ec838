// Writes dianzhang.html: the same page, script and wasm in one file that opens from a disk, under a policy that lets no
// connection out at all. Built from what Trunk has built, so that both are one version.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { hash } from "./policy.mjs";

/** The name of the file. */
export const SINGLE = "dianzhang.html";

// Nothing can be fetched from a disk, so the parts stand in the page as text. The glue becomes a module in memory.
const START = `
const part = (id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (char) => char.charCodeAt(0));
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
};
// The worker's halves wait until the page is drawn.
self.workerParts = async () => {
  const glue = await new Response(part("worker-glue")).text();
  const wasm = await new Response(part("worker-wasm")).arrayBuffer();
  const more = await new Response(part("worker-more")).arrayBuffer();
  const halves = [glue, await WebAssembly.compile(wasm), await WebAssembly.compile(more)];
  for (const id of ["worker-glue", "worker-wasm", "worker-more"]) document.getElementById(id).remove();
  return halves;
};
self.laterPart = async (name) => {
  const bytes = await new Response(part(name)).arrayBuffer();
  // Nothing is fetched from here, not even from this page's own memory.
  return name.endsWith(".js") ? URL.createObjectURL(new Blob([bytes], { type: "text/javascript" })) : bytes;
};
const glue = await new Response(part("glue")).text();
const { default: init } = await import(URL.createObjectURL(new Blob([glue], { type: "text/javascript" })));
self.more = await WebAssembly.compile(await new Response(part("rest")).arrayBuffer());
const wasm = new Response(part("wasm"), { headers: { "content-type": "application/wasm" } });
await init({ module_or_path: wasm });
for (const id of ["wasm", "rest", "glue"]) document.getElementById(id).remove();
`;

export function single(folder) {
  const read = (name) => readFileSync(join(folder, name));
  const names = readdirSync(folder);
  const one = (pattern) => {
    const found = names.filter((name) => pattern.test(name));
    if (found.length !== 1) throw new Error(`${found.length} files look like ${pattern}`);
    return found[0];
  };
  const [wasm, glue, rest, workerWasm, workerMore, workerGlue] = [/^app.*_bg\.wasm$/, /^app.*\.js$/, /^rest.*_bg\.wasm$/, /^worker.*_bg\.wasm$/, /^more.*_bg\.wasm$/, /^worker.*\.js$/].map(one);
  const data = (id, name) => `<script type="text/plain" id="${id}">${gzipSync(read(name), { level: 9 }).toString("base64")}</script>`;
  // What is loaded later lies in the page too, but for what opens workbooks and archives.
  const later = names.filter((name) => /^(?:charts|sheets)-/.test(name)).map((name) => data(name.replace(/-[0-9a-f]{16}/, ""), name)).join("");
  const [styles, scripts] = [[], []];
  let page = read("index.html").toString();
  page = page.replace(/<link\b[^>]*rel="stylesheet"[^>]*>/g, (tag) => {
    styles.push(read(tag.match(/href="\.?\/?([^"]+)"/)[1]).toString());
    return "";
  });
  page = page.replace(/<script\b[^>]*\bsrc="\.?\/?([^"]+)"[^>]*><\/script>/g, (tag, name) => {
    // There is no offline copy of a file on a disk.
    if (name.startsWith("offline")) return "";
    scripts.push(read(name).toString());
    return `<script>${scripts.at(-1)}</script>`;
  });
  page = page.replace(/<script type="module"[^>]*>[\s\S]*?<\/script>/, "");
  page = page.replace(/<link\b[^>]*rel="(?:modulepreload|preload|manifest|apple-touch-icon)"[^>]*>/g, "");
  // Nothing lies beside a single file.
  page = page.replace(/<meta name="(?:worker|later)"[^>]*>/g, "");
  const style = styles.join("\n");
  const allowed = [...scripts, START].map(hash).join(" ");
  const policy = [
    "default-src 'none'",
    `script-src ${allowed} 'wasm-unsafe-eval' blob:`,
    "worker-src blob:",
    `style-src ${hash(style)}`,
    "img-src data: blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
  page = page.replace(/(http-equiv="Content-Security-Policy"\s+content=")[^"]*/, (_, before) => before + policy);
  page = page.replace("</head>", () => `<style>${style}</style></head>`);
  page = page.replace("</body>", () => `${data("glue", glue)}${data("wasm", wasm)}${data("rest", rest)}${data("worker-glue", workerGlue)}${data("worker-wasm", workerWasm)}${data("worker-more", workerMore)}${later}<script type="module">${START}</script></body>`);
  const left = page.replace(/<script type="text\/plain"[\s\S]*?<\/script>/g, "").match(/<(?:link|script|img)\b[^>]*\b(?:href|src)="(?!data:)[^"]*"[^>]*>/g);
  if (left || !page.includes(policy) || !styles.length || scripts.length < 2) throw new Error(`${SINGLE} still needs ${left}`);
  writeFileSync(join(folder, SINGLE), page);
}

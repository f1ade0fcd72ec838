// What a first visit downloads: every page, script, style and wasm file of dist/, brotli 11, but for what is loaded only
// when something needs it: a dropped workbook, suggested keywords. Fails above the limit of any. The page as one file is no part of it, nor is
// the switch that turns offline copies off.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const LIMIT = 640_000;
const LATER = [
  { name: /^books-/, limit: 120_000, when: "a workbook or an archive is dropped" },
  { name: /^words-/, limit: 2_700_000, when: "somebody asks for suggested keywords" },
];
const folder = process.argv[2] ?? "dist";
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };

const OTHER = ["dianzhang.html", "sw-off.js"];
const files = readdirSync(folder, { recursive: true }).filter((name) => !OTHER.includes(name) && [".html", ".js", ".wasm", ".css"].includes(extname(name)));
let total = 0;
const later = LATER.map(() => 0);
for (const name of files.sort()) {
  const bytes = readFileSync(join(folder, name));
  const small = brotliCompressSync(bytes, { params }).length;
  const group = LATER.findIndex((group) => group.name.test(name));
  if (group >= 0) later[group] += small;
  else total += small;
  console.log(`${String(bytes.length).padStart(9)} → ${String(small).padStart(7)}  ${name}`);
}
console.log(`size: ${total} bytes by brotli, limit ${LIMIT}`);
LATER.forEach(({ limit, when }, at) => console.log(`later: ${later[at]} bytes by brotli when ${when}, limit ${limit}`));
if (!files.length || total > LIMIT || LATER.some(({ limit }, at) => !later[at] || later[at] > limit)) process.exit(1);

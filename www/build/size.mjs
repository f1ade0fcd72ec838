// What a first visit downloads: every page, script, style and wasm file of dist/, brotli 11, but for what is loaded only
// when a workbook or an archive is dropped. Fails above the limit of either. The page as one file is no part of it, nor is
// the switch that turns offline copies off.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const LIMIT = 640_000;
const LATER = { name: /^books-/, limit: 120_000 };
const folder = process.argv[2] ?? "dist";
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };

const OTHER = ["dianzhang.html", "sw-off.js"];
const files = readdirSync(folder, { recursive: true }).filter((name) => !OTHER.includes(name) && [".html", ".js", ".wasm", ".css"].includes(extname(name)));
let total = 0;
let later = 0;
for (const name of files.sort()) {
  const bytes = readFileSync(join(folder, name));
  const small = brotliCompressSync(bytes, { params }).length;
  if (LATER.name.test(name)) later += small;
  else total += small;
  console.log(`${String(bytes.length).padStart(9)} → ${String(small).padStart(7)}  ${name}`);
}
console.log(`size: ${total} bytes by brotli, limit ${LIMIT}`);
console.log(`later: ${later} bytes by brotli when a workbook or an archive is dropped, limit ${LATER.limit}`);
if (!files.length || total > LIMIT || !later || later > LATER.limit) process.exit(1);

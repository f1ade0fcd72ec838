// What a first visit downloads: every page, script, style and wasm file of dist/, brotli 11. First comes what is there when
// the page is seen; then what it loads by itself to draw the overview; then what is loaded only when it is asked for. Fails above the limit of any. The page as one file is no part of it, nor is the switch that turns
// offline copies off.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** Each limit is for all of what came before, too, but for those of what is asked for. */
const GROUPS = [
  { what: "until the page is seen", limit: 312_000, name: /(?:)/ },
  { what: "until the overview is drawn", limit: 700_000, name: /^worker-/, with: 0 },
  { what: "more once there is leisure, or something needs it", limit: 332_000, name: /^(?:more|rest)-/ },
  { what: "more when a workbook or an archive is dropped", limit: 125_000, name: /^books-/ },
  { what: "more when somebody asks for suggested keywords", limit: 2_700_000, name: /^jieba-/ },
  { what: "more when a large chart is opened", limit: 180_000, name: /^charts-/ },
  { what: "more when a workbook is saved", limit: 310_000, name: /^sheets-/ },
];
const folder = process.argv[2] ?? "dist";
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };

const OTHER = ["dianzhang.html", "sw-off.js"];
const files = readdirSync(folder, { recursive: true }).filter((name) => !OTHER.includes(name) && [".html", ".js", ".wasm", ".css"].includes(extname(name)));
for (const name of files.sort()) {
  const bytes = readFileSync(join(folder, name));
  const small = brotliCompressSync(bytes, { params }).length;
  const group = GROUPS.findLast((group) => group.name.test(name));
  group.size = (group.size ?? 0) + small;
  console.log(`${String(bytes.length).padStart(9)} → ${String(small).padStart(7)}  ${name}`);
}
for (const group of GROUPS) {
  group.total = (group.size ?? 0) + (GROUPS[group.with]?.total ?? 0);
  console.log(`size: ${group.total} bytes by brotli ${group.what}, limit ${group.limit}`);
}
if (GROUPS.some((group) => !group.size || group.total > group.limit)) process.exit(1);

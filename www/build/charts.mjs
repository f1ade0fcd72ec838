// Before the names are given: bundles the large chart, ECharts and all, into charts.js.
import { buildSync } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ENTRY = fileURLToPath(new URL("../charts/charts.mjs", import.meta.url));

export function charts(folder) {
  buildSync({
    entryPoints: [ENTRY],
    outfile: join(folder, "charts.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    define: { "process.env.NODE_ENV": '"production"' },
    // Licences ask to be named.
    legalComments: "eof",
    logLevel: "error",
  });
}

// A small static server for dist/, used by `make serve` and by the browser tests. Listens to this computer only.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const KINDS = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves a folder; gives the server once it listens. Port 0 takes any free one. `packed` serves as hosts do, by brotli. */
export function serve(folder, port = 0, host = "127.0.0.1", { packed = false } = {}) {
  const known = new Map();
  const pack = (file) => {
    if (!known.has(file)) known.set(file, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    return known.get(file);
  };
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    let size;
    try {
      const stat = statSync(file);
      if (!stat.isFile()) throw new Error("a folder");
      size = stat.size;
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    const kind = KINDS[extname(file)] ?? "application/octet-stream";
    if (packed && /\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
      const body = pack(file);
      response.writeHead(200, { "content-type": kind, "content-length": body.length, "content-encoding": "br", "cache-control": "no-cache" });
      response.end(request.method === "HEAD" ? undefined : body);
      return;
    }
    response.writeHead(200, { "content-type": kind, "content-length": size, "cache-control": "no-cache" });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = "dist", port = "8080"] = process.argv.slice(2);
  const server = await serve(folder, Number(port));
  console.log(`http://127.0.0.1:${server.address().port}/  (Ctrl-C ends it)`);
}

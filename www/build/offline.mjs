// Writes sw.js: the offline copy's list of files with their digests, and the version that follows from them.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SINGLE } from "./single.mjs";
import { WORDS } from "./words.mjs";

const TEMPLATE = fileURLToPath(new URL("../sw.js", import.meta.url));
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Puts the icons into the manifest itself: once the page is open, nothing is fetched, icons neither. */
export function manifest(folder) {
  const path = join(folder, "manifest.webmanifest");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  for (const icon of manifest.icons) icon.src = `data:image/png;base64,${readFileSync(join(folder, icon.src)).toString("base64")}`;
  writeFileSync(path, JSON.stringify(manifest));
}

export function offline(folder) {
  const names = readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => statSync(join(folder, name)).isFile() && ![SINGLE, "sw.js", "sw-off.js"].includes(name) && !WORDS.test(name))
    .sort();
  // The page itself is asked for by its folder's address.
  const files = Object.fromEntries(names.map((name) => [`./${name === "index.html" ? "" : name}`, digest(readFileSync(join(folder, name)))]));
  const list = JSON.stringify(files, null, 2);
  const text = readFileSync(TEMPLATE, "utf8").replace('"{version}"', () => `"${digest(list).slice(0, 16)}"`).replace("{files}", () => list);
  if (!("./" in files) || /\{(version|files)\}/.test(text)) throw new Error("sw.js lacks its list of files");
  writeFileSync(join(folder, "sw.js"), text);
}

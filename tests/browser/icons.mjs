// Draws www/icon.svg as the pictures that an installed page needs, into www/icons: `node tests/browser/icons.mjs`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, launch } from "./harness.mjs";

const svg = readFileSync(join(ROOT, "www/icon.svg"), "utf8");
const browser = await launch();
// A maskable icon may be cut to a circle: its picture stays within the middle, on a ground that fills the square.
for (const [name, size, inset, ground] of [
  ["icon-192", 192, 0, "transparent"],
  ["icon-512", 512, 0, "transparent"],
  ["icon-maskable-512", 512, 76, "#e2eeee"],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inside = size - 2 * inset;
  await page.setContent(`<style>body{margin:${inset}px;background:${ground}}svg{display:block;width:${inside}px;height:${inside}px}</style>${svg}`);
  await page.screenshot({ path: join(ROOT, "www/icons", `${name}.png`), omitBackground: true });
  console.log(name);
}
await browser.close();

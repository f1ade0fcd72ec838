// Pictures of the page in tests/browser/out: `node tests/browser/screens.mjs [HASH…]`, in three sizes, two languages,
// light and dark. Data: the files named in FILES (separated by spaces), else the sample shop, else nothing.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, open } from "./harness.mjs";

const SIZES = [
  [1440, 900],
  [768, 1024],
  [390, 844],
];
const hashes = process.argv.slice(2).length ? process.argv.slice(2) : ["#/overview", "#/data"];
const files = process.env.FILES?.split(" ").filter(Boolean) ?? [];
const out = join(ROOT, "tests/browser/out");

await mkdir(out, { recursive: true });
const house = await open();
for (const [width, height] of SIZES) {
  for (const lang of ["zh", "en"]) {
    for (const colorScheme of ["light", "dark"]) {
      const locale = lang === "zh" ? "zh-CN" : "en-US";
      const tab = await house.page({ viewport: { width, height }, colorScheme, locale });
      if (files.length) await tab.choose(files);
      else await tab.page.locator("#sample").click({ timeout: 2000 }).catch(() => {});
      await tab.waitReady().catch(() => {});
      for (const hash of hashes) {
        await tab.go(`${hash}${hash.includes("?") ? "&" : "?"}lang=${lang}`);
        const name = `${hash.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home"}-${lang}-${colorScheme}-${width}.png`;
        await tab.page.screenshot({ path: join(out, name), fullPage: true });
        console.log(name);
      }
      for (const error of tab.errors) console.log(`  console: ${error}`);
      await tab.close();
    }
  }
}
await house.close();

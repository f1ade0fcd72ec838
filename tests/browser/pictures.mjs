// The pictures of the README, in docs/screens: `make pictures`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, open } from "./harness.mjs";

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };
const PICTURES = [
  ["overview-zh-light", DESKTOP, "light", "#/overview?period=last30&lang=zh"],
  ["sales-zh-dark", DESKTOP, "dark", "#/sales?period=last30&lang=zh"],
  ["phone-zh-light", PHONE, "light", "#/overview?period=last7&lang=zh"],
  ["explanation-en-light", DESKTOP, "light", "#/traffic?period=last30&lang=en", "bounce_rate"],
];
const folder = join(ROOT, "docs/screens");

await mkdir(folder, { recursive: true });
const house = await open();
for (const [name, screen, colorScheme, hash, explained] of PICTURES) {
  const tab = await house.page({ ...screen, colorScheme });
  await tab.page.locator("#sample").click();
  await tab.waitReady();
  await tab.go(hash);
  if (explained) {
    await tab.page.locator(`[data-metric="${explained}"]`).first().click();
    await tab.page.locator("dialog[open]").waitFor();
  }
  await tab.page.screenshot({ path: join(folder, `${name}.png`) });
  await tab.close();
}
await house.close();

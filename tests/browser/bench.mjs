// How long a large import takes in the page and in the program: `make bench`, or `ROWS=10000000 make bench`.
import { execFileSync } from "node:child_process";
import { createWriteStream, statSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { PROGRAM, hasProgram, open } from "./harness.mjs";

const ROWS = Number(process.env.ROWS ?? 2_000_000);
const KINDS = ["pv", "pv", "pv", "pv", "pv", "pv", "pv", "fav", "cart", "buy"];

/** Writes events of the width and mix of a public behaviour log; the same for every run. */
async function events(path) {
  const out = createWriteStream(path);
  let seed = 618;
  const below = (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  out.write("visitor,item,category,event,time\n");
  for (let row = 0; row < ROWS; ) {
    let block = "";
    for (const end = Math.min(row + 20_000, ROWS); row < end; row += 1) {
      const item = below(400_000);
      block += `${1 + below(ROWS / 100)},${1_000_000 + item},${item % 9000},${KINDS[below(10)]},${1_511_539_200 + below(9 * 86_400)}\n`;
    }
    if (!out.write(block)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

const seconds = (start) => ((performance.now() - start) / 1000).toFixed(2);
const house = await open();
const path = join(house.scratch, "events.csv");
await events(path);
console.log(`${ROWS} rows, ${(statSync(path).size / 1e6).toFixed(0)} MB`);

const tab = await house.page();
await tab.longTasks();
let start = performance.now();
await tab.choose([path]);
await tab.waitReady(600_000);
console.log(`page: files read after ${seconds(start)} s`);
const blocked = (await tab.longTasks()).reduce((sum, task) => sum + task.length, 0);
console.log(`page: kept from answering for ${blocked.toFixed(0)} ms in tasks of more than 50 ms`);
await tab.close();

if (hasProgram) {
  start = performance.now();
  execFileSync(PROGRAM, ["report", "--format", "json", path], { maxBuffer: 1 << 28 });
  console.log(`program: report after ${seconds(start)} s`);
}
await house.close();

// After Trunk's build, in this order: page and worker in two halves each, the large chart, the names of the parts, the library that cuts
// Chinese, the policy's hashes, the page as one file, the offline copy's list of files.
import { charts } from "./charts.mjs";
import { manifest, offline } from "./offline.mjs";
import { parts } from "./parts.mjs";
import { policy } from "./policy.mjs";
import { single } from "./single.mjs";
import { split } from "./split.mjs";
import { words } from "./words.mjs";

const folder = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
await split(folder);
charts(folder);
parts(folder);
words(folder);
policy(folder);
single(folder);
manifest(folder);
offline(folder);

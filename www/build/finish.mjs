// After Trunk's build, in this order: the names of the parts that come later, the policy's hashes, the page as one file, the
// offline copy's list of files.
import { manifest, offline } from "./offline.mjs";
import { parts } from "./parts.mjs";
import { policy } from "./policy.mjs";
import { single } from "./single.mjs";

const folder = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
parts(folder);
policy(folder);
single(folder);
manifest(folder);
offline(folder);

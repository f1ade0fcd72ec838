// After Trunk's build, in this order: the name of the reader of workbooks, the library that cuts Chinese, the policy's hashes, the page as one file, the
// offline copy's list of files.
import { books } from "./books.mjs";
import { manifest, offline } from "./offline.mjs";
import { policy } from "./policy.mjs";
import { single } from "./single.mjs";
import { words } from "./words.mjs";

const folder = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
books(folder);
words(folder);
policy(folder);
single(folder);
manifest(folder);
offline(folder);

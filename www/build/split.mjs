// After Trunk's build: parts a wasm in two over one memory. The first half holds what is needed at once: in the page, what
// draws the overview; in its worker, what stands between a dropped file and the first board. The other holds what few visits
// need and none needs at once (LATER), with all that only those functions call. A call into the other half brings it, if it
// is not there yet (www/build/halves.js), so that no list of functions can be wrong: it can only be slow. Both halves are
// then made small.
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LATER } from "./later.mjs";

const BIN = fileURLToPath(new URL("../node_modules/.bin/", import.meta.url));
const HALVES = readFileSync(new URL("./halves.js", import.meta.url), "utf8");
const FEATURES = ["simd", "bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
const FLAGS = FEATURES.map((feature) => `--enable-${feature}`);
const NAME = String.raw`\$(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)`;
const SPACE = 1 << 28;

/** The parts of a module's text, one for each line that is indented by one. */
function items(text) {
  const starts = [...text.matchAll(/^ \(/gm)].map((match) => match.index);
  return starts.map((start, at) => text.slice(start, starts[at + 1] ?? text.lastIndexOf(")")).trimEnd());
}

const nameOf = (item) => item.match(new RegExp(`^ \\(\\w+ (?:"[^"]*" "[^"]*" \\(\\w+ )?(${NAME})`))?.[1];
/** What a function takes and gives, as an import wants it. */
const shape = (item) => [...item.slice(0, item.indexOf("\n")).matchAll(/\((?:type|param|result)[^()]*\)/g)].map(([part]) => part.replace(/\(param \$\S+ /, "(param ")).join(" ");

/** Which functions the first half keeps: all that can be reached without a function of the later ones. */
function reached(functions, roots, later) {
  const call = new RegExp(`\\((?:return_call|call|ref\\.func) (${NAME})`, "g");
  const kept = new Set();
  const calls = (name) => new Set([...functions.get(name).matchAll(call)].map((match) => match[1]).filter((name) => functions.has(name)));
  const open = roots.filter((name) => !later(name));
  while (open.length) {
    const name = open.pop();
    if (kept.has(name)) continue;
    kept.add(name);
    for (const next of calls(name)) if (!kept.has(next) && !later(next)) open.push(next);
  }
  return { kept, calls };
}

/** The texts of both halves. */
export function halves(text, list) {
  const all = items(text);
  const of = (kind) => all.filter((item) => item.startsWith(` (${kind} `));
  const functions = new Map(of("func").map((item) => [nameOf(item), item]));
  const called = of("elem").flatMap((item) => item.slice(item.indexOf("func")).match(new RegExp(NAME, "g")) ?? []);
  const exported = of("export").flatMap((item) => item.match(new RegExp(`\\(func (${NAME})\\)`))?.[1] ?? []);
  // Vectors cannot pass between the halves.
  const wide = (name) => shape(functions.get(name)).includes("v128");
  // As Rust writes it, without the numbers of crates.
  const plain = (name) => name.replace(/^\$"?|"$/g, "").replace(/\[[0-9a-f]{16}\]/g, "");
  const matched = new Set();
  const later = (name) => {
    const pattern = list.find((pattern) => pattern.test(plain(name)));
    if (pattern) matched.add(pattern);
    return Boolean(pattern) && !wide(name) && !exported.includes(name);
  };
  const { kept, calls } = reached(functions, [...called, ...exported].filter((name) => functions.has(name)), later);
  const needed = new Set([...kept].flatMap((name) => [...calls(name)]).concat(called).filter((name) => functions.has(name) && !kept.has(name)));
  const rest = new Set();
  for (const open = [...needed]; open.length; ) {
    const name = open.pop();
    if (rest.has(name) || kept.has(name)) continue;
    rest.add(name);
    open.push(...calls(name));
  }
  const shared = [...new Set([...rest].flatMap((name) => [...calls(name)]))].filter((name) => kept.has(name));
  const missing = list.filter((pattern) => !matched.has(pattern));
  if (missing.length || !rest.size) throw new Error(`no function is called ${missing.join(" or ")}`);

  const short = (name, at) => at.toString(36);
  const state = [...of("memory"), ...of("table"), ...of("global")].map((item, at) => {
    const [, kind, name, type] = item.match(new RegExp(`^ \\((\\w+) (${NAME}) ((?:\\(mut \\w+\\)|[^()])*)`));
    return { kind, name, type: type.trim(), at: `_${at}` };
  });
  const first = [
    ...of("type"),
    ...of("import"),
    ...[...needed].map((name, at) => ` (import "more" "${short(name, at)}" (func ${name} ${shape(functions.get(name))}))`),
    ...all.filter((item) => !/^ \((?:type|import|func|export) /.test(item)),
    ...of("export"),
    ...state.map(({ kind, name, at }) => ` (export "${at}" (${kind} ${name}))`),
    ...shared.map((name, at) => ` (export "${short(name, at)}" (func ${name}))`),
    ...[...kept].map((name) => functions.get(name)),
  ];
  const second = [
    ...of("type"),
    ...of("import"),
    ...state.map(({ kind, name, type, at }) => ` (import "first" "${at}" (${kind} ${name} ${type}))`),
    ...shared.map((name, at) => ` (import "first" "${short(name, at)}" (func ${name} ${shape(functions.get(name))}))`),
    ...[...needed].map((name, at) => ` (export "${short(name, at)}" (func ${name}))`),
    ...[...rest].map((name) => functions.get(name)),
  ];
  return { texts: [first, second].map((items) => `(module\n${items.join("\n")}\n)\n`), kept, rest, needed, shared };
}

/** Each wasm that is parted: the name of its two files, that of its other half, and what that holds. */
const PARTED = [
  { name: /^worker$/, other: "more", later: LATER.worker, first: "-O4" },
  { name: /^app-[0-9a-f]+$/, other: "rest", later: LATER.page, first: "-Oz" },
];

async function part(folder, { name, other, later, first }) {
  const path = (name) => join(folder, name);
  const tool = (name) => join(BIN, name);
  const stem = readdirSync(folder).map((file) => file.replace(/_bg\.wasm$/, "")).find((stem) => name.test(stem));
  if (!stem) throw new Error(`nothing in the build is called ${name}`);
  const text = execFileSync(tool("wasm-dis"), [path(`${stem}_bg.wasm`), ...FLAGS], { maxBuffer: SPACE, encoding: "utf8" });
  const { texts, kept, rest, needed, shared } = halves(text, later);
  const made = texts.map(async (text, at) => {
    const [from, to] = [path(`${other}${at}.wat`), path(`${other}${at}.wasm`)];
    writeFileSync(from, text);
    await promisify(execFile)(tool("wasm-opt"), [from, at ? "-Oz" : first, ...FLAGS, "-o", to]);
    rmSync(from);
    return to;
  });
  const [one, two] = await Promise.all(made);
  renameSync(one, path(`${stem}_bg.wasm`));
  renameSync(two, path(`${other}_bg.wasm`));
  const glue = readFileSync(path(`${stem}.js`), "utf8");
  // It starts in two ways, at once or not.
  const start = "const imports = __wbg_get_imports();";
  if (glue.split(start).length !== 3) throw new Error(`${stem}.js starts its wasm in another way than it used to`);
  const joined = glue.replaceAll(start, "const imports = halves(__wbg_get_imports());") + HALVES.replace("{needed}", needed.size);
  writeFileSync(path(`${stem}.js`), joined);
  console.log(`${stem} in two halves: ${kept.size} and ${rest.size} functions, ${needed.size} calls over and ${shared.length} back`);
}

export async function split(folder) {
  for (const one of PARTED) await part(folder, one);
}

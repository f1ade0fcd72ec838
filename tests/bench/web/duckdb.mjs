// DuckDB-WASM as it is shipped: one thread, since threads need headers that a plain static host does not send.
import * as duckdb from "/node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";
import { merge } from "../j1.mjs";

const DIST = new URL("/node_modules/@duckdb/duckdb-wasm/dist/", location.href).href;

let [connection, db, statements, split, version] = [];

export async function ready(options) {
  split = Number(options.split ?? 1);
  db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${DIST}duckdb-browser-eh.worker.js`));
  await db.instantiate(`${DIST}duckdb-eh.wasm`);
  connection = await db.connect();
  await connection.query("SET preserve_insertion_order = false");
  version = (await connection.query("SELECT library_version FROM pragma_version()")).toArray()[0].library_version;
  const sql = await (await fetch("../peers/j1.sql")).text();
  statements = sql
    .split("\n\n-- ")
    .slice(1)
    .map((block) => [block.split("\n")[0].split(":")[0], block.slice(block.indexOf("\n"))]);
}

export async function run(file) {
  await db.registerFileHandle("log.csv", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  const rows = async (text) => (await connection.query(text)).toArray().map((row) => Object.values(row.toJSON()).map(Number));
  const many = [];
  for (let part = 0; part < split; part += 1) {
    const parts = {};
    for (const [name, text] of statements) {
      if (name === "items" && split > 1) continue;
      const where = split > 1 ? `WHERE u % ${split} = ${part}` : "";
      parts[name] = await rows(text.replace("{file}", "log.csv").replace("{where}", where).replace("{views}", "events WHERE k = 0"));
    }
    many.push(parts);
  }
  if (split === 1) return { parts: many[0], version };
  // The views of an item are spread over all persons: one more pass over the file counts them.
  await connection.query("DROP TABLE events");
  const columns = "{'u': 'UINTEGER', 'i': 'UINTEGER', 'c': 'UINTEGER', 'b': 'VARCHAR', 't': 'UINTEGER'}";
  const csv = `read_csv('log.csv', header = false, auto_detect = false, delim = ',', quote = '', escape = '', columns = ${columns})`;
  const items = statements.find(([name]) => name === "items")[1].replace("{views}", `${csv} WHERE b = 'pv'`);
  return { parts: { ...merge(many), items: await rows(items) }, version };
}

// SheetJS as its documentation uses it for large files: in a worker, from an array of bytes, with dense sheets, to one array
// of cells for each row.
import { aside } from "./aside.mjs";

export const { ready, run } = aside("sheetjs.worker.js", (data) => ({ rows: data }));

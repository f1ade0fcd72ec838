// SheetJS as its documentation uses it for large files: in a worker, from an array of bytes, with dense sheets, to one array
// of cells for each row.
let worker;

export async function ready() {
  worker = new Worker(new URL("sheetjs.worker.js", import.meta.url));
}

export function run(file) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve({ rows: data });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(file);
  });
}

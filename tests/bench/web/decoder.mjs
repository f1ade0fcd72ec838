// The browser's own way to text in another encoding: a stream through TextDecoder, cut at line ends and commas, the cells of
// each row in an array. Nothing is checked, counted or kept.
let worker;

export async function ready() {
  worker = new Worker(new URL("decoder.worker.js", import.meta.url));
}

export function run(file) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve({ rows: data });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(file);
  });
}

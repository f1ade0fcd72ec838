// PapaParse and JavaScript's own maps, in a worker, as one would write it by hand.
let worker;

export async function ready() {
  worker = new Worker(new URL("papa.worker.js", import.meta.url));
}

export function run(file) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve({ parts: data });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(file);
  });
}

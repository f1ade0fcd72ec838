// The floor: as many workers as the machine has cores read the file, and look at one byte of every 64.
let workers = [];

export async function ready() {
  workers = Array.from({ length: navigator.hardwareConcurrency }, () => new Worker(new URL("floor.worker.js", import.meta.url)));
}

export async function run(file) {
  const share = Math.ceil(file.size / workers.length);
  const read = workers.map(
    (worker, at) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(file.slice(at * share, (at + 1) * share));
      }),
  );
  const bytes = (await Promise.all(read)).reduce((sum, part) => sum + part.bytes, 0);
  if (bytes !== file.size) throw new Error(`${bytes} bytes were read of ${file.size}`);
  return { workers: workers.length };
}

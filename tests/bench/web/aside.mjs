// A peer that works in a worker of its own, loaded before the clock starts.

/** `name` is the worker's script, `told` makes the outcome of what it answers a file with. */
export function aside(name, told) {
  let worker;
  return {
    async ready() {
      worker = new Worker(new URL(name, import.meta.url));
    },
    run(file) {
      return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(told(data));
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(file);
      });
    },
  };
}

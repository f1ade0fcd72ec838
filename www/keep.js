// Keeps files on this device, in the browser's own folder of this page, when the reader asks for it; and forgets them. What
// is kept never leaves: no request is made for it or with it. Asked by src/ui/browser/memory.rs.
(function () {
  var FOLDER = "files";
  var LIST = "list.json";
  // One after the other: a change while files are written waits for them.
  var turn = Promise.resolve();
  // Where a file that was opened from here lies. It is never written anew: it is the only copy there is, and what takes
  // its place would leave the page with a file whose bytes are gone. Files come back from the worker as copies, so they are
  // known by what they say of themselves.
  var places = new Map();

  function known(file) {
    return [file.lastModified, file.size, file.name].join(" ");
  }

  function inTurn(act) {
    turn = turn.then(act, act);
    return turn;
  }

  async function folder(create) {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(FOLDER, { create: create });
  }

  async function write(dir, name, content) {
    const handle = await dir.getFileHandle(name, { create: true });
    const to = await handle.createWritable();
    await to.write(content);
    await to.close();
  }

  async function forget() {
    delete document.documentElement.dataset.kept;
    places.clear();
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true }).catch(function () {});
  }

  /** Whether this browser can keep files here; from a disk none can. */
  window.canKeep = !!(navigator.storage && navigator.storage.getDirectory && window.FileSystemFileHandle && FileSystemFileHandle.prototype.createWritable) && isSecureContext && location.protocol !== "file:";

  /**
   * Keeps these files, with what is said about each (texts), in the place of all that was kept. Some of them may be those
   * kept before, opened again: what was kept goes only when everything is written.
   */
  window.keepFiles = function (files, said) {
    // The page says when everything is written: until then a reload may find nothing.
    delete document.documentElement.dataset.kept;
    return inTurn(async function () {
      if (!files.length) return forget();
      const dir = await folder(true);
      // Beside them may lie what the browser writes into before it takes a file's place; that is its own to remove.
      const old = [];
      for await (const name of dir.keys()) if (/^\d+$/.test(name)) old.push(name);
      let next = Math.max(-1, ...old.map(Number)) + 1;
      const list = [];
      for (let at = 0; at < files.length; at += 1) {
        let place = places.get(known(files[at]));
        if (place === undefined) {
          place = next;
          await write(dir, String(place), files[at]);
          next += 1;
        } else if (!old.includes(String(place))) {
          // Another page has taken it away.
          continue;
        }
        list.push({ name: files[at].name, said: said[at], at: place });
      }
      // Last, and at once: what the list names is whole, so that half a shop is never taken for the whole.
      await write(dir, LIST, JSON.stringify(list));
      for (const name of old) if (!list.some(({ at }) => String(at) === name)) await dir.removeEntry(name);
      document.documentElement.dataset.kept = list.length;
    });
  };

  /** The files kept, and what was said about each: `[files, texts]`. */
  window.keptFiles = function () {
    return inTurn(async function () {
      const [files, said] = [[], []];
      try {
        const dir = await folder(false);
        const list = JSON.parse(await (await (await dir.getFileHandle(LIST)).getFile()).text());
        for (let at = 0; at < list.length; at += 1) {
          const file = await (await dir.getFileHandle(String(list[at].at))).getFile();
          // No two of them say the same.
          let when = file.lastModified;
          while (places.has(known({ name: list[at].name, size: file.size, lastModified: when }))) when += 1;
          files.push(new File([file], list[at].name, { lastModified: when }));
          places.set(known(files.at(-1)), list[at].at);
          said.push(list[at].said);
        }
      } catch (error) {
        if (error.name !== "NotFoundError") throw error;
      }
      return [files, said];
    });
  };

  /** Forgets them all. */
  window.forgetFiles = function () {
    return inTurn(forget);
  };

  addEventListener("forget-offline", function () {
    localStorage.clear();
    if (window.canKeep) inTurn(forget);
    dispatchEvent(new Event("forgotten"));
  });
})();

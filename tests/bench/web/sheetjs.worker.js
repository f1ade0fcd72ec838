importScripts("/node_modules/xlsx/dist/xlsx.full.min.js");

onmessage = async ({ data: file }) => {
  const book = XLSX.read(await file.arrayBuffer(), { dense: true });
  const rows = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
  postMessage(rows.length - 1);
};

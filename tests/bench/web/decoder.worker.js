onmessage = async ({ data: file }) => {
  const text = file.stream().pipeThrough(new TextDecoderStream("gb18030")).getReader();
  let [rows, rest, cells] = [-1, "", 0];
  for (;;) {
    const { done, value } = await text.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) {
      if (line === "") continue;
      cells += line.split(",").length;
      rows += 1;
    }
    if (done) break;
  }
  postMessage(cells > 0 ? rows : 0);
};

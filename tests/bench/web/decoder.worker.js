// `cut`: text by TextDecoder, rows and cells; nothing is read or kept. `read`: the cells are also what a log is good for, as
// one writes it by hand: names by numbers, times as seconds, columns of both.
const HOURS = 8;

/** Numbers for texts, by first appearance. */
function names() {
  const known = new Map();
  return (text) => {
    let number = known.get(text);
    if (number === undefined) known.set(text, (number = known.size));
    return number;
  };
}

/** A column that grows. */
class Column {
  constructor(Kind) {
    [this.values, this.length] = [new Kind(1 << 16), 0];
  }
  push(value) {
    if (this.length === this.values.length) {
      const grown = new this.values.constructor(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }
}

/** Seconds of `2026-06-01 10:00:00` on a clock east of Greenwich; the midnights of days are looked up. */
const midnights = new Map();
function seconds(text) {
  if (text.length !== 19) return NaN;
  const day = text.slice(0, 10);
  let midnight = midnights.get(day);
  if (midnight === undefined) midnights.set(day, (midnight = Date.parse(`${day}T00:00:00Z`) / 1000 - HOURS * 3600));
  return midnight + Number(text.slice(11, 13)) * 3600 + Number(text.slice(14, 16)) * 60 + Number(text.slice(17, 19));
}

/** What takes the cells of a row; says at its end how many rows it has. */
function taker(reads) {
  let [rows, cells] = [-1, 0];
  if (!reads) return { take: (row) => ((cells += row.length), (rows += 1)), rows: () => (cells > 0 ? rows : 0) };
  const columns = Array.from({ length: 6 }, () => [names(), new Column(Uint32Array)]);
  const times = new Column(Float64Array);
  return {
    take(row) {
      if (++rows === 0) return;
      const time = seconds(row[1]);
      if (row.length !== 6 || Number.isNaN(time)) throw new Error(`row ${rows} cannot be read`);
      times.push(time);
      for (let at = 0; at < 6; at += 1) if (at !== 1) columns[at][1].push(columns[at][0](row[at]));
    },
    rows: () => times.length,
  };
}

onmessage = async ({ data: { file, reads } }) => {
  const text = file.stream().pipeThrough(new TextDecoderStream("gb18030")).getReader();
  const { take, rows } = taker(reads);
  let rest = "";
  for (;;) {
    const { done, value } = await text.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) if (line !== "") take(line.split(","));
    if (done) break;
  }
  postMessage(rows());
};

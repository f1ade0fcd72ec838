// The files that `formats.mjs` reads: a log of visits in GB18030, and orders as a workbook. Every name in them is invented.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Numbers that are the same in every run. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const two = (number) => String(number).padStart(2, "0");
const time = (roll) => `2026-06-${two(1 + roll(28))} ${two(roll(24))}:${two(roll(60))}:${two(roll(60))}`;

/** What turns texts into GB18030: the words here are few, so their bytes are found by decoding all pairs of bytes once. */
function encoder() {
  const known = new Map();
  const decoder = new TextDecoder("gb18030");
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) {
      if (second === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(first, second));
      if ([...text].length === 1 && !known.has(text)) known.set(text, [first, second]);
    }
  }
  return (text) => Buffer.from([...text].flatMap((sign) => (sign.charCodeAt(0) < 128 ? [sign.charCodeAt(0)] : known.get(sign))));
}

/** A log of visits under Chinese headers. */
export async function gb18030(path, rows) {
  const encode = encoder();
  const roll = dice(7);
  const kinds = ["浏览", "浏览", "浏览", "浏览", "收藏", "加购", "购买"];
  const sources = ["手淘搜索", "直通车", "我的淘宝", "购物车", "首页推荐", "聚划算"];
  const words = ["连衣裙夏季新款", "保温杯大容量", "儿童雨衣男童", "蓝牙耳机降噪", "防晒衣轻薄透气"];
  const out = createWriteStream(path);
  out.write(encode("访客,时间,行为,商品ID,来源,搜索词\n"));
  for (let done = 0; done < rows; ) {
    let text = "";
    for (let at = 0; at < 5_000 && done < rows; at += 1, done += 1) {
      text += `买家${roll(200_000)},${time(roll)},${kinds[roll(7)]},${10_000 + roll(3_000)},${sources[roll(6)]},${words[roll(5)]}\n`;
    }
    if (!out.write(encode(text))) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

/** Orders of ten cells, dates and amounts as numbers and ids as texts, written by SheetJS itself with shared texts. */
export function sheet(path, rows) {
  const xlsx = require("xlsx");
  const roll = dice(11);
  const titles = ["连衣裙夏季新款", "保温杯大容量", "儿童雨衣男童", "蓝牙耳机降噪", "防晒衣轻薄透气"];
  const all = [["订单编号", "买家", "下单时间", "付款时间", "商品ID", "商品标题", "数量", "应付金额", "实付金额", "订单状态"]];
  for (let at = 0; at < rows; at += 1) {
    const [placed, amount] = [46_174 + roll(28) + roll(86_400) / 86_400, 1_000 + roll(90_000)];
    const item = roll(5);
    all.push([
      String(5123450000000000000n + BigInt(at)),
      `买家${roll(20_000)}`,
      placed,
      placed + 0.001,
      String(100 + item),
      titles[item],
      1 + roll(3),
      amount / 100,
      amount / 100,
      "交易成功",
    ]);
  }
  const made = xlsx.utils.aoa_to_sheet(all, { dense: true });
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, made, "orders");
  xlsx.writeFile(book, path, { bookSST: true, compression: true });
}

/** An export of order lines under Chinese headers: two to an order, one order in eight unpaid. */
export async function orders(path, lines) {
  const roll = dice(13);
  const titles = ["连衣裙夏季新款", "保温杯大容量", "儿童雨衣男童", "蓝牙耳机降噪", "防晒衣轻薄透气"];
  const provinces = ["浙江省", "江苏省", "广东省", "四川省", "山东省"];
  const out = createWriteStream(path);
  out.write("订单编号,买家会员名,订单创建时间,订单付款时间,商品ID,宝贝标题,购买数量,应付金额,实付金额,收货省份\n");
  for (let done = 0; done < lines; ) {
    let text = "";
    for (let at = 0; at < 5_000 && done < lines; at += 1) {
      const id = 5123450000000000000n + BigInt(done) * 7n;
      const [buyer, placed, province] = [roll(lines / 5 + 1), time(roll), provinces[roll(5)]];
      const paid = roll(8) === 0 ? "" : `${placed.slice(0, 17)}59`;
      for (let line = 0; line < 2 && done < lines; line += 1, done += 1) {
        const [item, cents] = [roll(20_000), 500 + roll(50_000)];
        const amount = `${Math.floor(cents / 100)}.${two(cents % 100)}`;
        text += `${id},买家${buyer},${placed},${paid},${610000000000 + item},${titles[item % 5]},${1 + roll(3)},${amount},${paid ? amount : "0.00"},${province}\n`;
      }
    }
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

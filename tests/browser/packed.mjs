// Writers of archives and workbooks for the tests, with nothing but what Node brings.
import { deflateRawSync, gzipSync } from "node:zlib";

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** A .gz of one stream. */
export const gz = (text) => gzipSync(Buffer.from(text));

/** A .zip of `[name, bytes or text]`; `flags` 1 says that its files have a password. */
export function zip(files, flags = 0) {
  const [bodies, list] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const [bytes, path] = [Buffer.from(content), Buffer.from(name)];
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    bodies.push(Buffer.from("PK\x03\x04"), common, path, packed);
    list.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, path);
    at += 30 + path.length + packed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}

const link = (id, kind, target) => `<Relationship Id="${id}" Type="http://x/${kind}" Target="${target}"/>`;

/** An .xlsx of one sheet: the XML of its rows, and that of its shared texts. */
export function xlsx(rows, texts = "<sst/>") {
  return zip([
    ["[Content_Types].xml", "<Types/>"],
    ["_rels/.rels", `<Relationships>${link("r1", "officeDocument", "xl/workbook.xml")}</Relationships>`],
    ["xl/workbook.xml", '<workbook><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships>${link("r1", "worksheet", "worksheets/sheet1.xml")}${link("r2", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    ],
    ["xl/worksheets/sheet1.xml", `<worksheet><sheetData>${rows}</sheetData></worksheet>`],
    ["xl/sharedStrings.xml", texts],
  ]);
}

/** A sheet's XML for rows of texts. */
export const rowsOf = (rows) =>
  rows.map((cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`).join("");

"""Tables that are known, and files that hold them in a spoilt form.

Every file comes with its truth: the rows a reader ought to find, the header first where there is one. The ways of
spoiling follow the kinds that the Pollock benchmark counts in real files (Vitagliano et al., PVLDB 2023); the data and
the code are invented here.
"""

import random

HEADER_CASES = ("file_no_header", "file_multirow_2", "file_multirow_3")


class Cell:
    """A cell: its text, and whether it stands in quotes."""

    def __init__(self, text, quoted=False):
        self.text, self.quoted = text, quoted


def write(rows, delimiter=",", quote='"', escape='"', end="\r\n", delimiters=None, ends=None, quotes=None):
    """Rows of cells as text. `delimiters`, `ends` and `quotes` say it for single rows."""
    out = []
    for at, row in enumerate(rows):
        own = (quotes or {}).get(at, quote)
        parts = []
        for cell in row:
            text = cell.text.replace('"', escape + '"') if cell.quoted else cell.text
            parts.append(own + text + own if cell.quoted else text)
        between = (delimiters or {}).get(at, delimiter)
        if callable(between):
            out.append(between(parts))
        else:
            out.append(between.join(parts))
        out.append((ends or {}).get(at, end))
    return "".join(out)


def texts(rows):
    return [[cell.text for cell in row] for row in rows]


def shop(seed, rows=84):
    """A list of goods sold: dates, codes, prices, prose with commas and inches, links, an empty column."""
    dice = random.Random(seed)
    things = ["Kettle", "Desk Lamp", "Rain Coat", "Kids' Boots", "Men's Scarf", "Tea Tray", "Garden Hose", "Ladies' Gloves", "Canvas Bag",
              "Oak Stool", "Wall Clock", "Travel Mug", "Picnic Rug", "Field Notebook"]
    kinds = ["Blue", "Large", "Two-Pack", "Round 48\"", "Folding", "Printed", "10\" Lined", "Extra-Long"]
    opens = ["This sturdy piece is made to last", "Light and easy to carry", "Our best seller of the season", "Built for daily use",
             "A quiet classic", "Woven from soft cotton", "Made by hand in small numbers"]
    closes = ["warm, dry and comfortable whatever the weather", "with a rim of 9\" and a firm grip", "and it folds flat in seconds",
              "so it stays put, even in wind, rain or snow", "for the office, the kitchen or the trail", "from the first day on",
              "which makes it the present that nobody returns"]
    names = ["DAY", "CLOCK", "Pieces", "CODE", "Amount", "Kind", "Text", "LINK", "Remarks"]
    out = [[Cell(name, name in ("Text", "LINK")) for name in names]]
    for at in range(rows - 1):
        thing = dice.choice(things)
        if dice.random() < 0.45:
            thing += ", " + dice.choice(kinds)
        code = "%s-%04d" % (dice.choice(["KX", "LB", "TR", "QA", "ZD", "GF"]), dice.randrange(1000, 9999))
        amount = "$%.2f" % dice.uniform(1, 99) if dice.random() < 0.95 else "$%d" % dice.randrange(1, 99)
        prose = "%s, %s." % (dice.choice(opens), dice.choice(closes)) if dice.random() < 0.7 else "%s %s." % (dice.choice(opens), dice.choice(closes))
        row = ["%02d/%02d/2021" % (13 + at % 16, 1 + at // 16), "%02d:%02d" % (at // 4 % 24, at % 4 * 15), str(dice.choice([0, 1, 1, 2, 3, 4, 12, 25])),
               code, amount, thing, prose, "https://shop.example/goods/%s.html" % code.replace("-", "_"), ""]
        out.append([Cell(text, n in (6, 7) or "," in text or '"' in text) for n, text in enumerate(row)])
    return out


def orders(seed, rows=40):
    """An order list as Chinese platforms write it."""
    dice = random.Random(seed)
    names = ["订单编号", "下单时间", "商品标题", "数量", "实付金额", "省份", "备注"]
    goods = ["保温杯 500ml", "儿童雨靴, 蓝色", "羊毛围巾", "电热水壶 1.7L", "双肩包, 大号", "台灯", "帆布鞋 42码"]
    out = [[Cell(name) for name in names]]
    for at in range(rows - 1):
        row = ["51%016d" % dice.randrange(10 ** 15), "2026-06-%02d %02d:%02d:%02d" % (1 + at % 28, dice.randrange(24), dice.randrange(60), dice.randrange(60)),
               dice.choice(goods), str(dice.choice([1, 1, 1, 2, 3])), "%.2f" % dice.uniform(5, 900), dice.choice(["浙江省", "广东省", "北京", "四川省", "江苏省"]),
               dice.choice(["", "", "尽快发货", "送礼, 请包好"])]
        out.append([Cell(text, "," in text) for text in row])
    return out


def measures(seed, rows=60):
    """Numbers with decimal commas, as much of Europe writes them, and a name; all cells without quotes."""
    dice = random.Random(seed)
    out = [[Cell(name) for name in ["Station", "Datum", "Wert 1", "Wert 2", "Anteil"]]]
    for at in range(rows - 1):
        row = [dice.choice(["Nord", "Süd", "Ost", "West am Tor"]), "%02d.%02d.2020" % (1 + at % 28, 1 + at // 28),
               ("%.2f" % dice.uniform(0, 900)).replace(".", ","), ("%.1f" % dice.uniform(-20, 40)).replace(".", ","), "%d%%" % dice.randrange(100)]
        out.append([Cell(text) for text in row])
    return out


WORDS = "amber birch cedar delta ember fern grove harbour island juniper kite lantern".split()


def members(seed, rows=30):
    """Names and places of several words, a day and a number."""
    dice = random.Random(seed)
    out = [[Cell(name) for name in ("Name", "City", "Joined", "Points")]]
    for at in range(rows):
        name = "%s %s" % (dice.choice(WORDS).title(), dice.choice(WORDS).title())
        out.append([Cell(text) for text in (name, dice.choice(["Paris", "New York", "Los Angeles", "Berlin"]), "2020-%02d-%02d" % (1 + at % 12, 1 + at % 28), str(dice.randrange(100)))])
    return out


def posts(seed, rows=50):
    """A number and two texts, the second of any length."""
    dice = random.Random(seed)
    out = [[Cell(name) for name in ("id", "title", "body")]]
    for at in range(rows):
        body = " ".join(dice.choice(WORDS) for _ in range(dice.randrange(3, 20)))
        body = body.replace(" ", ", ", 2) if dice.random() < 0.4 else body
        out.append([Cell(str(1000 + at)), Cell("%s %s" % (dice.choice(WORDS), dice.choice(WORDS))), Cell(body, "," in body)])
    return out


def readings(seed, rows=40, width=25):
    """Many columns of numbers with gaps."""
    dice = random.Random(seed)
    out = [[Cell("c%d" % at) for at in range(width)]]
    for at in range(rows):
        out.append([Cell(str(at))] + [Cell("%.2f" % dice.uniform(0, 1000) if dice.random() < 0.7 else "") for _ in range(width - 1)])
    return out


def days(seed, rows=40):
    """Two columns."""
    dice = random.Random(seed)
    return [[Cell("date"), Cell("visits")]] + [[Cell("2024-01-%02d" % (1 + at % 28)), Cell(str(dice.randrange(1000)))] for at in range(rows)]


def quoted(seed, rows=40):
    """Every cell in quotes, and quotes within them."""
    dice = random.Random(seed)
    out = [[Cell(name, True) for name in ("Order", "Name", "Total", "Note")]]
    for at in range(rows):
        row = ["#%d" % (1000 + at), "%s x%d" % (dice.choice(WORDS).title(), dice.randrange(9)), "%.2f" % dice.uniform(1, 99), dice.choice(["", "gift", 'call "me"', "a, b"])]
        out.append([Cell(text, True) for text in row])
    return out


def pollutions(rows, delimiter=",", escape='"', every=1):
    """Every spoilt form of a table: its name, its bytes, its truth. Of single rows each one is spoilt, or of those behind
    the first ones every so many.
    """
    truth = texts(rows)
    plain = lambda data=rows, **how: write(data, **{"delimiter": delimiter, "escape": escape, **how})
    last = len(rows) - 1
    width = len(rows[0])

    def case(name, text, expected, encoding="utf-8"):
        return name, text.encode(encoding), expected

    yield case("source", plain(), truth)
    yield case("file_no_payload", "", [])
    yield case("file_no_trailing_newline", plain(ends={last: ""}), truth)
    yield case("file_double_trailing_newline", plain(ends={last: "\r\n\r\n"}), truth)
    yield case("file_no_header", plain(rows[1:]), truth[1:])
    for many in (2, 3):
        yield case("file_multirow_%d" % many, plain(rows[:1] * many + rows[1:]), [[" ".join([name] * many) for name in truth[0]]] + truth[1:])
    empty = [Cell("")] * (width - 1)
    yield case("file_preamble", plain([[Cell("PREAMBLE")] + empty, [Cell("")] + empty] + rows), truth)
    yield case("file_preamble_bare", "Report of all goods\r\nprinted on 1 June\r\n\r\n" + plain(), truth)
    yield case("file_comments", "# made by a machine\r\n# twice a day\r\n" + plain(), truth)
    yield case("file_footnote", plain() + "\r\nSource: the shop's own books\r\n", truth)
    yield case("file_footnote_cells", plain(rows + [[Cell("FOOTNOTE")] + empty]), truth)
    second = [row[:] for row in rows]
    yield case("file_multitable_same", plain(rows + second), truth)
    yield case("file_multitable_less", plain(rows + [row[:-1] for row in second]), truth)
    yield case("file_multitable_more", plain(rows + [row + [Cell("col1" if at == 0 else "")] for at, row in enumerate(second)]), truth)
    yield case("file_multitable_apart", plain() + "\r\n\r\n" + plain([row[:-1] for row in second]), truth)
    visits = [[Cell("Day"), Cell("Visits"), Cell("Views")]] + [[Cell("2021-06-%02d" % (at + 1)), Cell(str(90 + at)), Cell(str(300 + at))] for at in range(20)]
    yield case("file_multitable_other", plain() + "\r\n\r\n" + plain(visits), truth)
    yield case("file_header_only", plain(rows[:1]), truth[:1])
    yield case("file_one_data_row", plain(rows[:2]), truth[:2])
    yield case("file_record_delimiter_lf", plain(end="\n"), truth)
    yield case("file_record_delimiter_cr", plain(end="\r"), truth)
    yield case("file_record_delimiter_mixed", plain(ends={at: "\n" for at in range(0, last, 3)}), truth)
    for other in (",", ";", "\t", ", ", "|", "||"):
        if not any(other.strip() and other.strip() in cell.text and not cell.quoted for row in rows for cell in row):
            yield case("file_field_delimiter_%s" % other.encode().hex(), plain(delimiter=other), truth)
    yield case("file_quotation_char_27", plain(quote="'"), truth)
    yield case("file_escape_char_5c", plain(escape="\\"), truth)
    yield case("file_escape_char_00", plain(escape=""), truth)
    yield case("file_bom", "\ufeff" + plain(), truth)
    yield case("file_utf16", "\ufeff" + plain(), truth, "utf-16-le")
    yield case("file_utf16be", "\ufeff" + plain(), truth, "utf-16-be")
    chosen = sorted({*range(3), *range(3, len(rows), every), last})
    for at in chosen:
        for column in range(width):
            def join(extra, lacking):
                def joined(parts):
                    text = ""
                    for n, part in enumerate(parts):
                        if n and n != lacking:
                            text += delimiter
                        text += (delimiter if n == extra else "") + part
                    return text
                return joined
            yield case("row_more_sep_%d_%d" % (at, column), plain(delimiters={at: join(column, None)}), truth)
            if column:
                yield case("row_less_sep_%d_%d" % (at, column), plain(delimiters={at: join(None, column)}), truth)
            cell = rows[at][column]

            def stray(parts, column=column, cell=cell):
                parts = list(parts)
                parts[column] = parts[column][:1] + '"' + parts[column][1:] if cell.quoted else '"' + parts[column]
                return delimiter.join(parts)
            expected = [row[:] for row in truth]
            expected[at][column] = '"' + expected[at][column]
            yield case("row_extra_quote_%d_%d" % (at, column), plain(delimiters={at: stray}), expected)
        yield case("row_field_delimiter_%d_20" % at, plain(delimiters={at: " "}), truth)

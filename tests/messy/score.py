"""How well rows that were read match rows that are true, by the measures of the Pollock benchmark: whether the file
was read, and precision, recall and F1 of the header, the records and the cells. Ten points at most."""

import json
from collections import Counter

# How often each kind of trouble was met in real files (public survey of the benchmark); files of a kind share it.
WEIGHTS = {
    "source": 1, "file_no_payload": 15, "file_no_trailing_newline": 184, "file_double_trailing_newline": 5, "file_no_header": 470,
    "file_multirow": 94, "file_preamble": 282, "file_multitable": 188, "file_header_only": 3, "file_one_data_row": 4,
    "file_record_delimiter_cr": 7, "file_record_delimiter_lf": 1691, "file_field_delimiter_09": 4, "file_field_delimiter_3b": 834,
    "file_field_delimiter_2c20": 101, "file_quotation_char_27": 11, "file_escape_char_5c": 1, "file_escape_char_00": 7,
    "row_less_sep": 247, "row_more_sep": 278, "row_extra_quote": 7, "row_field_delimiter": 7,
}


def kind(name):
    return max((key for key in WEIGHTS if name.startswith(key)), key=len, default=None)


def overlap(true, read):
    if not true:
        return [1.0] * 3
    same = sum((Counter(true) & Counter(read)).values())
    if not same:
        return [0.0] * 3
    precision, recall = same / len(true), same / len(read)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def score(true, read):
    """Points of one file; `read` is None where it was refused."""
    if read is None:
        return 0.0
    if not true:
        return 10.0
    lower = lambda row: "".join(cell.lower() for cell in row)
    head = overlap(true[0], read[0] if read else [])
    records = overlap([lower(row) for row in true[1:]], [lower(row) for row in read[1:]])
    cells = overlap([cell for row in true for cell in row], [cell for row in read for cell in row])
    return 1.0 + sum(head) + sum(records) + sum(cells)


def overall(points):
    """The plain mean of all files' points, and the mean weighted by how often each kind of trouble is met."""
    kinds = {}
    for name, point in points.items():
        kinds.setdefault(kind(name), []).append(point)
    simple = sum(points.values()) / len(points)
    known = {key: sum(values) / len(values) for key, values in kinds.items() if key}
    weight = sum(WEIGHTS[key] for key in known)
    return simple, sum(WEIGHTS[key] * mean for key, mean in known.items()) / weight


def table(points):
    kinds = {}
    for name, point in points.items():
        kinds.setdefault(kind(name) or name, []).append((point, name))
    return json.dumps({key: [len(values), round(sum(p for p, _ in values) / len(values), 4), min(values)[1], round(min(values)[0], 3)] for key, values in sorted(kinds.items())}, indent=0)

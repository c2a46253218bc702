"""How frames, series and indexes are printed."""

import re as _re
import numpy as np

from pandas import _values as v
from pandas._intervals import Interval

OPTIONS = {
    "display.max_rows": 60,
    "display.min_rows": 10,
    "display.max_columns": 0,
    "display.width": 80,
    "display.precision": 6,
    "display.max_colwidth": 50,
    "display.float_format": None,
    "display.expand_frame_repr": True,
    "display.na_rep": "NaN",
}

_NUMBER = _re.compile(r"^\s*[+-]?[0-9]+\.[0-9]*$")


def column_strings(values, leading_space=True):
    """Each value as text; numbers with a space where a minus would stand."""
    if v.is_array(values):
        if values.dtype.kind == "f":
            limit = float(values.dtype.type(10.0 ** -OPTIONS["display.precision"]))
            return _floats(values.tolist(), leading_space, limit)
        if values.dtype.kind in "iu":
            form = "{: d}" if leading_space else "{:d}"
            return [form.format(item) for item in values.tolist()]
        if values.dtype.kind == "c":
            parts = [form for item in values.tolist() for form in (f"{item.real: .6f}", f"{item.imag:+.6f}")]
            parts = _without_common_zeros(parts)
            return [f"{real}{imag}j" for real, imag in zip(parts[::2], parts[1::2])]
    elif values.dtype.kind == "M":
        return dates(values.items)
    elif values.dtype.kind == "m":
        return _stretches(values.items)
    elif v.is_category(values):
        plain = v.infer(values.items)
        # Whole numbers stay such beside missing ones: categories have a type of their own.
        alike = v.is_array(plain) and plain.dtype.kind == values.dtype.categories.dtype.kind
        return column_strings(plain, leading_space) if alike else _objects(_members(values.items), leading_space)
    return _objects(values.tolist(), leading_space)


def _members(items):
    """Members of categories as they are shown: whole edges of intervals are floats where some member is missing."""
    if not any(map(v.is_missing, items)):
        return items
    return [item.with_float_edges() if isinstance(item, Interval) and isinstance(item.left, int) else item for item in items]


def _floats(items, leading_space, limit):
    digits = OPTIONS["display.precision"]
    custom = OPTIONS["display.float_format"]
    if custom is not None:
        custom = custom if callable(custom) else custom.__mod__
        return [_missing(item) if item != item else custom(item) for item in items]
    space = " " if leading_space else ""

    def form(letter):
        # NaN is as wide as a number with its space where texts are aligned to the left.
        texts = [_missing(item) if item != item else f"{item:{space}.{digits}{letter}}" for item in items]
        return _without_common_zeros(texts)

    texts = form("f")
    too_long = max(map(len, texts), default=0) > digits + 6
    sizes = [abs(item) for item in items if item == item]
    small = any(0 < size < limit for size in sizes)
    if small or (too_long and any(size > 1e6 for size in sizes)):
        texts = form("e")
    return texts


def _without_common_zeros(texts):
    numbers = [_NUMBER.match(text) is not None for text in texts]
    if not any(numbers):
        return texts
    while all(text.endswith("0") for text, number in zip(texts, numbers) if number):
        texts = [text[:-1] if number else text for text, number in zip(texts, numbers)]
    return [text + "0" if number and text.endswith(".") else text for text, number in zip(texts, numbers)]


def _missing(item):
    text = "None" if item is None else "NaN" if isinstance(item, float) else "NaT"
    return text if OPTIONS["display.na_rep"] == "NaN" else OPTIONS["display.na_rep"]


def dates(items):
    present = [item for item in items if not v.is_missing(item)]
    midnight = all((t.hour, t.minute, t.second, t.microsecond) == (0, 0, 0, 0) for t in present)
    return ["NaT" if v.is_missing(t) else t.strftime("%Y-%m-%d") if midnight else str(t) for t in items]


def _stretches(items):
    whole = all(v.is_missing(t) or (t.seconds, t.microseconds) == (0, 0) for t in items)
    return ["NaT" if v.is_missing(t) else f"{t.days} days" if whole else str(t) for t in items]


def _objects(items, leading_space):
    number = [isinstance(item, (float, np.floating)) and item == item for item in items]
    texts = []
    for item, is_float in zip(items, number):
        if is_float:
            text = f"{item: .{OPTIONS['display.precision']}f}".rstrip("0")
            texts.append(text + "0" if text.endswith(".") else text)
        else:
            text = thing(item)
            texts.append(text if leading_space is False else " " + text)
    return texts


def thing(item, quoted=False):
    """One object as text."""
    if v.is_missing(item):
        return _missing(item)
    if isinstance(item, str):
        text = item.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")
        return f"'{text}'" if quoted else text
    if isinstance(item, dict):
        return "{" + ", ".join(f"{thing(key, True)}: {thing(value, True)}" for key, value in item.items()) + "}"
    if isinstance(item, (list, tuple, set)):
        opening, closing = {list: "[]", tuple: "()", set: "{}"}.get(type(item), "()")
        tail = "," if isinstance(item, tuple) and len(item) == 1 else ""
        return opening + ", ".join(thing(part, quoted) for part in item) + tail + closing
    if isinstance(item, np.ndarray) and item.ndim:
        return "[" + ", ".join(thing(part, quoted) for part in item.tolist()) + "]"
    return str(item)


def _justify(texts, mode, minimum=0):
    width = max([minimum, *map(len, texts)])
    limit = OPTIONS["display.max_colwidth"]
    if limit is not None and width > limit:
        width = limit
        texts = [text[: limit - 3] + "..." if len(text) > limit else text for text in texts]
    return [text.ljust(width) if mode == "left" else text.rjust(width) for text in texts]


def _adjoin(space, columns):
    """Columns of text side by side."""
    height = max(map(len, columns))
    padded = []
    for i, column in enumerate(columns):
        width = max(map(len, column), default=0) + (space if i < len(columns) - 1 else 0)
        padded.append([text.ljust(width) for text in column] + [" " * width] * (height - len(column)))
    return ["".join(row) for row in zip(*padded)]


def _labels(index):
    """An index' labels as text."""
    if v.is_array(index._values):
        texts = column_strings(index._values)
        if all(text.startswith(" ") or text == "NaN" for text in texts):
            texts = [text.removeprefix(" ") for text in texts]
        return [text.ljust(max(map(len, texts))) for text in texts]
    if index.dtype == v.DATETIME:
        return dates(index.tolist())
    return [thing(label) for label in index.tolist()]


def _index_columns(index, with_names):
    """The columns of text of an index' levels, its names on top."""
    levels = []
    if index.nlevels == 1:
        levels.append(_labels(index))
    else:
        levels = [_labels(index.get_level_values(i)) for i in range(index.nlevels)]
        levels = _sparse(levels)
    if with_names:
        levels = [[_name(name), *texts] for name, texts in zip(index.names, levels)]
    return levels


def _name(name):
    return "" if name is None else thing(name)


def _sparse(levels):
    """Levels with labels blanked that repeat the one before, save in the last level."""
    rows = list(zip(*levels))
    sparse = [list(level) for level in levels]
    for i in range(len(rows) - 1, 0, -1):
        for level in range(len(levels) - 1):
            if rows[i][: level + 1] != rows[i - 1][: level + 1]:
                break
            sparse[level][i] = ""
    return sparse


def _has_names(index):
    return any(name is not None for name in index.names)


def _halves(length, limit):
    """How many rows to show at either end if there are too many, else None."""
    if not limit or length <= limit:
        return None
    shown = min(OPTIONS["display.min_rows"] or limit, limit)
    return max(shown // 2, 1)


def series_repr(series):
    if len(series) == 0:
        return f"Series([], {_series_footer(series, False)})"
    half = _halves(len(series), OPTIONS["display.max_rows"])
    shown = series
    if half:
        shown = series._take(list(range(half)) + list(range(len(series) - half, len(series))))
    has_names = _has_names(series.index)
    columns = _index_columns(shown.index, has_names)
    index = columns[0] if len(columns) == 1 else _adjoin(2, columns)
    header = [index.pop(0)] if has_names else []
    values = _justify(column_strings(shown._values), "right")
    if half:
        dots = "..." if len(values[half - 1]) > 3 else ".."
        values.insert(half, dots.center(len(values[half - 1])))
        index.insert(half, "")
    return "\n".join(header + _adjoin(3, [index, values])) + "\n" + _series_footer(series, half)


def _series_footer(series, truncated):
    parts = []
    freq = getattr(series.index, "freqstr", None)
    if freq is not None:
        parts.append(f"Freq: {freq}")
    if series.name is not None:
        parts.append(f"Name: {thing(series.name)}")
    if truncated:
        parts.append(f"Length: {len(series)}")
    footer = ", ".join([*parts, f"dtype: {series.dtype}"])
    return f"{footer}\n{_categories_text(series.dtype)}" if v.is_category(series._values) else footer


def _categories_text(dtype):
    """The line (or lines) that name the categories."""
    labels = dtype.categories.tolist()
    texts = [thing(label, quoted=True) for label in labels]
    if len(texts) > 8:
        texts = texts[:4] + ["..."] + texts[-4:]
    head = f"Categories ({len(labels)}, {dtype.categories.dtype}): "
    sign = " < " if dtype.ordered else ", "
    lines, width = [], len(head)
    for text in texts:
        if lines and width + len(sign) + len(text) > OPTIONS["display.width"]:
            lines.append(text)
            width = len(head) + 1
        elif lines:
            lines[-1] += sign + text
            width += len(sign)
        else:
            lines.append(text)
        width += len(text)
    body = f"{sign.rstrip()}\n{' ' * (len(head) + 1)}".join(lines)
    return f"{head}[{body.replace(' < ... < ', ' ... ')}]"


def category_repr(values):
    """What shows values that have categories."""
    texts = [thing(item, quoted=True) for item in values.items]
    length = f"Length: {len(texts)}\n" if len(texts) > 10 else ""
    shown = ", ".join(texts[:5] + ["..."] + texts[-5:] if length else texts)
    return f"[{shown}]\n{length}{_categories_text(values.dtype)}"


def series_text(series, index):
    """A series as text without what stands below it."""
    if not index:
        return "\n".join(_justify([text.strip() for text in column_strings(series._values)], "right"))
    text = series_repr(series)
    return text[: -len(_series_footer(series, False)) - 1] if len(series) else text


class Written:
    """Options as `to_string` has them: nothing is cut unless it is asked for."""

    def __init__(self, **options):
        names = {"max_colwidth": None, **{name: value for name, value in options.items() if value is not None}}
        self._options = {f"display.{name}": value for name, value in names.items()}

    def __enter__(self):
        self._saved = dict(OPTIONS)
        OPTIONS.update(self._options)

    def __exit__(self, *_):
        OPTIONS.update(self._saved)


def frame_repr(frame):
    width = OPTIONS["display.width"] if OPTIONS["display.expand_frame_repr"] else None
    return frame_text(frame, OPTIONS["display.max_rows"], width, max_columns=OPTIONS["display.max_columns"])


def frame_text(frame, max_rows=None, width=None, index=True, max_columns=None, header=True, dimensions=True):
    """A frame as text. `max_columns` is 0 for as many as fit into the width; else what is wider goes below."""
    if len(frame) == 0 or len(frame.columns) == 0:
        return _empty_frame(frame)
    half = _halves(len(frame), max_rows)
    shown = frame
    if half:
        shown = frame._take(list(range(half)) + list(range(len(frame) - half, len(frame))))
    headers = _headers(shown) if header else [[] for _ in shown._data]
    if header and index and _has_names(shown.index):
        headers = [[*lines, ""] for lines in headers]
    columns = []
    for lines, values in zip(headers, shown._data):
        texts = column_strings(values, leading_space=index)
        texts = _justify(texts, "right", minimum=max(map(len, lines), default=0))
        columns.append([text.rjust(len(texts[0])) for text in lines] + texts)
    labels = _row_labels(shown)[0 if header else -len(shown):] if index else None
    gap = None
    if width and max_columns == 0:
        columns, gap = _fitting(columns, labels, width)
    elif max_columns and len(columns) > max_columns:
        gap = max(max_columns // 2, 1)
        columns = columns[:gap] + [[" ..."] * len(columns[0])] + columns[len(columns) - max_columns // 2 :]
    strips = ([labels] if index else []) + columns
    if half:
        _insert_dots(strips, half, len(labels or columns[0]) - len(shown), index, gap)
    text = _wrapped_strips(strips, index, width) if width and max_columns != 0 else "\n".join(_adjoin(1, strips))
    if dimensions and (half or gap is not None):
        text += f"\n\n[{len(frame)} rows x {len(frame.columns)} columns]"
    return text


def _wrapped_strips(strips, index, width):
    """Columns side by side, and below each other where they are wider than the line."""
    labels, columns = (strips[:1], strips[1:]) if index else ([], strips)
    room = width - sum(max(map(len, texts)) + 1 for texts in labels)
    parts, taken = [[]], 0
    for i, column in enumerate(columns):
        own = max(map(len, column)) + 1
        taken += own
        if parts[-1] and taken + (1 if i == len(columns) - 1 else 2) > room:
            parts.append([])
            taken = own
        parts[-1].append(column)
    if len(parts) > 1:
        height = len(columns[0])
        for part in parts[:-1]:
            part.append([" \\"] + ["  "] * (height - 1))
        parts[-1].append([" "] * height)
    return "\n\n".join("\n".join(_adjoin(1, labels + part)) for part in parts)


def _empty_frame(frame):
    def listed(index):
        return "[" + ", ".join(thing(label) for label in index.tolist()) + "]"

    return f"Empty DataFrame\nColumns: {listed(frame.columns)}\nIndex: {listed(frame.index)}"


def _headers(frame):
    """The lines above each column."""
    if frame.columns.nlevels > 1:
        levels = [_labels(frame.columns.get_level_values(i)) for i in range(frame.columns.nlevels)]
        return [list(lines) for lines in zip(*_sparse(levels))]
    numeric = [v.is_array(values) for values in frame._data]
    return [[" " + text if number else text] for text, number in zip(_labels(frame.columns), numeric)]


def _row_labels(frame):
    levels = _index_columns(frame.index, _has_names(frame.index))
    texts = _adjoin(1, [_justify(level, "left") for level in levels])
    names = frame.columns.names
    above = [_name(name) for name in names] if _has_names(frame.columns) else [""] * frame.columns.nlevels
    texts = above + texts
    return [text.ljust(max(map(len, texts))) for text in texts]


def _fitting(columns, labels, width):
    """As many columns as fit, with a column of dots in place of the others; where that is, or None."""
    widths = [max(map(len, column)) for column in ([labels] if labels else []) + columns]
    excess = sum(widths) + len(widths) - 1 - width + 1
    if excess <= 0:
        return columns, None
    excess += 5
    while excess > 0 and len(widths) > 1:
        middle = round(len(widths) / 2)
        excess -= widths.pop(middle) + 1
    fitting = max(len(widths) - bool(labels), 2)
    if fitting >= len(columns):
        return columns, None
    half = fitting // 2
    dots = [" ..."] * len(columns[0])
    return columns[:half] + [dots] + columns[-half:], half


def _insert_dots(strips, half, header_rows, index, gap):
    for i, strip in enumerate(strips):
        width = len(strip[half])
        is_gap = gap is not None and i == gap + bool(index)
        dots = "..." if width > 3 or is_gap else ".."
        if i == 0 and index:
            text = dots.ljust(width)
        else:
            text = dots.rjust(4 if is_gap else width)
        strip.insert(half + header_rows, text)


def index_repr(index):
    from pandas._index import RangeIndex

    name = f", name={index.name!r}" if index.name is not None else ""
    if isinstance(index, RangeIndex):
        return f"RangeIndex(start={index.start}, stop={index.stop}, step={index.step}{name})"
    if index.nlevels > 1:
        return _multi_repr(index)
    kind = type(index).__name__ if not str(index.dtype).startswith("interval") else "IntervalIndex"
    labels = index.tolist()
    dated = kind in ("DatetimeIndex", "TimedeltaIndex")
    if dated:
        texts = dates(labels) if kind == "DatetimeIndex" else _stretches(labels)
        texts = [f"'{text}'" if text != "NaT" or kind == "DatetimeIndex" else text for text in texts]
    elif v.is_array(index._values) and index._values.dtype.kind == "f":
        texts = list(map(str, index._values))
    else:
        quoted = kind == "PeriodIndex"
        texts = [f"'{label}'" if quoted else thing(label, quoted=True) for label in labels]
    attributes = [f"dtype='{index.dtype}'"]
    if kind == "CategoricalIndex":
        shown = [thing(label, quoted=True) for label in index.categories.tolist()]
        shown = shown if len(shown) <= 8 else shown[:4] + ["..."] + shown[-4:]
        attributes = [f"categories=[{', '.join(shown)}]", f"ordered={index.ordered}", "dtype='category'"]
    if name:
        attributes.append(name[2:])
    if len(labels) > 100:
        attributes.append(f"length={len(labels)}")
        texts = texts[:10] + ["..."] + texts[-10:]
    if dated:
        attributes.append(f"freq={getattr(index, 'freqstr', None)!r}")
    return _wrapped(kind, texts, attributes, index.dtype.kind != "O" or dated)


def _wrapped(kind, texts, attributes, justified):
    opening, tail = f"{kind}([", ", ".join(attributes) + ")"
    line = opening + ", ".join(texts) + "], " + tail
    if len(line) <= 81 and "..." not in texts:
        return line
    indent = " " * len(opening)
    width = max(map(len, texts)) if justified else 0
    several = len(", ".join(texts)) + len(opening) > 78
    if not several:
        wrapped = [opening + ", ".join(texts) + "],"]
        for attribute in attributes:
            attribute += ")" if attribute is attributes[-1] else ","
            if len(wrapped[-1]) + len(attribute) <= 80 - attribute.endswith(","):
                wrapped[-1] += " " + attribute
            else:
                wrapped.append(" " * (len(kind) + 1) + attribute)
        return "\n".join(wrapped)
    lines, current = [], ""
    for i, text in enumerate(texts):
        piece = ("..." if text == "..." else text.rjust(width)) + ("," if i < len(texts) - 1 else "")
        if text == "...":
            lines += [current.rstrip(), "..."]
            current = ""
            continue
        if current and len(indent) + len(current) + len(piece) + 1 > 79:
            lines.append(current.rstrip())
            current = ""
        current += piece + " "
    lines.append(current.rstrip())
    lines = [line.replace("...,", "...") for line in lines if line]
    return opening + ("\n" + indent).join(lines) + "],\n" + " " * (len(kind) + 1) + tail


def _multi_repr(index):
    labels, length = index.tolist(), ""
    if len(labels) > 100:
        length, labels = f", length={len(labels)}", labels[:10] + labels[-10:]
    rows = [[thing(part, quoted=True) for part in label] for label in labels]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(index.nlevels)]
    lines = ["(" + ", ".join(text.rjust(width) for text, width in zip(row, widths)) + ")" for row in rows]
    if length:
        lines.insert(10, "...")
    names = f"names={list(index.names)!r}" if _has_names(index) else ""
    text = (",\n" + " " * 12).join(lines).replace("...,", "...")
    return f"MultiIndex([{text}],\n           {names or length[2:]}{length if names else ''})"

"""Frames and series as text for other programs: comma-separated values, JSON, dictionaries."""

import json as _json

from pandas import _values as v
from pandas._format import dates


def written(text, target, mode):
    """The text, or nothing after it was written to a file."""
    if target is None:
        return text
    if hasattr(target, "write"):
        target.write(text)
        return None
    with open(target, mode) as file:
        file.write(text)


def csv_text(frame, sep, na_rep, header, index, float_format, index_label, date_format):
    """A frame as comma-separated values."""
    names = frame.index.names
    if index_label is not None:
        names = [index_label] if isinstance(index_label, str) else list(index_label)
    if index:
        frame = frame.reset_index(names=["" if name is None else str(name) for name in names])
    columns = []
    for values in frame._data:
        texts = _cells(values, float_format, date_format)
        columns.append([na_rep if missing else text for text, missing in zip(texts, v.isna(values).tolist())])
    titles = list(header) if isinstance(header, (list, tuple)) else frame.columns.tolist()
    titles = [""] * index + titles if len(titles) < len(frame.columns) else titles
    rows = [map(str, titles)] * bool(header) + list(zip(*columns))
    special = {sep, '"', "\n", "\r"}
    quoted = lambda cell: '"' + cell.replace('"', '""') + '"' if special & set(cell) else cell
    return "".join(sep.join(map(quoted, row)) + "\n" for row in rows)


def _cells(values, float_format, date_format):
    if values.dtype.kind == "M":
        if date_format:
            return ["" if v.is_missing(one) else one.strftime(date_format) for one in values.tolist()]
        return dates(values.items)
    if values.dtype.kind == "f" and float_format is not None:
        form = float_format.__mod__ if isinstance(float_format, str) else float_format
        return map(form, values.tolist())
    return map(str, values.tolist())


class JsonText:
    """Series and frames as JSON, as pandas 3 writes it."""

    def __init__(self, date_format=None, date_unit="ms", digits=10, ascii_only=True, indent=None):
        self._date_format, self._digits = date_format, digits
        self._per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[date_unit]
        self._options = {"separators": (",", ":"), "indent": indent or None, "ensure_ascii": ascii_only}

    def of(self, owner, orient):
        if owner.ndim == 1:
            orient = orient or "index"
            listed = orient in ("records", "values")
            table = owner.tolist() if listed else dict(zip(owner.index.tolist(), owner.tolist()))
        else:
            orient = orient or "columns"
            table = nested(owner, {"columns": "dict", "values": "split"}.get(orient, orient))
            table = table["data"] if orient == "values" else table
            if orient == "split":
                table = {name: table[name] for name in ("columns", "index", "data")}
        return self._written(table)

    def lines(self, frame):
        return "".join(self._written(row) + "\n" for row in nested(frame, "records"))

    def _written(self, table):
        return _json.dumps(self._plain(table), **self._options).replace("/", "\\/")

    def _moment(self, item):
        """A point in time or a stretch of it: a number, until pandas 4."""
        if self._date_format == "iso":
            return item.isoformat(timespec="milliseconds") if isinstance(item, v.datetime_type) else item.isoformat()
        if self._date_format is None:
            self._date_format = "epoch"
            from pandas._warn import numbers_for_dates

            numbers_for_dates()
        since = item if isinstance(item, v.timedelta_type) else item - v.datetime_type(1970, 1, 1)
        return since // v.timedelta_type(microseconds=1) * self._per_second // 10**6

    def _plain(self, item):
        if isinstance(item, dict):
            return {str(self._plain(key)): self._plain(value) for key, value in item.items()}
        if isinstance(item, (list, tuple)):
            return [self._plain(one) for one in item]
        item = v.native(item)
        if v.is_missing(item) or isinstance(item, float) and item in (float("inf"), -float("inf")):
            return None
        if isinstance(item, float):
            return round(item, self._digits)
        if isinstance(item, (v.datetime_type, v.timedelta_type)):
            return self._moment(item)
        return item if isinstance(item, (str, int)) else str(item)


def nested(frame, orient):
    """A frame as a dictionary or list: `to_dict`."""
    names = frame.columns.tolist()
    columns = [list(map(v.native, values.tolist())) for values in frame._data]
    labels = frame.index.tolist()
    if orient == "dict":
        return {name: dict(zip(labels, items)) for name, items in zip(names, columns)}
    if orient == "list":
        return dict(zip(names, columns))
    if orient == "series":
        return dict(frame.items())
    if orient == "records":
        return [dict(zip(names, row)) for row in zip(*columns)]
    if orient == "index":
        if not frame.index.is_unique:
            raise ValueError("DataFrame index must be unique for orient='index'.")
        return {label: dict(zip(names, row)) for label, row in zip(labels, zip(*columns))}
    if orient in ("split", "tight"):
        table = {"index": labels, "columns": names, "data": [list(row) for row in zip(*columns)]}
        names = {"index_names": list(frame.index.names), "column_names": list(frame.columns.names)}
        return {**table, **(names if orient == "tight" else {})}
    raise ValueError(f"orient '{orient}' not understood")

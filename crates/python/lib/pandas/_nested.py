"""JSON as frames: `read_json`, and records within records: `json_normalize`."""

import json

from pandas import _values as v
from pandas._series import Series


def json_normalize(data, record_path=None, meta=None, meta_prefix=None, record_prefix=None, errors="raise", sep=".",
                   max_level=None):
    """A frame of records whose inner dictionaries become columns with names joined by `sep`."""
    from pandas._frame import DataFrame

    if isinstance(data, Series):
        data = data.tolist()
    if isinstance(data, dict):
        data = [data]
    elif isinstance(data, str) or not hasattr(data, "__iter__"):
        raise NotImplementedError
    data = list(data)
    if record_path is None:
        return DataFrame([_flat(record, sep, max_level) for record in data])
    path = record_path if isinstance(record_path, list) else [record_path]
    wanted = [one if isinstance(one, list) else [one] for one in (meta if isinstance(meta, list) else [meta] if meta else [])]
    rows, kept = [], {sep.join(one): [] for one in wanted}
    for outer in data:
        found = _at(outer, path)
        values = [_meta(outer, one, errors) for one in wanted]
        rows += [_flat(record, sep, max_level) if isinstance(record, dict) else {0: record} for record in found]
        for column, value in zip(kept.values(), values):
            column += [value] * len(found)
    frame = DataFrame(rows)
    if record_prefix is not None:
        frame = frame.rename(columns=lambda name: f"{record_prefix}{name}")
    for name, column in kept.items():
        name = name if meta_prefix is None else meta_prefix + name
        if name in frame.columns:
            raise ValueError(f"Conflicting metadata name {name}, need distinguishing prefix ")
        frame[name] = v.Objects(column)
    return frame


def _flat(record, sep, depth, before=""):
    """A dictionary without dictionaries in it, down to a depth."""
    flat = {}
    for name, value in record.items():
        name = f"{before}{name}" if before else name
        if isinstance(value, dict) and value and depth != 0:
            flat.update(_flat(value, sep, None if depth is None else depth - 1, f"{name}{sep}"))
        else:
            flat[name] = value
    return flat


def _at(record, path):
    """The records at a path; lists on the way are gone through."""
    found = [record]
    for name in path:
        deeper = []
        for one in found:
            if name not in one:
                raise KeyError(
                    f"Key '{name}' not found. If specifying a record_path, all elements of data should have the path."
                )
            deeper += one[name] if isinstance(one[name], list) else [one[name]]
        found = deeper
    return found


def _meta(record, path, errors):
    for name in path:
        if not isinstance(record, dict) or name not in record:
            if errors == "ignore":
                return v.nan
            raise KeyError(
                f"Key '{name}' not found. To replace missing values of '{name}' with np.nan, pass in errors='ignore'"
            )
        record = record[name]
    return record


def read_json(path_or_buf, *, orient=None, typ="frame", lines=False, convert_dates=True, nrows=None, encoding=None):
    """The frame or series that is written in a file."""
    from pandas._text_files import text_of

    text = text_of(path_or_buf, encoding)
    try:
        if lines:
            data = [json.loads(line) for line in text.split("\n") if line.strip()]
            data = data if nrows is None else data[:nrows]
        else:
            data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"Expected object or value at position {max(error.pos - 1, 0)}") from error
    if typ == "series":
        return _with_numbers(Series(data) if not isinstance(data, dict) else Series(list(data.values()), index=list(data)))
    return _dated(_frame(data, orient), convert_dates)


def _frame(data, orient):
    from pandas._frame import DataFrame

    if orient == "split":
        return DataFrame(data["data"], index=data.get("index"), columns=data["columns"])
    if orient == "index":
        return _with_numbers(DataFrame.from_dict(data, orient="index"))
    if isinstance(data, dict) and orient != "records":
        data = {name: column if isinstance(column, (dict, list)) else [column] for name, column in data.items()}
    return _with_numbers(DataFrame(data))


def _with_numbers(owner):
    """Labels that are numbers written as texts are numbers."""
    labels = owner.index.tolist()
    if labels and all(isinstance(label, str) and label.lstrip("-").isdigit() for label in labels):
        owner.index = [int(label) for label in labels]
    return owner


def _dated(frame, wanted):
    """Columns whose names speak of dates, as points in time."""
    from pandas import to_datetime

    for name in frame.columns.tolist() if wanted else []:
        title = str(name).lower()
        speaks = title.endswith(("_at", "_time")) or title == "modified" or title == "date" or title.startswith("timestamp")
        if not (speaks or isinstance(wanted, list) and name in wanted):
            continue
        try:
            frame[name] = to_datetime(frame[name], unit="ms") if frame[name].dtype.kind in "iuf" else to_datetime(frame[name])
        except (ValueError, TypeError, OverflowError):
            continue
    return frame

"""Summaries of frames."""

import numpy as np

from pandas import _values as v
from pandas._format import column_strings
from pandas._index import Index, RangeIndex


def describe(frame, percentiles=None, include=None):
    from pandas._frame import DataFrame

    numeric = [i for i, values in enumerate(frame._data) if v.is_array(values) and values.dtype.kind in "iufc"]
    if include == "all":
        numeric = list(range(len(frame._data)))
    chosen = numeric or list(range(len(frame._data)))
    if not chosen:
        raise ValueError("Cannot describe a DataFrame without columns")
    facts = [frame._column(i).describe(percentiles) for i in chosen]
    labels = list(dict.fromkeys(label for fact in facts for label in fact.index.tolist()))
    order = ["count", "unique", "top", "freq", "mean", "std", "min"]
    labels = sorted(labels, key=lambda label: order.index(label) if label in order else len(order))
    index = Index(labels)
    return DataFrame._new(
        [fact.reindex(index)._values for fact in facts], frame.columns.take(chosen), index
    )


def memory_usage(obj, index=True):
    """Bytes that pandas' arrays take: of the index and each column, or of a whole series."""
    from pandas._series import Series

    columns = [_bytes(values) for values in (obj._data if obj.ndim == 2 else [obj._values])]
    of_index = [_bytes_of_index(obj.index)] if index else []
    if obj.ndim == 1:
        return sum(of_index + columns)
    return Series(np.array(of_index + columns), index=["Index"] * len(of_index) + obj.columns.tolist())


def _bytes(values):
    return len(values) * (values.dtype.itemsize if v.is_array(values) else 8)


def _bytes_of_index(index):
    if isinstance(index, RangeIndex):
        return 132
    if index.nlevels == 1:
        return _bytes(index._values)
    # Codes of one byte, and the labels of each level with a name.
    return sum(len(index) + _bytes(level._values) + 24 + 0 for level in index.levels)


def info(obj, verbose=None, memory=True, show_counts=True):
    """Prints what the method `info` prints."""
    print("\n".join(_info_lines(obj, verbose, memory, show_counts)), end="\n" if memory or obj.size == 0 else "")


def _info_lines(obj, verbose, memory, show_counts):
    series = obj.ndim == 1
    columns = [(obj.name, obj._values)] if series else list(zip(obj.columns.tolist(), obj._data))
    lines = [f"<class 'pandas.{type(obj).__name__}'>"]
    index, names = obj.index, [name for name, _ in columns]
    shown = column_strings(index._values) if index.dtype == v.DATETIME else index.tolist()
    span = f", {shown[0]} to {shown[-1]}" if len(index) else ""
    lines.append(f"{type(index).__name__}: {len(index)} entries{span}")
    if not columns:
        return lines + ["Empty DataFrame"]
    rows = [
        (f" {i}", str(name), f"{int(np.sum(~v.isna(values)))} non-null", str(values.dtype))
        for i, (name, values) in enumerate(columns)
    ]
    if series:
        lines.append(f"Series name: {obj.name}")
    elif verbose is False:
        lines.append(f"Columns: {len(names)} entries, {names[0]} to {names[-1]}")
    else:
        lines.append(f"Data columns (total {len(names)} columns):")
    if verbose is not False:
        kept = [i for i in range(4) if not (series and i < 2) and (show_counts or i != 2)]
        lines += _table([[row[i] for i in kept] for row in rows], [(" # ", "Column", "Non-Null Count", "Dtype")[i] for i in kept])
    dtypes = [row[3] for row in rows]
    lines.append("dtypes: " + ", ".join(f"{dtype}({dtypes.count(dtype)})" for dtype in sorted(set(dtypes))))
    if memory:
        lines.append(f"memory usage: {_size(obj)}")
    return lines


def _table(rows, headers):
    rules = ["-" * len(header) for header in headers]
    lines = [headers, rules, *rows]
    widths = [max(map(len, column)) for column in zip(*lines)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)) for line in lines]


def _size(obj):
    """The memory of the values; a plus says that objects may take more."""
    size = np.sum(memory_usage(obj))
    kinds = [values.dtype for values in (obj._data if obj.ndim == 2 else [obj._values])]
    more = "+" if v.OBJECT in kinds or obj.index.dtype in (v.OBJECT, v.STR) else ""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.1f}{more} {unit}"
        size = size / 1024

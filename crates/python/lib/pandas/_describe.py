"""Summaries of frames."""

import numpy as np

from pandas import _values as v
from pandas._format import column_strings
from pandas._index import Index, RangeIndex


def describe(frame, percentiles=None, include=None, exclude=None):
    if include == "all":
        chosen = list(range(len(frame._data)))
    elif include is None and exclude is None:
        kinds = [values.dtype.kind for values in frame._data]
        chosen = [i for i, kind in enumerate(kinds) if kind in "iufcMm"] or list(range(len(kinds)))
    else:
        names = frame.select_dtypes(include, exclude).columns
        chosen = [i for i, name in enumerate(frame.columns.tolist()) if name in names]
    if not chosen:
        raise ValueError("Cannot describe a DataFrame without columns" if not frame._data else "No columns match the specified include or exclude data types")
    facts = [frame._column(i).describe(percentiles) for i in chosen]
    # The rows of all, with those at the front of which there are fewest.
    labels = dict.fromkeys(label for fact in sorted(facts, key=len) for label in fact.index.tolist())
    index = Index(list(labels))
    data = [fact.reindex(index)._values for fact in facts]
    return frame._new(data, frame.columns.take(chosen), index)


def series_facts(series, percentiles=None):
    """The facts that `describe` states of a column, and their names."""
    values = series._values
    if not v.is_array(values) and values.dtype.kind not in "Mm" or values.dtype.kind == "b":
        counts = series.value_counts()
        facts = [series.count(), int(np.sum(counts._values > 0))]
        first = (counts.index.tolist()[0], counts._values[0]) if facts[1] else (v.nan, v.nan)
        return v.Objects([*facts, *first]), ["count", "unique", "top", "freq"]
    parts = [0.25, 0.5, 0.75] if percentiles is None else sorted({*percentiles})
    quantiles = series.quantile(parts).tolist()
    shown = [f"{part * 100:.6g}%" for part in parts]
    if values.dtype.kind == "M":
        names = ["count", "mean", "min", *shown, "max"]
        return v.Objects([series.count(), series.mean(), series.min(), *quantiles, series.max()]), names
    facts = [series.count(), series.mean(), series.std(), series.min(), *quantiles, series.max()]
    values = v.Objects(facts) if values.dtype.kind == "m" else np.array(facts, dtype=np.float64)
    return values, ["count", "mean", "std", "min", *shown, "max"]


def memory_usage(obj, index=True):
    """The bytes that pandas' arrays take, without what objects take elsewhere."""
    columns = [obj._values] if obj.ndim == 1 else obj._data
    sizes = [_bytes(values) for values in columns]
    if obj.ndim == 1:
        return sizes[0] + index * _index_bytes(obj.index)
    from pandas._series import Series

    sizes, labels = ([_index_bytes(obj.index)] * index + sizes, ["Index"] * index + obj.columns.tolist())
    return Series(np.array(sizes, dtype=np.int64), index=labels)


def _bytes(values):
    if v.is_array(values):
        return len(values) * values.dtype.itemsize
    return len(values) + _bytes(values.categories._values) if v.is_category(values) else len(values) * 8


def _index_bytes(index):
    return 132 if isinstance(index, RangeIndex) else _bytes(index._values)


def info(obj, verbose=None):
    """Prints what the method `info` prints."""
    series = obj.ndim == 1
    frame = obj.to_frame() if series else obj
    index, names = obj.index, frame.columns.tolist()
    print(f"<class 'pandas.{type(obj).__name__}'>")
    labels = column_strings(index._values) if index.dtype == v.DATETIME else index.tolist()
    print(f"{type(index).__name__}: {len(labels)} entries{f', {labels[0]} to {labels[-1]}' if labels else ''}")
    if getattr(index, "freqstr", None):
        print(f"Freq: {index.freqstr}")
    if not names:
        print("Empty DataFrame")
        return
    dtypes = [str(values.dtype) for values in frame._data]
    if verbose is False:
        print(f"Columns: {len(names)} entries, {names[0]} to {names[-1]}")
    else:
        _list_columns(obj, frame, names, dtypes)
    print("dtypes: " + ", ".join(f"{dtype}({dtypes.count(dtype)})" for dtype in sorted(set(dtypes))))
    size = int(np.sum(memory_usage(frame)._values))
    unit = sum(size >= 1024**power for power in (1, 2, 3))
    levels = [index.get_level_values(level).dtype for level in range(index.nlevels)]
    more = "+" if "object" in dtypes or v.OBJECT in levels or v.STR in levels else ""
    print(f"memory usage: {size / 1024**unit:.1f}{more} {('bytes', 'KB', 'MB', 'GB')[unit]}")


def _list_columns(obj, frame, names, dtypes):
    series = obj.ndim == 1
    print(f"Series name: {obj.name}" if series else f"Data columns (total {len(names)} columns):")
    counts = [f"{np.sum(~v.isna(values))} non-null" for values in frame._data]
    rows = [(" # ", "Column", "Non-Null Count", "Dtype")]
    rows += [tuple("-" * len(header) for header in rows[0])]
    rows += zip((f" {i}" for i in range(len(names))), map(str, names), counts, dtypes)
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        print("  ".join([cell.ljust(width) for cell, width in zip(row, widths)][2 * series:]))

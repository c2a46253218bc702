"""Summaries of frames."""

import numpy as np

from pandas import _values as v
from pandas._format import column_strings
from pandas._index import Index, RangeIndex


def describe(frame, percentiles=None, include=None):
    from pandas._frame import DataFrame

    numeric = [i for i, values in enumerate(frame._data) if values.dtype.kind in "iufcM"]
    if include == "all":
        numeric = list(range(len(frame._data)))
    chosen = numeric or list(range(len(frame._data)))
    if not chosen:
        raise ValueError("Cannot describe a DataFrame without columns")
    facts = [frame._column(i).describe(percentiles) for i in chosen]
    # As pandas has it: those of the column that has the fewest come first.
    by_length = sorted((fact.index.tolist() for fact in facts), key=len)
    index = Index(list(dict.fromkeys(label for labels in by_length for label in labels)))
    return DataFrame._new(
        [fact.reindex(index)._values for fact in facts], frame.columns.take(chosen), index
    )


def info(obj):
    """Prints what the method `info` prints."""
    series = obj.ndim == 1
    frame = obj.to_frame() if series else obj
    index, names = obj.index, frame.columns.tolist()
    print(f"<class 'pandas.{type(obj).__name__}'>")
    labels = column_strings(index._values) if index.dtype == v.DATETIME else index.tolist()
    print(f"{type(index).__name__}: {len(labels)} entries{f', {labels[0]} to {labels[-1]}' if labels else ''}")
    if not names:
        print("Empty DataFrame")
        return
    print(f"Series name: {obj.name}" if series else f"Data columns (total {len(names)} columns):")
    dtypes = [str(values.dtype) for values in frame._data]
    counts = [f"{np.sum(~v.isna(values))} non-null" for values in frame._data]
    rows = [(" # ", "Column", "Non-Null Count", "Dtype")]
    rows += [tuple("-" * len(header) for header in rows[0])]
    rows += zip((f" {i}" for i in range(len(names))), map(str, names), counts, dtypes)
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        print("  ".join([cell.ljust(width) for cell, width in zip(row, widths)][2 * series:]))
    print("dtypes: " + ", ".join(f"{dtype}({dtypes.count(dtype)})" for dtype in sorted(set(dtypes))))
    # The bytes of pandas' arrays, and more where there are objects.
    columns = frame._data if isinstance(index, RangeIndex) else [index._values, *frame._data]
    size = sum(len(values) * (values.dtype.itemsize if v.is_array(values) else 8) for values in columns)
    size += 132 * isinstance(index, RangeIndex)
    unit = sum(size >= 1024**power for power in (1, 2, 3))
    more = "+" if "object" in dtypes or index.dtype in (v.OBJECT, v.STR) else ""
    print(f"memory usage: {size / 1024**unit:.1f}{more} {('bytes', 'KB', 'MB', 'GB')[unit]}")

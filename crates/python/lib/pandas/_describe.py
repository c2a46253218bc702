"""Summaries of frames."""

import numpy as np

from pandas import _values as v
from pandas._index import Index


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


def info(frame):
    """Prints what `DataFrame.info` prints, without the use of memory, which is not pandas' here."""
    from pandas._format import index_repr

    print("<class 'pandas.DataFrame'>")
    labels = frame.index.tolist()
    kind = type(frame.index).__name__
    span = f", {labels[0]} to {labels[-1]}" if labels else ""
    print(f"{kind}: {len(labels)} entries{span}")
    if not len(frame.columns):
        print("Empty DataFrame")
        return
    print(f"Data columns (total {len(frame.columns)} columns):")
    rows = [
        (str(i), str(name), f"{int(np.sum(~v.isna(values)))} non-null", str(values.dtype))
        for i, (name, values) in enumerate(zip(frame.columns.tolist(), frame._data))
    ]
    headers = (" # ", "Column", "Non-Null Count", "Dtype")
    widths = [max(len(header), *(len(row[i]) + (i == 0) for row in rows)) for i, header in enumerate(headers)]
    print("  ".join(header.ljust(width) for header, width in zip(headers, widths)))
    print("  ".join(("-" * len(header.strip() if i else "---")).ljust(width) for i, (header, width) in enumerate(zip(headers, widths))))
    for row in rows:
        cells = [(" " + row[0]).ljust(widths[0])] + [cell.ljust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells))
    counts = {}
    for *_, dtype in rows:
        counts[dtype] = counts.get(dtype, 0) + 1
    print("dtypes: " + ", ".join(f"{dtype}({counts[dtype]})" for dtype in sorted(counts)))

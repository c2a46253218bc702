"""Columns, index and labels of what a frame is made of."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, RangeIndex, as_index, of_keys
from pandas._series import Series
from pandas._shared import is_frame


class Table:
    """The values of a frame whose columns have different types, row by row."""

    ndim = 2

    def __init__(self, rows, shape):
        self.rows = rows
        self.shape = shape
        self.dtype = v.OBJECT

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return (v.Objects(row) for row in self.rows)

    def __getitem__(self, key):
        if isinstance(key, tuple):
            rows, column = key
            picked = self.rows[rows]
            return [row[column] for row in picked] if isinstance(rows, slice) else picked[column]
        return v.Objects(self.rows[key]) if isinstance(key, int) else Table(self.rows[key], (len(self.rows[key]), self.shape[1]))

    def tolist(self):
        return [list(row) for row in self.rows]

    def astype(self, dtype):
        return np.array(self.rows, dtype=dtype)

    def __array__(self, dtype=None, copy=None):
        v.check_texts(item for row in self.rows for item in row)
        return np.array(self.rows, dtype=dtype)

    def __repr__(self):
        lines = ",\n       ".join("[" + ", ".join(map(repr, row)) + "]" for row in self.rows)
        return f"array([{lines}], dtype=object)"

    def __str__(self):
        return "[" + "\n ".join("[" + " ".join(map(repr, row)) + "]" for row in self.rows) + "]"


def constructed(data, index, columns):
    """Columns' values, index and column labels for what is given to the constructor."""
    if is_frame(data):
        frame = data if index is None and columns is None else data.reindex(index=index, columns=columns)
        return list(frame._data), frame.index, frame._columns
    if data is None:
        data = {}
    if isinstance(data, Series):
        name = data.name if data.name is not None else 0
        if columns is not None and data.name is None:
            name = list(columns)[0]
        return [data._values], data.index, Index([name]) if name != 0 else RangeIndex(1)
    if isinstance(data, dict):
        return _from_dict(data, index, columns)
    if isinstance(data, (np.ndarray, Table)):
        return _from_array(data, index, columns)
    if isinstance(data, str) or not hasattr(data, "__iter__"):
        raise ValueError("DataFrame constructor not properly called!")
    data = list(data)
    if not data:
        return _from_dict({}, index, columns)
    first = data[0]
    if isinstance(first, dict):
        names = list(dict.fromkeys(name for row in data for name in row)) if columns is None else list(columns)
        data, index = _fitted(data, index)
        named = {name: v.infer([row.get(name, v.nan) for row in data]) for name in names}
        return list(named.values()), as_index(index, len(data)), as_index(names) if names else RangeIndex(0)
    if isinstance(first, Series):
        names = list(dict.fromkeys(label for row in data for label in row.index.tolist()))
        if index is None:
            labels = [row.name for row in data]
            index = labels if any(label is not None for label in labels) else None
        named = [v.infer([row.get(name, v.nan) for row in data]) for name in names]
        return named, as_index(index, len(data)), as_index(names)
    if isinstance(first, (list, tuple, np.ndarray)):
        width = max(map(len, data))
        if columns is None and hasattr(first, "_fields"):
            columns = first._fields
        if columns is not None and len(list(columns)) != width:
            raise ValueError(f"{len(list(columns))} columns passed, passed data had {width} columns")
        data, index = _fitted(data, index)
        named = [v.infer([row[i] if i < len(row) else None for row in data]) for i in range(width)]
        return named, as_index(index, len(data)), as_index(columns, width)
    return _from_array(v.infer(data), index, columns)


def _fitted(rows, index):
    """Rows for an index: one alone stands for all of them."""
    index = None if index is None else as_index(index, len(rows))
    if index is None or len(index) == len(rows):
        return rows, index
    if len(rows) > 1:
        raise ValueError(f"Length of values ({len(rows)}) does not match length of index ({len(index)})")
    return rows * len(index), index


def _from_array(array, index, columns):
    if array.ndim == 0:
        raise ValueError("DataFrame constructor not properly called!")
    if isinstance(array, Table):
        named = [v.infer(column) for column in zip(*array.rows)]
    elif array.ndim == 1:
        named = [v.as_values(array)]
    elif array.ndim == 2:
        named = [v.as_values(array[:, i]) for i in range(array.shape[1])]
    else:
        raise ValueError(f"Must pass 2-d input. shape={array.shape}")
    given = (len(index) if index is not None else len(array), len(list(columns)) if columns is not None else len(named))
    if given != (len(array), len(named)):
        raise ValueError(f"Shape of passed values is {(len(array), len(named))}, indices imply {given}")
    return named, as_index(index, len(array)), as_index(columns, len(named))


def _from_dict(data, index, columns):
    names = list(data) if columns is None else list(columns)
    given = {name: Series(part) if isinstance(part, dict) else part for name, part in data.items() if name in names}
    if index is None:
        index = _common_index(given)
    index = as_index(index, 0)
    named = []
    for name in names:
        part = given.get(name, v.Objects([v.nan] * len(index)))
        if isinstance(part, Series):
            named.append((part if part.index.equals(index) else part.reindex(index))._values)
        elif v.is_scalar(part):
            named.append(v.full(part, len(index)))
        else:
            values = np.array([]) if isinstance(part, list) and not part else v.as_values(part)
            if len(values) != len(index):
                raise ValueError(
                    f"Length of values ({len(values)}) does not match length of index ({len(index)})"
                )
            named.append(values)
    if columns is not None:
        return named, index, as_index(columns)
    return named, index, of_keys(names) if names else RangeIndex(0)


def _common_index(given):
    series = [part for part in given.values() if isinstance(part, Series)]
    if series:
        index = series[0].index
        for other in series[1:]:
            index = index.union(other.index)
        return index
    lengths = {
        len(part)
        for part in given.values()
        if not v.is_scalar(part) and hasattr(part, "__len__")
    }
    if len(lengths) > 1:
        raise ValueError("All arrays must be of the same length")
    if not lengths:
        if given:
            raise ValueError("If using all scalar values, you must pass an index")
        return RangeIndex(0)
    return RangeIndex(lengths.pop())

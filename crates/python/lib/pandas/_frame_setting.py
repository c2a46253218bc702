"""What is written into frames: columns, rows, cells."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, RangeIndex, as_index, joined
from pandas._multi_index import MultiIndex
from pandas._locate import _is_mask
from pandas._series import Series
from pandas._shared import is_frame
from pandas._warn import chained_assignment, is_temporary


class Setting:
    """The part of frames that changes them."""

    def __setitem__(self, key, value):
        if is_temporary(self, 1, 4):
            chained_assignment()
        if is_frame(key):
            self._set_where(key, value)
        elif v.is_scalar(key) or isinstance(key, tuple):
            self._set_column(key, self._aligned(value))
        elif _is_mask(key) or isinstance(key, slice):
            self.loc[key] = value
        else:
            names = list(key)
            parts = _parts(value, len(names))
            for name, part in zip(names, parts):
                self._set_column(name, self._aligned(part))

    def _set_column(self, name, values):
        if name in self._columns:
            for position in self._columns.positions_of(name):
                self._data[position] = values
        else:
            self._data.append(values)
            labels = self._columns.tolist() + [name]
            if isinstance(self._columns, MultiIndex):
                if not isinstance(name, tuple):
                    labels[-1] = (name,) + ("",) * (self._columns.nlevels - 1)
                columns = MultiIndex(labels, self._columns.names)
            else:
                columns = Index(labels, name=self._columns.name)
            object.__setattr__(self, "_columns", columns)

    def _aligned(self, value):
        """Whatever is assigned to a column as values for these rows."""
        if is_frame(value):
            value = value._column(0)
        if isinstance(value, dict):
            value = Series(value)
        if len(self._columns) == 0 and len(self.index) == 0 and not v.is_scalar(value):
            object.__setattr__(self, "index", value.index if isinstance(value, Series) else RangeIndex(len(value)))
        if isinstance(value, Series):
            return (value if value.index.equals(self.index) else value.reindex(self.index))._values
        if v.is_scalar(value):
            return v.full(value, len(self))
        values = v.as_values(value)
        if len(values) != len(self):
            raise ValueError(
                f"Length of values ({len(values)}) does not match length of index ({len(self)})"
            )
        return values

    def _set_cells(self, rows, columns, value):
        if is_frame(value):
            parts = [value._column(i).reindex(self.index.take(rows))._values for i in range(len(value.columns))]
        elif isinstance(value, Series) and len(columns) > 1 and len(rows) == 1:
            parts = value.reindex(self._columns.take(columns)).tolist()
        elif isinstance(value, Series):
            parts = [value.reindex(self.index.take(rows))] * len(columns)
        elif isinstance(value, dict):
            parts = [value[name] for name in self._columns.take(columns).tolist()]
        elif hasattr(value, "__len__") and not isinstance(value, str):
            array = value if not isinstance(value, np.ndarray) else value.tolist()
            if len(array) and hasattr(array[0], "__len__") and not isinstance(array[0], str):
                parts = list(map(list, zip(*array)))
            elif len(columns) > 1:
                if len(array) != len(columns):
                    raise ValueError("Must have equal len keys and value when setting with an iterable")
                parts = list(array)
            else:
                parts = [list(array)]
        else:
            parts = [value] * len(columns)
        for column, part in zip(columns, parts):
            series = self._column(column)
            series._set_positions(rows, part)
            self._data[column] = series._values

    def _set_where(self, hits, value):
        """Overwrites the cells at which a frame of bools is true."""
        hits = hits.reindex(index=self.index, columns=self._columns, fill_value=False)
        for column, name in enumerate(self._columns.tolist()):
            rows = np.flatnonzero(hits._data[column])
            if len(rows):
                part = value[[name]] if is_frame(value) else value[rows, column] if np.ndim(value) == 2 else value
                self._set_cells(rows, [column], part)

    def _append_row(self, label, value):
        whole = isinstance(value, Series)
        value = value.to_dict() if whole else value
        if isinstance(value, dict):
            items = [value.get(name, v.nan) for name in self._columns.tolist()]
        elif v.is_scalar(value):
            items = [value] * len(self._columns)
        else:
            items = list(value)
            if len(items) != len(self._columns):
                raise ValueError("cannot set a row with mismatched columns")
        if whole:
            # A row of one type, such as `frame.sum()`, brings floats for whole numbers.
            items = [
                int(item) if values.dtype.kind in "iu" and isinstance(item, float) and item % 1 == 0 else item
                for values, item in zip(self._data, items)
            ]
        data = [v.concatenate([values, v.infer([item])]) for values, item in zip(self._data, items)]
        object.__setattr__(self, "_data", data)
        if isinstance(self.index, RangeIndex) and len(self.index):
            object.__setattr__(self, "index", self.index.insert(len(self.index), label))
            return
        added = as_index([label])
        added = added.renamed(self.index.name) if added.nlevels == 1 else added
        object.__setattr__(self, "index", joined([self.index, added]))

    def insert(self, loc, column, value, allow_duplicates=False):
        if column in self._columns:
            raise ValueError(f"cannot insert {column}, already exists")
        if not -len(self._data) <= loc <= len(self._data):
            raise IndexError(f"loc must be an integer between -{len(self._data)} and {len(self._data)}")
        self._set_column(column, self._aligned(value))
        order = list(range(len(self._data) - 1))
        order.insert(loc, len(self._data) - 1)
        moved = self._take_columns(order)
        object.__setattr__(self, "_data", moved._data)
        object.__setattr__(self, "_columns", moved._columns)

    def pop(self, item):
        series = self[item]
        self.__delitem__(item)
        return series

    def __delitem__(self, name):
        gone = set(self._columns.positions_of(name))
        kept = self._take_columns([i for i in range(len(self._data)) if i not in gone])
        object.__setattr__(self, "_data", kept._data)
        object.__setattr__(self, "_columns", kept._columns)

    def assign(self, **columns):
        result = self.copy()
        for name, value in columns.items():
            result[name] = value(result) if callable(value) else value
        return result

    def reindex(self, labels=None, *, index=None, columns=None, axis=0, method=None, fill_value=v.nan, limit=None):
        index = labels if index is None and axis in (0, "index") else index
        columns = labels if columns is None and axis in (1, "columns") else columns
        result = self
        if index is not None:
            index = self.index.target(index)
            positions = self.index.indexer(index, method, limit)
            result = self._new([v.take(values, positions, fill_value) for values in self._data], self._columns, index)
        if columns is not None:
            columns = self._columns.target(columns)
            blank = lambda: v.full(fill_value, len(result))
            data = [
                blank() if position < 0 else result._data[position]
                for position in self._columns.get_indexer(columns.tolist()).tolist()
            ]
            result = self._new(data, columns, result.index)
        return result


def _parts(value, count):
    """What is assigned to several columns, column by column."""
    if is_frame(value):
        parts = [value._column(i) for i in range(len(value.columns))]
    elif v.is_scalar(value):
        parts = [value] * count
    else:
        array = np.asarray(value)
        parts = [array[:, i] for i in range(array.shape[1])] if array.ndim == 2 else array.tolist()
    if len(parts) != count:
        raise ValueError("Columns must be same length as key")
    return parts

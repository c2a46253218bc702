"""Order and labels of frames' rows and columns."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, RangeIndex, ranged
from pandas._multi_index import MultiIndex
from pandas._series import Series, kept_positions, relabelled, repeated, same_items
from pandas._shared import is_frame


class Labels:
    """The part of frames that sorts, renames and drops."""

    def sort_values(self, by, axis=0, ascending=True, na_position="last", ignore_index=False, key=None, kind=None, inplace=False):
        if self._axis(axis):
            result = self._take_columns(self.T._order(by, ascending, na_position, key))
            result = result.set_axis(RangeIndex(len(result.columns)), axis=1) if ignore_index else result
        else:
            result = self._take(self._order(by, ascending, na_position, key))
            result = result.reset_index(drop=True) if ignore_index else result
        return self._finish(result, inplace, deprecated="sort_values")

    def _order(self, by, ascending, na_position, key):
        """The positions of the rows, sorted by columns."""
        names = [by] if v.is_scalar(by) or isinstance(by, tuple) else list(by)
        directions = list(ascending) if isinstance(ascending, (list, tuple)) else [ascending] * len(names)
        if len(directions) != len(names):
            raise ValueError(f"Length of ascending ({len(directions)}) != length of by ({len(names)})")
        order = np.arange(len(self))
        for name, direction in reversed(list(zip(names, directions))):
            column = self._key_column(name)
            values = (key(column) if key else column)._values
            order = order[v.argsort(v.take(values, order), direction, na_position)]
        return order

    def _key_column(self, name):
        if name not in self._columns and name in self.index.names:
            return Series._new(self.index.get_level_values(name)._values, self.index, name)
        return self[name]

    def set_index(self, keys, drop=True, append=False, inplace=False):
        single = v.is_scalar(keys) or isinstance(keys, (Series, Index, np.ndarray))
        keys = [keys] if single else list(keys)
        names = [key for key in keys if v.is_scalar(key)]
        unknown = [name for name in names if name not in self._columns]
        if unknown:
            raise KeyError(f"None of {unknown} are in the columns")
        columns = [self[key] if v.is_scalar(key) else Series(key) for key in keys]
        if append:
            levels = [self.index.get_level_values(level) for level in range(self.index.nlevels)]
            columns = [Series(level._values, name=level.name) for level in levels] + columns
        if len(columns) == 1:
            index = Index(columns[0]._values, name=columns[0].name, tupleize_cols=False)
            index = ranged(index._values, index.name) if len(index) > 1 else index
        else:
            index = MultiIndex.from_arrays([column._values for column in columns], [column.name for column in columns])
        gone = {i for name in names for i in self._columns.positions_of(name)} if drop else set()
        result = self._take_columns([i for i in range(len(self._data)) if i not in gone])
        return self._finish(self._new(result._data, result._columns, index), inplace, deprecated="set_index")

    def reset_index(self, level=None, drop=False, names=None, inplace=False):
        fresh = RangeIndex(len(self))
        inserted, kept = list(range(self.index.nlevels)), fresh
        if level is not None and self.index.nlevels > 1:
            levels = [level] if v.is_scalar(level) else list(level)
            inserted = sorted(self.index.level_number(one) for one in levels)
            kept = self.index.droplevel(inserted) if len(inserted) < self.index.nlevels else fresh
        if drop:
            return self._finish(self._new(self._data, self._columns, kept), inplace, deprecated="reset_index")
        labels, columns = [], []
        for number in inserted:
            values = self.index.get_level_values(number)
            default = "index" if self.index.nlevels == 1 else f"level_{number}"
            labels.append(default if self.index.names[number] is None else self.index.names[number])
            columns.append(values._values)
        if names is not None:
            labels = [names] if v.is_scalar(names) else list(names)
        if isinstance(self._columns, MultiIndex):
            labels = [(label,) + ("",) * (self._columns.nlevels - 1) for label in labels]
            all_labels = MultiIndex(labels + self._columns.tolist(), self._columns.names)
        else:
            all_labels = Index(labels + self._columns.tolist(), name=self._columns.name)
        return self._finish(self._new(columns + self._data, all_labels, kept), inplace, deprecated="reset_index")

    def rename(self, mapper=None, *, index=None, columns=None, axis=0, inplace=False, errors="ignore", level=None):
        v.refuse("rename", level=level)
        if mapper is not None:
            index, columns = (None, mapper) if axis in (1, "columns") else (mapper, None)

        def changed(labels, change):
            if change is None:
                return labels
            if errors == "raise" and not callable(change):
                absent = [label for label in change if label not in labels]
                if absent:
                    raise KeyError(f"{absent} not found in axis")
            return relabelled(labels, change if callable(change) else lambda label: change.get(label, label))

        result = self._new(self._data, changed(self._columns, columns), changed(self.index, index))
        return self._finish(result, inplace, deprecated="rename")

    def rename_axis(self, mapper=..., *, index=..., columns=..., axis=0, inplace=False):
        if mapper is not ...:
            index, columns = (..., mapper) if self._axis(axis) else (mapper, ...)
        rows = self.index if index is ... else _with_names(self.index, index)
        names = self._columns if columns is ... else _with_names(self._columns, columns)
        return self._finish(self._new(self._data, names, rows), inplace, deprecated="rename_axis")

    def add_prefix(self, prefix):
        return self.rename(columns=lambda name: f"{prefix}{name}")

    def add_suffix(self, suffix):
        return self.rename(columns=lambda name: f"{name}{suffix}")

    def drop(self, labels=None, axis=0, index=None, columns=None, errors="raise", inplace=False):
        if labels is not None:
            index, columns = (None, labels) if self._axis(axis) else (labels, None)

        def listed(labels):
            return [labels] if v.is_scalar(labels) or isinstance(labels, tuple) else list(labels)

        result = self
        if index is not None:
            result = result._take(kept_positions(result.index, listed(index), errors))
        if columns is not None:
            result = result._take_columns(kept_positions(result._columns, listed(columns), errors))
        return self._finish(result, inplace, deprecated="drop")

    def drop_duplicates(self, subset=None, keep="first", ignore_index=False, inplace=False):
        result = self[~self.duplicated(subset, keep)]
        return self._finish(result.reset_index(drop=True) if ignore_index else result, inplace, deprecated="drop_duplicates")

    def duplicated(self, subset=None, keep="first"):
        subset = [subset] if subset is not None and v.is_scalar(subset) else subset
        absent = [name for name in subset or [] if name not in self._columns]
        if absent:
            raise KeyError(Index(absent))
        frame = self if subset is None else self[list(subset)]
        rows = [tuple("\0NaN" if v.is_missing(item) else item for item in row) for row in zip(*(c.tolist() for c in frame._data))]
        return Series._new(repeated(rows, keep), self.index)

    def astype(self, dtype, copy=True, errors="raise"):
        if isinstance(dtype, dict):
            for name in dtype:
                if name not in self._columns:
                    raise KeyError(
                        f"Only a column name can be used for the key in a dtype mappings argument. '{name}' not found in columns."
                    )
            return self._like([
                _cast(values, dtype[name], name) if name in dtype else values
                for name, values in zip(self._columns.tolist(), self._data)
            ])
        return self._columnwise(lambda values: v.cast(values, dtype))

    def explode(self, column, ignore_index=False):
        position = self._columns.positions_of(column)[0]
        rows, items = [], []
        for row, value in enumerate(self._data[position].tolist()):
            for item in (value or [v.nan]) if isinstance(value, (list, tuple, np.ndarray, set)) else [value]:
                rows.append(row)
                items.append(item)
        result = self._take(rows)
        texts = v.infer(items)
        result._data[position] = texts if texts.dtype == v.STR or self._data[position].dtype != object else v.Objects(items)
        return result.reset_index(drop=True) if ignore_index else result

    def equals(self, other):
        return (
            is_frame(other)
            and self.index.equals(other.index)
            and self._columns.equals(other.columns)
            and all(same_items(a.tolist(), b.tolist()) and a.dtype == b.dtype for a, b in zip(self._data, other._data))
        )


def _with_names(labels, names):
    """Labels under other names, which a function or a dictionary may make of the old ones."""
    if callable(names) or isinstance(names, dict):
        change = names if callable(names) else lambda name: names.get(name, name)
        names = list(map(change, labels.names))
        return labels.renamed(names if labels.nlevels > 1 else names[0])
    return labels.renamed(names if labels.nlevels > 1 or not isinstance(names, list) else names[0])


def _cast(values, dtype, name):
    try:
        return v.cast(values, dtype)
    except (ValueError, TypeError) as error:
        error.args = (f"{error}: Error while type casting for column '{name}'",)
        raise

"""Labels of several levels."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, RangeIndex, _hashable


class FrozenList(list):
    """What belongs to an index and is not changed, shown as lists."""

    def __repr__(self):
        return f"FrozenList({[one.tolist() if isinstance(one, Index) else one for one in self]!r})"

    __str__ = __repr__

    def _refuse(self, *_, **__):
        raise TypeError("'FrozenList' does not support mutable operations.")

    __setitem__ = __delitem__ = append = extend = insert = pop = remove = sort = __iadd__ = _refuse


def _category(values):
    return None if v.is_array(values) or not v.is_category(values) else values.dtype


class MultiIndex(Index):
    """Labels of several levels: tuples."""

    def __init__(self, tuples, names=None, dtypes=None):
        tuples = [tuple(item) for item in tuples]
        self._values = v.Objects(tuples)
        self.nlevels = len(names) if names is not None else len(tuples[0]) if tuples else 1
        self._names = list(names) if names is not None else [None] * self.nlevels
        # The types of levels that their labels do not show: categories.
        self.dtypes = dtypes or [None] * self.nlevels

    @classmethod
    def from_tuples(cls, tuples, names=None):
        return cls(tuples, names)

    @classmethod
    def from_arrays(cls, arrays, names=None):
        if names is None:
            names = [getattr(array, "name", None) for array in arrays]
        columns = [v.as_values(array) for array in arrays]
        return cls(list(zip(*(column.tolist() for column in columns))), names, list(map(_category, columns)))

    @classmethod
    def from_frame(cls, df, names=None):
        return cls.from_arrays(df._data, names or df.columns.tolist())

    @classmethod
    def from_product(cls, iterables, names=None):
        tuples = [()]
        for items in iterables:
            tuples = [head + (item,) for head in tuples for item in items]
        return cls(tuples, names or [getattr(items, "name", None) for items in iterables])

    @property
    def name(self):
        return None

    @name.setter
    def name(self, name):
        if name is not None:
            self._names = list(name)

    @property
    def names(self):
        return FrozenList(self._names)

    @names.setter
    def names(self, names):
        self._names = list(names)

    def _with(self, values):
        return MultiIndex(values.tolist(), self._names, self.dtypes)

    def renamed(self, names):
        return MultiIndex(self.tolist(), names or [None] * self.nlevels, self.dtypes)

    def set_names(self, names, level=None):
        if level is None:
            return self.renamed(names)
        changed = list(self._names)
        changed[self.level_number(level)] = names
        return self.renamed(changed)

    def map(self, function):
        function = function if callable(function) else function.get
        return Index([function(label) for label in self.tolist()])

    def level_number(self, level):
        if level in self._names:
            return self._names.index(level)
        if not isinstance(level, int):
            raise KeyError(f"Level {level} not found")
        if level >= self.nlevels:
            raise IndexError(f"Too many levels: Index has only {self.nlevels} levels, not {level + 1}")
        if level < -self.nlevels:
            raise IndexError(f"Too many levels: Index has only {self.nlevels} levels, {level} is not a valid level number")
        return level % self.nlevels

    def get_level_values(self, level):
        number = self.level_number(level)
        labels = [label[number] for label in self.tolist()]
        return Index(labels, name=self._names[number], dtype=self.dtypes[number])

    @property
    def levels(self):
        levels = [self.get_level_values(i).unique() for i in range(self.nlevels)]
        return FrozenList(level.take(level.argsort()) for level in levels)

    levshape = property(lambda self: tuple(map(len, self.levels)))

    def unique(self, level=None):
        return Index.unique(self) if level is None else self.get_level_values(level).unique()

    def sortlevel(self, level=0, ascending=True):
        """The index sorted by a level first, and the positions in that order."""
        first = self.level_number(level)
        order = [first, *(number for number in range(self.nlevels) if number != first)]
        positions = self.reorder_levels(order).argsort(ascending)
        return self.take(positions), positions

    def swaplevel(self, i=-2, j=-1):
        order = list(range(self.nlevels))
        i, j = self.level_number(i), self.level_number(j)
        order[i], order[j] = order[j], order[i]
        return self.reorder_levels(order)

    def reorder_levels(self, order):
        numbers = [self.level_number(one) for one in order]
        tuples = [tuple(label[number] for number in numbers) for label in self.tolist()]
        return MultiIndex(tuples, [self._names[n] for n in numbers], [self.dtypes[n] for n in numbers])

    def to_frame(self, index=True, name=None):
        from pandas._frame import DataFrame

        columns = [self.get_level_values(number) for number in range(self.nlevels)]
        labels = [number if one is None else one for number, one in enumerate(name or self._names)]
        return DataFrame._new([column._values for column in columns], Index(labels), self if index else RangeIndex(len(self)))

    def __getitem__(self, key):
        if hasattr(key, "__index__") and not hasattr(key, "__len__"):
            # One label alone has numbers of NumPy's, in lists they are Python's.
            label = Index.__getitem__(self, key)
            return tuple(np.array(item)[()] if isinstance(item, (int, float)) else item for item in label)
        return Index.__getitem__(self, key)

    def is_partial(self, label):
        return not isinstance(label, tuple) or len(label) < self.nlevels

    def droplevel(self, level=0):
        gone = {self.level_number(one) for one in (level if isinstance(level, list) else [level])}
        kept = [number for number in range(self.nlevels) if number not in gone]
        if len(kept) == 1:
            return self.get_level_values(kept[0])
        return self.reorder_levels(kept)

    def positions_of(self, label):
        if not isinstance(label, tuple):
            label = (label,)
        if len(label) == self.nlevels:
            return Index.positions_of(self, label)
        found = [i for i, item in enumerate(self.tolist()) if item[: len(label)] == label]
        if not found:
            raise KeyError(label[0] if len(label) == 1 else label)
        return found

    def slice_positions(self, start, stop):
        """The rows between two labels, which may name outer levels only."""
        labels = self.tolist()
        if self.argsort().tolist() != list(range(len(labels))):
            from pandas.errors import UnsortedIndexError

            ends = [end for end in (start, stop) if end is not None]
            depth = max((len(end) if isinstance(end, tuple) else 1 for end in ends), default=1)
            raise UnsortedIndexError(f"Key length ({depth}) was greater than MultiIndex lexsort depth (0)")
        start, stop = (end if end is None or isinstance(end, tuple) else (end,) for end in (start, stop))
        low = 0 if start is None else sum(1 for label in labels if label[: len(start)] < start)
        high = len(labels) if stop is None else sum(1 for label in labels if label[: len(stop)] <= stop)
        return low, high

    def __contains__(self, label):
        try:
            self.positions_of(label)
        except (KeyError, TypeError):
            return False
        return True

    def argsort(self, ascending=True, na_position="last"):
        order, several = list(range(len(self))), isinstance(ascending, (list, tuple))
        for level in reversed(range(self.nlevels)):
            values = self.get_level_values(level)._values
            labels, rank = list(map(_hashable, values.tolist())), {}
            for place, position in enumerate(v.argsort(values).tolist()):
                rank.setdefault(labels[position], place)
            order.sort(key=lambda i: rank[labels[i]], reverse=not (ascending[level] if several else ascending))
        return np.array(order, dtype=np.int64)

"""The labels of rows and columns."""

import operator as _operator

import numpy as np

from pandas import _values as v
from pandas._dtypes import DATETIME, TIMEDELTA, CategoricalDtype, PeriodDtype


class _Kinds(type):
    """`Index(data)` makes an index of the kind the data asks for."""

    def __call__(cls, *args, **kwargs):
        return _index_of(*args, **kwargs) if cls is Index else type.__call__(cls, *args, **kwargs)


def _index_of(data=None, dtype=None, name=None, copy=False, tupleize_cols=True):
    if isinstance(data, Index):
        return data.renamed(data.name if name is None else name)
    if isinstance(data, range):
        return RangeIndex(data, name=name)
    if data is not None and v.is_scalar(data):
        raise TypeError(f"Index(...) must be called with a collection of some kind, {data!r} was passed")
    if name is None:
        name = getattr(data, "name", None)
    values = v.as_values([] if data is None else data, dtype)
    if isinstance(values, v.Objects):
        items = values.items
        if items and all(type(item) is tuple for item in items) and tupleize_cols:
            from pandas._multi_index import MultiIndex

            return MultiIndex(items)
    return _plain(values, name)


class Index(metaclass=_Kinds):
    """Labels, one for each row or column."""

    nlevels = 1
    ndim = 1

    @property
    def values(self):
        return self._values

    def to_numpy(self, dtype=None):
        return self._values if dtype is None else v.cast(self._values, dtype)

    @property
    def dtype(self):
        return self._values.dtype

    @property
    def names(self):
        from pandas._multi_index import FrozenList

        return FrozenList([self.name])

    @names.setter
    def names(self, names):
        (self.name,) = names

    @property
    def shape(self):
        return (len(self),)

    @property
    def size(self):
        return len(self)

    @property
    def empty(self):
        return len(self) == 0

    def __len__(self):
        return len(self._values)

    def tolist(self):
        return self._values.tolist()

    to_list = tolist

    def __iter__(self):
        return iter(self.tolist())

    def __contains__(self, label):
        try:
            return label in self._positions()
        except TypeError:
            return False

    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._with(self._values[key])
        if key is Ellipsis:
            return self
        if hasattr(key, "__index__") and not hasattr(key, "__len__"):
            return self._values[_operator.index(key)]
        return self._with(self._values[_mask_or_positions(key)])

    def _with(self, values):
        """An index of the same kind and name with other values."""
        return _plain(values, self.name)

    def take(self, positions):
        return self._with(v.take(self._values, positions))

    def renamed(self, name):
        copy = self._with(self._values)
        copy.name = name
        return copy

    def rename(self, name):
        return self.renamed(name)

    def set_names(self, names, level=None):
        return self.renamed(names[0] if isinstance(names, list) else names)

    def copy(self):
        return self.renamed(self.name)

    def astype(self, dtype):
        return Index(v.cast(self._values, dtype), name=self.name)

    def map(self, function):
        if not callable(function):
            table = function
            function = lambda label: table.get(label, v.nan)
        return Index([function(label) for label in self.tolist()], name=self.name)

    def _positions(self):
        """Label to positions."""
        table = getattr(self, "_table", None)
        if table is None:
            table = self._table = {}
            for position, label in enumerate(self.tolist()):
                table.setdefault(_hashable(label), []).append(position)
        return table

    def positions_of(self, label):
        """Where a label stands: a list.

        Raises KeyError for a label there is not.
        """
        found = self._positions().get(_hashable(self._as_label(label)))
        if found is None:
            raise KeyError(label)
        return found

    def _as_label(self, label):
        return label

    def get_loc(self, label):
        found = self.positions_of(label)
        if len(found) == 1:
            return found[0]
        if found == list(range(found[0], found[-1] + 1)):
            return slice(found[0], found[-1] + 1)
        mask = np.zeros(len(self), dtype=bool)
        mask[np.array(found)] = True
        return mask

    def get_indexer(self, labels):
        """The position of each label, -1 for those that are not here."""
        table = self._positions()
        found = [table.get(_hashable(self._as_label(label)), (-1,))[0] for label in labels]
        return np.array(found, dtype=np.int64)

    def target(self, labels):
        """What labels to be conformed to are as an index."""
        if isinstance(labels, Index):
            return labels
        index = as_index(labels)
        return index if index.nlevels > 1 else self._with(index._values).renamed(self.name) if index.dtype == self.dtype else index.renamed(self.name)

    def indexer(self, target, method=None, limit=None):
        """The position of each label of another index; with a method, where there is none, of the one before or after it."""
        if not self.is_unique:
            raise ValueError("cannot reindex on an axis with duplicate labels")
        if method is None:
            return self.get_indexer(target.tolist())
        from bisect import bisect_left, bisect_right

        labels, last = self.tolist(), len(self)
        if not self.is_monotonic_increasing:
            raise ValueError("index must be monotonic increasing or decreasing")
        before = [bisect_right(labels, label) - 1 for label in target.tolist()]
        after = [bisect_left(labels, label) for label in target.tolist()]
        after = [place if place < last else -1 for place in after]
        if method in ("ffill", "pad"):
            return np.array(_limited(before, labels, target.tolist(), limit), dtype=np.int64)
        if method in ("bfill", "backfill"):
            return np.array(_limited(after[::-1], labels, target.tolist()[::-1], limit)[::-1], dtype=np.int64)
        pairs = zip(before, after, target.tolist())
        nearest = [a if b < 0 or a >= 0 and labels[a] - label <= label - labels[b] else b for b, a, label in pairs]
        return np.array(nearest, dtype=np.int64)

    def slice_positions(self, start, stop):
        """The rows of `loc[start:stop]`, both ends included."""
        start, stop = (None if end is None else self._as_label(end) for end in (start, stop))
        try:
            low = 0 if start is None else self.positions_of(start)[0]
            high = len(self) if stop is None else self.positions_of(stop)[-1] + 1
            return low, high
        except KeyError:
            labels = self.tolist()
            if not self.is_monotonic_increasing:
                raise
            low = 0 if start is None else sum(1 for label in labels if label < start)
            high = len(labels) if stop is None else sum(1 for label in labels if label <= stop)
            return low, high

    @property
    def is_unique(self):
        return len(self._positions()) == len(self)

    has_duplicates = property(lambda self: not self.is_unique)

    @property
    def is_monotonic_increasing(self):
        return _is_sorted(self.tolist())

    @property
    def is_monotonic_decreasing(self):
        return _is_sorted(self.tolist()[::-1])

    def is_partial(self, label):
        """Whether a label names a part of the index, however few labels that holds."""
        return False

    def equals(self, other):
        return isinstance(other, Index) and len(self) == len(other) and all(
            a == b or (v.is_missing(a) and v.is_missing(b)) for a, b in zip(self.tolist(), other.tolist())
        )

    identical = equals

    def argsort(self, ascending=True, na_position="last"):
        return v.argsort(self._values, ascending, na_position)

    def sort_values(self, ascending=True):
        return self.take(self.argsort(ascending))

    def unique(self):
        return self.take([positions[0] for positions in self._positions().values()])

    def duplicated(self, keep="first"):
        return self.to_series().duplicated(keep)._values

    def isin(self, values, level=None):
        wanted = set(values)
        return np.array([label in wanted for label in self.tolist()], dtype=bool)

    def isna(self):
        return v.isna(self._values)

    def notna(self):
        return ~self.isna()

    def union(self, other, sort=None):
        if self.equals(other):
            return self
        labels = list(dict.fromkeys(self.tolist() + Index(other).tolist()))
        try:
            labels = sorted(labels)
        except TypeError:
            pass
        return self._made(labels, name=self.name if self.name == getattr(other, "name", None) else None)

    def intersection(self, other):
        wanted = set(Index(other).tolist())
        return self._made([label for label in dict.fromkeys(self.tolist()) if label in wanted], self.name)

    def difference(self, other):
        other = Index(other)
        unwanted = set(other.tolist())
        kept = sorted(label for label in dict.fromkeys(self.tolist()) if label not in unwanted)
        return self._made(kept, self.name if self.name == other.name or not len(unwanted) else None)

    def searchsorted(self, value, side="left", sorter=None):
        return self.to_series(range(len(self))).searchsorted(self._as_label(value), side, sorter)

    def symmetric_difference(self, other):
        other = Index(other)
        name = self.name if self.name == other.name else None
        return self._made(sorted(self.difference(other).tolist() + other.difference(self).tolist()), name)

    def __setitem__(self, key, value):
        raise TypeError("Index does not support mutable operations")

    def _made(self, labels, name=None):
        """An index of labels that came out of a comparison of two."""
        return Index(labels, name=name)

    def delete(self, loc):
        gone = {place % len(self) for place in ([loc] if v.is_scalar(loc) else loc)}
        return self.take([place for place in range(len(self)) if place not in gone])

    def insert(self, loc, item):
        labels = self.tolist()
        labels.insert(loc, item)
        return Index(labels, name=self.name)

    def append(self, others):
        others = others if isinstance(others, list) else [others]
        return joined([self, *others])

    def drop(self, labels):
        labels = [labels] if v.is_scalar(labels) else labels
        return self.difference_in_order(labels)

    def difference_in_order(self, labels):
        unwanted = set(labels)
        return self.take([i for i, label in enumerate(self.tolist()) if label not in unwanted])

    def get_level_values(self, level):
        return self

    def to_series(self, index=None, name=None):
        from pandas._series import Series

        return Series(self._values, index=self if index is None else index, name=name or self.name)

    def to_frame(self, index=True, name=None):
        return self.to_series().to_frame(name or self.name or 0)

    def nunique(self, dropna=True):
        return len(self._positions())


    @property
    def str(self):
        from pandas._accessors import StringMethods

        return StringMethods(self.to_series(), lambda series: Index(series._values, name=self.name))

    def _operate(self, other, op, reflected=False):
        if hasattr(other, "_operate") and not isinstance(other, Index):
            return NotImplemented
        other, listed = getattr(other, "_values", other), isinstance(other, (list, tuple))
        if listed:
            other = v.infer(other)
        if op in v.COMPARISONS and not v.is_scalar(other) and hasattr(other, "__len__") and len(other) != len(self):
            lengths = (self.shape, (len(other),)) if listed else ()
            raise ValueError("Lengths must match to compare", *lengths)
        sides = (other, self._values) if reflected else (self._values, other)
        result = v.combine(op, *sides)
        return result if op in v.COMPARISONS else Index(result, name=self.name)

    def __invert__(self):
        return ~self._values

    def __neg__(self):
        return self * -1

    def __repr__(self):
        from pandas._format import index_repr

        return index_repr(self)


def _of_series(name, is_index):
    """The method of series; what it gives is an index if `is_index`."""

    def method(self, *args, **kwargs):
        series = self.to_series(range(len(self)))
        result = getattr(series, name)(*args, **kwargs)
        return Index(result._values, name=self.name) if is_index else result

    method.__name__ = name
    return method


for _name in ("min", "max", "argmin", "argmax", "sum", "mean", "any", "all", "value_counts", "factorize", "item"):
    setattr(Index, _name, _of_series(_name, False))
for _name in ("where", "fillna", "dropna", "repeat", "round"):
    setattr(Index, _name, _of_series(_name, True))


def _limited(places, labels, targets, limit):
    """Places of which each serves at most `limit` labels that are not its own."""
    run, result = 0, []
    for place, target in zip(places, targets):
        run = 0 if place >= 0 and labels[place] == target else run + 1
        result.append(place if limit is None or run <= limit else -1)
    return result


def _is_sorted(labels):
    try:
        return all(a <= b for a, b in zip(labels, labels[1:]))
    except TypeError:
        return False


def _operators(cls):
    """Gives a class the operators, all of them by `_operate(other, op, reflected)`."""

    def plain(op):
        return lambda self, other: self._operate(other, op)

    def reflected(op):
        return lambda self, other: self._operate(other, op, reflected=True)

    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and_", "or_", "xor"):
        op = getattr(_operator, name)
        setattr(cls, f"__{name.strip('_')}__", plain(op))
        setattr(cls, f"__r{name.strip('_')}__", reflected(op))
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        setattr(cls, f"__{name}__", plain(getattr(_operator, name)))
    cls.__hash__ = None
    return cls


_operators(Index)


def _hashable(label):
    """A label as a dictionary's key: NaNs are one."""
    if isinstance(label, float) and label != label:
        return "\0NaN"
    return label


def _mask_or_positions(key):
    key = np.asarray(getattr(key, "_values", key))
    if key.size == 0:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(key) if key.dtype == bool else key


def _plain(values, name=None):
    index = object.__new__(_class_for(values))
    index._values = values
    index.name = name
    return index


def _class_for(values):
    if v.is_array(values) or values.dtype.kind == "O" and type(values.dtype) is v.DType:
        return Index
    from pandas import _typed_index as typed

    if isinstance(values.dtype, CategoricalDtype):
        return typed.CategoricalIndex
    if isinstance(values.dtype, PeriodDtype):
        return typed.PeriodIndex
    return {DATETIME: typed.DatetimeIndex, TIMEDELTA: typed.TimedeltaIndex}[values.dtype]


def ranged(values, name=None):
    """An index of these values: a range if whole numbers are evenly spaced."""
    if v.is_array(values) and values.dtype == np.int64:
        if len(values) < 2:
            start = int(values[0]) if len(values) else 0
            return RangeIndex(range(start, start + len(values)), name=name)
        step = int(values[1]) - int(values[0])
        if step and np.all(np.diff(values) == step):
            return RangeIndex(range(int(values[0]), int(values[-1]) + step, step), name=name)
    return _plain(values, name)


class RangeIndex(Index):
    """0, 1, 2, … as far as the rows go."""

    def __init__(self, start=0, stop=None, step=1, name=None):
        if isinstance(start, range):
            self._range = start
        else:
            self._range = range(start) if stop is None else range(start, stop, step)
        self.name = name
        self._array = None

    @property
    def _values(self):
        if self._array is None:
            self._array = np.arange(self._range.start, self._range.stop, self._range.step, dtype=np.int64)
        return self._array

    start = property(lambda self: self._range.start)
    stop = property(lambda self: self._range.stop)
    step = property(lambda self: self._range.step)
    dtype = property(lambda self: np.dtype(np.int64))

    def __len__(self):
        return len(self._range)

    def tolist(self):
        return list(self._range)

    to_list = tolist

    def __contains__(self, label):
        return isinstance(label, (int, float, np.integer, np.floating)) and label in self._range

    def _with(self, values):
        return ranged(values, self.name)

    def _made(self, labels, name=None):
        return ranged(v.infer(labels), name) if labels else Index(labels, name=name)

    def _operate(self, other, op, reflected=False):
        if op in (_operator.add, _operator.sub, _operator.mul) and isinstance(other, (int, np.integer)) and other:
            ends = self.start, self.start + self.step
            first, second = ((op(other, end) if reflected else op(end, other)) for end in ends)
            step = second - first
            return RangeIndex(range(first, first + step * len(self), step), name=self.name)
        return Index._operate(self, other, op, reflected)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return RangeIndex(self._range[key], name=self.name)
        if hasattr(key, "__index__") and not hasattr(key, "__len__"):
            return self._range[_operator.index(key)]
        return Index.__getitem__(self, key)

    def renamed(self, name):
        return RangeIndex(self._range, name=name)

    def insert(self, loc, item):
        if v.is_number(item) and not isinstance(item, (bool, np.bool_)) and item == item // 1:
            own, item = self._range, int(item)
            if not own:
                return RangeIndex(range(item, item + self.step, self.step), name=self.name)
            if loc == 0 and item == own[0] - self.step:
                return RangeIndex(range(item, own[-1] + self.step, self.step), name=self.name)
            if len(own) == 2 and loc == 1 and 2 * item == own[0] + own[1]:
                return RangeIndex(range(own[0], own[1] + self.step // 2, self.step // 2), name=self.name)
            if loc == len(own) and item == own[-1] + self.step:
                return RangeIndex(range(own[0], item + self.step, self.step), name=self.name)
        return Index.insert(self, loc, item)

    def positions_of(self, label):
        if label not in self:
            raise KeyError(label)
        return [self._range.index(int(label))]

    def equals(self, other):
        if isinstance(other, RangeIndex):
            return self._range == other._range
        return Index.equals(self, other)

    @property
    def is_unique(self):
        return True

    @property
    def is_monotonic_increasing(self):
        return self.step > 0 or len(self) < 2

    @property
    def is_monotonic_decreasing(self):
        return self.step < 0 or len(self) < 2


def joined(indexes):
    """Indexes one after the other."""
    if all(index.nlevels > 1 for index in indexes):
        labels = [label for index in indexes for label in index.tolist()]
        return type(indexes[0])(labels, indexes[0].names, indexes[0].dtypes)
    names = {index.name for index in indexes}
    values = v.concatenate([index._values for index in indexes])
    name = names.pop() if len(names) == 1 else None
    consecutive = all(isinstance(index, RangeIndex) for index in indexes)
    return ranged(values, name) if consecutive else Index(values, name=name)


def of_keys(labels, name=None):
    """The index of a dictionary's keys, which may be a range."""
    index = Index(labels, name=name)
    return ranged(index._values, name) if len(labels) > 1 and type(index) is Index else index


def as_index(data, length=None):
    """What is given as `index=` or `columns=`."""
    if isinstance(data, Index):
        return data
    if data is None:
        return RangeIndex(length)
    return Index(data if hasattr(data, "_values") or isinstance(data, (range, np.ndarray, v.Objects)) else list(data))

"""The labels of rows and columns."""

import operator as _operator

import numpy as np

from pandas import _values as v
from pandas._dates import NaT, Timestamp, range_of_dates
from pandas._warnings import old_field


class _Kinds(type):
    """`Index(data)` makes an index of the kind the data asks for."""

    def __call__(cls, *args, **kwargs):
        return _index_of(*args, **kwargs) if cls is Index else type.__call__(cls, *args, **kwargs)


def _index_of(data=None, dtype=None, name=None, copy=False, tupleize_cols=True):
    if isinstance(data, Index):
        return data.renamed(data.name if name is None else name)
    if isinstance(data, range):
        return RangeIndex(data, name=name)
    if name is None:
        name = getattr(data, "name", None)
    values = v.as_values([] if data is None else data, dtype)
    if isinstance(values, v.Objects):
        items = values.items
        if items and all(type(item) is tuple for item in items) and tupleize_cols:
            return MultiIndex(items)
        if values.dtype == v.DATETIME:
            return DatetimeIndex(values, name=name)
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
        return [self.name]

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
        if hasattr(key, "__index__") and not hasattr(key, "__len__"):
            return self._values[_operator.index(key)]
        return self._with(self._values[_mask_or_positions(key)])

    def _with(self, values):
        """An index of the same kind and name with other values."""
        if isinstance(values, v.Objects) and values.dtype == v.DATETIME:
            return DatetimeIndex(values, name=self.name)
        return _plain(values, self.name)

    def take(self, positions):
        return self._with(v.take(self._values, positions))

    def renamed(self, name):
        copy = self._with(self._values)
        copy.name = name
        return copy

    def rename(self, name):
        return self.renamed(name)

    set_names = rename

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

    @property
    def is_monotonic_increasing(self):
        labels = self.tolist()
        try:
            return all(a <= b for a, b in zip(labels, labels[1:]))
        except TypeError:
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

    def isin(self, values):
        wanted = set(values)
        return np.array([label in wanted for label in self.tolist()], dtype=bool)

    def isna(self):
        return v.isna(self._values)

    def union(self, other, sort=None):
        if self.equals(other):
            return self
        labels = list(dict.fromkeys(self.tolist() + Index(other).tolist()))
        try:
            labels = sorted(labels)
        except TypeError:
            pass
        return Index(labels, name=self.name if self.name == getattr(other, "name", None) else None)

    def intersection(self, other):
        wanted = set(Index(other).tolist())
        return Index([label for label in dict.fromkeys(self.tolist()) if label in wanted], name=self.name)

    def difference(self, other):
        unwanted = set(Index(other).tolist())
        return Index(sorted(label for label in dict.fromkeys(self.tolist()) if label not in unwanted))

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

    def min(self):
        return self.to_series().min()

    def max(self):
        return self.to_series().max()

    def nunique(self):
        return len(self._positions())

    def value_counts(self, **options):
        return self.to_series().value_counts(**options)

    @property
    def str(self):
        from pandas._accessors import StringMethods

        return StringMethods(self.to_series(), lambda series: Index(series._values, name=self.name))

    def _operate(self, other, op, reflected=False):
        other = getattr(other, "_values", other)
        if isinstance(other, (list, tuple)):
            other = v.infer(other)
        sides = (other, self._values) if reflected else (self._values, other)
        result = v.combine(op, *sides)
        return result if op in v.COMPARISONS else Index(result, name=self.name)

    def __repr__(self):
        from pandas._format import index_repr

        return index_repr(self)


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
    index = object.__new__(Index)
    index._values = values
    index.name = name
    return index


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

    def __getitem__(self, key):
        if isinstance(key, slice):
            return RangeIndex(self._range[key], name=self.name)
        if hasattr(key, "__index__") and not hasattr(key, "__len__"):
            return self._range[_operator.index(key)]
        return Index.__getitem__(self, key)

    def _with(self, values):
        return _in_steps(values, self.name)

    def renamed(self, name):
        return RangeIndex(self._range, name=name)

    def union(self, other, sort=None):
        return _stepped(Index.union(self, other, sort))

    def intersection(self, other):
        return _stepped(Index.intersection(self, other))

    def difference(self, other):
        return _stepped(Index.difference(self, other))

    def _operate(self, other, op, reflected=False):
        return _stepped(Index._operate(self, other, op, reflected))

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


def _in_steps(values, name):
    """Whole numbers as a range if they are one."""
    if not (v.is_array(values) and values.dtype == np.int64):
        return _plain(values, name)
    if len(values) < 2:
        start = int(values[0]) if len(values) else 0
        return RangeIndex(range(start, start + len(values)), name=name)
    start, step = int(values[0]), int(values[1] - values[0])
    if step == 0 or np.any(np.diff(values) != step):
        return _plain(values, name)
    return RangeIndex(range(start, start + step * len(values), step), name=name)


def _stepped(index):
    return _in_steps(index._values, index.name) if type(index) is Index else index


class DatetimeIndex(Index):
    """Points in time."""

    def __init__(self, data=None, freq=None, name=None, dtype=None):
        data = data if isinstance(data, v.Objects) else [Timestamp(item) for item in data]
        self._values = v.Objects(list(data), v.DATETIME)
        self.freq = freq
        self.name = name if name is not None else getattr(data, "name", None)

    def __getitem__(self, key):
        result = Index.__getitem__(self, key)
        if isinstance(key, slice) and key.step is None:
            result.freq = self.freq
        return result

    def renamed(self, name):
        return DatetimeIndex(self._values, self.freq, name)

    def _as_label(self, label):
        return Timestamp(label) if isinstance(label, str) else label

    def is_coarse(self, text):
        """Whether a text names more than a moment of an index like this: a month, or a day that has hours here."""
        parts = len(text.strip().replace("/", "-").split("-"))
        if ":" in text or not text.strip()[:4].isdigit():
            return False
        return parts < 3 or any(moment != moment.normalize() for moment in self.tolist() if moment is not NaT)

    def slice_positions(self, start, stop):
        if isinstance(stop, str) and ":" not in stop:
            # A day (month, year) named as an end is included with all it holds.
            parts = len(stop.strip().replace("/", "-").split("-"))
            stop = [moment for moment in self.tolist() if str(moment)[: [4, 7, 10][parts - 1]] <= stop]
            high = len(stop)
            low = 0 if start is None else Index.slice_positions(self, start, None)[0]
            return low, high
        return Index.slice_positions(self, start, stop)

    def __getattr__(self, name):
        from pandas._accessors import DATE_FIELDS, field_values

        if name in DATE_FIELDS:
            name = old_field("DatetimeIndex", name)
            return Index(field_values([_field(moment, name) for moment in self.tolist()]), name=self.name)
        raise AttributeError(f"'DatetimeIndex' object has no attribute '{name}'")

    def normalize(self):
        return DatetimeIndex([moment.normalize() for moment in self.tolist()], name=self.name)

    def strftime(self, form):
        return Index([moment.strftime(form) for moment in self.tolist()], name=self.name)

    def day_name(self):
        return Index([moment.day_name() for moment in self.tolist()], name=self.name)


def _field(moment, name):
    value = getattr(moment, name)
    return value() if callable(value) else value


def date_range(start=None, end=None, periods=None, freq=None, name=None):
    """Evenly spaced points in time."""
    freq = freq_name(freq or "D")
    return DatetimeIndex(range_of_dates(start, end, periods, freq), freq=freq, name=name)


def freq_name(freq):
    """A frequency by its full name: weeks and years say on which day or month they end."""
    anchor = {"W": "-SUN", "QE": "-DEC", "QS": "-JAN", "YE": "-DEC", "YS": "-JAN"}.get(freq.lstrip("0123456789"), "")
    return freq + anchor


class MultiIndex(Index):
    """Labels of several levels: tuples."""

    def __init__(self, tuples, names=None, dtypes=None):
        tuples = [tuple(item) for item in tuples]
        # The types of levels whose values do not tell theirs: categories have an order of their own.
        self._dtypes = dtypes
        self._values = v.Objects(tuples)
        self.nlevels = len(names) if names is not None else len(tuples[0]) if tuples else 1
        self._names = list(names) if names is not None else [None] * self.nlevels

    @classmethod
    def from_tuples(cls, tuples, names=None):
        return cls(tuples, names)

    @classmethod
    def from_arrays(cls, arrays, names=None):
        if names is None:
            names = [getattr(array, "name", None) for array in arrays]
        return cls(list(zip(*(v.as_values(array).tolist() for array in arrays))), names)

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
        return self._names

    @names.setter
    def names(self, names):
        self._names = list(names)

    def _with(self, values):
        return MultiIndex(values.tolist(), self._names, self._dtypes)

    def renamed(self, names):
        return MultiIndex(self.tolist(), names if names is not None else self._names, self._dtypes)

    def set_names(self, names, level=None):
        return self.renamed(names)

    def level_number(self, level):
        if level in self._names:
            return self._names.index(level)
        if isinstance(level, int) and -self.nlevels <= level < self.nlevels:
            return level % self.nlevels
        raise KeyError(f"Level {level} not found")

    def get_level_values(self, level):
        number = self.level_number(level)
        items = [label[number] for label in self.tolist()]
        dtype = self._dtypes[number] if self._dtypes else None
        return Index(v.Objects(items, dtype) if v.is_category(dtype) else items, name=self._names[number])

    @property
    def levels(self):
        return [self.get_level_values(i).unique().sort_values() for i in range(self.nlevels)]

    def droplevel(self, level=0):
        gone = {self.level_number(one) for one in (level if isinstance(level, list) else [level])}
        kept = [number for number in range(self.nlevels) if number not in gone]
        rest = [tuple(label[number] for number in kept) for label in self.tolist()]
        names = [self._names[number] for number in kept]
        if len(names) == 1:
            return self.get_level_values(kept[0])
        return MultiIndex(rest, names, self._dtypes and [self._dtypes[number] for number in kept])

    def positions_of(self, label):
        if not isinstance(label, tuple):
            label = (label,)
        if len(label) == self.nlevels:
            return Index.positions_of(self, label)
        found = [i for i, item in enumerate(self.tolist()) if item[: len(label)] == label]
        if not found:
            raise KeyError(label[0] if len(label) == 1 else label)
        return found

    def __contains__(self, label):
        try:
            self.positions_of(label)
        except (KeyError, TypeError):
            return False
        return True

    def argsort(self, ascending=True, na_position="last"):
        order = list(range(len(self)))
        for level in reversed(range(self.nlevels)):
            values = self.get_level_values(level)._values
            rank = {}
            for place, position in enumerate(v.argsort(values).tolist()):
                rank.setdefault(_hashable(values.tolist()[position]), place)
            items = self.tolist()
            order.sort(key=lambda i: rank[_hashable(items[i][level])], reverse=not ascending)
        return np.array(order, dtype=np.int64)


def joined(indexes):
    """Indexes one after the other."""
    if all(isinstance(index, MultiIndex) for index in indexes):
        return MultiIndex([label for index in indexes for label in index.tolist()], indexes[0].names)
    names = {index.name for index in indexes}
    values = v.concatenate([index._values for index in indexes])
    whole = Index(values, name=names.pop() if len(names) == 1 else None)
    return _stepped(whole) if isinstance(indexes[0], RangeIndex) else whole


def as_index(data, length=None):
    """What is given as `index=` or `columns=`."""
    if isinstance(data, Index):
        return data
    if data is None:
        return RangeIndex(length)
    return Index(data if hasattr(data, "_values") or isinstance(data, (range, np.ndarray, v.Objects)) else list(data))

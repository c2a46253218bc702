"""Rows put into groups by keys; something computed of each group."""

import numpy as np

from pandas import _values as v
from pandas._group_reduce import POSITIONAL, reduced
from pandas._index import Index
from pandas._multi_index import MultiIndex
from pandas._series import Series
from pandas._shared import shifted


class Key:
    """One key of a grouping: a value for each row."""

    def __init__(self, name, values, column=None, bins=None):
        self.name, self.values = name, values
        # Its groups, where they are not those of its values alone.
        self.bins = bins
        # The column of the frame it is, if it is one: that column is not aggregated.
        self.column = column


class Keys(list):
    """The keys, and whether they were given as a list, so that groups are named by tuples."""

    listed = False


def keys_of(owner, by, level):
    """The keys for `by=` and `level=`."""
    keys = Keys()
    if by is None:
        if level is None:
            raise TypeError("You have to supply one of 'by' and 'level'")
        for one in level if isinstance(level, (list, tuple)) else [level]:
            values = owner.index.get_level_values(one)
            keys.append(Key(values.name, values._values))
        return keys
    whole = isinstance(by, (Series, Index, np.ndarray, v.Objects, dict)) or callable(by) or v.is_scalar(by) or hasattr(by, "key_of")
    if not whole and not isinstance(by, tuple) and len(by) == len(owner) and len(by) and not _names_columns(owner, by):
        whole = True
        by = v.infer(by)
    if isinstance(by, tuple) and by in getattr(owner, "_columns", ()):
        whole = True
    keys.listed = not whole
    for one in [by] if whole else by:
        keys.append(_key(owner, one))
    if not keys:
        raise ValueError("No group keys passed!")
    return keys


def _names_columns(owner, by):
    return all(
        not v.is_scalar(one) and hasattr(one, "__len__") or hasattr(one, "key_of") or (owner.ndim == 2 and (one in owner._columns or one in owner.index.names)) for one in by
    )


def _key(owner, by):
    if hasattr(by, "key_of"):
        return by.key_of(owner)
    if isinstance(by, Series):
        aligned = by if by.index.equals(owner.index) else by.reindex(owner.index)
        same = owner.ndim == 2 and by.name in owner._columns and owner[by.name]._values is by._values
        return Key(by.name, aligned._values, by.name if same else None)
    if isinstance(by, dict):
        return Key(None, v.infer([by.get(label, v.nan) for label in owner.index.tolist()]))
    if callable(by):
        return Key(None, v.infer([by(label) for label in owner.index.tolist()]))
    if isinstance(by, (Index, np.ndarray, v.Objects, list)):
        values = v.as_values(by)
        if len(values) != len(owner):
            raise ValueError("Grouper and axis must be same length")
        return Key(getattr(by, "name", None), values)
    if owner.ndim == 2 and by in owner._columns:
        return Key(by, owner[by]._values, by)
    if by in owner.index.names and by is not None:
        return Key(by, owner.index.get_level_values(by)._values)
    raise KeyError(by)


class Groups:
    """The group of each row, the groups' labels, and each group's rows."""

    def __init__(self, keys, sort, dropna, observed=True):
        levels = [_level(key.values, sort, dropna, observed) for key in keys]
        if len(keys) == 1:
            self.codes, labels = levels[0]
            self.index = Index(labels, name=keys[0].name, tupleize_cols=False)
            count = len(labels)
        else:
            self.codes, combinations = _combined([codes for codes, _ in levels], sort)
            if not observed and any(v.is_category(key.values) for key in keys):
                self._fill_in([len(labels) for _, labels in levels], combinations)
            columns = [labels.tolist() for _, labels in levels]
            tuples = [
                tuple(column[code] for column, code in zip(columns, combination)) for combination in combinations
            ]
            dtypes = [labels.dtype if v.is_category(labels) else None for _, labels in levels]
            self.index = MultiIndex(tuples, [key.name for key in keys], dtypes)
            count = len(tuples)
        self.positions = [[] for _ in range(count)]
        for position, code in enumerate(self.codes):
            if code >= 0:
                self.positions[code].append(position)

    def _fill_in(self, sizes, combinations):
        """Makes a group of each combination of labels, whether it occurs or not."""
        everything = [()]
        for size in sizes:
            everything = [head + (code,) for head in everything for code in range(size)]
        numbers = {combination: number for number, combination in enumerate(everything)}
        self.codes = [-1 if code < 0 else numbers[combinations[code]] for code in self.codes]
        combinations[:] = everything

    def __len__(self):
        return len(self.positions)


def _level(values, sort, dropna, observed=True):
    if not observed and v.is_category(values):
        codes = v.codes_of(values).astype(np.int64).tolist()
        return codes, v.Objects(values.dtype.categories.tolist(), values.dtype)
    codes, firsts = v.factorize(values, sort)
    labels = v.take(values, firsts) if firsts else values[:0]
    if not dropna and -1 in codes:
        codes = [len(firsts) if code < 0 else code for code in codes]
        labels = v.concatenate([labels, v.infer([v.nan])]) if not v.is_array(labels) else np.append(labels, v.nan)
    return codes, labels


def _combined(levels, sort):
    rows = [None if -1 in row else row for row in zip(*levels)]
    combinations = list(dict.fromkeys(row for row in rows if row is not None))
    if sort:
        combinations.sort()
    numbers = {combination: number for number, combination in enumerate(combinations)}
    return [-1 if row is None else numbers[row] for row in rows], combinations


def _sole(series):
    """What stands for a group whose aggregate is a series: its only value, or an array of all."""
    if len(series) != 1:
        return series._values if v.is_array(series._values) else series.tolist()
    from pandas._warn import warn

    warn(
        "Converting a Series or array of length 1 into a scalar is deprecated and will be removed in a future version. If you wish "
        "to preserve the current behavior, have ``func`` return scalars."
    )
    return series.tolist()[0]


def _label(func, functions):
    if isinstance(func, str):
        return func
    name = getattr(func, "__name__", type(func).__name__)
    alike = [one for one in functions if getattr(one, "__name__", None) == name]
    if name == "<lambda>" and len(functions) > 1:
        return f"<lambda_{alike.index(func)}>"
    return name


class GroupBy:
    """Base of grouped frames and series."""

    def __init__(self, obj, keys, as_index=True, sort=True, group_keys=True, dropna=True, groups=None, observed=True):
        self._obj, self._keys = obj, keys
        self._as_index, self._sort, self._group_keys, self._dropna = as_index, sort, group_keys, dropna
        if groups is None:
            groups = len(keys) == 1 and keys[0].bins or Groups(keys, sort, dropna, observed)
        self._groups = groups

    def _options(self):
        return {
            "as_index": self._as_index, "sort": self._sort, "group_keys": self._group_keys, "dropna": self._dropna,
            "groups": self._groups,
        }

    # The groups themselves.

    ngroups = property(lambda self: len(self._groups))

    def __len__(self):
        return len(self._groups)

    def _labels(self):
        labels = self._groups.index.tolist()
        return [(label,) for label in labels] if self._keys.listed and len(self._keys) == 1 else labels

    def _part(self, positions):
        return self._obj._take(positions)

    def __iter__(self):
        return ((label, self._part(rows)) for label, rows in zip(self._labels(), self._groups.positions))

    def __repr__(self):
        return f"<pandas.api.typing.{type(self).__name__} object at {id(self):#x}>"

    @property
    def groups(self):
        index = self._obj.index
        return GroupLabels((label, index.take(rows)) for label, rows in zip(self._labels(), self._groups.positions))

    @property
    def indices(self):
        return {label: np.array(rows) for label, rows in zip(self._labels(), self._groups.positions)}

    def get_group(self, name):
        labels = self._labels()
        if name not in labels:
            raise KeyError(name)
        return self._part(self._groups.positions[labels.index(name)])

    def _sizes(self):
        return np.array([len(rows) for rows in self._groups.positions], dtype=np.int64)

    def size(self):
        if not self._as_index:
            return Series._new(self._sizes(), self._groups.index, "size").to_frame().reset_index()
        return Series._new(self._sizes(), self._groups.index, self._obj.name if self._obj.ndim == 1 else None)

    def _numbered(self, numbers):
        """A whole number for each row, NaN for those in no group."""
        outside = np.array(self._groups.codes, dtype=np.int64) < 0
        return Series._new(np.where(outside, v.nan, numbers) if np.any(outside) else numbers, self._obj.index)

    def ngroup(self, ascending=True):
        codes = np.array(self._groups.codes, dtype=np.int64)
        return self._numbered(codes if ascending else len(self) - 1 - codes)

    def cumcount(self, ascending=True):
        numbers = np.zeros(len(self._obj), dtype=np.int64)
        for rows in self._groups.positions:
            run = np.arange(len(rows))
            numbers[np.array(rows, dtype=np.int64)] = run if ascending else run[::-1]
        return self._numbered(numbers)

    def head(self, n=5):
        return self._rows(lambda rows: rows[:n])

    def tail(self, n=5):
        return self._rows(lambda rows: rows[-n:] if n else [])

    def nth(self, n):
        numbers = n if isinstance(n, (list, tuple)) else [n]
        return self._rows(lambda rows: [rows[k] for k in numbers if -len(rows) <= k < len(rows)])

    def _rows(self, choose):
        chosen = {row for rows in self._groups.positions for row in choose(rows)}
        return self._obj._take([row for row in range(len(self._obj)) if row in chosen])

    def sample(self, n=1, frac=None, random_state=None, replace=False):
        if not hasattr(random_state, "choice"):
            random_state = np.random.RandomState(random_state) if random_state is not None else np.random
        rows = []
        for group in self._groups.positions:
            count = n if frac is None else round(frac * len(group))
            rows += [group[i] for i in random_state.choice(len(group), size=count, replace=replace).tolist()]
        return self._obj._take(rows)

    def filter(self, func, dropna=True, *args, **kwargs):
        v.refuse("filter", dropna=not dropna)
        kept = {row for rows in self._groups.positions if func(self._part(rows), *args, **kwargs) for row in rows}
        return self._part([row for row in range(len(self._obj)) if row in kept])

    def pipe(self, func, *args, **kwargs):
        return func(self, *args, **kwargs)

    # One value for each group.

    def _reduced(self, name, values, **options):
        return reduced(name, values, self._groups.positions, **options)

    def _aggregated(self, func, series, args=(), kwargs={}):
        """One column's values for each group, by a method's name or a function of the group's series."""
        if isinstance(func, str) and (args or kwargs):
            grouped = SeriesGroupBy(series, self._keys, **{**self._options(), "as_index": True})
            return getattr(grouped, func)(*args, **kwargs)._values
        if isinstance(func, str) and func == "size":
            return self._sizes()
        if isinstance(func, str) and (func in POSITIONAL or hasattr(GroupBy, func)):
            if func in ("idxmin", "idxmax"):
                return self._extreme_labels(func, series._values)
            return self._reduced(func, series._values)
        if isinstance(func, str) and not hasattr(SeriesGroupBy, func):
            raise AttributeError(f"'SeriesGroupBy' object has no attribute '{func}'")
        results = []
        for rows in self._groups.positions:
            part = series._take(rows)
            result = getattr(part, func)() if isinstance(func, str) else func(part, *args, **kwargs)
            if isinstance(result, Series):
                result = _sole(result)
            results.append(result)
        return v.infer(results) if results else series._values[:0]

    def _extreme_labels(self, name, values):
        rows = reduced(name, values, self._groups.positions)
        return self._obj.index.take(rows)._values

    # One value for each row.

    def shift(self, periods=1, *, fill_value=v.nan):
        # All groups in one: this is often asked of many small ones.
        source = np.full(len(self._obj), -1, dtype=np.int64)
        for rows in self._groups.positions:
            source[rows] = shifted(np.array(rows), periods, -1)
        return self._picked()._columnwise(lambda values: v.take(values, source, fill_value))

    def diff(self, periods=1):
        return self._picked() - self.shift(periods)

    def pct_change(self, periods=1):
        return self._picked() / self.shift(periods) - 1

    def _picked(self):
        return self._obj if self._obj.ndim == 1 else self._obj[self._names()]

    def _by_group(self, name, *args, **kwargs):
        """What the method of series gives for each group."""
        return self.transform(lambda part: getattr(part, name)(*args, **kwargs))

    def rank(self, method="average", ascending=True, *, pct=False):
        return self._by_group("rank", method=method, ascending=ascending, pct=pct)

    def _transformed(self, func, series, args=(), **kwargs):
        """One column's values for each row, by a method's name or a function of the group's series."""
        if isinstance(func, str):
            if func in ROWWISE:
                grouped = SeriesGroupBy(series, self._keys, **self._options())
                return getattr(grouped, func)(*args, **kwargs)._values
            return v.take(self._aggregated(func, series, args, kwargs), self._groups.codes)
        order, parts = [], []
        for rows in self._groups.positions:
            part = series._take(rows)
            result = func(part, *args, **kwargs)
            if isinstance(result, Series):
                parts.append(result._values)
            elif isinstance(result, (np.ndarray, list)) and np.ndim(result) == 1:
                parts.append(v.as_values(result))
            else:
                parts.append(v.full(result, len(rows)))
            order += rows
        source = np.full(len(series), -1, dtype=np.int64)
        source[np.array(order, dtype=np.int64)] = np.arange(len(order))
        return v.take(v.concatenate(parts), source) if parts else series._values

    # Windows within groups.

    def rolling(self, window, min_periods=None, center=False, *, on=None, closed=None):
        return GroupWindows(self, lambda part: part.rolling(window, min_periods, center, closed=closed), on)

    def resample(self, rule, *, on=None, **options):
        return GroupWindows(self, lambda part: part.resample(rule, **options), on)

    def expanding(self, min_periods=1):
        return GroupWindows(self, lambda part: part.expanding(min_periods))

    def ewm(self, **options):
        return GroupWindows(self, lambda part: part.ewm(**options))

    # Anything.

    def _pieces(self, parts):
        """The pieces a function made of the groups, with the groups' labels in front of their own."""
        from pandas._reshape import concat

        together = concat(parts)
        if not self._group_keys:
            return together
        labels = self._groups.index.tolist()
        tuples = []
        for label, part in zip(labels, parts):
            head = label if isinstance(label, tuple) else (label,)
            tuples += [head + (own if isinstance(own, tuple) else (own,)) for own in part.index.tolist()]
        together.index = MultiIndex(tuples, self._groups.index.names + list(parts[0].index.names))
        return together


def _by_group(name):
    def method(self, *args, **kwargs):
        return self._by_group(name, *args, **kwargs)

    method.__name__ = name
    return method


_METHODS = ("ffill", "bfill", "cumsum", "cumprod", "cummax", "cummin")
for _name in _METHODS:
    setattr(GroupBy, _name, _by_group(_name))
ROWWISE = (*_METHODS, "shift", "diff", "pct_change", "rank", "cumcount", "ngroup")


def _reduction(name):
    def method(self, numeric_only=False, **options):
        options.pop("engine", None)
        return self._reduce(name, numeric_only, **options)

    method.__name__ = name
    return method


for _name in POSITIONAL:
    setattr(GroupBy, _name, _reduction(_name))


def _quantile(self, q=0.5, numeric_only=False, interpolation="linear"):
    if hasattr(q, "__len__"):
        return self.apply(lambda part: part.quantile(q, interpolation=interpolation))
    return self._reduce("quantile", numeric_only, q=q, interpolation=interpolation)


GroupBy.quantile = _quantile


class GroupLabels(dict):
    """Groups' labels and the rows they have."""

    def __repr__(self):
        return "{" + ", ".join(f"{label!r}: {rows.tolist()!r}" for label, rows in self.items()) + "}"


class SeriesGroupBy(GroupBy):
    """A grouped column."""

    def _result(self, values):
        result = Series._new(values, self._groups.index, self._obj.name)
        return result if self._as_index else result.to_frame().reset_index()

    def _reduce(self, name, numeric_only=False, **options):
        if name in ("idxmin", "idxmax"):
            return self._result(self._extreme_labels(name, self._obj._values))
        return self._result(self._reduced(name, self._obj._values, **options))

    def agg(self, func=None, *args, **kwargs):
        if func is None:
            func, kwargs = list(kwargs.items()), {}
        if isinstance(func, dict):
            func = list(func.items())
        if isinstance(func, (list, tuple)):
            from pandas._frame import DataFrame

            named = [one if isinstance(one, tuple) else (_label(one, func), one) for one in func]
            data = [self._aggregated(one, self._obj, args, kwargs) for _, one in named]
            frame = DataFrame._new(data, Index([name for name, _ in named]), self._groups.index)
            return frame if self._as_index else frame.reset_index()
        return self._result(self._aggregated(func, self._obj, args, kwargs))

    aggregate = agg

    def transform(self, func, *args, **kwargs):
        return self._obj._like(self._transformed(func, self._obj, args, **kwargs))

    def apply(self, func, *args, **kwargs):
        results = []
        for label, rows in zip(self._labels(), self._groups.positions):
            part = self._obj._take(rows)
            results.append(func(part, *args, **kwargs))
        if results and isinstance(results[0], Series):
            return self._pieces(results)
        return self._result(v.infer(results) if results else self._obj._values[:0])

    def unique(self):
        parts = [self._part(rows).unique() for rows in self._groups.positions]
        return self._result(v.Objects([part if v.is_array(part) else part.tolist() for part in parts]))

    def value_counts(self, normalize=False, sort=True, ascending=False):
        counted = self.apply(lambda part: part.value_counts(normalize, sort, ascending))
        counted.index.names = [*self._groups.index.names, self._obj.name]
        counted.name = "proportion" if normalize else "count"
        return counted

    def describe(self, percentiles=None):
        from pandas._frame import DataFrame

        rows = [self._part(rows).describe(percentiles) for rows in self._groups.positions]
        return DataFrame([row.to_dict() for row in rows], index=self._groups.index)

    def nlargest(self, n=5):
        return self.apply(lambda part: part.nlargest(n))

    def nsmallest(self, n=5):
        return self.apply(lambda part: part.nsmallest(n))


class DataFrameGroupBy(GroupBy):
    """A grouped frame."""

    _selected = None

    def __getitem__(self, key):
        if v.is_scalar(key) or isinstance(key, tuple):
            if key not in self._obj._columns:
                raise KeyError(f"Column not found: {key}")
            return SeriesGroupBy(self._obj[key], self._keys, **self._options())
        absent = [name for name in key if name not in self._obj._columns]
        if absent:
            raise KeyError(f"Columns not found: {', '.join(repr(name) for name in absent)}")
        part = DataFrameGroupBy(self._obj, self._keys, **self._options())
        part._selected = list(key)
        return part

    def __getattr__(self, name):
        if not name.startswith("_") and name in self._obj._columns:
            return self[name]
        raise AttributeError(f"'DataFrameGroupBy' object has no attribute '{name}'")

    def _names(self):
        if self._selected is not None:
            return self._selected
        keys = [key.column for key in self._keys if key.column is not None]
        return [name for name in self._obj._columns.tolist() if name not in keys]

    def _part(self, positions):
        obj = self._obj if self._selected is None else self._obj[self._selected]
        return obj._take(positions)

    def _result(self, data, names):
        from pandas._frame import DataFrame

        columns = names if isinstance(names, Index) else Index(names) if names else self._obj._columns[:0]
        if isinstance(columns, Index) and not isinstance(columns, MultiIndex):
            columns = columns.renamed(self._obj._columns.name)
        frame = DataFrame._new(data, columns, self._groups.index)
        return frame if self._as_index else frame.reset_index()

    def _reduce(self, name, numeric_only=False, **options):
        names, data = [], []
        for column in self._names():
            values = self._obj[column]._values
            if numeric_only and not v.is_array(values):
                continue
            if name in ("idxmin", "idxmax"):
                data.append(self._extreme_labels(name, values))
            else:
                data.append(self._reduced(name, values, **options))
            names.append(column)
        return self._result(data, names)

    def agg(self, func=None, *args, **kwargs):
        if func is None:
            named = [(name, (one[0], one[1])) for name, one in kwargs.items()]
            data = [self._aggregated(one, self._column(column)) for _, (column, one) in named]
            return self._result(data, [name for name, _ in named])
        if isinstance(func, str) and func not in POSITIONAL and not hasattr(SeriesGroupBy, func):
            raise AttributeError(f"'{func}' is not a valid function for 'DataFrameGroupBy' object")
        if isinstance(func, dict):
            plan = list(func.items())
        else:
            plan = [(name, func) for name in self._names()]
        if any(isinstance(one, (list, tuple)) for _, one in plan):
            labels, data = [], []
            for column, functions in plan:
                functions = functions if isinstance(functions, (list, tuple)) else [functions]
                for one in functions:
                    name, one = one if isinstance(one, tuple) else (_label(one, functions), one)
                    labels.append((column, name))
                    data.append(self._aggregated(one, self._column(column), args, kwargs))
            return self._result(data, MultiIndex(labels))
        data = [self._aggregated(one, self._column(column), args, kwargs) for column, one in plan]
        return self._result(data, [column for column, _ in plan])

    aggregate = agg

    def _column(self, name):
        if name not in self._obj._columns:
            raise KeyError(f"Label(s) [{name!r}] do not exist")
        return self._obj[name]

    def transform(self, func, *args, **kwargs):
        from pandas._frame import DataFrame

        names = self._names()
        data = [self._transformed(func, self._obj[name], args, **kwargs) for name in names]
        return DataFrame._new(data, Index(names), self._obj.index)

    def apply(self, func, *args, include_groups=False, **kwargs):
        obj = self._obj[self._names()]
        results = []
        for label, rows in zip(self._labels(), self._groups.positions):
            part = obj._take(rows)
            object.__setattr__(part, "name", label)
            results.append(func(part, *args, **kwargs))
        return self._assembled(results)

    def _assembled(self, results):
        from pandas._frame import DataFrame

        if results and isinstance(results[0], DataFrame):
            return self._pieces(results)
        if results and isinstance(results[0], Series):
            first = results[0].index
            if all(result.index.equals(first) for result in results):
                return self._result(v.columns_of([result._values for result in results]), first)
            return self._pieces(results)
        values = v.infer(results) if results else v.Objects([])
        if not self._as_index:
            return Series._new(values, self._groups.index, None).to_frame().reset_index()
        return Series._new(values, self._groups.index)

    def nunique(self, dropna=True):
        return self._reduce("nunique")

    def value_counts(self, normalize=False):
        return self.apply(lambda part: part.value_counts(normalize=normalize))

    def describe(self):
        from pandas._reshape import concat

        return concat({name: self[name].describe() for name in self._names() if v.is_array(self._obj[name]._values)}, axis=1)

    def corr(self, numeric_only=False):
        return self.apply(lambda part: part.corr(numeric_only=numeric_only))


class GroupWindows:
    """Windows that do not reach beyond their group."""

    def __init__(self, grouped, make, on=None):
        if on is not None:
            # The windows' labels are the times.
            options = {**grouped._options(), "groups": grouped._groups}
            grouped = type(grouped)(grouped._obj.set_index(on, drop=False), grouped._keys, **options)
        self._grouped, self._make, self._on = grouped, make, on

    def __getitem__(self, key):
        return GroupWindows(self._grouped[key], self._make)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in getattr(self._grouped._obj, "_columns", ()):
            return self[name]

        def method(*args, **kwargs):
            grouped = self._grouped
            obj = grouped._obj
            if obj.ndim == 2:
                if self._on is not None:
                    raise NotImplementedError("with on= choose the columns here: grouped.rolling(…, on=…)[['x', 'y']]")
                obj = obj[grouped._names()]
            parts = []
            for rows in grouped._groups.positions:
                part = obj._take(rows)
                parts.append(getattr(self._make(part), name)(*args, **kwargs))
            return grouped._pieces(parts)

        return method

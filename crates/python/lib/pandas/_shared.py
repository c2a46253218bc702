"""What series and frames have in common. A frame does it column by column, by `_columnwise`."""

import operator as _operator
import sys

import numpy as np

from pandas import _values as v
from pandas._absent import Plots, draw
from pandas._reduce import REDUCTIONS


class NDFrame:
    """Base of Series and DataFrame."""

    def _columnwise(self, function):
        """The same labels with `function(values)` for each column's values."""
        return self._like(function(self._values))

    def _axis(self, axis):
        """The number of an axis: 0 for the rows, 1 for the columns."""
        number = {"index": 0, "rows": 0, "columns": 1}.get(axis, axis)
        if number not in range(self.ndim):
            raise ValueError(f"No axis named {axis} for object type {type(self).__name__}")
        return number

    def _along(self, axis, function):
        """`_columnwise`, or the same for each row's values with axis=1."""
        return self.T._columnwise(function).T if self._axis(axis) else self._columnwise(function)

    def _finish(self, result, inplace, returned=None, deprecated=None):
        """The result; or this object is changed into it, and `returned` given. `deprecated` names a method that soon cannot."""
        if not inplace:
            return result
        if not deprecated:
            from pandas._warn import chained_method, is_temporary

            name = sys._getframe(1).f_code.co_name
            if is_temporary(self, 2, 7):
                chained_method(name)
        else:
            from pandas._warn import deprecated_inplace

            deprecated_inplace(f"{type(self).__name__}.{deprecated}")
        for attribute in ("_values", "_data", "index", "name", "_columns"):
            if attribute in result.__dict__:
                object.__setattr__(self, attribute, result.__dict__[attribute])
        return returned

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        from pandas._numpy import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, kwargs)

    plot = property(Plots)
    hist = boxplot = draw

    def copy(self, deep=True):
        return self._columnwise(lambda values: values.copy())

    def head(self, n=5):
        self._check_position(n)
        return self.iloc[:n]

    def tail(self, n=5):
        self._check_position(n)
        return self.iloc[max(len(self) - n, 0):] if n >= 0 else self.iloc[-n:]

    def _check_position(self, n):
        if not hasattr(n, "__index__"):
            kind = f"{type(self.index).__name__} with these indexers [{n}] of type {type(n).__name__}"
            raise TypeError(f"cannot do positional indexing on {kind}")

    def pipe(self, func, *args, **kwargs):
        return func(self, *args, **kwargs)

    def squeeze(self, axis=None):
        single = [size == 1 and (axis is None or self._axis(axis) == number) for number, size in enumerate(self.shape)]
        key = tuple(0 if one else slice(None) for one in single)
        return self.iloc[key if self.ndim == 2 else key[0]]

    def droplevel(self, level, axis=0):
        labels = self.columns if self._axis(axis) else self.index
        return self.set_axis(labels.droplevel(level), axis)

    def xs(self, key, axis=0, level=None, drop_level=True):
        if self._axis(axis):
            return self[key] if level is None else self.T.xs(key, level=level, drop_level=drop_level).T
        if level is None:
            return self.loc[key]
        rows = np.flatnonzero(v.compare(_operator.eq, self.index.get_level_values(level)._values, key))
        if len(rows) == 0:
            raise KeyError(key)
        return self._take(rows).droplevel(level) if drop_level else self._take(rows)

    def _labels(self):
        """The labels of both axes (of one for a series) as `reindex` takes them."""
        return dict(zip(("index", "columns"), self.axes))

    def combine_first(self, other):
        theirs = other._labels()
        labels = {name: own.union(theirs[name]) for name, own in self._labels().items()}
        if self.ndim == 1:
            return type(self)._new(self._first_of(self, other, labels["index"]), labels["index"], self.name)
        parts = [[side._named(name) for side in (self, other) if name in side.columns] for name in labels["columns"].tolist()]
        data = [self._first_of(part[0], part[-1], labels["index"]) for part in parts]
        return self._new(data, labels["columns"], labels["index"])

    @staticmethod
    def _first_of(one, other, index):
        """The values of one column, and those of another where there are none."""
        pairs = zip(one.reindex(index).tolist(), other.reindex(index).tolist())
        items = [b if v.is_missing(a) else a for a, b in pairs]
        whole = all(v.is_array(part._values) and part._values.dtype.kind in "iub" for part in (one, other))
        if whole and one.dtype == other.dtype and not any(map(v.is_missing, items)):
            return np.array(items, dtype=one.dtype)
        return v.infer(items)

    def update(self, other):
        if self.ndim == 1 and not isinstance(other, NDFrame):
            other = type(self)(other)
        other = other.reindex(**self._labels())
        updated = self.where(other.isna(), other)
        if self.ndim == 1:
            updated = updated._like(_of_old_type(self._values, updated._values))
        else:
            updated = updated._like(list(map(_of_old_type, self._data, updated._data)))
        self._finish(updated, True, self)

    def info(self, verbose=None, show_counts=None):
        from pandas._describe import info

        info(self, verbose)

    def memory_usage(self, index=True, deep=False):
        from pandas._describe import memory_usage

        v.refuse("memory_usage", deep=deep)
        return memory_usage(self, index)

    def to_csv(self, path_or_buf=None, *, sep=",", na_rep="", float_format=None, columns=None, header=True, index=True,
               index_label=None, mode="w", encoding=None, date_format=None):
        from pandas._export import csv_text, written

        frame = self.to_frame() if self.ndim == 1 else self if columns is None else self[list(columns)]
        text = csv_text(frame, sep, na_rep, header, index, float_format, index_label, date_format)
        return written(text, path_or_buf, mode)

    def to_json(self, path_or_buf=None, *, orient=None, date_format=None, double_precision=10, force_ascii=True,
                date_unit="ms", lines=False, indent=None, index=True, mode="w", **absent):
        from pandas._export import JsonText, written

        v.refuse("to_json", index=index is not True, **absent)
        if lines and orient != "records":
            raise ValueError("'lines' keyword only valid when 'orient' is records")
        text = JsonText(date_format, date_unit, double_precision, force_ascii, indent)
        return written(text.lines(self) if lines else text.of(self, orient), path_or_buf, mode)

    def _extreme(self, n, keep, ascending, by=None):
        """The first rows when sorted, by columns in a frame; `keep` says which of equal ones."""
        if keep not in ("first", "last", "all"):
            raise ValueError('keep must be either "first", "last" or "all"')
        name = "nsmallest" if ascending else "nlargest"
        for column in by or []:
            values = self[column]._values
            if values.dtype.kind == "O":
                raise TypeError(f"Column {column!r} has dtype {values.dtype}, cannot use method '{name}' with this dtype")
        if not by and self.dtype.kind == "O":
            raise TypeError(f"Cannot use method '{name}' with dtype {self.dtype}")
        rows = self.iloc[::-1] if keep == "last" else self
        rows = rows.sort_values(by, ascending=ascending) if by else rows.sort_values(ascending=ascending)
        if keep == "all":
            keys = list(zip(*(values.tolist() for values in (rows[by]._data if by else [rows._values]))))
            while 0 < n < len(rows) and keys[n] == keys[n - 1]:
                n += 1
        return rows.head(n)

    # Missing values.

    def isna(self):
        return self._columnwise(v.isna)

    isnull = isna

    def notna(self):
        return self._columnwise(lambda values: ~v.isna(values))

    notnull = notna

    def fillna(self, value, *, inplace=False, limit=None):
        if value is None:
            return self._finish(self.copy(), inplace, self)
        if isinstance(value, dict) and self.ndim == 1:
            from pandas._series import Series

            value = Series(value)
        if self.ndim == 1:
            fill = value
            if hasattr(value, "reindex"):
                fill = value.reindex(self.index)._values
            if v.is_category(self._values) and np.any(v.isna(self._values)):
                # Raises for what is no category.
                v.fitted(self._values, fill)
            result = self._like(v.replaced(self._values, gaps(self._values, limit), fill))
        else:
            result = self._fill_columns(value, limit)
        return self._finish(result, inplace, self)

    def dropna(self, inplace=False, **options):
        if self.ndim == 1:
            result = self._take(np.flatnonzero(~v.isna(self._values)))
            result = result.reset_index(drop=True) if options.get("ignore_index") else result
            return self._finish(result, inplace, deprecated="dropna")
        return self._finish(self._drop_missing(**options), inplace, deprecated="dropna")

    def ffill(self, *, axis=0, inplace=False, limit=None):
        result = self._along(axis, lambda values: carried(values, limit))
        return self._finish(result, inplace, self)

    def bfill(self, *, axis=0, inplace=False, limit=None):
        result = self._along(axis, lambda values: carried(values[::-1], limit)[::-1])
        return self._finish(result, inplace, self)

    def mask(self, cond, other=v.nan, *, inplace=False, axis=None):
        cond = cond(self) if callable(cond) else cond
        result = self.where(~(np.asarray(cond) if isinstance(cond, list) else cond), other, axis=axis)
        return self._finish(result, inplace, self)

    # Along the rows.

    def shift(self, periods=1, freq=None, axis=0, fill_value=v.nan):
        if freq is not None:
            return self._with_times_shifted(periods, freq)
        if self._axis(axis):
            places = shifted(np.arange(len(self.columns)), periods, -1).tolist()
            blank = v.full(fill_value, len(self))
            return self._like([blank if place < 0 else self._data[place] for place in places])
        return self._columnwise(lambda values: shifted(values, periods, fill_value))

    def _with_times_shifted(self, periods, freq):
        """The same values at times later by so many steps."""
        from pandas._offsets import BaseOffset, offset_of

        if not hasattr(self.index, "freq"):
            raise NotImplementedError(
                "This method is only implemented for DatetimeIndex, PeriodIndex and TimedeltaIndex; Got type "
                f"{type(self.index).__name__}"
            )
        if freq == "infer":
            freq = self.index.freq
        step = freq if isinstance(freq, (BaseOffset, v.timedelta_type)) else offset_of(freq)
        return self.set_axis(self.index + step * periods)

    def diff(self, periods=1, axis=0):
        if self._axis(axis):
            return self - self.shift(periods, axis=1)
        return self._columnwise(lambda values: difference(values, periods))

    def pct_change(self, periods=1, *, axis=0):
        return self / self.shift(periods, axis=axis) - 1

    def rank(self, axis=0, method="average", numeric_only=False, *, ascending=True, pct=False):
        owner = self.select_dtypes(["number", "bool"]) if numeric_only and self.ndim > 1 else self
        return owner._along(axis, lambda values: ranked(values, method, ascending, pct))

    def rolling(self, window, min_periods=None, center=False, win_type=None, on=None, closed=None, step=None, method="single"):
        from pandas._window import Rolling

        v.refuse("rolling", win_type=win_type, step=step, method=method != "single")
        return Rolling(self, window, min_periods, center, closed, on)

    def resample(self, rule, closed=None, label=None, on=None, level=None, **absent):
        from pandas._resample import resample

        v.refuse("resample", **absent)
        return resample(self, rule, closed, label, on, level)

    def asfreq(self, freq, method=None, fill_value=v.nan):
        return getattr(self.resample(freq), method)() if method else self.resample(freq).asfreq(fill_value)

    def truncate(self, before=None, after=None):
        return self.loc[before:after]

    def take(self, indices, axis=0):
        return self._take_columns(indices) if self._axis(axis) else self.iloc[indices]

    def between_time(self, start_time, end_time):
        return self._take(_within_day(self.index, start_time, end_time))

    def at_time(self, time):
        return self._take(_within_day(self.index, time, time))

    def first_valid_index(self):
        present = self.dropna(**({} if self.ndim == 1 else {"how": "all"})).index
        return present[0] if len(present) else None

    def last_valid_index(self):
        present = self.dropna(**({} if self.ndim == 1 else {"how": "all"})).index
        return present[-1] if len(present) else None

    def swaplevel(self, i=-2, j=-1, axis=0):
        labels = self.columns if self._axis(axis) else self.index
        return self.set_axis(labels.swaplevel(i, j), axis)

    def to_period(self, freq=None):
        if freq is None and self.index.freq is not None:
            freq = self.index.freq.prefix[0]
        return self.set_axis(self.index.to_period(freq))

    def to_timestamp(self, freq=None, how="start"):
        return self.set_axis(self.index.to_timestamp())

    def reorder_levels(self, order, axis=0):
        labels = self.columns if self._axis(axis) else self.index
        return self.set_axis(labels.reorder_levels(order), axis)

    def infer_objects(self, copy=None):
        return self._columnwise(lambda values: v.infer(values.items) if values.dtype == v.OBJECT else values)

    def align(self, other, join="outer", axis=None, level=None, fill_value=v.nan):
        from pandas._wide import align

        v.refuse("align", level=level)
        return align(self, other, join, axis, fill_value)

    def compare(self, other, align_axis=1, keep_shape=False, keep_equal=False, result_names=("self", "other")):
        from pandas._wide import compare

        v.refuse("compare", align_axis=align_axis not in (1, "columns"))
        return compare(self, other, keep_shape, keep_equal, result_names)

    def reindex_like(self, other):
        return self.reindex(**other._labels())

    def expanding(self, min_periods=1):
        from pandas._window import Expanding

        return Expanding(self, min_periods)

    def ewm(self, com=None, span=None, halflife=None, alpha=None, min_periods=0, adjust=True, ignore_na=False):
        from pandas._window import ExponentialWindow

        return ExponentialWindow(self, com, span, halflife, alpha, min_periods, adjust, ignore_na)

    def sort_index(self, axis=0, ascending=True, inplace=False, ignore_index=False, na_position="last", level=None):
        if self._axis(axis):
            result = self._take_columns(self.columns.argsort(ascending, na_position))
        else:
            order = self.index.argsort(ascending, na_position)
            if level is not None:
                labels = self.index.get_level_values(level)._values
                order = order[v.argsort(v.take(labels, order), ascending, na_position)]
            result = self._take(order)
        return self._finish(result.reset_index(drop=True) if ignore_index else result, inplace, deprecated="sort_index")

    def sample(self, n=None, frac=None, replace=False, weights=None, random_state=None, axis=0, ignore_index=False):
        columns = self._axis(axis) == 1
        length = self.shape[axis] if columns else len(self)
        if n is None:
            n = 1 if frac is None else round(frac * length)
        if random_state is None:
            random_state = np.random
        elif not hasattr(random_state, "choice"):
            random_state = np.random.RandomState(random_state)
        if n < 0:
            raise ValueError("A negative number of rows requested. Please provide `n` >= 0.")
        if not replace and n > length:
            raise ValueError("Cannot take a larger sample than population when 'replace=False'")
        if weights is not None:
            weights = np.asarray(self[weights] if isinstance(weights, str) else weights, dtype=np.float64)
            weights = weights / np.sum(weights)
        positions = random_state.choice(length, size=n, replace=replace, p=weights)
        result = self._take_columns(positions) if columns else self._take(positions)
        return result.reset_index(drop=True) if ignore_index else result

    def set_axis(self, labels, axis=0):
        result = self.copy()
        setattr(result, "columns" if self._axis(axis) else "index", labels)
        return result

    # Arithmetic by name.

    def _flexible(self, other, op, reflected, axis, level, fill_value):
        if self.ndim == 1:
            return self._operate(other, op, reflected, fill_value, True, level)
        return self._operate(other, op, reflected, axis=axis, fill_value=fill_value, level=level)


def _of_old_type(old, new):
    """New values in the type of the old ones, if that holds them."""
    if v.is_array(old) and v.is_array(new) and old.dtype.kind in "iu" and np.all(new == np.floor(new)):
        return new.astype(old.dtype)
    return new


def method_named(owner, name):
    """The method of a name, as aggregations ask for it."""
    method = getattr(owner, name, None) if name not in getattr(owner, "_columns", ()) else getattr(type(owner), name, None)
    if not callable(method) and callable(getattr(np, name, None)):
        return lambda *args, **kwargs: getattr(np, name)(owner, *args, **kwargs)
    if not callable(method):
        raise AttributeError(f"'{name}' is not a valid function for '{type(owner).__name__}' object")
    return method if hasattr(method, "__self__") else method.__get__(owner)


def _within_day(index, start, end):
    """The rows whose time of day lies between two."""
    from pandas._dates import Timestamp

    first, last = (Timestamp(f"2000-01-01 {one}").time() if isinstance(one, str) else one for one in (start, end))
    times = [moment.time() for moment in index.tolist()]
    inside = (lambda time: first <= time <= last) if first <= last else (lambda time: time >= first or time <= last)
    return [row for row, time in enumerate(times) if inside(time)]


def is_frame(value):
    return isinstance(value, NDFrame) and value.ndim == 2


def _method(name):
    def method(self, axis=0, skipna=True, numeric_only=False, **options):
        # np.sum(series) and the like hand on their own arguments.
        for argument in ("out", "dtype", "keepdims"):
            if options.pop(argument, None) not in (None, False):
                raise ValueError(f"the '{argument}' parameter is not supported in the pandas implementation of {name}()")
        if name in ("any", "all"):
            options.pop("bool_only", None)
        for argument in options:
            if argument not in ("ddof", "min_count"):
                raise TypeError(f"{name}() got an unexpected keyword argument '{argument}'")
        if axis is not None:
            axis = self._axis(axis)
        if self.ndim == 1:
            return self._reduce(name, skipna=skipna, **options)
        return self._reduce(name, axis=axis, skipna=skipna, numeric_only=numeric_only, **options)

    method.__name__ = name
    return method


for _name in REDUCTIONS:
    setattr(NDFrame, _name, _method(_name))
NDFrame.product = NDFrame.prod
NDFrame.kurtosis = NDFrame.kurt


def _nunique(self, axis=0, dropna=True):
    return self._reduce("nunique", dropna=dropna, **({} if self.ndim == 1 else {"axis": axis}))


NDFrame.nunique = _nunique


def _cumulative(name):
    def method(self, axis=0, skipna=True, numeric_only=False):
        owner = self.select_dtypes("number") if numeric_only and self.ndim > 1 else self
        return owner._along(axis or 0, lambda values: accumulated(values, name, skipna))

    method.__name__ = name
    return method


for _name in ("cumsum", "cumprod", "cummax", "cummin"):
    setattr(NDFrame, _name, _cumulative(_name))


def _named_operator(op, reflected):
    def method(self, other, axis="columns", level=None, fill_value=None):
        return self._flexible(other, op, reflected, axis, level, fill_value)

    return method


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "eq", "ne", "lt", "le", "gt", "ge"):
    setattr(NDFrame, _name, _named_operator(getattr(_operator, _name), False))
    setattr(NDFrame, "r" + _name, _named_operator(getattr(_operator, _name), True))
NDFrame.div = NDFrame.divide = NDFrame.truediv
NDFrame.rdiv = NDFrame.rtruediv
NDFrame.subtract, NDFrame.multiply = NDFrame.sub, NDFrame.mul


def gaps(values, limit=None):
    """Which values are missing: all, or the first few."""
    missing = v.isna(values)
    return missing if limit is None else missing & (np.cumsum(missing) <= limit)


def filled(left, right, fill_value):
    """Operands with `fill_value` where only one of the two is missing."""
    if fill_value is None:
        return left, right
    several = v.is_array(right) or isinstance(right, v.Objects)
    absent = v.isna(right) if several else np.full(len(left), v.is_missing(right))
    missing = v.isna(left)
    right = v.replaced(right, absent & ~missing, fill_value) if several else fill_value if v.is_missing(right) else right
    return v.replaced(left, missing & ~absent, fill_value), right


def shifted(values, periods, fill_value=v.nan):
    """Values moved down by so many rows."""
    length = len(values)
    positions = np.arange(length) - periods
    positions = np.where((positions < 0) | (positions >= length), -1, positions)
    if length and periods:
        return v.take(values, positions, fill_value)
    return values if periods else values.copy()


def difference(values, periods):
    """What each value is above the one so many rows before."""
    if v.is_array(values) and values.dtype.kind == "b":
        before = shifted(values, periods)
        return v.infer([
            v.nan if v.is_missing(b) else a != b for a, b in zip(values.tolist(), before.tolist())
        ])
    return v.combine(_operator.sub, values, shifted(values, periods))


def carried(values, limit=None):
    """Missing values replaced by the last one before them that is not missing."""
    last, run, positions = -1, 0, []
    for position, missing in enumerate(v.isna(values).tolist()):
        run = run + 1 if missing else 0
        if not missing:
            last = position
        positions.append(last if not missing or limit is None or run <= limit else -1)
    if not any(v.isna(values).tolist()):
        return values
    return v.take(values, positions)


def accumulated(values, name, skipna=True):
    """Running sums and the like; missing values stay where they are and count for nothing."""
    if isinstance(values, v.Objects):
        return _accumulated_texts(values, name)
    missing = v.isna(values)
    if name in ("cumsum", "cumprod"):
        neutral = 0 if name == "cumsum" else 1
        run = getattr(np, name)(np.where(missing, neutral, values) if np.any(missing) else values)
    else:
        ufunc = np.maximum if name == "cummax" else np.minimum
        edge = -np.inf if name == "cummax" else np.inf
        run = ufunc.accumulate(np.where(missing, edge, values) if np.any(missing) else values)
    if np.any(missing):
        run = np.where(missing if skipna else np.cumsum(missing) > 0, v.nan, run)
    return run


def _accumulated_texts(values, name):
    """Texts put one after the other, or the first or last so far."""
    step = {"cumsum": _operator.add, "cummax": max, "cummin": min}.get(name)
    if values.dtype != v.STR or step is None:
        raise TypeError(f"operation '{name}' not supported for dtype '{values.dtype.name}'")
    run, items = None, []
    for item in values.items:
        if not v.is_missing(item):
            run = item if run is None else step(run, item)
        items.append(item if v.is_missing(item) else run)
    return v.Objects(items, v.STR)


def ranked(values, method="average", ascending=True, pct=False):
    """The rank of each value, from 1."""
    order = v.argsort(values, ascending).tolist()
    missing = v.isna(values).tolist()
    items = values.tolist()
    order = [position for position in order if not missing[position]]
    ranks = [v.nan] * len(items)
    start, dense = 0, 0
    while start < len(order):
        end = start
        while end < len(order) and items[order[end]] == items[order[start]]:
            end += 1
        dense += 1
        for place in range(start, end):
            ranks[order[place]] = {
                "average": (start + end + 1) / 2,
                "min": start + 1,
                "max": end,
                "dense": dense,
                "first": place + 1,
            }[method]
        start = end
    ranks = np.array(ranks, dtype=np.float64)
    if pct:
        ranks = ranks / (dense if method == "dense" else len(order))
    return ranks

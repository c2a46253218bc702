"""Rolling, expanding and exponentially weighted windows."""

import math as _math
from bisect import bisect_left, bisect_right

import numpy as np

from pandas import _values as v


_KINDS = {"M": "datetime", "m": "timedelta"}


class _OfColumns:
    """What computes of columns: those wanted are named by `windows[names]` or `windows.name`."""

    def __getattr__(self, name):
        if not name.startswith("_") and name in getattr(self._owner, "_columns", ()):
            return self[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __getitem__(self, key):
        try:
            owner = self._owner[key]
        except KeyError:
            if not isinstance(key, list):
                raise KeyError(f"Column not found: {key}") from None
            absent = [name for name in key if name not in self._owner._columns]
            raise KeyError(f"Columns not found: {', '.join(map(repr, absent))}") from None
        part = object.__new__(type(self))
        part.__dict__.update(self.__dict__, _owner=owner)
        return part


class _Windows(_OfColumns):
    """Base of rolling and expanding windows: what to compute in each window, column by column."""

    def __init__(self, owner):
        self._owner = owner

    def _bounds(self, length):
        """For each row the first row of its window and the one after the last."""
        raise NotImplementedError

    # The column that gives the times, which stays as it is.
    _on = None

    def _each(self, function):
        def column(values):
            if not v.is_array(values):
                from pandas.errors import DataError

                if self._owner.ndim == 1:
                    raise DataError("No numeric types to aggregate")
                raise DataError(f"Cannot aggregate non-numeric type: {_KINDS.get(values.dtype.kind, values.dtype)}")
            return np.array(function(values.astype(np.float64).tolist()), dtype=np.float64)

        if self._owner.ndim == 1 or self._on is None:
            return self._owner._columnwise(column)
        pairs = zip(self._owner.columns.tolist(), self._owner._data)
        return self._owner._like([values if name == self._on else column(values) for name, values in pairs])

    def _moving(self, make):
        """`make()` gives an accumulator with `add`, `remove` and `result(count)`; NaNs are not given to it."""

        def run(items):
            accumulator, count, results = make(), 0, []
            low = high = 0
            for start, stop in self._bounds(len(items)):
                if start >= high:
                    # Nothing of the window before is in this one.
                    accumulator, count, low, high = make(), 0, start, start
                while low < start:
                    if items[low] == items[low]:
                        accumulator.remove(items[low])
                        count -= 1
                    low += 1
                while high < stop:
                    if items[high] == items[high]:
                        accumulator.add(items[high])
                        count += 1
                    high += 1
                results.append(accumulator.result(count) if count >= self.min_periods else v.nan)
            return results

        return self._each(run)

    def _whole(self, function, least=1):
        """`function(numbers)` of the numbers in each window that are not NaN."""

        def run(items):
            results = []
            for start, stop in self._bounds(len(items)):
                numbers = [item for item in items[start:stop] if item == item]
                enough = len(numbers) >= max(self.min_periods, least)
                results.append(function(numbers) if enough else v.nan)
            return results

        return self._each(run)

    def sum(self, *_, **__):
        return self._moving(_Sum)

    def mean(self, *_, **__):
        return self._moving(_Mean)

    def var(self, ddof=1, **_):
        return self._moving(lambda: _Variance(ddof))

    def std(self, ddof=1, **_):
        return self._moving(lambda: _Deviation(ddof))

    def sem(self, ddof=1, **_):
        deviation, count = self.std(ddof), self.count()
        return deviation / count**0.5

    def count(self, **_):
        def run(items):
            return [
                float(sum(1 for item in items[start:stop] if item == item))
                if stop - start >= self.min_periods
                else v.nan
                for start, stop in self._bounds(len(items))
            ]

        return self._each(run)

    def min(self, *_, **__):
        return self._whole(min)

    def max(self, *_, **__):
        return self._whole(max)

    def median(self, *_, **__):
        return self._whole(_median)

    def skew(self, **_):
        return self._statistic("skew")

    def kurt(self, **_):
        return self._statistic("kurt")

    def _statistic(self, name):
        from pandas._reduce import reduce

        return self._whole(lambda numbers: float(reduce(name, np.array(numbers))))

    def quantile(self, q, interpolation="linear"):
        return self._whole(lambda numbers: float(np.quantile(np.array(numbers), q, method=interpolation)))

    def apply(self, func, raw=False, args=(), **kwargs):
        from pandas._series import Series

        labels = self._owner.index

        def run(items):
            results = []
            for start, stop in self._bounds(len(items)):
                window = items[start:stop]
                present = sum(1 for item in window if item == item)
                if present < max(self.min_periods, 1):
                    results.append(v.nan)
                    continue
                given = np.array(window)
                results.append(float(func(given if raw else Series(given, index=labels[start:stop]), *args, **kwargs)))
            return results

        return self._each(run)

    def agg(self, func):
        if isinstance(func, (list, tuple, dict)):
            from pandas._reshape import concat

            if self._owner.ndim == 2:
                plan = func if isinstance(func, dict) else dict.fromkeys(self._owner.columns.tolist(), func)
                return concat({name: self[name].agg(one) for name, one in plan.items()}, axis=1)
            parts = [self.agg(part) for part in func]
            names = [part if isinstance(part, str) else part.__name__ for part in func]
            return concat(dict(zip(names, parts)), axis=1)
        return getattr(self, func)() if isinstance(func, str) else self.apply(func)

    aggregate = agg

    def corr(self, other):
        return self._with_other(other, lambda x, y: x.corr(y))

    def cov(self, other, ddof=1):
        return self._with_other(other, lambda x, y: x.cov(y))

    def _with_other(self, other, function):
        owner = self._owner
        results = []
        for start, stop in self._bounds(len(owner)):
            x, y = owner.iloc[start:stop], other.iloc[start:stop]
            both = int((x.notna() & y.notna()).sum())
            results.append(float(function(x, y)) if both >= max(self.min_periods, 2) else v.nan)
        return owner._like(np.array(results, dtype=np.float64))


class Rolling(_Windows):
    """Windows of so many rows, or of the rows of so much time."""

    def __init__(self, owner, window, min_periods=None, center=False, closed=None, on=None):
        super().__init__(owner)
        self._on, self._times = on, None
        if on is not None and on not in owner.columns:
            raise ValueError(f"invalid on specified as {on}, must be a column (of DataFrame), an Index or None")
        if closed not in (None, "right", "left", "both", "neither"):
            raise ValueError("closed must be 'right', 'left', 'both' or 'neither'")
        times = owner.index if on is None else owner[on]
        if not isinstance(window, (int, np.integer)) and times.dtype == v.DATETIME:
            self._of_time(window, times.tolist(), min_periods, center, closed)
            return
        if not isinstance(window, (int, np.integer)) or isinstance(window, bool) or window < 0:
            raise ValueError("window must be an integer 0 or greater")
        if min_periods is not None and min_periods < 0:
            raise ValueError("min_periods must be >= 0")
        if min_periods is not None and min_periods > window:
            raise ValueError(f"min_periods {min_periods} must be <= window {window}")
        self.window, self.closed = int(window), closed
        self.min_periods = self.window if min_periods is None else min_periods
        self.center = center

    def _of_time(self, window, times, min_periods, center, closed):
        from pandas._offsets import micros, offset_of

        v.refuse("rolling", center=center)
        try:
            offset = offset_of(window)
        except ValueError as error:
            raise ValueError(f"passed window {window} is not compatible with a datetimelike index") from error
        if not hasattr(offset, "delta"):
            raise ValueError(f"{offset!r} is a non-fixed frequency")
        span = offset.delta // v.timedelta_type(microseconds=1)
        if any(map(v.is_missing, times)):
            raise ValueError("index values must not have NaT")
        self._times = [micros(time) for time in times]
        if any(a > b for a, b in zip(self._times, self._times[1:])):
            self._times = [-time for time in self._times]
            if any(a > b for a, b in zip(self._times, self._times[1:])):
                raise ValueError(f"{'index' if self._on is None else self._on} must be monotonic")
        self.window, self.closed, self.center = span, closed or "right", False
        self.min_periods = 1 if min_periods is None else min_periods

    def _bounds_of_time(self):
        find = bisect_left if self.closed in ("left", "both") else bisect_right
        for row, time in enumerate(self._times):
            stop = row + 1 if self.closed in ("right", "both") else bisect_left(self._times, time)
            yield min(find(self._times, time - self.window), stop), stop

    def _bounds(self, length):
        if self._times is not None:
            yield from self._bounds_of_time()
            return
        ahead = (self.window - 1) // 2 if self.center else 0
        before = 1 if self.closed in ("left", "both") else 0
        short = 1 if self.closed in ("left", "neither") else 0
        for row in range(length):
            stop = row + 1 + ahead
            yield min(max(stop - self.window - before, 0), length), min(stop - short, length)

    def __repr__(self):
        return f"Rolling [window={self.window},center={self.center},method=single]"


class Expanding(_Windows):
    """Windows of all rows so far."""

    def __init__(self, owner, min_periods=1):
        super().__init__(owner)
        self.min_periods = min_periods

    def _bounds(self, length):
        return ((0, row + 1) for row in range(length))


class _Moving:
    """What counts how often the last number came in a row: a window of equal numbers is free of rounding errors."""

    _last = v.nan
    _run = 0

    def _note(self, number):
        self._run = self._run + 1 if number == self._last else 1
        self._last = number


class _Sum(_Moving):
    """A sum that terms come to and go from, with what rounding takes away made up for (Kahan)."""

    def __init__(self):
        self._sum = self._lost_coming = self._lost_going = 0.0

    def add(self, number):
        self._note(number)
        self._sum, self._lost_coming = _compensated(self._sum, number, self._lost_coming)

    def remove(self, number):
        self._sum, self._lost_going = _compensated(self._sum, -number, self._lost_going)

    def result(self, count):
        return self._last * count if count and self._run >= count else self._sum


def _compensated(total, number, lost):
    exact = number - lost
    new = total + exact
    return new, (new - total - exact if abs(new) != _math.inf else 0.0)


class _Mean(_Sum):
    def result(self, count):
        if not count:
            return v.nan
        return self._last if self._run >= count else self._sum / count


class _Variance(_Moving):
    """A variance that terms come to and go from (Welford)."""

    def __init__(self, ddof):
        self._ddof = ddof
        self._count = 0
        self._mean = self._squares = 0.0
        self._lost_coming = self._lost_going = 0.0

    def add(self, number):
        self._note(number)
        self._count += 1
        exact = number - self._lost_coming
        delta = exact - self._mean
        self._lost_coming = delta + self._mean - exact
        self._mean += delta / self._count
        self._squares += (number - self._mean) * delta

    def remove(self, number):
        self._count -= 1
        if self._count < 2:
            # One number alone, or none, needs no account of what was before.
            self._mean, self._squares = (self._last if self._count else 0.0), 0.0
            self._lost_coming = self._lost_going = 0.0
            return
        exact = number - self._lost_going
        delta = exact - self._mean
        self._lost_going = delta + self._mean - exact
        self._mean -= delta / self._count
        self._squares -= (number - self._mean) * delta

    def result(self, count):
        if count <= self._ddof:
            return v.nan
        if count == 1 or self._run >= count:
            return 0.0
        return max(self._squares, 0.0) / (count - self._ddof)


class _Deviation(_Variance):
    def result(self, count):
        return super().result(count) ** 0.5


def _median(numbers):
    numbers = sorted(numbers)
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2


class ExponentialWindow(_OfColumns):
    """Weights that fall off exponentially with distance."""

    def __init__(self, owner, com=None, span=None, halflife=None, alpha=None, min_periods=0, adjust=True, ignore_na=False):
        given = [option for option in (com, span, halflife, alpha) if option is not None]
        if len(given) > 1:
            raise ValueError("comass, span, halflife, and alpha are mutually exclusive")
        if not given:
            raise ValueError("Must pass one of comass, span, halflife, or alpha")
        if alpha is None:
            if span is not None:
                if span < 1:
                    raise ValueError("span must satisfy: span >= 1")
                alpha = 2 / (span + 1)
            elif com is not None:
                if com < 0:
                    raise ValueError("comass must satisfy: comass >= 0")
                alpha = 1 / (1 + com)
            else:
                if halflife <= 0:
                    raise ValueError("halflife must satisfy: halflife > 0")
                alpha = 1 - _math.exp(-_math.log(2) / halflife)
        if not 0 < alpha <= 1:
            raise ValueError("alpha must satisfy: 0 < alpha <= 1")
        self._owner, self._alpha = owner, alpha
        self._min_periods, self._adjust, self._ignore_na = max(min_periods, 1), adjust, ignore_na

    def mean(self, **_):
        return self._each(self._means)

    def _each(self, function):
        owner = self._owner
        if owner.ndim == 2:
            owner = owner._take_columns(owner._numeric_positions())
        return owner._columnwise(lambda values: np.array(function(values.astype(np.float64).tolist())))

    def _means(self, items):
        keep = 1 - self._alpha
        mean, old_weight, seen, results = v.nan, 1.0, 0, []
        for item in items:
            present = item == item
            seen += present
            if mean != mean:
                mean = item
            else:
                if present or not self._ignore_na:
                    old_weight *= keep
                if present:
                    new_weight = 1.0 if self._adjust else 1.0 - old_weight
                    if mean != item:
                        mean = (old_weight * mean + new_weight * item) / (old_weight + new_weight)
                    old_weight = old_weight + new_weight if self._adjust else 1.0
            results.append(mean if seen >= self._min_periods else v.nan)
        return results

    def std(self, bias=False, **_):
        return self.var(bias) ** 0.5

    def var(self, bias=False, **_):
        return self._each(lambda items: self._variances(items, bias))

    def _variances(self, items, bias):
        """Weighted means of squared distances from the weighted mean, each from the definition."""
        keep, results = 1 - self._alpha, []
        for row in range(len(items)):
            terms = []
            power = 0
            for back, item in enumerate(reversed(items[: row + 1])):
                if item == item:
                    oldest = not self._adjust and back == row
                    terms.append((keep**power * (1 if self._adjust or oldest else self._alpha), item))
                    power += 1
                elif not self._ignore_na:
                    power += 1
            total = sum(weight for weight, _ in terms)
            squares = sum(weight**2 for weight, _ in terms)
            if len(terms) < self._min_periods or not terms:
                results.append(v.nan)
                continue
            mean = sum(weight * item for weight, item in terms) / total
            spread = sum(weight * (item - mean) ** 2 for weight, item in terms) / total
            if bias:
                results.append(spread)
            else:
                rest = total**2 - squares
                results.append(spread * total**2 / rest if rest > 0 else v.nan)
        return results

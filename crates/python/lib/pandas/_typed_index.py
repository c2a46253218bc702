"""Indexes of points in time, stretches of time, periods and categories."""

import bisect as _bisect

import numpy as np

from pandas import _values as v
from pandas._date_texts import guessed, parsed, resolution
from pandas._dates import Timedelta, Timestamp
from pandas._index import Index
from pandas.errors import NullFrequencyError
from pandas._offsets import BaseOffset, Period, offset_of, range_of_dates

# The period that a text names which has a resolution from years to seconds.
_SPANS = ("Y", "M", "D", "h", "min", "s")
_PARTS = ("month", "day", "hour", "minute", "second", "microsecond")


class _Dated(Index):
    """What has the fields of points in time."""

    freq = None

    @property
    def _accessor(self):
        from pandas._accessors import DateMethods

        return DateMethods(self.to_series(range(len(self))), type(self).__name__)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        result = getattr(self._accessor, name)
        if callable(result):
            return lambda *args, **kwargs: self._indexed(result(*args, **kwargs))
        return self._indexed(result)

    tz = None

    def round(self, freq):
        return self._indexed(self._accessor.round(freq))

    def shift(self, periods=1, freq=None):
        step = self.freq if freq is None else offset_of(freq)
        if step is None:
            raise NullFrequencyError("Cannot shift with no freq")
        return self + step * periods

    def to_pydatetime(self):
        return v.Objects([moment.to_pydatetime() for moment in self.tolist()])

    def _indexed(self, result):
        if result.ndim == 2:
            return result.set_axis(self)
        values = result._values
        bare = v.is_array(values) and values.dtype.kind == "b" or values.dtype == v.OBJECT
        return values if bare else Index(values, name=self.name)


class DatetimeIndex(_Dated):
    """Points in time."""

    def __init__(self, data=None, freq=None, name=None, dtype=None, **_):
        self._values = data if isinstance(data, v.Objects) else v.Objects([Timestamp(item) for item in data], v.DATETIME)
        self.freq = None if freq is None else offset_of(freq)
        self.name = name if name is not None else getattr(data, "name", None)

    inferred_freq = property(lambda self: self.freqstr)
    freqstr = property(lambda self: None if self.freq is None else self.freq.freqstr)

    def __getitem__(self, key):
        result = Index.__getitem__(self, key)
        if isinstance(key, slice) and self.freq is not None:
            result.freq = self.freq if key.step is None else self.freq * key.step
        return result

    def take(self, positions):
        result = Index.take(self, positions)
        positions = np.asarray(positions)
        if self.freq is not None and len(positions):
            # Evenly spaced labels stay so; one alone keeps its frequency.
            steps = np.diff(positions)
            if not len(steps) or steps[0] > 0 and np.all(steps == steps[0]):
                result.freq = self.freq * int(steps[0]) if len(steps) else self.freq
        return result

    def renamed(self, name):
        return DatetimeIndex(self._values, self.freq, name)

    def _operate(self, other, op, reflected=False):
        result = Index._operate(self, other, op, reflected)
        steady = isinstance(other, (v.timedelta_type, BaseOffset)) and isinstance(result, DatetimeIndex)
        if steady and self.freq is not None and type(other) is not BaseOffset:
            result.freq = self.freq
        return result

    def _as_label(self, label):
        return Timestamp(label) if isinstance(label, str) else label

    def _resolution(self):
        """The least part of a time that the labels make use of: 0 for years, …"""
        if not hasattr(self, "_finest"):
            used = {
                place + 1
                for label in self.tolist() if not v.is_missing(label)
                for place, part in enumerate(_PARTS) if getattr(label, part) != (1 if place < 2 else 0)
            }
            self._finest = max(used, default=0)
        return max(self._finest, 2)

    def is_partial(self, label):
        return isinstance(label, str) and resolution(parsed(label)[1]) < self._resolution()

    def positions_of(self, label):
        if isinstance(label, str) and guessed(label) is None:
            raise KeyError(label)
        if not self.is_partial(label):
            return Index.positions_of(self, label)
        span = _span(label)
        found = [i for i, moment in enumerate(self.tolist()) if span.start_time <= moment <= span.end_time]
        if not found:
            raise KeyError(label)
        return found

    def slice_positions(self, start, stop):
        if not (isinstance(start, str) or isinstance(stop, str)) or not self.is_monotonic_increasing:
            return Index.slice_positions(self, start, stop)
        # A year (month, day …) named as an end is included with all it holds.
        first = _span(start).start_time if isinstance(start, str) else start
        last = _span(stop).end_time if isinstance(stop, str) else stop
        labels = self.tolist()
        low = 0 if start is None else _bisect.bisect_left(labels, first)
        return low, len(labels) if stop is None else _bisect.bisect_right(labels, last)


def _span(text):
    moment, form = parsed(text)
    return Period(moment, _SPANS[min(resolution(form), 5)])


class TimedeltaIndex(_Dated):
    """Stretches of time."""

    def __init__(self, data, name=None):
        self._values, self.name = v.Objects([Timedelta(item) for item in data], v.TIMEDELTA), name


class PeriodIndex(_Dated):
    """Periods of one frequency."""

    def __init__(self, data, freq=None, name=None):
        self._values = v.infer([item if isinstance(item, Period) else Period(item, freq) for item in data])
        self.name = name

    @property
    def freqstr(self):
        return self.dtype.name[7:-1]

    def _as_label(self, label):
        return Period(label, self.freqstr) if isinstance(label, str) else label


class CategoricalIndex(Index):
    """Labels of a few categories."""

    categories = property(lambda self: self.dtype.categories)
    ordered = property(lambda self: self.dtype.ordered)
    codes = property(lambda self: v.codes_of(self._values))


def date_range(start=None, end=None, periods=None, freq=None, *, name=None, inclusive="both", **absent):
    """Evenly spaced points in time."""
    v.refuse("date_range", **absent)
    if freq is None and None in (start, end, periods):
        freq = "D"
    moments = range_of_dates(start, end, periods, freq)
    if inclusive in ("right", "neither") and moments and start is not None and moments[0] == Timestamp(start):
        moments = moments[1:]
    if inclusive in ("left", "neither") and moments and end is not None and moments[-1] == Timestamp(end):
        moments = moments[:-1]
    return DatetimeIndex(moments, freq=freq, name=name)


def bdate_range(start=None, end=None, periods=None, freq="B", **options):
    """Working days."""
    return date_range(start, end, periods, freq, **options)


def period_range(start=None, end=None, periods=None, freq=None, name=None):
    """Periods one after the other."""
    first, last = (None if one is None else one if isinstance(one, Period) else Period(one, freq) for one in (start, end))
    if first is None:
        first = last - (periods - 1)
    count = periods if last is None or periods is not None else last.ordinal - first.ordinal + 1
    return PeriodIndex([first + i for i in range(count)], name=name)

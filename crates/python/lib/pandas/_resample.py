"""Rows grouped by stretches of time: `resample`, `Grouper`, `asfreq`."""

import re as _re

import numpy as np

from pandas import _values as v
from pandas._dates import UNITS, Timedelta, Timestamp, anchored, stepper, timedelta_type
from pandas._groupby import DataFrameGroupBy, Key, Keys, SeriesGroupBy
from pandas._index import DatetimeIndex, Index, freq_name

# Stretches that are known by their last day; the others are known by their first.
_BY_LAST_DAY = {"ME", "QE", "YE", "W"}


class Grouper:
    """A key of a grouping: a column or level, cut into stretches of time if there is a frequency."""

    def __init__(self, key=None, level=None, freq=None, closed=None, label=None, sort=True):
        self.key, self.level, self.freq, self.closed, self.label = key, level, freq, closed, label

    def key_of(self, owner):
        """The key it is for a frame or series: its stretch's label for each row."""
        column = owner[self.key] if self.key is not None else None
        index = owner.index if self.level is None else owner.index.get_level_values(self.level)
        name = index.name if column is None else self.key
        values = index._values if column is None else column._values
        if self.freq is not None:
            stretches = Stretches(index if column is None else column, self.freq, self.closed, self.label)
            values = v.Objects([stretches.labels[code] for code in stretches.codes], v.DATETIME)
        return Key(name, values, self.key)


class Stretches:
    """The stretches of time that the moments of an index or column lie in."""

    def __init__(self, owner, freq, closed=None, label=None):
        values = owner._values
        if values.dtype != v.DATETIME:
            kind = type(owner if isinstance(owner, Index) else Index(values)).__name__
            raise TypeError(
                f"Only valid with DatetimeIndex, TimedeltaIndex or PeriodIndex, but got an instance of '{kind}'"
            )
        self.freq = freq_name(freq)
        moments = values.tolist()
        count, unit = _re.fullmatch(r"(\d*)\s*([A-Za-z-]+)", self.freq).groups()
        unit = unit.split("-")[0]
        side = "right" if unit in _BY_LAST_DAY else "left"
        closed, label = closed or side, label or side
        if not moments:
            self.labels, self.codes = [], []
            return
        if unit in UNITS and unit != "W":
            step = timedelta_type(seconds=int(count or 1) * UNITS[unit])
            edges = _even_edges(min(moments), max(moments), step, closed)
        else:
            # Days count as a whole.
            moments = [moment.normalize() for moment in moments]
            edges = _anchored_edges(min(moments), max(moments), self.freq, int(count or 1), closed)
        self.labels = edges[1:] if label == "right" else edges[:-1]
        numbers = np.array([_number(moment) for moment in moments])
        places = np.searchsorted(np.array(list(map(_number, edges))), numbers, side="left" if closed == "right" else "right")
        self.codes = (places - 1).tolist()


def _number(moment):
    return moment.toordinal() * 86_400_000_000 + (
        (moment.hour * 60 + moment.minute) * 60 + moment.second
    ) * 1_000_000 + moment.microsecond


def _even_edges(first, last, step, closed):
    """Edges so far apart, counted from the midnight before the first moment."""
    origin = first.normalize()
    start = origin + (first - origin) // step * step
    if closed == "right" and start == first:
        start = start - step
    edges = [start]
    while edges[-1] < last or (closed == "left" and edges[-1] == last):
        edges.append(edges[-1] + step)
    return edges if len(edges) > 1 else [*edges, edges[0] + step]


def _anchored_edges(first, last, freq, count, closed):
    """Edges on the days that the frequency names, from before the first to after the last."""
    unit = freq.lstrip("0123456789")
    edges = [anchored(first, unit)] if closed == "left" else [first]
    if closed == "right":
        for _ in range(count):
            edges[0] = anchored(edges[0] - timedelta_type(days=1), unit)
    _, following = stepper(freq)
    while edges[-1] < last or (closed == "left" and edges[-1] == last):
        edges.append(following(edges[-1]))
    return edges


class TimeGroups:
    """The groups of rows that lie in the same stretch, empty ones included."""

    def __init__(self, stretches, name):
        self.index = DatetimeIndex(v.Objects(stretches.labels, v.DATETIME), stretches.freq, name)
        self.codes = stretches.codes
        self.positions = [[] for _ in stretches.labels]
        for row, code in enumerate(self.codes):
            self.positions[code].append(row)

    def __len__(self):
        return len(self.positions)


def grouped_by_time(obj, grouper):
    """A grouping by stretches of time alone, in which empty ones have their row."""
    on = obj[grouper.key] if grouper.key is not None else None
    index = obj.index if grouper.level is None else obj.index.get_level_values(grouper.level)
    values = index._values if on is None else on._values
    name = index.name if on is None else grouper.key
    groups = TimeGroups(Stretches(index if on is None else on, grouper.freq, grouper.closed, grouper.label), name)
    keys = Keys([Key(name, values, grouper.key)])
    return (SeriesGroupBy if obj.ndim == 1 else DataFrameGroupBy)(obj, keys, groups=groups)


class Resampler:
    """Series or frames by stretches of time: something of each stretch, or values for stretches that have none."""

    def __init__(self, obj, freq, closed=None, label=None, on=None, level=None):
        self._obj = obj
        self._grouped = grouped_by_time(obj, Grouper(on, level, freq, closed, label))

    def __getattr__(self, name):
        return getattr(self._grouped, name)

    def __getitem__(self, key):
        part = object.__new__(Resampler)
        part._obj = self._obj[key] if self._obj.ndim == 2 else self._obj
        part._grouped = self._grouped[key]
        return part

    def __iter__(self):
        return iter(self._grouped)

    def __len__(self):
        return len(self._grouped)

    def asfreq(self, fill_value=v.nan):
        return self._obj.reindex(self._grouped._groups.index, fill_value=fill_value)

    def ffill(self, limit=None):
        return self._reached(lambda row: row, limit)

    def bfill(self, limit=None):
        return self.asfreq().bfill(limit=limit) if limit else self._obj[::-1].reindex(
            self._grouped._groups.index
        ).bfill()

    def _reached(self, choose, limit):
        """For each label the last row at or before it."""
        index = self._grouped._groups.index
        rows = np.array(list(map(_number, self._obj.index.tolist())))
        wanted = np.array(list(map(_number, index.tolist())))
        places = np.searchsorted(rows, wanted, side="right") - 1
        taken = self._obj._take(places)
        object.__setattr__(taken, "index", index)
        return taken

    def interpolate(self, method="linear"):
        return self.asfreq().interpolate(method)


def asfreq(obj, freq, method=None, fill_value=v.nan):
    """The rows of evenly spaced moments from the first to the last."""
    from pandas._index import date_range

    labels = date_range(obj.index.min(), obj.index.max(), freq=freq, name=obj.index.name)
    result = obj.reindex(labels, fill_value=fill_value)
    return {"ffill": result.ffill, "bfill": result.bfill}[method]() if method else result


def time_bounds(index, window, closed=None):
    """For each row the rows of the window of that length that ends at it."""
    try:
        length = Timedelta("1" + window if isinstance(window, str) and window.isalpha() else window)
    except ValueError:
        raise ValueError(f"passed window {window} is not compatible with a datetimelike index") from None
    moments = np.array(list(map(_number, index)))
    if np.any(np.diff(moments) < 0):
        raise ValueError("index must be monotonic")
    size = _number(Timestamp(1970, 1, 1) + length) - _number(Timestamp(1970, 1, 1))
    closed = closed or "right"
    starts = np.searchsorted(moments, moments - size, side="left" if closed in ("left", "both") else "right")
    rows = np.arange(len(moments))
    return starts, rows + 1 if closed in ("right", "both") else rows

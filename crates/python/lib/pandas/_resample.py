"""Rows put into stretches of time: `resample` and `Grouper`."""

from bisect import bisect_left, bisect_right

import numpy as np

from pandas import _values as v
from pandas._groupby import DataFrameGroupBy, Key, Keys, SeriesGroupBy
from pandas._index import Index
from pandas._offsets import Tick, Week, offset_of
from pandas._typed_index import DatetimeIndex


class Grouper:
    """What to group by, said by name: a column or level, and the stretches of time into which it falls."""

    def __init__(self, key=None, level=None, freq=None, closed=None, label=None, sort=True, **absent):
        v.refuse("Grouper", **absent)
        self.key, self.level, self.freq, self.closed, self.label = key, level, freq, closed, label

    def key_of(self, owner):
        """The key of a grouping; with a frequency it knows its groups."""
        if self.key is not None:
            if self.key not in owner.columns:
                raise KeyError(f"The grouper name {self.key} is not found")
            times = Index(owner[self.key]._values, name=self.key)
        else:
            times = owner.index.get_level_values(self.level or 0)
        if self.freq is None:
            return Key(times.name, times._values, self.key)
        bins = Bins(times, self.freq, self.closed, self.label)
        labels = v.take(bins.index._values, np.array(bins.codes, dtype=np.int64)) if len(bins) else times._values
        return Key(times.name, labels, self.key, bins)


class Bins:
    """Groups of consecutive stretches of time, some of which may be empty."""

    def __init__(self, times, rule, closed=None, label=None):
        if not isinstance(times, DatetimeIndex):
            raise TypeError(
                "Only valid with DatetimeIndex, TimedeltaIndex or PeriodIndex, but got an instance of "
                f"'{type(times).__name__}'"
            )
        offset = offset_of(rule)
        backward = getattr(offset, "at_end", False) or isinstance(offset, Week)
        closed = closed or ("right" if backward else "left")
        label = label or ("right" if backward else "left")
        moments = [None if v.is_missing(one) else one.to_pydatetime() for one in times.tolist()]
        if not isinstance(offset, Tick):
            moments = [one and one.replace(hour=0, minute=0, second=0, microsecond=0) for one in moments]
        edges = _edges([one for one in moments if one is not None], offset, closed)
        find = bisect_right if closed == "left" else bisect_left
        self.codes = [-1 if one is None else find(edges, one) - 1 for one in moments]
        self.index = DatetimeIndex(edges[1:] if label == "right" else edges[:-1], offset, times.name)
        self.positions = [[] for _ in range(len(self.index))]
        for position, code in enumerate(self.codes):
            if code >= 0:
                self.positions[code].append(position)

    def __len__(self):
        return len(self.positions)


def _edges(moments, offset, closed):
    """Where the stretches begin and end that hold all moments."""
    if not moments:
        return []
    first, last = min(moments), max(moments)
    if isinstance(offset, Tick):
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight + (first - midnight) // offset.delta * offset.delta
        if closed == "right" and start == first:
            start -= offset.delta
    else:
        start = offset.floor(first) if closed == "left" else (first - offset).to_pydatetime()
    edges = [start]
    while edges[-1] <= last if closed == "left" else edges[-1] < last or len(edges) < 2:
        edges.append(offset.step(edges[-1], offset.n))
    return edges


class _Resampler:
    """Base of what `resample` gives: groups with empty ones between, whose gaps can be filled."""

    def _spread(self, method=None, limit=None, fill_value=v.nan):
        obj = self._obj.set_axis(Index(self._keys[0].times._values, name=self._keys[0].name))
        if obj.ndim == 2 and self._keys[0].column is not None:
            obj = obj.drop(columns=self._keys[0].column)
        if not obj.index.is_unique:
            raise ValueError("cannot reindex on an axis with duplicate labels")
        return obj.reindex(self._groups.index, fill_value=fill_value, method=method, limit=limit)

    def asfreq(self, fill_value=v.nan):
        return self._spread(fill_value=fill_value)

    def ffill(self, limit=None):
        return self._spread("ffill", limit)

    def bfill(self, limit=None):
        return self._spread("bfill", limit)

    def nearest(self, limit=None):
        return self._spread("nearest", limit)

    def interpolate(self, method="linear", **options):
        return self._spread().interpolate(method, **options)

    def ohlc(self):
        result = self.agg(["first", "max", "min", "last"])
        return result.set_axis(["open", "high", "low", "close"], axis=1)


class SeriesResampler(_Resampler, SeriesGroupBy):
    """A column put into stretches of time."""


class FrameResampler(_Resampler, DataFrameGroupBy):
    """A frame put into stretches of time."""

    def __getitem__(self, key):
        grouped = DataFrameGroupBy.__getitem__(self, key)
        kind = SeriesResampler if isinstance(grouped, SeriesGroupBy) else FrameResampler
        part = object.__new__(kind)
        part.__dict__.update(grouped.__dict__)
        return part

    def apply(self, func, *args, **kwargs):
        return self.agg(func, *args, **kwargs) if isinstance(func, str) else DataFrameGroupBy.apply(self, func, *args, **kwargs)


def resample(owner, rule, closed=None, label=None, on=None, level=None):
    """The rows of an owner put into stretches of time."""
    key = Grouper(on, level, rule, closed, label).key_of(owner)
    key.times = Index(owner[on]._values) if on is not None else owner.index.get_level_values(level or 0)
    keys = Keys([key])
    return (SeriesResampler if owner.ndim == 1 else FrameResampler)(owner, keys, groups=key.bins)

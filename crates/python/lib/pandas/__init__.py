"""The part of pandas that interview code uses, over numpy.

Series and DataFrame with labels and alignment, grouping, windows, merging, text files and printing as pandas 3 does it. Not
here: other files, time zones, plotting.
"""

from collections import namedtuple as _namedtuple

import numpy as _np

from pandas import _numpy
from pandas import _values as _v
from pandas import errors
from pandas._categories import Categorical, CategoricalDtype, Interval, cut, qcut
from pandas._dates import DateOffset, NaT, Timedelta, Timestamp
from pandas._frame import DataFrame
from pandas._index import DatetimeIndex, Index, MultiIndex, RangeIndex, date_range
from pandas._merge import merge, merge_asof
from pandas._options import describe_option, get_option, option_context, options, reset_option, set_option
from pandas._resample import Grouper
from pandas._reshape import concat, crosstab, get_dummies, melt, pivot, pivot_table
from pandas._series import Series
from pandas._shared import NDFrame as _NDFrame

__version__ = "3.1.1"

_numpy.teach(_NDFrame)

for _class in (
    DataFrame, Series, Index, MultiIndex, RangeIndex, DatetimeIndex, Timestamp, Timedelta, Categorical, CategoricalDtype,
    Interval,
):
    # Where it is defined is nobody's business: `type(frame)` shows as `pandas.DataFrame`.
    _class.__module__ = "pandas"

NamedAgg = _namedtuple("NamedAgg", ["column", "aggfunc"])


def isna(obj):
    """Whether something, or each of its elements, is missing."""
    if isinstance(obj, (Series, DataFrame, Index)):
        return obj.isna()
    if isinstance(obj, list):
        return _np.array([isna(item) for item in obj])
    if isinstance(obj, (_np.ndarray, _v.Objects)):
        return _v.isna(_v.as_values(obj)) if _np.ndim(obj) < 2 else _np.isnan(obj)
    return _v.is_missing(obj)


isnull = isna


def notna(obj):
    """Whether something, or each of its elements, is not missing."""
    result = isna(obj)
    return not result if isinstance(result, bool) else ~result


notnull = notna


def unique(values):
    """The different values, in the order in which they occur."""
    return Series(values).unique()


def factorize(values, sort=False):
    """A code for each value, and the values of the codes."""
    values = _v.as_values(values)
    codes, firsts = _v.factorize(values, sort)
    uniques = _v.take(values, firsts)
    return _np.array(codes, dtype=_np.int64), uniques if _v.is_array(uniques) else Index(uniques)


def to_datetime(arg, format=None, errors="raise", **_):
    """Points in time from texts, dates or other things that name them."""

    def parsed(item):
        if _v.is_missing(item):
            return NaT
        try:
            if format is not None and isinstance(item, str):
                return Timestamp(Timestamp.strptime(item, format))
            return Timestamp(item)
        except ValueError:
            if errors == "coerce":
                return NaT
            raise

    if isinstance(arg, Series):
        return arg._like(_v.Objects([parsed(item) for item in arg.tolist()], _v.DATETIME))
    if isinstance(arg, (list, tuple, _np.ndarray, Index, _v.Objects)):
        return DatetimeIndex([parsed(item) for item in arg])
    return parsed(arg)


def to_numeric(arg, errors="raise", downcast=None):
    """Numbers from texts."""

    def parsed(item, position=0):
        if not isinstance(item, str):
            return item
        try:
            return int(item)
        except ValueError:
            try:
                return float(item)
            except ValueError:
                if errors == "coerce":
                    return _v.nan
                raise ValueError(f"Unable to parse string '{item}' at position {position}") from None

    if isinstance(arg, Series):
        return arg._like(_v.infer(list(map(parsed, arg.tolist(), range(len(arg))))))
    if _v.is_scalar(arg):
        return parsed(arg)
    return _v.infer(list(map(parsed, arg, range(len(arg)))))


def to_timedelta(arg, unit=None):
    """Stretches of time."""
    if isinstance(arg, Series):
        return arg._like(_v.Objects([Timedelta(item, unit) for item in arg.tolist()], _v.TIMEDELTA))
    if isinstance(arg, (list, tuple, _np.ndarray)):
        return Index(_v.Objects([Timedelta(item, unit) for item in arg], _v.TIMEDELTA))
    return Timedelta(arg, unit)


def read_csv(filepath_or_buffer, **options):
    """A frame of the table in a file or an open one."""
    from pandas._text_files import read_csv

    return read_csv(filepath_or_buffer, **options)


def __getattr__(name):
    from pandas._absent import explain

    raise AttributeError(explain(name))

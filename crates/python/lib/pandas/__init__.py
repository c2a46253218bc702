"""The part of pandas that interview code uses, over numpy.

Series and DataFrame with labels and alignment, grouping, windows, merging, text files and printing as pandas 3 does it. Not
here: other files, categories, time zones, windows given as a stretch of time, plotting.
"""

from collections import namedtuple as _namedtuple

import numpy as _np

from pandas import _numpy
from pandas import _offsets as offsets
from pandas import _values as _v
from pandas import api, errors
from pandas._bins import cut, qcut
from pandas._categories import Categorical
from pandas._convert import to_datetime, to_numeric, to_timedelta
from pandas._dates import NaT, Timedelta, Timestamp
from pandas._dtypes import CategoricalDtype
from pandas._frame import DataFrame
from pandas._index import Index, RangeIndex
from pandas._intervals import Interval
from pandas._locate import IndexSlice
from pandas._merge import merge, merge_asof
from pandas._multi_index import MultiIndex
from pandas._offsets import DateOffset, Period
from pandas._options import describe_option, get_option, option_context, options, reset_option, set_option
from pandas._reshape import concat, crosstab, get_dummies, melt, pivot, pivot_table
from pandas._resample import Grouper
from pandas._series import Series
from pandas._shared import NDFrame as _NDFrame
from pandas._typed_index import (
    CategoricalIndex, DatetimeIndex, PeriodIndex, TimedeltaIndex, bdate_range, date_range, period_range,
)

__version__ = "3.1.1"

_numpy.teach(_NDFrame)

for _class in (
    DataFrame, Series, Index, MultiIndex, RangeIndex, DatetimeIndex, PeriodIndex, TimedeltaIndex, CategoricalIndex, Timestamp,
    Timedelta, Period, Interval, Categorical, CategoricalDtype,
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
    if not isinstance(values, (_NDFrame, Index, _np.ndarray, _v.Objects)):
        raise TypeError(
            "factorize requires a Series, Index, ExtensionArray, np.ndarray or NumpyExtensionArray got "
            f"{type(values).__name__}."
        )
    values = _v.as_values(values)
    codes, firsts = _v.factorize(values, sort)
    uniques = _v.take(values, firsts)
    return _np.array(codes, dtype=_np.int64), uniques if _v.is_array(uniques) else Index(uniques)


def read_csv(filepath_or_buffer, **options):
    """A frame of the table in a file or an open one."""
    from pandas._text_files import read_csv

    return read_csv(filepath_or_buffer, **options)


def read_json(path_or_buf, **options):
    """The frame or series that is written in a file as JSON."""
    from pandas._nested import read_json

    return read_json(path_or_buf, **options)


def json_normalize(data, record_path=None, meta=None, **options):
    """A frame of records that have others within them."""
    from pandas._nested import json_normalize

    return json_normalize(data, record_path, meta, **options)


def wide_to_long(df, stubnames, i, j, sep="", suffix=r"\d+"):
    """A row for each ending of the columns' names."""
    from pandas._wide import wide_to_long

    return wide_to_long(df, stubnames, i, j, sep, suffix)


def from_dummies(data, sep=None, default_category=None):
    """The labels for which columns of flags stand."""
    from pandas._wide import from_dummies

    return from_dummies(data, sep, default_category)


def __getattr__(name):
    from pandas._absent import explain

    raise AttributeError(explain(name))

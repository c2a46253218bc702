"""Values from texts: `to_datetime`, `to_numeric`, `to_timedelta`."""

import numpy as np

from pandas import _values as v
from pandas._date_texts import by_format, guessed, parsed
from pandas._dates import NaT, Timedelta, Timestamp
from pandas._index import Index
from pandas._series import Series


def to_datetime(arg, errors="raise", dayfirst=False, yearfirst=False, utc=False, format=None, unit=None, origin="unix", cache=True):
    """Points in time from texts, dates or other things that name them."""
    v.refuse("to_datetime", utc=utc, yearfirst=yearfirst, origin=origin != "unix")
    if v.is_scalar(arg):
        form = guessed(arg.strip(), dayfirst) if isinstance(arg, str) and format is None else None
        if form is not None:
            _tell_of_day_first(form, dayfirst)
        return _moments([arg], errors, dayfirst, format, unit, True)[0]
    if hasattr(arg, "columns"):
        return _assembled(arg)
    values = arg._values if isinstance(arg, (Series, Index)) else arg
    if getattr(values, "dtype", None) == v.DATETIME:
        return arg
    values = v.Objects(_moments(list(values), errors, dayfirst, format, unit), v.DATETIME)
    return arg._like(values) if isinstance(arg, Series) else Index(values, name=getattr(arg, "name", None))


def _moments(items, errors, dayfirst, format, unit, single=False):
    """All texts have the format of the first one, unless there is none to be seen."""
    if format in ("mixed", "ISO8601"):
        format, single = None, True
    if format is None and not single:
        first = next((item for item in items if isinstance(item, str) and item.strip()), None)
        if first is not None:
            format = guessed(first.strip(), dayfirst)
            if format is None:
                _tell_of_no_format()
            else:
                _tell_of_day_first(format, dayfirst)
    moments = []
    for item in items:
        try:
            moments.append(_moment(item, dayfirst, format, unit))
        except (ValueError, OverflowError):
            if errors != "coerce":
                raise
            moments.append(NaT)
    return moments


def _moment(item, dayfirst, format, unit):
    if v.is_missing(item) or item == "":
        return NaT
    if format is not None and (isinstance(item, str) or v.is_number(item)):
        text = item.strip() if isinstance(item, str) else f"{item:g}" if item != int(item) else str(int(item))
        return Timestamp(by_format(text, format))
    return Timestamp(parsed(item, dayfirst)[0]) if isinstance(item, str) else Timestamp(item, unit=unit)


def _tell_of_no_format():
    from pandas._warn import warn

    warn(
        "Could not infer format, so each element will be parsed individually, falling back to `dateutil`. To ensure parsing is "
        "consistent and as-expected, please specify a format.",
        UserWarning,
    )


def _tell_of_day_first(format, dayfirst):
    """That day and month come in another order than was said."""
    if "%m" not in format or (dayfirst if format[1] == "d" else not dayfirst):
        return
    from pandas._warn import warn

    said = "True was specified. Pass `dayfirst=False`" if dayfirst else (
        "False (the default) was specified. Pass `dayfirst=True`"
    )
    warn(f"Parsing dates in {format} format when dayfirst={said} or specify a format to silence this warning.", UserWarning)


def _assembled(frame):
    """Points in time from columns of years, months, days and so on."""
    columns = {name.lower().rstrip("s"): column.tolist() for name, column in frame.items()}
    missing = [name for name in ("year", "month", "day") if name not in columns]
    if missing:
        raise ValueError(
            f"to assemble mappings requires at least that [year, month, day] be specified: [{','.join(missing)}] is missing"
        )
    rows = zip(*(columns.get(name, [0] * len(frame)) for name in ("year", "month", "day", "hour", "minute", "second")))
    return Series(v.Objects([Timestamp(*map(int, row)) for row in rows], v.DATETIME), index=frame.index)


def to_numeric(arg, errors="raise", downcast=None):
    """Numbers from texts."""

    def parsed_number(item, position=0):
        if not isinstance(item, str):
            return item
        for kind in (int, float):
            try:
                return kind(item)
            except ValueError:
                pass
        if errors == "coerce":
            return v.nan
        raise ValueError(f"Unable to parse string '{item}' at position {position}")

    if v.is_scalar(arg):
        return parsed_number(arg)
    values = v.infer(list(map(parsed_number, list(arg), range(len(arg)))))
    if downcast is not None and v.is_array(values):
        values = _narrowed(values, downcast)
    return arg._like(values) if isinstance(arg, Series) else values


def _narrowed(values, downcast):
    """The same numbers in the smallest type that holds them."""
    sizes = ("float32",) if downcast == "float" else (
        ("uint8", "uint16", "uint32") if downcast == "unsigned" else ("int8", "int16", "int32", "int64")
    )
    if downcast != "float" and not np.all(np.isfinite(values)):
        return values
    for size in sizes:
        small = values.astype(size)
        if downcast == "float" or np.all(small == values):
            return small
    return values


def to_timedelta(arg, unit=None, errors="raise"):
    """Stretches of time."""
    if v.is_scalar(arg):
        return Timedelta(arg, unit)
    spans = v.Objects([Timedelta(item, unit) for item in list(arg)], v.TIMEDELTA)
    return arg._like(spans) if isinstance(arg, Series) else Index(spans, name=getattr(arg, "name", None))

"""`series.str` and `series.dt`: methods of texts and of points in time, element by element."""

import re

from pandas import _values as v
from pandas._warnings import old_field

DATE_FIELDS = (
    "year", "month", "day", "hour", "minute", "second", "microsecond", "dayofweek", "day_of_week", "weekday",
    "dayofyear", "day_of_year", "quarter", "days_in_month", "daysinmonth", "date", "time",
)


class StringMethods:
    """The methods of texts; missing values stay missing."""

    def __init__(self, series, finish=lambda series: series):
        if series._values.dtype not in (v.STR, v.OBJECT):
            raise AttributeError("Can only use .str accessor with string values, not " + _kind_name(series.dtype))
        self._series = series
        self._finish = finish

    def _each(self, function, missing=v.nan):
        items = [missing if v.is_missing(item) else function(item) for item in self._series._values.tolist()]
        values = v.infer(items) if items else self._series._values
        return self._finish(self._series._like(values))

    def len(self):
        return self._each(len)

    def get(self, i):
        return self._each(lambda text: text[i] if -len(text) <= i < len(text) else v.nan)

    def __getitem__(self, key):
        return self._each(lambda text: text[key]) if isinstance(key, slice) else self.get(key)

    def slice(self, start=None, stop=None, step=None):
        return self[start:stop:step]

    def contains(self, pat, case=True, flags=0, na=False, regex=True):
        return self._matching("search", pat if regex else re.escape(pat), case, flags, na)

    def match(self, pat, case=True, flags=0, na=False):
        return self._matching("match", pat, case, flags, na)

    def fullmatch(self, pat, case=True, flags=0, na=False):
        return self._matching("fullmatch", pat, case, flags, na)

    def _matching(self, how, pat, case, flags, na):
        match = getattr(re.compile(pat, flags | (0 if case else re.IGNORECASE)), how)
        return self._each(lambda text: match(text) is not None, na)

    def startswith(self, pat, na=False):
        return self._each(lambda text: text.startswith(pat), na)

    def endswith(self, pat, na=False):
        return self._each(lambda text: text.endswith(pat), na)

    def replace(self, pat, repl=None, n=-1, case=None, flags=0, regex=False):
        if regex or case is False:
            pattern = re.compile(pat if regex else re.escape(pat), flags | (re.IGNORECASE if case is False else 0))
            return self._each(lambda text: pattern.sub(repl, text, count=max(n, 0)))
        return self._each(lambda text: text.replace(pat, repl, n))

    def split(self, pat=None, *, n=-1, expand=False):
        return self._split("split", pat, n, expand)

    def rsplit(self, pat=None, *, n=-1, expand=False):
        return self._split("rsplit", pat, n, expand)

    def _split(self, name, pat, n, expand):
        pieces = self._each(lambda text: getattr(text, name)(pat, n if n > 0 else -1))
        return _expanded(self._series, pieces) if expand else pieces

    def extract(self, pat, flags=0, expand=True):
        pattern = re.compile(pat, flags)

        def groups(text):
            found = pattern.search(text)
            return list(found.groups(v.nan)) if found else [v.nan] * pattern.groups

        pieces = self._each(groups)
        if not expand and pattern.groups == 1:
            return self._series._like(v.infer([v.nan if v.is_missing(p) else p[0] for p in pieces._values.tolist()]))
        return _expanded(self._series, pieces, {i - 1: name for name, i in pattern.groupindex.items()})

    def findall(self, pat, flags=0):
        return self._each(lambda text: re.findall(pat, text, flags))

    def count(self, pat, flags=0):
        return self._each(lambda text: len(re.findall(pat, text, flags)))

    def cat(self, others=None, sep=""):
        texts = self._series._values.tolist()
        if others is None:
            return sep.join(text for text in texts if not v.is_missing(text))
        return self._series._like(
            v.infer([a if v.is_missing(a) else a + sep + b for a, b in zip(texts, list(others))])
        )

    def join(self, sep):
        return self._each(sep.join)


def _delegate(name):
    def method(self, *args, **kwargs):
        return self._each(lambda text: getattr(text, name)(*args, **kwargs))

    method.__name__ = name
    setattr(StringMethods, name, method)


for _name in (
    "upper lower title capitalize swapcase strip lstrip rstrip zfill center ljust rjust isdigit isalpha isalnum isnumeric "
    "islower isupper isspace isdecimal istitle casefold find rfind removeprefix removesuffix encode"
).split():
    _delegate(_name)


def _expanded(series, pieces, names=None):
    from pandas._frame import DataFrame

    rows = [[] if v.is_missing(piece) else piece for piece in pieces._values.tolist()]
    width = max(map(len, rows), default=0)
    columns = {
        (names or {}).get(i, i): v.infer([row[i] if i < len(row) else None if row else v.nan for row in rows])
        for i in range(width)
    }
    return DataFrame(columns, index=series.index)


def _kind_name(dtype):
    return {"i": "integer", "u": "integer", "f": "floating", "b": "boolean", "M": "datetime64"}.get(
        dtype.kind, dtype.name
    )


def field_values(items):
    """The values of a field of dates: numbers of 32 bits."""
    values = v.infer(items)
    return values.astype("int32") if v.is_array(values) and values.dtype.kind == "i" else values


class DateMethods:
    """The fields of points in time; missing ones stay missing."""

    def __init__(self, series):
        if series._values.dtype not in (v.DATETIME, v.TIMEDELTA):
            raise AttributeError("Can only use .dt accessor with datetimelike values")
        self._series = series

    def _each(self, function):
        items = [v.nan if v.is_missing(item) else function(item) for item in self._series._values.tolist()]
        return self._series._like(field_values(items))

    def __getattr__(self, name):
        if name in ("days", "seconds"):
            found = self._each(lambda span: getattr(span, name))
            return found.astype("int64") if name == "days" and not found.hasnans else found
        if name in ("strftime", "day_name", "month_name", "normalize", "total_seconds"):
            return lambda *args: self._each(lambda moment: getattr(moment, name)(*args))
        if name in DATE_FIELDS:
            name = old_field("Series.dt", name)

            def field(moment):
                value = getattr(moment, name)
                return value() if callable(value) else value

            return self._each(field)
        raise AttributeError(f"'DatetimeProperties' object has no attribute '{name}'")

    @property
    def is_month_end(self):
        return self._each(lambda moment: moment.day == moment.days_in_month)

    @property
    def is_month_start(self):
        return self._each(lambda moment: moment.day == 1)

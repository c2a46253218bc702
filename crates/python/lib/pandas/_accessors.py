"""`series.str` and `series.dt`: methods of texts and of points in time, element by element."""

import re

import numpy as np

from pandas import _values as v
from pandas._offsets import Period

_INTEGERS = {
    "year", "month", "day", "hour", "minute", "second", "microsecond", "day_of_week", "weekday", "dayofweek", "day_of_year",
    "dayofyear", "quarter", "days_in_month", "daysinmonth",
}
_RENAMED = {
    "weekday": "day_of_week", "dayofweek": "day_of_week", "dayofyear": "day_of_year", "daysinmonth": "days_in_month",
}
_FLAGS = {
    "is_month_start", "is_month_end", "is_quarter_start", "is_quarter_end", "is_year_start", "is_year_end", "is_leap_year",
}
_PREDICATES = "isdigit isalpha isalnum isnumeric islower isupper isspace isdecimal istitle isascii"


class StringMethods:
    """The methods of texts; missing values stay missing."""

    def __init__(self, series, finish=lambda series: series):
        values = series._values
        if v.is_array(values) or values.dtype not in (v.STR, v.OBJECT) and not v.is_category(values):
            raise AttributeError("Can only use .str accessor with string values, not " + _kind_name(series.dtype))
        self._series = series
        self._finish = finish

    def _each(self, function, missing=v.nan):
        items = [missing if v.is_missing(item) else self._of_item(function, item) for item in self._series._values.tolist()]
        values = v.infer(items) if items else self._series._values
        if values.dtype == v.STR and self._series.dtype == v.OBJECT:
            values = v.Objects(values.items)
        return self._finish(self._series._like(values))

    @staticmethod
    def _of_item(function, item):
        """What an item gives; one that is no text, among others, gives a missing value."""
        try:
            return function(item)
        except (AttributeError, TypeError):
            if isinstance(item, str):
                raise
            return v.nan

    def len(self):
        return self._each(len)

    def get(self, i):
        def item(text):
            if isinstance(text, dict):
                return text.get(i, v.nan)
            return text[i] if -len(text) <= i < len(text) else v.nan

        return self._each(item)

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
        if isinstance(pat, dict):
            for old, new in pat.items():
                self = StringMethods(self.replace(old, new, n, case, flags, regex))
            return self._series
        if regex or case is False or isinstance(pat, re.Pattern):
            pattern = pat
            if isinstance(pat, str):
                pattern = re.compile(pat if regex else re.escape(pat), flags | (re.IGNORECASE if case is False else 0))
            return self._each(lambda text: pattern.sub(repl, text, count=max(n, 0)))
        return self._each(lambda text: text.replace(pat, repl, n))

    def split(self, pat=None, *, n=-1, expand=False, regex=None):
        if pat is not None and (regex or isinstance(pat, re.Pattern) or regex is None and len(pat) > 1):
            pieces = self._each(lambda text: re.split(pat, text, maxsplit=max(n, 0)))
            return _expanded(self._series, pieces) if expand else pieces
        return self._split("split", pat, n, expand)

    def rsplit(self, pat=None, *, n=-1, expand=False):
        return self._split("rsplit", pat, n, expand)

    def _split(self, name, pat, n, expand):
        pieces = self._each(lambda text: getattr(text, name)(pat, n if n > 0 else -1))
        return _expanded(self._series, pieces) if expand else pieces

    def partition(self, sep=" ", expand=True):
        pieces = self._each(lambda text: text.partition(sep))
        return _expanded(self._series, pieces) if expand else pieces

    def extract(self, pat, flags=0, expand=True):
        pattern = re.compile(pat, flags)
        if not pattern.groups:
            raise ValueError("pattern contains no capture groups")

        def groups(text):
            found = pattern.search(text)
            return list(found.groups(v.nan)) if found else [v.nan] * pattern.groups

        pieces = self._each(groups)
        names = {i - 1: name for name, i in pattern.groupindex.items()}
        if not expand and pattern.groups == 1:
            found = [v.nan if v.is_missing(p) else p[0] for p in pieces._values.tolist()]
            return type(pieces)._new(v.infer(found), pieces.index, names.get(0, pieces.name))
        return _expanded(self._series, pieces, names)

    def extractall(self, pat, flags=0):
        from pandas._frame import DataFrame
        from pandas._multi_index import MultiIndex

        pattern, rows, labels = re.compile(pat, flags), [], []
        for label, text in self._series.items():
            found = [] if v.is_missing(text) else pattern.finditer(text)
            for number, match in enumerate(found):
                rows.append(list(match.groups(v.nan)))
                labels.append((*(label if isinstance(label, tuple) else (label,)), number))
        names = {i - 1: name for name, i in pattern.groupindex.items()}
        columns = [names.get(i, i) for i in range(pattern.groups)]
        return DataFrame(rows, index=MultiIndex(labels, [*self._series.index.names, "match"]), columns=columns)

    def get_dummies(self, sep="|"):
        from pandas._frame import DataFrame

        parts = [set() if v.is_missing(text) else set(text.split(sep)) - {""} for text in self._series.tolist()]
        names = sorted(set().union(*parts))
        return DataFrame({name: np.array([name in part for part in parts]).astype(int) for name in names}, index=self._series.index)

    def findall(self, pat, flags=0):
        return self._each(lambda text: re.findall(pat, text, flags))

    def count(self, pat, flags=0):
        return self._each(lambda text: len(re.findall(pat, text, flags)))

    def cat(self, others=None, sep="", na_rep=None):
        texts = self._series._values.tolist()
        filled = [na_rep if v.is_missing(text) and na_rep is not None else text for text in texts]
        if others is None:
            return sep.join(text for text in filled if not v.is_missing(text))
        others = others.tolist() if hasattr(others, "tolist") else list(others)
        others = [na_rep if v.is_missing(text) and na_rep is not None else text for text in others]
        pairs = [v.nan if v.is_missing(a) or v.is_missing(b) else a + sep + b for a, b in zip(filled, others)]
        return self._series._like(v.infer(pairs))

    def join(self, sep):
        return self._each(sep.join)

    def repeat(self, repeats):
        return self._each(lambda text: text * repeats)

    def pad(self, width, side="left", fillchar=" "):
        name = {"left": "rjust", "right": "ljust", "both": "center"}[side]
        return self._each(lambda text: getattr(text, name)(width, fillchar))

    def wrap(self, width):
        import textwrap

        return self._each(lambda text: "\n".join(textwrap.wrap(text, width)))


def _delegate(name):
    missing = False if name in _PREDICATES.split() else v.nan

    def method(self, *args, **kwargs):
        return self._each(lambda text: getattr(text, name)(*args, **kwargs), missing)

    method.__name__ = name
    setattr(StringMethods, name, method)


for _name in (
    _PREDICATES + " upper lower title capitalize swapcase strip lstrip rstrip zfill center ljust rjust casefold find rfind index "
    "removeprefix removesuffix encode translate"
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


class DateMethods:
    """The fields of points in time; missing ones stay missing."""

    def __init__(self, series, owner="Series.dt"):
        self._kind = getattr(series._values.dtype, "kind", "")
        self._periods = isinstance(series._values.dtype, v.PeriodDtype)
        if self._kind not in "Mm" and not self._periods:
            raise AttributeError("Can only use .dt accessor with datetimelike values")
        self._series, self._owner = series, owner

    def _each(self, function, missing=v.nan):
        items = [missing if v.is_missing(item) else function(item) for item in self._series._values.tolist()]
        return self._series._like(v.infer(items))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if self._kind == "m":
            if name in ("days", "seconds", "microseconds"):
                found = self._each(lambda span: getattr(span, name))
                whole = v.is_array(found._values) and found.dtype.kind == "i" and name != "days"
                return found.astype("int32") if whole else found
            if name == "total_seconds":
                return lambda: self._each(lambda span: span.total_seconds())
        elif name in _INTEGERS:
            if name in _RENAMED:
                from pandas._warn import deprecated

                instead = _RENAMED[name]
                deprecated(f"{self._owner}.{name}", f"{self._owner}.{instead}")
                name = instead
            found = self._each(lambda moment: getattr(moment, name))
            return found.astype("int32") if not self._periods and v.is_array(found._values) and found.dtype == int else found
        elif name in _FLAGS:
            return self._each(lambda moment: bool(getattr(moment, name)), False)
        elif name in ("date", "time"):
            return self._series._like(v.Objects([
                moment if v.is_missing(moment) else getattr(moment, name)() for moment in self._series.tolist()
            ]))
        elif name in ("strftime", "day_name", "month_name", "normalize", "to_timestamp", "asfreq", "to_pydatetime"):
            return lambda *args: self._each(lambda moment: getattr(moment, name)(*args))
        elif name in ("start_time", "end_time") and self._periods:
            return self._each(lambda period: getattr(period, name))
        if name in ("floor", "ceil", "round") and self._kind == "M":
            return lambda freq: self._each(lambda moment: getattr(moment, name)(freq))
        if name in ("tz", "freq", "unit"):
            return "us" if name == "unit" else None
        absent = ": time zones are not available here" if name.startswith("tz_") else ""
        kind = "TimedeltaProperties" if self._kind == "m" else "PeriodProperties" if self._periods else "DatetimeProperties"
        raise AttributeError(f"'{kind}' object has no attribute '{name}'{absent}")

    def to_period(self, freq=None):
        return self._each(lambda moment: Period(moment, freq or "D"))

    def isocalendar(self):
        from pandas._frame import DataFrame

        parts = [moment.isocalendar() for moment in self._series.dropna()._values.tolist()]
        if len(parts) < len(self._series):
            raise NotImplementedError("isocalendar of missing dates is not available here: it gives integers that may be missing")
        columns = [np.array([int(part[i]) for part in parts], dtype=np.uint32) for i in range(3)]
        return DataFrame(dict(zip(("year", "week", "day"), columns)), index=self._series.index)

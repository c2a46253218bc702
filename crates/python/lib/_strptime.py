"""Dates and times from texts: `datetime.strptime`, with the names that English has for days and months."""

import datetime as _datetime
import re as _re

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]


def _names(names):
    return "|".join(sorted(names, key=len, reverse=True))


# What each directive reads.
_DIRECTIVES = {
    "a": _names(day[:3] for day in _DAYS),
    "A": _names(_DAYS),
    "b": _names(month[:3] for month in _MONTHS),
    "B": _names(_MONTHS),
    "d": r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
    "f": r"[0-9]{1,6}",
    "H": r"2[0-3]|[0-1]\d|\d",
    "I": r"1[0-2]|0[1-9]|[1-9]| [1-9]",
    "j": r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
    "m": r"1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d",
    "p": "am|pm",
    "S": r"6[0-1]|[0-5]\d|\d",
    "w": "[0-6]",
    "y": r"\d\d",
    "Y": r"\d\d\d\d",
    "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|Z",
    "Z": "utc|gmt",
}
_SHORT = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}


def _pattern(format):
    """The regular expression of texts in a format."""
    def expand(match):
        return _SHORT.get(match[1], match[0])

    parts = []
    rest = iter(_re.sub(r"%(.)", expand, format))
    for letter in rest:
        if letter != "%":
            parts.append(r"\s+" if letter.isspace() else _re.escape(letter))
            continue
        directive = next(rest, None)
        if directive is None:
            raise ValueError(f"stray % in format '{format}'")
        if directive == "%":
            parts.append("%")
        elif directive in _DIRECTIVES:
            parts.append(f"(?P<{directive}>{_DIRECTIVES[directive]})")
        else:
            raise ValueError(f"'{directive}' is a bad directive in format '{format}'")
    return _re.compile("".join(parts).replace(r"\s+\s+", r"\s+"), _re.IGNORECASE)


def _fields(text, format):
    """What the directives of a format read in a text."""
    for number, argument in enumerate((text, format), 1):
        if not isinstance(argument, str):
            raise TypeError(f"strptime() argument {number} must be str, not {type(argument).__name__}")
    found = _pattern(format).match(text)
    if found is None:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if found.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[found.end():]}")
    return found.groupdict()


def _date(fields):
    """Year, month and day; the first day of 1900 where nothing says otherwise."""
    year, month, day = int(fields.get("Y", 1900)), int(fields.get("m", 1)), int(fields.get("d", 1))
    if "y" in fields:
        year = int(fields["y"]) + (2000 if int(fields["y"]) <= 68 else 1900)
    for directive, length in (("b", 3), ("B", None)):
        if directive in fields:
            month = [name[:length] for name in _MONTHS].index(fields[directive].lower()) + 1
    if "j" in fields:
        date = _datetime.date(year, 1, 1) + _datetime.timedelta(int(fields["j"]) - 1)
        return date.year, date.month, date.day
    return year, month, day


def _time(fields):
    """Hour, minute, second and microsecond."""
    hour = int(fields.get("H", 0))
    if "I" in fields:
        hour = int(fields["I"]) % 12 + (12 if fields.get("p", "").lower() == "pm" else 0)
    return hour, int(fields.get("M", 0)), int(fields.get("S", 0)), int(fields.get("f", "0").ljust(6, "0"))


def _zone(fields):
    """The time zone, as further arguments."""
    if "z" not in fields:
        return ()
    digits = fields["z"].replace(":", "")
    if digits in "Zz":
        return (_datetime.timezone.utc,)
    hours, minutes, seconds = int(digits[1:3]), int(digits[3:5]), float(digits[5:] or 0)
    offset = _datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (_datetime.timezone(-offset if digits[0] == "-" else offset),)


def _strptime_datetime_date(cls, text, format):
    return cls(*_date(_fields(text, format)))


def _strptime_datetime_time(cls, text, format):
    fields = _fields(text, format)
    return cls(*_time(fields), *_zone(fields))


def _strptime_datetime_datetime(cls, text, format):
    fields = _fields(text, format)
    return cls(*_date(fields), *_time(fields), *_zone(fields))

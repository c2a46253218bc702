"""Texts that name points in time."""

import datetime as _datetime
import re as _re


class DateParseError(ValueError):
    """A text that names no point in time."""

    __module__ = "pandas._libs.tslibs.parsing"


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES = "[A-Za-z]{3,9}"
_PARTS = {
    "Y": r"\d{4}", "y": r"\d{2}", "m": r"\d{1,2}", "d": r"\d{1,2}", "H": r"\d{1,2}", "I": r"\d{1,2}", "M": r"\d{1,2}",
    "S": r"\d{1,2}", "f": r"\d{1,9}", "b": _NAMES, "B": _NAMES, "p": "[AaPp][Mm]", "A": _NAMES, "a": _NAMES, "j": r"\d{1,3}",
    "%": "%",
}
# From the most precise to the year alone; a text has the resolution of the last part it names.
_CLOCKS = ("", " %H", "T%H", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f")
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%m.%d.%Y", "%d.%m.%Y")
_OTHERS = ("%Y%m%d", "%Y-%m", "%Y/%m", "%Y", "%b %d, %Y", "%d %b %Y", "%d-%b-%Y", "%b %d %Y", "%b %Y", "%Y-%b-%d")

_compiled = {}


def _pattern(format):
    if format not in _compiled:
        text = "".join(
            _re.escape(piece) if i % 2 == 0 else f"(?P<{piece}>{_PARTS[piece]})"
            for i, piece in enumerate(_re.split("%(.)", format))
        )
        _compiled[format] = _re.compile(text.replace("(?P<%>%)", "%"))
    return _compiled[format]


def _moment(parts, text):
    """The point in time that the parts of a text name."""
    number = lambda name, default: int(parts.get(name) or default)
    year = number("Y", 1900) if parts.get("y") is None else number("y", 0) + (2000 if number("y", 0) < 69 else 1900)
    name = parts.get("b") or parts.get("B")
    if name is not None:
        if name[:3].lower() not in _MONTHS:
            raise DateParseError(f"Unknown datetime string format, unable to parse: {text}")
        parts = {**parts, "m": _MONTHS.index(name[:3].lower()) + 1}
    hour = number("H", 0)
    if parts.get("p"):
        hour = number("I", 0) % 12 + 12 * (parts["p"].lower() == "pm")
    fraction = int((parts.get("f") or "").ljust(6, "0")[:6])
    if not 1 <= number("m", 1) <= 12:
        raise DateParseError(f"month must be in 1..12: {text}")
    for part, name, limit in (("H", "hour", 24), ("M", "minute", 60), ("S", "second", 60)):
        if number(part, 0) >= limit:
            raise DateParseError(f"{name} must be in 0..{limit - 1}: {text}")
    try:
        moment = _datetime.datetime(year, number("m", 1), number("d", 1), hour, number("M", 0), number("S", 0), fraction)
    except ValueError:
        raise DateParseError(f"day is out of range for month: {text}") from None
    return moment + _datetime.timedelta(days=number("j", 1) - 1)


def guessed(text, dayfirst=False):
    """The format of a text, or None."""
    clock = _re.search(r"(?<=\d)[T ]\d{1,2}(:.*)?$", text)
    day = text[: clock.start()] if clock else text
    for form in (*_DAYS, *_OTHERS):
        found = _pattern(form).fullmatch(day)
        if not found:
            continue
        if form[1] in "md" and found.groupdict().get("b") is None:
            # Of two small numbers the month comes first, unless it cannot be one.
            month, other = int(found["m"]), int(found["d"])
            if month > 12 or dayfirst and form[1] == "m" and other <= 12:
                continue
        for tail in _CLOCKS:
            if _pattern(form + tail).fullmatch(text):
                named = found.groupdict().get("b")
                return (form.replace("%b", "%B") if named and len(named) > 3 else form) + tail
    return None


def parsed(text, dayfirst=False):
    """The point in time that a text names, and the format it has."""
    text = text.strip()
    form = guessed(text, dayfirst)
    if form is None:
        if text in ("now", "today"):
            return _datetime.datetime.now(), "%f"
        if _re.search(r"(Z|[+-]\d{2}:?\d{2})$", text) and ":" in text:
            raise NotImplementedError("time zones are not available here")
        raise DateParseError(f"Unknown datetime string format, unable to parse: {text}")
    return _moment(_pattern(form).fullmatch(text).groupdict(), text), form


_ADVICE = """. You might want to try:
    - passing `format` if your strings have a consistent format;
    - passing `format='ISO8601'` if your strings are all ISO8601 but not necessarily in exactly the same format;
    - passing `format='mixed'`, and the format will be inferred for each element individually. You might want to use \
`dayfirst` alongside this."""


def by_format(text, format):
    """The point in time that a text of this format names."""
    pattern = _pattern(format)
    found = pattern.fullmatch(text)
    if found:
        return _moment(found.groupdict(), text)
    start = pattern.match(text)
    if start:
        rest = text[start.end():]
        raise ValueError(f'unconverted data remains when parsing with format "{format}": "{rest}"{_ADVICE}')
    raise ValueError(f'time data "{text}" doesn\'t match format "{format}"{_ADVICE}')


# The least part that a format names, from years to microseconds.
_RANKS = "YmdHMSf"


def resolution(format):
    """0 for a year alone, 1 for a month, … 6 for microseconds."""
    return max(_RANKS.find({"b": "m", "B": "m", "y": "Y", "j": "d", "I": "H"}.get(part, part)) for part in format if part.isalpha())

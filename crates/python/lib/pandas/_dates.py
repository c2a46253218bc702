"""Points in time: Timestamp, Timedelta, NaT, and ranges of dates."""

import datetime as _datetime
import re as _re

from pandas.errors import DateParseError

datetime_type = _datetime.datetime
timedelta_type = _datetime.timedelta
date_type = _datetime.date


class NaTType:
    """Not a time: what is missing among dates."""

    def __repr__(self):
        return "NaT"

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def _false(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _false

    def __hash__(self):
        return 0x4E6154

    def _self(self, *_):
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = _self


NaT = NaTType()

_TEXT = _re.compile(
    r"\s*(\d{4})(?:[-/]?(\d{1,2})(?:[-/]?(\d{1,2}))?)?"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*"
)
_AMERICAN = _re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*")


def _parse(text):
    found = _TEXT.fullmatch(text)
    if found:
        year, month, day, hour, minute, second, fraction = found.groups()
        fraction = int((fraction or "").ljust(6, "0")) if fraction else 0
    else:
        found = _AMERICAN.fullmatch(text)
        if not found:
            raise DateParseError(f"Unknown datetime string format, unable to parse: {text}")
        month, day, year, hour, minute, second = found.groups()
        fraction = 0
    numbers = [int(part or default) for part, default in
               [(year, 1), (month, 1), (day, 1), (hour, 0), (minute, 0), (second, 0)]]
    try:
        return datetime_type(*numbers, fraction)
    except ValueError as error:
        reason = str(error).split(",")[0]
        raise DateParseError(f"{reason}: {text}" if "must be in" in reason else f"{error}: {text}") from None


class Timestamp(datetime_type):
    """A point in time, to the microsecond."""

    def __new__(cls, value=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, **named):
        if named:
            value = named.pop("year", value)
        if value is NaT or value is None or (isinstance(value, float) and value != value):
            return NaT
        if month is not None:
            parts = (int(value), month, day, hour, minute, second, microsecond)
            return datetime_type.__new__(cls, *parts)
        if isinstance(value, str):
            value = _parse(value)
        if isinstance(value, datetime_type):
            return datetime_type.__new__(
                cls, value.year, value.month, value.day, value.hour, value.minute, value.second,
                value.microsecond,
            )
        if isinstance(value, date_type):
            return datetime_type.__new__(cls, value.year, value.month, value.day)
        if isinstance(value, (int, float)):
            return Timestamp(datetime_type(1970, 1, 1) + timedelta_type(microseconds=value / 1000))
        raise TypeError(f"Cannot convert input [{value}] of type {type(value)} to Timestamp")

    @classmethod
    def now(cls, tz=None):
        return cls(datetime_type.now())

    @classmethod
    def today(cls, tz=None):
        return cls(datetime_type.now())

    day_of_week = property(lambda self: self.weekday())
    day_of_year = property(lambda self: self.timetuple().tm_yday)

    def __getattr__(self, name):
        if name in ("dayofweek", "dayofyear", "daysinmonth"):
            from pandas._warnings import old_field

            return getattr(self, old_field("Timestamp", name))
        raise AttributeError(f"'Timestamp' object has no attribute '{name}'")

    @property
    def quarter(self):
        return (self.month + 2) // 3

    @property
    def days_in_month(self):
        return _month_length(self.year, self.month)

    def day_name(self):
        return self.strftime("%A")

    def month_name(self):
        return self.strftime("%B")

    def normalize(self):
        return Timestamp(self.year, self.month, self.day)

    def to_pydatetime(self):
        return datetime_type(
            self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond
        )

    def __add__(self, other):
        if other is NaT:
            return NaT
        if not isinstance(other, timedelta_type):
            return NotImplemented
        return Timestamp(self.to_pydatetime() + timedelta_type(other.days, other.seconds, other.microseconds))

    __radd__ = __add__

    def __sub__(self, other):
        if other is NaT:
            return NaT
        if isinstance(other, str):
            other = Timestamp(other)
        if isinstance(other, datetime_type):
            return Timedelta(self.to_pydatetime() - Timestamp(other).to_pydatetime())
        if isinstance(other, timedelta_type):
            return self + timedelta_type(-other.days, -other.seconds, -other.microseconds)
        return NotImplemented

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        return f"Timestamp('{self}')"

    __hash__ = datetime_type.__hash__


UNITS = {
    "W": 604800, "D": 86400, "day": 86400, "days": 86400, "h": 3600, "hour": 3600, "hours": 3600,
    "min": 60, "m": 60, "minute": 60, "minutes": 60, "s": 1, "second": 1, "seconds": 1, "ms": 1e-3, "us": 1e-6,
}


class Timedelta(timedelta_type):
    """A stretch of time, to the microsecond."""

    def __new__(cls, value=0, unit=None, **named):
        if named:
            value = timedelta_type(**named)
        if value is NaT or value is None or value != value:
            return NaT
        if isinstance(value, str):
            seconds = 0.0
            clock = _re.search(r"(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?", value)
            if clock:
                hours, minutes, rest = clock.groups()
                seconds += int(hours) * 3600 + int(minutes) * 60 + float(rest or 0)
                value = value.replace(clock.group(), "")
            for amount, name in _re.findall(r"([-+]?[\d.]+)\s*([A-Za-z]+)", value):
                if name not in UNITS:
                    raise ValueError(f"invalid unit abbreviation: {name}")
                seconds += float(amount) * UNITS[name]
            value = timedelta_type(seconds=seconds)
        elif isinstance(value, (int, float)):
            value = timedelta_type(seconds=value * UNITS[unit] if unit else value * 1e-9)
        return timedelta_type.__new__(cls, value.days, value.seconds, value.microseconds)

    def _plain(self):
        return timedelta_type(self.days, self.seconds, self.microseconds)

    def __add__(self, other):
        if isinstance(other, datetime_type):
            return Timestamp(other) + self
        if isinstance(other, timedelta_type):
            return Timedelta(self._plain() + timedelta_type(other.days, other.seconds, other.microseconds))
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta_type):
            return Timedelta(self._plain() - timedelta_type(other.days, other.seconds, other.microseconds))
        return NotImplemented

    def __neg__(self):
        return Timedelta(-self._plain())

    def __mul__(self, other):
        return Timedelta(self._plain() * other)

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta_type):
            return self.total_seconds() / other.total_seconds()
        return Timedelta(self._plain() / other)

    def __floordiv__(self, other):
        if isinstance(other, timedelta_type):
            return self._plain() // timedelta_type(other.days, other.seconds, other.microseconds)
        return Timedelta(self._plain() // other)

    def __str__(self):
        clock = f"{self.seconds // 3600:02}:{self.seconds // 60 % 60:02}:{self.seconds % 60:02}"
        fraction = f".{self.microseconds:06}" if self.microseconds else ""
        sign = "+" if self.days < 0 else ""
        return f"{self.days} days {sign}{clock}{fraction}"

    def __repr__(self):
        return f"Timedelta('{self}')"

    __hash__ = timedelta_type.__hash__


def _month_length(year, month):
    following = datetime_type(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta_type(days=1)).day


def _month_on(moment, count, day):
    index = moment.year * 12 + moment.month - 1 + count
    year, month = index // 12, index % 12 + 1
    day = _month_length(year, month) if day is None else min(day, _month_length(year, month))
    return moment.to_pydatetime().replace(year=year, month=month, day=day)


def stepper(freq):
    """The first moment on the grid at or after one, and the next one."""
    count, name = _re.fullmatch(r"(\d*)\s*([A-Za-z-]+)", freq).groups()
    count = int(count or 1)
    if name == "ME":
        return lambda t: Timestamp(_month_on(t, 0, None)), lambda t: Timestamp(_month_on(t, count, None))
    if name == "MS":
        start = lambda t: t if t.day == 1 else Timestamp(_month_on(t, 1, 1))
        return start, lambda t: Timestamp(_month_on(t, count, 1))
    if name.startswith("QE") or name.startswith("QS"):
        return _quarters(name, count)
    if name.startswith("YE") or name.startswith("YS"):
        return _years(name, count)
    if name == "B":
        def workday(t):
            while t.weekday() > 4:
                t = t + timedelta_type(days=1)
            return t

        def following(t):
            for _ in range(count):
                t = workday(t + timedelta_type(days=1))
            return t

        return workday, following
    if name == "W" or name.startswith("W-"):
        last = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"].index(name[2:] or "SUN")
        start = lambda t: t + timedelta_type(days=(last - t.weekday()) % 7)
        return start, lambda t: t + timedelta_type(days=7 * count)
    if name not in UNITS:
        raise ValueError(f"Invalid frequency: {freq}")
    step = timedelta_type(seconds=count * UNITS[name])
    return (lambda t: t), (lambda t: t + step)


def _quarters(name, count):
    """The first and last days of quarters, the last of which ends with a year or the month named."""
    ends, month = name.startswith("QE"), _MONTHS.index(name[3:] or ("DEC" if name.startswith("QE") else "JAN"))

    def start(t):
        steps = (month - (t.month - 1)) % 3
        if not ends and steps == 0 and t.day > 1:
            steps = 3
        return Timestamp(_month_on(t, steps, None if ends else 1))

    return start, lambda t: Timestamp(_month_on(t, 3 * count, None if ends else 1))


def _years(name, count):
    """The last or first days of years, which end with December or the month named, or start with that."""
    ends, month = name.startswith("YE"), _MONTHS.index(name[3:] or ("DEC" if name.startswith("YE") else "JAN"))

    def start(t):
        steps = (month - (t.month - 1)) % 12
        if not ends and steps == 0 and t.day > 1:
            steps = 12
        return Timestamp(_month_on(t, steps, None if ends else 1))

    return start, lambda t: Timestamp(_month_on(t, 12 * count, None if ends else 1))


_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def anchored(moment, freq):
    """The last day that a frequency names, at or before a moment."""
    first, following = stepper(freq)
    # From far enough back; weeks and months are short steps, years long ones.
    day = first(Timestamp(moment.to_pydatetime() - timedelta_type(days=800)).normalize())
    while True:
        after = following(day)
        if after > moment:
            return day
        day = after


class DateOffset:
    """Months, days and the like to be added to a point in time, by the calendar."""

    def __init__(self, n=1, **parts):
        self._parts = {name: n * part for name, part in parts.items()} or {"days": n}
        unknown = set(self._parts) - {"years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds"}
        if unknown:
            raise ValueError(f"Unrecognized keyword argument: {unknown.pop()}")

    def __radd__(self, moment):
        if moment is NaT or not isinstance(moment, datetime_type):
            return moment if moment is NaT else NotImplemented
        parts = dict(self._parts)
        months = 12 * parts.pop("years", 0) + parts.pop("months", 0)
        moment = Timestamp(moment)
        return Timestamp(_month_on(moment, months, moment.day) if months else moment) + timedelta_type(**parts)

    __add__ = __radd__

    def __neg__(self):
        return self * -1

    def __mul__(self, times):
        return DateOffset(times, **self._parts)

    __rmul__ = __mul__

    def __rsub__(self, moment):
        return moment + -self

    def __repr__(self):
        return "<DateOffset: " + ", ".join(f"{name}={part}" for name, part in self._parts.items()) + ">"


def range_of_dates(start, end, periods, freq):
    """The moments of `date_range`."""
    if sum(given is not None for given in (start, end, periods)) != 2:
        raise ValueError(
            "Of the four parameters: start, end, periods, and freq, exactly three must be specified"
        )
    first, following = stepper(freq)
    moments = []
    if start is None:
        # Counted back from the end: by steps of the grid from a start early enough.
        end = Timestamp(end)
        step = following(first(end)) - first(end)
        moment = first(end - step * (periods + 2))
        while moment <= end:
            moments.append(moment)
            moment = following(moment)
        return moments[-periods:] if periods else []
    moment = first(Timestamp(start))
    end = None if end is None else Timestamp(end)
    while (len(moments) < periods) if end is None else (moment <= end):
        moments.append(moment)
        moment = following(moment)
    return moments

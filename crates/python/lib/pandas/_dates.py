"""Points in time: Timestamp, Timedelta, NaT."""

import datetime as _datetime
import re as _re
from collections import namedtuple as _namedtuple

from pandas._date_texts import parsed

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

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _self

    def strftime(self, form):
        return self.nan

    year = month = day = hour = minute = second = quarter = day_of_week = day_of_year = days = nan = float("nan")


NaT = NaTType()


def _deprecated(name, instead):
    from pandas._warn import deprecated

    deprecated(f"Timestamp.{name}", f"Timestamp.{instead}")


class Timestamp(datetime_type):
    """A point in time, to the microsecond."""

    def __new__(
        cls, value=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, year=None, unit=None,
        tz=None, fold=0,
    ):
        if tz is not None or tzinfo is not None:
            raise NotImplementedError("time zones are not available here")
        value = value if year is None else year
        if value is NaT or value is None or (isinstance(value, float) and value != value):
            return NaT
        if month is not None:
            return datetime_type.__new__(cls, int(value), month, day, hour, minute, second, microsecond)
        if isinstance(value, str):
            value = parsed(value)[0]
        if isinstance(value, datetime_type):
            return datetime_type.__new__(
                cls, value.year, value.month, value.day, value.hour, value.minute, value.second,
                value.microsecond,
            )
        if isinstance(value, date_type):
            return datetime_type.__new__(cls, value.year, value.month, value.day)
        if hasattr(value, "__float__"):
            return Timestamp(datetime_type(1970, 1, 1) + timedelta_type(seconds=float(value) * _UNITS[unit or "ns"]))
        raise TypeError(f"Cannot convert input [{value}] of type {type(value)} to Timestamp")

    @classmethod
    def now(cls, tz=None):
        return cls(datetime_type.now())

    @classmethod
    def today(cls, tz=None):
        return cls(datetime_type.now())

    day_of_week = property(datetime_type.weekday)
    day_of_year = property(lambda self: self.timetuple().tm_yday)
    quarter = property(lambda self: (self.month + 2) // 3)
    week = property(lambda self: self.isocalendar()[1])
    days_in_month = daysinmonth = property(lambda self: month_length(self.year, self.month))
    is_month_start = property(lambda self: self.day == 1)
    is_month_end = property(lambda self: self.day == self.days_in_month)
    is_quarter_start = property(lambda self: self.is_month_start and self.month % 3 == 1)
    is_quarter_end = property(lambda self: self.is_month_end and self.month % 3 == 0)
    is_year_start = property(lambda self: self.is_month_start and self.month == 1)
    is_year_end = property(lambda self: self.is_month_end and self.month == 12)
    is_leap_year = property(lambda self: month_length(self.year, 2) == 29)

    @property
    def dayofweek(self):
        _deprecated("dayofweek", "day_of_week")
        return self.day_of_week

    @property
    def dayofyear(self):
        _deprecated("dayofyear", "day_of_year")
        return self.day_of_year

    def to_period(self, freq="D"):
        from pandas._offsets import Period

        return Period(self, freq)

    def as_unit(self, unit):
        return self

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
            _refuse_number(other)
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
        _refuse_number(other)
        return NotImplemented

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        return f"Timestamp('{self}')"

    __hash__ = datetime_type.__hash__


def _refuse_number(other):
    if hasattr(other, "__index__") and not hasattr(other, "__len__"):
        raise TypeError(
            "Addition/subtraction of integers and integer-arrays with Timestamp is no longer supported.  Instead of "
            "adding/subtracting `n`, use `n * obj.freq`"
        )


_Components = _namedtuple(
    "Components", ["days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"]
)

_UNITS = {
    "W": 604800, "D": 86400, "day": 86400, "days": 86400, "d": 86400, "h": 3600, "hr": 3600, "hour": 3600, "hours": 3600,
    "min": 60, "m": 60, "minute": 60, "minutes": 60, "s": 1, "sec": 1, "second": 1, "seconds": 1, "ms": 1e-3, "us": 1e-6,
    "ns": 1e-9,
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
            clock = _re.search(r"(\d+):(\d{2}):(\d{2}(?:\.\d+)?)", value)
            if clock:
                hours, minutes, rest = clock.groups()
                seconds += int(hours) * 3600 + int(minutes) * 60 + float(rest or 0)
                value = value.replace(clock.group(), "")
            elif ":" in value:
                raise ValueError("expected hh:mm:ss format")
            elif _re.match(r"\s*[A-Za-z]", value):
                name = _re.match(r"\s*([A-Za-z]+)", value)[1]
                alone = not _re.search(r"\d", value)
                raise ValueError("unit abbreviation w/o a number" if alone else f"invalid unit abbreviation: {name}")
            for amount, name in _re.findall(r"([-+]?[\d.]+)\s*([A-Za-z]+)", value):
                if name not in _UNITS:
                    raise ValueError(f"invalid unit abbreviation: {name}")
                seconds += float(amount) * _UNITS[name]
            value = timedelta_type(seconds=seconds)
        elif hasattr(value, "__float__"):
            value = timedelta_type(seconds=float(value) * _UNITS[unit or "ns"])
        elif hasattr(value, "delta"):
            value = value.delta
        return timedelta_type.__new__(cls, value.days, value.seconds, value.microseconds)

    @property
    def components(self):
        minutes, seconds = divmod(self.seconds, 60)
        milli, micro = divmod(self.microseconds, 1000)
        return _Components(self.days, minutes // 60, minutes % 60, seconds, milli, micro, 0)

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

    def __abs__(self):
        return Timedelta(abs(self._plain()))

    def __mul__(self, other):
        return Timedelta(self._plain() * other)

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta_type):
            return self.total_seconds() / other.total_seconds()
        return Timedelta(self._plain() / other)

    def __str__(self):
        clock = f"{self.seconds // 3600:02}:{self.seconds // 60 % 60:02}:{self.seconds % 60:02}"
        fraction = f".{self.microseconds:06}" if self.microseconds else ""
        sign = "+" if self.days < 0 else ""
        return f"{self.days} days {sign}{clock}{fraction}"

    def __repr__(self):
        return f"Timedelta('{self}')"

    __hash__ = timedelta_type.__hash__


def _rounding(how):
    def method(self, freq):
        from pandas._offsets import rounded

        return rounded(self, freq, how)

    return method


for _how in ("floor", "ceil", "round"):
    setattr(Timestamp, _how, _rounding(_how))


def month_length(year, month):
    following = datetime_type(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta_type(days=1)).day

"""Steps of the calendar: offsets, frequencies, periods, and ranges of dates."""

import operator as _operator
import re as _re

from pandas._dates import NaT, Timestamp, datetime_type, month_length, timedelta_type

_EPOCH = datetime_type(1970, 1, 1)
_MICROSECOND = timedelta_type(microseconds=1)
_DAY = timedelta_type(days=1)


def micros(moment):
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


class BaseOffset:
    """So many steps of a unit. Its grid are the points on which the steps begin or end."""

    def __init__(self, n=1):
        self.n = n

    def floor(self, moment):
        """The last point of the grid at or before a moment."""
        return moment

    def step(self, point, n):
        """The point of the grid `n` steps away from one."""
        raise NotImplementedError

    def onward(self, moment):
        """The first point of the grid at or after a moment."""
        point = self.floor(moment)
        return moment if point == moment else self.step(point, 1)

    def _applied(self, moment, n):
        if moment is NaT:
            return NaT
        moment = Timestamp(moment).to_pydatetime()
        point = self.floor(moment)
        clock = moment - datetime_type(moment.year, moment.month, moment.day)
        if point + clock == moment or point == moment:
            return Timestamp(self.step(moment, n))
        n = n + 1 if n <= 0 else n
        return Timestamp(self.step(point, n) + clock)

    def __radd__(self, moment):
        return self._applied(moment, self.n) if isinstance(moment, datetime_type) or moment is NaT else NotImplemented

    __add__ = __radd__

    def __rsub__(self, moment):
        return self._applied(moment, -self.n) if isinstance(moment, datetime_type) or moment is NaT else NotImplemented

    def _with(self, n):
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, n=n)
        return copy

    def __mul__(self, factor):
        return self._with(self.n * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return self._with(-self.n)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash((type(self), self.n))

    def __repr__(self):
        name = type(self).__name__
        return f"<{name}{self._detail()}>" if self.n == 1 else f"<{self.n} * {name}s{self._detail()}>"

    def _detail(self):
        return ""

    @property
    def freqstr(self):
        return ("" if self.n == 1 else str(self.n)) + self.prefix


class _Calendar(BaseOffset):
    """Months, quarters or years, which begin or end on a day."""

    months, at_end = 1, False

    def _ordinal(self, moment):
        return (moment.year * 12 + moment.month - 1) // self.months

    def point(self, ordinal):
        """The day on which the month (quarter, year) of this number begins or ends."""
        index = ordinal * self.months + (self.months - 1 if self.at_end else 0)
        year, month = index // 12, index % 12 + 1
        return datetime_type(year, month, month_length(year, month) if self.at_end else 1)

    def floor(self, moment):
        ordinal = self._ordinal(moment)
        point = self.point(ordinal)
        return self.point(ordinal - 1) if point > moment else point

    def step(self, point, n):
        clock = point - datetime_type(point.year, point.month, point.day)
        return self.point(self._ordinal(point) + n) + clock


def _calendar(name, prefix, months, at_end):
    return type(name, (_Calendar,), {"prefix": prefix, "months": months, "at_end": at_end, "__module__": "pandas.offsets"})


MonthEnd, MonthBegin = _calendar("MonthEnd", "ME", 1, True), _calendar("MonthBegin", "MS", 1, False)
QuarterEnd, QuarterBegin = _calendar("QuarterEnd", "QE-DEC", 3, True), _calendar("QuarterBegin", "QS-JAN", 3, False)
YearEnd, YearBegin = _calendar("YearEnd", "YE-DEC", 12, True), _calendar("YearBegin", "YS-JAN", 12, False)
_WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]


class Week(BaseOffset):
    """Weeks, which end on a weekday if one is given."""

    def __init__(self, n=1, weekday=None):
        self.n, self.weekday = n, weekday

    prefix = property(lambda self: "W" if self.weekday is None else "W-" + _WEEKDAYS[self.weekday])

    def floor(self, moment):
        if self.weekday is None:
            return moment
        return datetime_type(moment.year, moment.month, moment.day) - _DAY * ((moment.weekday() - self.weekday) % 7)

    def step(self, point, n):
        return point + 7 * n * _DAY

    def _detail(self):
        return f": weekday={self.weekday}" if self.weekday is not None else ""


class BusinessDay(BaseOffset):
    """Days that are neither Saturdays nor Sundays."""

    prefix = "B"

    def floor(self, moment):
        return datetime_type(moment.year, moment.month, moment.day) - _DAY * max(moment.weekday() - 4, 0)

    def step(self, point, n):
        weeks, days = divmod(point.weekday() + n, 5)
        return point + _DAY * (7 * weeks + days - point.weekday())


class Tick(BaseOffset):
    """Stretches of time of one length."""

    def step(self, point, n):
        return point + n * self.unit

    @property
    def delta(self):
        return self.n * self.unit


def _tick(name, prefix, **length):
    return type(name, (Tick,), {"prefix": prefix, "unit": timedelta_type(**length), "__module__": "pandas.offsets"})


Day, Hour = _tick("Day", "D", days=1), _tick("Hour", "h", hours=1)
Minute, Second = _tick("Minute", "min", minutes=1), _tick("Second", "s", seconds=1)
Milli, Micro = _tick("Milli", "ms", milliseconds=1), _tick("Micro", "us", microseconds=1)
BDay = BusinessDay


class DateOffset(BaseOffset):
    """Months, days and smaller parts by which a date is moved; the day stays within its month."""

    def __init__(self, n=1, normalize=False, **fields):
        self.n, self.fields = n, fields

    def step(self, point, n):
        fields = dict(self.fields)
        months = 12 * fields.pop("years", 0) + fields.pop("months", 0)
        index = point.year * 12 + point.month - 1 + n * months
        year, month = index // 12, index % 12 + 1
        plain = {name: fields.pop(name) for name in list(fields) if not name.endswith("s")}
        point = point.replace(year=year, month=month, day=min(point.day, month_length(year, month)))
        point = point.replace(**plain)
        return point + n * (timedelta_type(**fields) if self.fields else _DAY)

    def _detail(self):
        return ": " + ", ".join(f"{name}={value}" for name, value in self.fields.items()) if self.fields else ""


_BY_PREFIX = {
    one.prefix.split("-")[0]: one
    for one in (
        MonthEnd, MonthBegin, QuarterEnd, QuarterBegin, YearEnd, YearBegin, BusinessDay, Day, Hour, Minute, Second, Milli, Micro,
    )
}
_INSTEAD = {"H": "h", "T": "min", "S": "s", "L": "ms", "U": "us"}


def offset_of(freq):
    """The offset that a text such as `2h`, `ME` or `W-MON` names."""
    if isinstance(freq, BaseOffset):
        return freq
    if isinstance(freq, timedelta_type):
        whole = next(one for one in (Day, Hour, Minute, Second, Milli, Micro) if freq % one.unit == timedelta_type(0))
        return whole(freq // whole.unit)
    found = _re.fullmatch(r"(-?\d*)\s*([A-Za-z]+)(?:-([A-Za-z]{3}))?", freq)
    count, name, anchor = found.groups() if found else ("", None, None)
    count = int(count) if count not in ("", "-") else -1 if count else 1
    if name == "W":
        return Week(count, _WEEKDAYS.index(anchor or "SUN"))
    if name in _BY_PREFIX and anchor in (None, *_BY_PREFIX[name].prefix.split("-")[1:]):
        return _BY_PREFIX[name](count)
    if name in _BY_PREFIX:
        raise NotImplementedError(f"the frequency {freq} is not available here")
    if name in ("M", "Q", "Y", "A"):
        reason, hint = f"ValueError(\"'{name}' is no longer supported for offsets. Please use '{name}E' instead.\")", ""
    elif name in _INSTEAD:
        hint = f" Did you mean {_INSTEAD[name]}?"
        reason = f"ValueError('Invalid frequency: {freq}.{hint}')"
    else:
        reason, hint = f"ValueError(\"Invalid frequency: {freq}. Failed to parse with error message: KeyError('{name}').\")", ""
    raise ValueError(f"Invalid frequency: {freq}. Failed to parse with error message: {reason}{hint}")


def range_of_dates(start, end, periods, freq):
    """The moments of `date_range`."""
    if sum(given is not None for given in (start, end, periods, freq)) != 3:
        raise ValueError("Of the four parameters: start, end, periods, and freq, exactly three must be specified")
    start, end = (None if one is None else Timestamp(one).to_pydatetime() for one in (start, end))
    if freq is None:
        return [start + (end - start) * i / max(periods - 1, 1) for i in range(periods)]
    offset = offset_of(freq)
    moments = []
    if start is None:
        moment = offset.floor(end)
        for _ in range(periods):
            moments.append(moment)
            moment = offset.step(moment, -offset.n)
        return moments[::-1]
    moment = offset.onward(start)
    while (len(moments) < periods) if end is None else (moment <= end):
        moments.append(moment)
        moment = offset.step(moment, offset.n)
    return moments


def rounded(moment, freq, how):
    """A moment on the grid of a stretch of time: `floor`, `ceil` or `round`."""
    offset = offset_of(freq)
    if not isinstance(offset, Tick):
        raise ValueError(f"{offset!r} is a non-fixed frequency")
    whole, step = micros(moment), offset.delta // _MICROSECOND
    down = whole // step * step
    rest = whole - down
    if how == "ceil" and rest or how == "round" and (rest * 2 > step or rest * 2 == step and down // step % 2):
        down += step
    return Timestamp(_EPOCH + down * _MICROSECOND)


# How a period is written, and the offset that leads from one to the next.
_PERIODS = {
    "M": MonthEnd, "Q": QuarterEnd, "Y": YearEnd, "W": Week, "D": Day, "h": Hour, "min": Minute, "s": Second,
}
_BY_RESOLUTION = ("Y", "M", "D", "h", "min", "s", "s")


class Period:
    """A month, quarter, year, week, day or shorter stretch."""

    def __init__(self, value=None, freq=None):
        if isinstance(value, str):
            value, freq = _named_period(value, freq)
        name = _re.match(r"[A-Za-z]+", freq or "D").group()
        name = {"ME": "M", "QE": "Q", "YE": "Y", "A": "Y", "H": "h"}.get(name, name)
        if name not in _PERIODS:
            raise ValueError(f"Invalid frequency: {freq}")
        self._name = name
        self.freq = Week(1, _WEEKDAYS.index(freq[2:] or "SUN")) if name == "W" else _PERIODS[name]()
        moment = Timestamp(value)
        if name in "MQY":
            self.ordinal = self.freq._ordinal(moment) - 1970 * 12 // self.freq.months
        elif name == "W":
            self.ordinal = ((moment - _EPOCH).days + 3 - (self.freq.weekday + 1) % 7) // 7 + 1
        else:
            self.ordinal = micros(moment) // (self.freq.unit // _MICROSECOND)

    @property
    def freqstr(self):
        return self.freq.prefix if self._name == "W" else self._name + ("-DEC" if self._name in "QY" else "")

    start_time = property(lambda self: Timestamp(self._first()))
    end_time = property(lambda self: Timestamp((self + 1)._first() - _MICROSECOND))

    def _first(self):
        if self._name in "MQY":
            months = (self.ordinal * self.freq.months) + 1970 * 12
            return datetime_type(months // 12, months % 12 + 1, 1)
        if self._name == "W":
            return _EPOCH + _DAY * (7 * (self.ordinal - 1) - 3 + (self.freq.weekday + 1) % 7)
        return _EPOCH + self.ordinal * self.freq.unit

    def to_timestamp(self, freq=None, how="start"):
        return self.start_time if how in ("start", "S") else self.end_time

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.end_time if self._name == "W" else self.start_time, name)

    def __add__(self, n):
        if isinstance(n, BaseOffset):
            n = n.n
        if not hasattr(n, "__index__"):
            return NotImplemented
        copy = object.__new__(Period)
        copy.__dict__.update(self.__dict__, ordinal=self.ordinal + int(n))
        return copy

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, Period):
            return self.freq._with(self.ordinal - other.ordinal)
        return self + -(other.n if isinstance(other, BaseOffset) else other)

    def _compared(op):
        def method(self, other):
            other = Period(other, self.freqstr) if isinstance(other, str) else other
            return op(self.ordinal, other.ordinal) if isinstance(other, Period) else NotImplemented

        return method

    __eq__, __ne__, __lt__, __le__, __gt__, __ge__ = map(
        _compared, (_operator.eq, _operator.ne, _operator.lt, _operator.le, _operator.gt, _operator.ge)
    )

    def asfreq(self, freq, how="E"):
        return Period(self.end_time if how.upper().startswith("E") else self.start_time, freq)

    def strftime(self, form):
        return self.start_time.strftime(form)

    def __str__(self):
        start = self.start_time
        if self._name == "W":
            return f"{start:%Y-%m-%d}/{self.end_time:%Y-%m-%d}"
        if self._name == "Q":
            return f"{start.year}Q{start.quarter}"
        forms = {"M": "%Y-%m", "Y": "%Y", "D": "%Y-%m-%d", "s": "%Y-%m-%d %H:%M:%S"}
        return start.strftime(forms.get(self._name, "%Y-%m-%d %H:%M"))

    def __repr__(self):
        return f"Period('{self}', '{self.freqstr}')"

    def __hash__(self):
        return hash((self.ordinal, self._name))


def _named_period(text, freq):
    quarter = _re.fullmatch(r"(\d{4})-?[Qq]([1-4])", text)
    if quarter:
        year, number = map(int, quarter.groups())
        return Timestamp(year, 3 * number - 2, 1), freq or "Q"
    from pandas._date_texts import parsed, resolution

    moment, form = parsed(text)
    return moment, freq or _BY_RESOLUTION[resolution(form)]

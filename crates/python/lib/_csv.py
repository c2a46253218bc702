"""What `csv` reads and writes rows with."""

import re
from itertools import combinations

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
_field_limit = 128 * 1024


class Error(Exception):
    pass


def _character(name, value, optional=True):
    if value is None and optional:
        return None
    what = "a unicode character" + " or None" * optional
    if not isinstance(value, str):
        raise TypeError(f'"{name}" must be {what}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be {what}, not a string of length {len(value)}')
    return value


def _text(name, value):
    if value is not None and not isinstance(value, str):
        raise TypeError(f'"{name}" must be a string, not {type(value).__name__}')
    return value


def _style(value):
    if type(value) is not int:
        raise TypeError(f'"quoting" must be an integer, not {type(value).__name__}')
    if not 0 <= value <= QUOTE_NOTNULL:
        raise TypeError('bad "quoting" value')
    return value


class Dialect:
    """Checked settings of a reader or writer."""

    __slots__ = "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"

    def __new__(cls, /, dialect=None, **given):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if isinstance(dialect, cls) and not given:
            return dialect
        for name in given:
            if name not in cls.__slots__:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")

        def setting(name, default):
            return given[name] if name in given else getattr(dialect, name, default)

        self = object.__new__(cls)
        quotechar = setting("quotechar", '"')
        quoting = setting("quoting", QUOTE_NONE if quotechar is None else QUOTE_MINIMAL)
        values = {
            "delimiter": _character("delimiter", setting("delimiter", ","), False),
            "doublequote": bool(setting("doublequote", True)),
            "escapechar": _character("escapechar", setting("escapechar", None)),
            "lineterminator": _text("lineterminator", setting("lineterminator", "\r\n")),
            "quotechar": _character("quotechar", quotechar),
            "quoting": _style(quoting),
            "skipinitialspace": bool(setting("skipinitialspace", False)),
            "strict": bool(setting("strict", False)),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        self._check()
        return self

    def _check(self):
        """Raises if the settings do not fit together."""
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            raise TypeError("quotechar must be set if quoting enabled")
        if self.lineterminator is None:
            raise TypeError("lineterminator must be set")
        special = [("delimiter", self.delimiter), ("escapechar", self.escapechar), ("quotechar", self.quotechar)]
        special = [(name, value) for name, value in special if value is not None]
        for name, value in special:
            if value in "\r\n" or value == " " and self.skipinitialspace and name != "delimiter":
                raise ValueError(f"bad {name} value")
            if value in self.lineterminator:
                raise ValueError(f"bad {name} or lineterminator value")
        for (name, value), (other, same) in combinations(special, 2):
            if value == same:
                raise ValueError(f"bad {name} or {other} value")

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle '{type(self).__name__}' instances")


def register_dialect(name, dialect=None, /, **settings):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = Dialect(dialect, **settings)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def field_size_limit(*limit):
    global _field_limit
    before = _field_limit
    if limit:
        if not isinstance(limit[0], int):
            raise TypeError("limit must be an integer")
        _field_limit = limit[0]
    return before


# What a reader is in the midst of.
_START, _FIELD_START, _FIELD, _QUOTED, _AFTER_QUOTE, _ESCAPED, _ESCAPED_QUOTED, _AFTER_ESCAPED, _LINE_END = range(9)


class _Reader:
    """Rows of an iterable of lines."""

    def __init__(self, lines, dialect=None, **settings):
        try:
            self._lines = iter(lines)
        except TypeError:
            raise TypeError(f"'{type(lines).__name__}' object is not iterable") from None
        self.dialect = dialect = Dialect(dialect, **settings)
        self.line_num = 0
        quote = dialect.quotechar if dialect.quoting != QUOTE_NONE else None
        self._quote = quote
        escape = dialect.escapechar or ""
        special = re.escape(f"\r\n{dialect.delimiter}{escape}")
        self._ordinary = re.compile(f"[^{special}]+").match
        self._ordinary_quoted = re.compile(f"[^{re.escape((quote or '') + escape)}]+").match if quote or escape else None
        # In a line without these, a delimiter is all that counts.
        self._intricate = (quote or "") + escape + " " * dialect.skipinitialspace
        self._reset()

    def _reset(self):
        self._fields, self._field, self._size, self._state = [], [], 0, _START
        self._unquoted = True

    def __iter__(self):
        return self

    def __next__(self):
        self._reset()
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if not self._field and self._state != _QUOTED:
                    raise
                if self.dialect.strict:
                    raise Error("unexpected end of data") from None
                self._save()
                return self._fields
            if not isinstance(line, str):
                raise Error(
                    f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)"
                )
            self.line_num += 1
            if self._state == _START and self._is_plain(line):
                body = line.rstrip("\r\n")
                for field in body.split(self.dialect.delimiter) if body else ():
                    self._unquoted = True
                    self._add(field)
                    self._save()
                return self._fields
            self._take(line)
            if self._state == _START:
                return self._fields

    def _is_plain(self, line):
        body = line.rstrip("\r\n")
        return not ("\n" in body or "\r" in body) and not any(character in body for character in self._intricate)

    def _add(self, text):
        self._size += len(text)
        if self._size > _field_limit:
            raise Error(f"field larger than field limit ({_field_limit})")
        if text:
            self._field.append(text)

    def _save(self):
        field = "".join(self._field)
        quoting = self.dialect.quoting
        if self._unquoted and quoting in (QUOTE_STRINGS, QUOTE_NOTNULL) and not field:
            field = None
        elif self._unquoted and quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS) and field:
            field = float(field)
        self._fields.append(field)
        self._field, self._size = [], 0

    def _take(self, line):
        """Goes on with a line, up to its end, which may be inside quotes."""
        at = 0
        while at < len(line):
            run = None
            if self._state == _FIELD:
                run = self._ordinary(line, at)
            elif self._state == _QUOTED and self._ordinary_quoted:
                run = self._ordinary_quoted(line, at)
            if run:
                self._add(run.group())
                at = run.end()
            else:
                self._step(line[at])
                at += 1
        self._step(None)

    def _step(self, c):
        """Goes on with a character, or with the end of a line, which is None."""
        dialect = self.dialect
        is_end = c is None or c in "\r\n"
        if self._state == _START:
            if c is None:
                return
            if is_end:
                self._state = _LINE_END
                return
            self._state = _FIELD_START
        if self._state == _FIELD_START:
            self._unquoted = True
            if is_end:
                self._end_of_field(c)
            elif c == self._quote:
                self._unquoted = False
                self._state = _QUOTED
            elif c == dialect.escapechar:
                self._state = _ESCAPED
            elif c == " " and dialect.skipinitialspace:
                pass
            elif c == dialect.delimiter:
                self._save()
            else:
                self._add(c)
                self._state = _FIELD
        elif self._state == _ESCAPED:
            self._add("\n" if c is None else c)
            self._state = _AFTER_ESCAPED if c is not None and is_end else _FIELD
        elif self._state in (_FIELD, _AFTER_ESCAPED):
            if c is None and self._state == _AFTER_ESCAPED:
                return
            if is_end:
                self._end_of_field(c)
            elif c == dialect.escapechar:
                self._state = _ESCAPED
            elif c == dialect.delimiter:
                self._save()
                self._state = _FIELD_START
            else:
                self._add(c)
        elif self._state == _QUOTED:
            if c is None:
                pass
            elif c == dialect.escapechar:
                self._state = _ESCAPED_QUOTED
            elif c == self._quote:
                self._state = _AFTER_QUOTE if dialect.doublequote else _FIELD
            else:
                self._add(c)
        elif self._state == _ESCAPED_QUOTED:
            self._add("\n" if c is None else c)
            self._state = _QUOTED
        elif self._state == _AFTER_QUOTE:
            if c == self._quote:
                self._add(c)
                self._state = _QUOTED
            elif c == dialect.delimiter:
                self._save()
                self._state = _FIELD_START
            elif is_end:
                self._end_of_field(c)
            elif dialect.strict:
                raise Error(f"'{dialect.delimiter}' expected after '{dialect.quotechar}'")
            else:
                self._add(c)
                self._state = _FIELD
        elif c is None:
            self._state = _START
        elif not is_end:
            raise Error("new-line character seen in unquoted field - do you need to open the file with newline=''?")

    def _end_of_field(self, c):
        self._save()
        self._state = _START if c is None else _LINE_END


def reader(iterable, /, dialect=None, **settings):
    return _Reader(iterable, dialect, **settings)


class _Writer:
    """Writes rows to a file."""

    def __init__(self, file, dialect=None, **settings):
        write = getattr(file, "write", None)
        if not callable(write):
            raise TypeError('argument 1 must have a "write" method')
        self.dialect = Dialect(dialect, **settings)
        self._write = write
        special = "\r\n" + self.dialect.lineterminator + self.dialect.delimiter
        special += (self.dialect.escapechar or "") + (self.dialect.quotechar or "")
        self._special = re.compile(f"[{re.escape(special)}]")

    def writerow(self, row, /):
        try:
            row = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        row = list(row)
        fields = [self._field(value) for value in row]
        if fields == [""]:
            if self._must_not_quote(row[0]):
                raise Error("single empty field record must be quoted")
            fields = [self._quoted("")]
        return self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)

    def _must_not_quote(self, value):
        quoting = self.dialect.quoting
        return quoting == QUOTE_NONE or value is None and quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)

    def _quoted(self, text):
        return f"{self.dialect.quotechar}{text}{self.dialect.quotechar}"

    def _wants_quotes(self, value):
        quoting = self.dialect.quoting
        if quoting == QUOTE_NONNUMERIC:
            return not (hasattr(type(value), "__float__") or hasattr(type(value), "__index__") or isinstance(value, complex))
        if quoting == QUOTE_STRINGS:
            return isinstance(value, str)
        return quoting == QUOTE_ALL or quoting == QUOTE_NOTNULL and value is not None

    def _field(self, value):
        dialect = self.dialect
        quoted = self._wants_quotes(value)
        text = "" if value is None else value if isinstance(value, str) else str(value)
        if not text and dialect.delimiter == " " and dialect.skipinitialspace:
            if self._must_not_quote(value):
                raise Error("empty field must be quoted if delimiter is a space and skipinitialspace is true")
            quoted = True

        def escaped(match):
            nonlocal quoted
            c = match.group()
            if dialect.quoting != QUOTE_NONE:
                if c == dialect.quotechar and dialect.doublequote:
                    quoted = True
                    return c + c
                if c != dialect.quotechar and c != dialect.escapechar:
                    quoted = True
                    return c
            if dialect.escapechar is None:
                raise Error("need to escape, but no escapechar set")
            return dialect.escapechar + c

        text = self._special.sub(escaped, text)
        return self._quoted(text) if quoted else text


def writer(file, /, dialect=None, **settings):
    return _Writer(file, dialect, **settings)

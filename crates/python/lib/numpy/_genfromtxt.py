"""`genfromtxt`: tables in which values may be missing."""

import itertools as _itertools
import warnings as _warnings

import numpy as np
from numpy._loadtxt import check_ndmin, lines_of, shaped


class ConverterError(Exception):
    """What a column cannot be converted with."""

    __module__ = "numpy.lib._iotools"


class ConversionWarning(UserWarning):
    """Lines that were left out."""

    __module__ = "numpy.lib._iotools"


def _splitter(delimiter, comments, autostrip):
    """The function that gives a line's fields: between delimiters, or of so many letters each."""
    if isinstance(comments, bytes):
        comments = comments.decode("latin1")
    if isinstance(delimiter, bytes):
        delimiter = delimiter.decode("latin1")
    if delimiter is None or isinstance(delimiter, str):
        fields = lambda line: line.split(delimiter or None)  # noqa: E731
        frame = " \r\n"
    elif hasattr(delimiter, "__iter__"):
        ends = list(_itertools.accumulate(delimiter))
        fields = lambda line: [line[start:end] for start, end in zip([0, *ends], ends)]  # noqa: E731
        frame = ""
    else:
        width = int(delimiter)
        fields = lambda line: [line[at:at + width] for at in range(0, len(line), width)]  # noqa: E731
        frame = "\r\n"

    def split(line):
        if comments is not None:
            line = line.split(comments)[0]
        line = line.strip(frame) if frame else line
        if not line:
            return []
        return [field.strip() for field in fields(line)] if autostrip else fields(line)

    return split


def _boolean(text):
    try:
        return {"TRUE": True, "FALSE": False}[text.upper()]
    except KeyError:
        raise ValueError("Invalid boolean") from None


# What a column of unknown type is tried as, one after the other: the type, how texts become it, what stands for those missing.
_LADDER = [
    (np.bool, _boolean, False),
    (np.int64, int, -1),
    (np.float64, float, np.nan),
    (np.complex128, complex, complex(np.nan, 0)),
    (np.integer, int, -1),
    (np.str_, str, "???"),
]


def _fitting(dtype):
    """How texts become elements of a type, and what stands for those missing."""
    if dtype.kind == "i" and dtype.itemsize == 8 or dtype.kind == "u" and dtype.itemsize == 8:
        return dtype.type, -1
    by_kind = {"b": 0, "f": 2, "c": 3, "U": 5}
    if dtype.kind in by_kind:
        return _LADDER[by_kind[dtype.kind]][1:]
    return lambda text: int(float(text)), -1


class _Column:
    """How the texts of a column become its elements."""

    def __init__(self, dtype, missing, filler):
        self.missing, self.filler = {"", *missing}, filler
        self.locked = dtype is not None
        # Whether any text told what type the column has.
        self.checked = False
        self.rung = 0
        if dtype is None:
            self.type, self.function, default = _LADDER[0]
        else:
            self.type = dtype.type
            self.function, default = _fitting(dtype)
        self.default = default if filler is None else filler

    def convert_by(self, function, example):
        """Takes a function that the caller gave."""
        self.function, self.locked = function, True
        if self.filler is not None:
            found = self.filler
        else:
            try:
                found = function(example or "1")
            except (TypeError, ValueError):
                found = None
        self.type = object if found is None else np.array(found).dtype.type

    def strictly(self, text):
        try:
            value = self.function(text)
            if self.function is int:
                try:
                    np.array(text, dtype=self.type)
                except OverflowError:
                    raise ValueError from None
            return value
        except ValueError:
            if text.strip() in self.missing:
                self.checked = self.checked and self.rung > 0
                return self.default
            raise ValueError(f"Cannot convert string '{text}'") from None

    def loosely(self, text):
        try:
            return self.function(text)
        except ValueError:
            return self.default

    def find_type(self, texts, index, skipped):
        """Climbs to the first type that all texts fit."""
        while True:
            self.checked = True
            line = 0
            try:
                for line, text in enumerate(texts):
                    self.strictly(text)
                return
            except ValueError:
                if self.locked:
                    raise ConverterError(
                        f"Converter #{index} is locked and cannot be upgraded: "
                        f"(occurred line #{line + 1 + skipped} for value '{texts[line]}')"
                    ) from None
            self.rung += 1
            self.type, self.function, default = _LADDER[self.rung]
            self.default = default if self.filler is None else self.filler


def _cleaned(names, deletechars, replace_space, case_sensitive):
    """Names of columns as NumPy makes them fit for fields."""
    unwanted = set(" ~!@#$%^&*()-=+\\|]}[{';:/?.>,<" if deletechars is None else deletechars) | {'"'}
    cleaned = []
    for at, name in enumerate(names):
        name = name.strip().replace(" ", replace_space)
        name = "".join(letter for letter in name if letter not in unwanted)
        if case_sensitive in (False, "upper", "lower"):
            name = name.lower() if case_sensitive == "lower" else name.upper()
        cleaned.append(name or f"f{at}")
    return cleaned


def _chosen_columns(usecols, names, width):
    if usecols is None:
        return None
    if isinstance(usecols, str):
        usecols = [name.strip() for name in usecols.split(",")]
    try:
        usecols = list(usecols)
    except TypeError:
        usecols = [usecols]
    return [
        names.index(column) if isinstance(column, str) else column + width if column < 0 else column
        for column in usecols
    ]


class _Layout:
    """Which columns there are, and how the caller's keys name them."""

    def __init__(self, names, chosen, count):
        self.names, self.chosen, self.count = names, chosen, count

    def place(self, key):
        """Where among the columns read a key's column stands. None if it is not read."""
        if isinstance(key, str):
            if self.names is None or key not in self.names:
                return None
            key = self.names.index(key)
        if self.chosen and key in self.chosen:
            return self.chosen.index(key)
        return key

    def missing(self, given):
        """The texts that stand for missing values, for each column."""
        if isinstance(given, bytes):
            given = given.decode("latin1")
        texts = [[] for _ in range(self.count)]
        if isinstance(given, dict):
            for key, value in given.items():
                values = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
                place = self.place(key)
                if key is None:
                    for column in texts:
                        column.extend(values)
                elif place is not None:
                    texts[place].extend(values)
        elif isinstance(given, (list, tuple)):
            for column, value in zip(texts, given):
                column.append(str(value))
        elif given is not None:
            everywhere = given.split(",") if isinstance(given, str) else [str(given)]
            texts = [everywhere] * self.count
        return texts

    def fillers(self, given):
        """What stands in the place of missing values, for each column."""
        fillers = [None] * self.count
        if isinstance(given, dict):
            for key, value in given.items():
                place = self.place(key)
                if place is not None:
                    fillers[place] = value
        elif isinstance(given, (list, tuple)):
            fillers[:len(given)] = given[:self.count]
        else:
            fillers = [given] * self.count
        return fillers


def _refuse_columns():
    raise NotImplementedError(
        "in NumPy the columns of this table make a structured array, which is not available here; unpack=True gives "
        "an array of each column, usecols= reads some of them, dtype= reads all as one type"
    )


def _element_type(dtype):
    if isinstance(dtype, (list, dict)) or isinstance(dtype, str) and "," in dtype:
        _refuse_columns()
    return None if dtype is None else np.dtype(dtype)


def _first_line(lines, split, comments, skip_header, names):
    """The first line with fields, and these."""
    for _ in range(skip_header):
        next(lines)
    while True:
        line = next(lines)
        if names is True and comments is not None and comments in line:
            line = "".join(line.split(comments)[1:])
        if fields := split(line):
            return line, fields


def _take_converters(converters, columns, layout, first):
    """Gives columns the functions that the caller wants them converted by; which columns these are."""
    by_caller = []
    for key, function in converters.items():
        place = layout.place(key)
        if place is None or layout.chosen and not isinstance(key, str) and key not in layout.chosen:
            continue
        columns[place].convert_by(function, first and first[key if isinstance(key, int) else place])
        by_caller.append(place)
    return by_caller


def _rows(lines, split, layout, skip_header, max_rows):
    """The fields of the columns wanted, row by row; and numbers and widths of the lines that do not have them."""
    rows, invalid, chosen = [], [], layout.chosen
    for number, text in enumerate(lines, skip_header + 1):
        fields = split(text)
        if not fields:
            continue
        is_short = chosen and max(chosen) >= len(fields)
        if is_short or not chosen and len(fields) != layout.count:
            invalid.append((number, len(fields)))
            continue
        rows.append([fields[column] for column in chosen] if chosen else fields)
        if len(rows) == max_rows:
            break
    return rows, invalid


def _check_widths(invalid, width, skip_header, skip_footer, found, invalid_raise):
    """Complains of lines with too many or too few fields; gives how many of the footer's lines are left to drop."""
    if skip_footer:
        last = found + len(invalid) - skip_footer + skip_header
        kept = [(line, count) for line, count in invalid if line <= last]
        skip_footer -= len(invalid) - len(kept)
        invalid = kept
    if invalid:
        lines = [f"    Line #{line} (got {count} columns instead of {width})" for line, count in invalid]
        message = "\n".join(["Some errors were detected !", *lines])
        if invalid_raise:
            raise ValueError(message)
        _warnings.warn(message, ConversionWarning, stacklevel=3)
    return skip_footer


def _common_type(columns, dtype, by_caller):
    """The type that all columns have. None if NumPy would make a structured array of them."""
    if dtype is None:
        types = {column.type for column in columns if column.checked}
        return np.dtype(types.pop()) if len(types) == 1 else None
    if all(columns[place].type is dtype.type for place in by_caller):
        return dtype
    return np.dtype(columns[0].type) if len(columns) == 1 else None


def _filled(rows, columns, common, dtype, layout, unpack, ndmin):
    """The table's values: one array, or one for each column."""
    if common is not None and layout.names is None:
        array = np.array(rows, dtype=common) if rows else np.zeros((0,), dtype=common)
        array = shaped(array, ndmin)
        return array.T if unpack else array
    if not unpack:
        _refuse_columns()
    types = [column.type if dtype is None or column.type is not dtype.type else dtype for column in columns]
    arrays = [shaped(np.array(values, dtype=kind), ndmin) for values, kind in zip(zip(*rows), types)]
    return arrays[0] if len(arrays) == 1 else arrays


def genfromtxt(fname, dtype=float, comments="#", delimiter=None, skip_header=0, skip_footer=0, converters=None,
               missing_values=None, filling_values=None, usecols=None, names=None, excludelist=None,
               deletechars=None, replace_space="_", autostrip=False, case_sensitive=True, defaultfmt="f%i",
               unpack=None, usemask=False, loose=True, invalid_raise=True, max_rows=None, encoding=None, *,
               ndmin=0, like=None):
    check_ndmin(ndmin)
    if max_rows is not None:
        if skip_footer:
            raise ValueError("The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.")
        if max_rows < 1:
            raise ValueError("'max_rows' must be at least 1.")
    converters = dict(converters) if isinstance(converters, dict) else converters or {}
    if not isinstance(converters, dict):
        raise TypeError(
            f"The input argument 'converter' should be a valid dictionary (got '{type(converters)}' instead)"
        )
    lines = lines_of(
        fname,
        TypeError(
            "fname must be a string, a filehandle, a sequence of strings,\n"
            f"or an iterator of strings. Got {type(fname)} instead."
        ),
    )
    split = _splitter(delimiter, comments, autostrip)
    try:
        line, first = _first_line(lines, split, comments, skip_header, names)
    except StopIteration:
        line, first = "", []
        _warnings.warn(f'genfromtxt: Empty input file: "{fname}"', stacklevel=2)
    if names is True:
        if comments is not None and first and first[0].strip() in comments:
            del first[0]
        names, line = first, ""
    elif isinstance(names, str):
        names = names.split(",")
    names = _cleaned(names, deletechars, replace_space, case_sensitive) if names else None
    dtype = _element_type(dtype)
    chosen = _chosen_columns(usecols, names, len(first))
    count = len(chosen or first)
    if names is not None and chosen and len(names) > count:
        names = [names[column] for column in chosen]
    layout = _Layout(names, chosen, count)
    missing, fillers = layout.missing(missing_values), layout.fillers(filling_values)
    columns = [_Column(dtype, texts, filler) for texts, filler in zip(missing, fillers)]
    by_caller = _take_converters(converters, columns, layout, first if line else None)
    rows, invalid = _rows(_itertools.chain([line], lines), split, layout, skip_header, max_rows)
    if dtype is None:
        for index, column in enumerate(columns):
            column.find_type([row[index] for row in rows], index, skip_header)
    skip_footer = _check_widths(invalid, count, skip_header, skip_footer, len(rows), invalid_raise)
    if skip_footer > 0:
        rows = rows[:-skip_footer]
    mask = [[text.strip() in column.missing for text, column in zip(row, columns)] for row in rows]
    convert = _Column.loosely if loose else _Column.strictly
    rows = [[convert(column, text) for text, column in zip(row, columns)] for row in rows]
    values = _filled(rows, columns, _common_type(columns, dtype, by_caller), dtype, layout, unpack, ndmin)
    if not usemask:
        return values
    mask = shaped(np.array(mask, dtype=bool), ndmin)
    return np.ma.array(values, mask=mask.T if unpack else mask)

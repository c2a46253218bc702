"""`loadtxt`, and what it shares with `genfromtxt`: lines of files, and shapes of tables."""

import itertools as _itertools
import operator as _operator
import os as _os
import warnings as _warnings

import numpy as np


def lines_of(fname, refusal):
    """The lines of a file, by name or open, or of any sequence of texts."""
    if isinstance(fname, str) or hasattr(fname, "__fspath__"):
        fname = _os.fspath(fname)
        try:
            return iter(open(fname, encoding="latin1"))
        except FileNotFoundError:
            raise FileNotFoundError(f"{fname} not found.") from None
    try:
        lines = iter(fname)
    except TypeError as error:
        raise refusal from error
    return (line.decode("latin1") if isinstance(line, bytes) else line for line in lines)


def shaped(array, ndmin):
    """Without axes of size 1, but with so many at least."""
    if array.ndim > ndmin:
        array = np.squeeze(array)
    if array.ndim < ndmin:
        array = np.atleast_1d(array) if ndmin == 1 else np.atleast_2d(array).T
    return array


def check_ndmin(ndmin):
    if ndmin not in (0, 1, 2):
        raise ValueError(f"Illegal value of ndmin keyword: {ndmin}")


def _count(value):
    try:
        _operator.index(value)
    except TypeError:
        raise TypeError("argument must be an integer") from None
    if value < 0:
        raise ValueError("argument must be nonnegative")
    return value


def _columns(usecols):
    if usecols is None:
        return None
    try:
        columns = list(usecols)
    except TypeError:
        columns = [usecols]
    for column in columns:
        try:
            _operator.index(column)
        except TypeError:
            raise TypeError(
                "usecols must be an int or a sequence of ints but it contains at least one element of type "
                f"{type(column).__name__!r}"
            ) from None
    return columns


def _comments(comments, delimiter, quotechar):
    """The texts that begin comments."""
    if comments is None:
        return []
    comments = [comments] if isinstance(comments, (str, bytes)) else comments
    comments = [one.decode("latin1") if isinstance(one, bytes) else one for one in comments]
    if "" in comments:
        raise ValueError("comments cannot be an empty string. Use comments=None to disable comments.")
    if len(comments) > 1 and delimiter in comments:
        raise TypeError(f"Comment characters '{tuple(comments)}' cannot include the delimiter '{delimiter}'")
    if quotechar is not None and (len(comments) > 1 or len("".join(comments)) > 1):
        raise ValueError(
            "when multiple comments or a multi-character comment is given, quotes are not supported.  In this case "
            "quotechar must be set to None."
        )
    return comments


def _check_characters(comments, delimiter, quotechar):
    for character in (delimiter, quotechar):
        if character is not None and not (isinstance(character, str) and len(character) == 1):
            raise TypeError(
                "Text reading control character must be a single unicode character or None; but got: "
                f"{character!r}"
            )
    if delimiter in ("\n", "\r"):
        raise TypeError("control character 'delimiter' cannot be a newline (`\\r` or `\\n`).")
    given = {"comment": comments[0] if comments else None, "quotechar": quotechar, "delimiter": delimiter}
    for one, other in _itertools.combinations([name for name in given if given[name] is not None], 2):
        if given[one] == given[other]:
            raise TypeError(f"The values for control characters '{one}' and '{other}' are incompatible")


def _fields(line, comments, delimiter, quotechar):
    if quotechar is not None:
        return _quoted_fields(line, comments, delimiter, quotechar)
    for comment in comments:
        line = line.split(comment, 1)[0]
    line = _alone(line)
    if delimiter is None:
        return line.split()
    return line.split(delimiter) if line else []


def _alone(line):
    """A line without its end."""
    line = line.strip("\r\n")
    if "\n" in line or "\r" in line:
        raise ValueError(
            "Found an unquoted embedded newline within a single line of input.  This is currently not supported."
        )
    return line


def _quoted_fields(line, comments, delimiter, quotechar):
    """A quote at a field's beginning opens it, the next one closes it, and two in a row are one that is meant."""
    parts = (lambda letter: letter == delimiter) if delimiter is not None else str.isspace
    line = line.strip("\r\n")
    fields, current, begun, at = [], "", False, 0
    while at < len(line):
        letter = line[at]
        if letter == quotechar and not current and not begun:
            begun, at = True, at + 1
            while at < len(line):
                if line[at] == quotechar:
                    at += 1
                    if line[at:at + 1] != quotechar:
                        break
                current, at = current + line[at], at + 1
            continue
        if letter in comments:
            break
        if parts(letter):
            if begun or current or delimiter is not None:
                fields.append(current)
            current, begun = "", False
        else:
            current, begun = current + letter, True
        at += 1
    if begun or current or delimiter is not None and fields:
        fields.append(current)
    return fields


def _number(text, dtype):
    """A field as an element of that kind."""
    if dtype.kind == "U":
        return text
    text = text.strip()
    if "_" in text:
        raise ValueError
    if dtype.kind == "b":
        return bool(int(text))
    if dtype.kind in "iu":
        number, limits = int(text), np.iinfo(dtype)
        if not limits.min <= number <= limits.max:
            raise ValueError
        return number
    if dtype.kind != "c":
        return float(text)
    if "J" in text or not any(letter.isdigit() for letter in text):
        # Python would read these.
        raise ValueError
    return complex(text)


def _converted(field, column, converters, dtype, row):
    convert = converters.get(column) if isinstance(converters, dict) else converters
    try:
        if convert is None:
            return _number(field, dtype)
        converted = convert(field)
        if np.ndim(converted) > 0:
            raise ValueError("setting an array element with a sequence.")
        return converted if dtype.kind == "U" else np.array(converted, dtype=dtype)[()]
    except Exception as error:
        raise ValueError(
            f"could not convert string {field!r} to {dtype} at row {row}, column {column + 1}."
        ) from (error if convert is not None else None)


def _by_column(converters, width, columns):
    """The converters, by columns from 0, when it is known how many columns there are."""
    if converters is None or callable(converters):
        return converters
    if not isinstance(converters, dict):
        raise TypeError(
            "converters must be a dictionary mapping columns to converter functions or a single callable."
        )
    placed = {}
    for column, convert in converters.items():
        try:
            place = _operator.index(column)
        except TypeError:
            raise TypeError(f"keys of the converters dictionary must be integers; got {column!r}") from None
        if columns is None and not -width <= place < width:
            raise ValueError(
                f"converter specified for column {column}, which is invalid for the number of fields {width}."
            )
        if not callable(convert):
            raise TypeError(
                f"values of the converters dictionary must be callable, but the value associated with key {column!r} "
                "is not"
            )
        placed[place % width if columns is None else place] = convert
    return placed


def _warn_of_empty_line(number, max_rows):
    _warnings.warn(
        f"Input line {number} contained no data and will not be counted towards `max_rows={max_rows}`.  This differs "
        "from the behaviour in NumPy <=1.22 which counted lines rather than rows.  If desired, the previous "
        "behaviour can be achieved by using `itertools.islice`.\nPlease see the 1.23 release notes for an example on "
        "how to do this.  If you wish to ignore this warning, use `warnings.filterwarnings`.  This warning is "
        "expected to be removed in the future and is given only once per `loadtxt` call.",
        category=UserWarning,
        stacklevel=4,
    )


def _rows(lines, split, dtype, converters, columns, skipped, max_rows):
    rows, width, warned = [], None, False
    for at, line in enumerate(lines, skipped + 1):
        if not isinstance(line, str):
            raise TypeError("non-string returned while reading data")
        fields = split(line)
        if not fields:
            if max_rows is not None and not warned and len(rows) < max_rows:
                warned = True
                _warn_of_empty_line(at, max_rows)
            continue
        number = len(rows)
        if columns is not None:
            for column in columns:
                if not -len(fields) <= column < len(fields):
                    raise ValueError(f"invalid column index {column} at row {number + 1} with {len(fields)} columns")
        elif width is not None and len(fields) != width:
            raise ValueError(
                f"the number of columns changed from {width} to {len(fields)} at row {number + 1}; use `usecols` to "
                "select a subset and avoid this error"
            )
        if width is None:
            converters = _by_column(converters, len(fields), columns)
        width = len(fields)
        chosen = range(width) if columns is None else columns
        rows.append([_converted(fields[i], i, converters, dtype, number) for i in chosen])
        if len(rows) == max_rows:
            break
    return rows


def loadtxt(fname, dtype=float, comments="#", delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False,
            ndmin=0, encoding=None, max_rows=None, *, quotechar=None, like=None):
    if isinstance(delimiter, bytes):
        delimiter = delimiter.decode("latin1")
    dtype = np.dtype(float if dtype is None else dtype)
    columns = _columns(usecols)
    check_ndmin(ndmin)
    comments = _comments(comments, delimiter, quotechar)
    _count(skiprows)
    if max_rows is not None:
        _count(max_rows)
    lines = lines_of(
        fname,
        ValueError(
            f"fname must be a string, filehandle, list of strings,\nor generator. Got {type(fname)} instead."
        ),
    )
    _check_characters(comments, delimiter, quotechar)
    for _ in range(skiprows):
        next(lines, None)
    split = lambda line: _fields(line, comments, delimiter, quotechar)  # noqa: E731
    rows = [] if max_rows == 0 else _rows(lines, split, dtype, converters, columns, skiprows, max_rows)
    array = np.array(rows, dtype=dtype) if rows else np.zeros((0, len(columns) if columns else 1), dtype=dtype)
    array = shaped(array, ndmin)
    if array.shape and array.shape[0] == 0:
        _warnings.warn(f'loadtxt: input contained no data: "{fname}"', category=UserWarning, stacklevel=2)
    return array.T if unpack else array

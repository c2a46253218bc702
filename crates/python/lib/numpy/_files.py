"""Arrays read from and written to open files, which here are those of `io`: `loadtxt`, `savetxt`, `save`, `load`."""

import operator as _operator
import warnings as _warnings

import numpy as np


def _lines(fname, caller):
    """The lines of an open file, or of any sequence of texts."""
    if isinstance(fname, str) or hasattr(fname, "__fspath__"):
        raise FileNotFoundError(f"{fname} not found.")
    try:
        lines = iter(fname)
    except TypeError:
        raise ValueError(
            "fname must be a string, filehandle, list of strings,\n"
            f"or generator. Got {type(fname)} instead."
        ) from None
    for line in lines:
        yield line.decode("latin1") if isinstance(line, bytes) else line


def _fields(line, comments, delimiter, quotechar=None):
    for comment in comments:
        line = line.split(comment, 1)[0]
    line = line.strip("\r\n")
    if delimiter is None:
        return line.split()
    if not line.strip():
        return []
    if quotechar is None:
        return line.split(delimiter)
    fields, current, quoted = [], "", False
    for letter in line:
        if letter == quotechar:
            quoted = not quoted
        elif letter == delimiter and not quoted:
            fields.append(current)
            current = ""
        else:
            current += letter
    return [*fields, current]


def _comments(comments):
    if comments is None:
        return []
    comments = [comments] if isinstance(comments, (str, bytes)) else comments
    return [one.decode("latin1") if isinstance(one, bytes) else one for one in comments]


def _columns(usecols):
    if usecols is None:
        return None
    try:
        return [_operator.index(column) for column in usecols]
    except TypeError:
        return [_operator.index(usecols)]


def _number(text, dtype):
    """A field as an element of that kind."""
    if dtype.kind == "U":
        return text
    text = text.strip()
    if dtype.kind == "b":
        return bool(int(text))
    if dtype.kind in "iu":
        return int(text)
    if dtype.kind == "c":
        return complex(text.replace("i", "j"))
    return float(text)


def loadtxt(fname, dtype=float, comments="#", delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False,
            ndmin=0, encoding=None, max_rows=None, *, quotechar=None, like=None):
    dtype = np.dtype(dtype)
    if delimiter == "":
        raise ValueError("empty delimiter")
    comments, columns = _comments(comments), _columns(usecols)
    rows, width = [], None
    lines = _lines(fname, "loadtxt")
    for _ in range(skiprows):
        next(lines, None)
    for line in lines:
        if max_rows is not None and len(rows) >= max_rows:
            break
        fields = _fields(line, comments, delimiter, quotechar)
        if not fields:
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
        width = len(fields)
        chosen = range(width) if columns is None else columns
        rows.append([_converted(fields[i], i % width, converters, dtype, number) for i in chosen])
    if not rows:
        _warnings.warn(f'loadtxt: input contained no data: "{fname}"', category=UserWarning, stacklevel=2)
    return _shaped(rows, dtype, unpack, ndmin)


def _converted(field, column, converters, dtype, row):
    convert = converters if callable(converters) else (converters or {}).get(column)
    if convert is not None:
        return convert(field)
    try:
        return _number(field, dtype)
    except ValueError:
        raise ValueError(
            f"could not convert string {field!r} to {dtype} at row {row}, column {column + 1}."
        ) from None


def _shaped(rows, dtype, unpack, ndmin):
    if ndmin not in (0, 1, 2):
        raise ValueError(f"Illegal value of ndmin keyword: {ndmin}")
    array = np.array(rows, dtype=dtype) if rows else np.zeros((0, 1), dtype=dtype)
    if array.ndim > ndmin:
        array = np.squeeze(array)
    if array.ndim < ndmin:
        array = np.atleast_1d(array) if ndmin == 1 else np.atleast_2d(array).T
    if not rows and ndmin < 2:
        array = np.zeros((0,), dtype=dtype)
    return array.T if unpack and array.ndim > 1 else array


_FILLERS = {"f": np.nan, "c": np.nan, "b": False, "U": ""}


def genfromtxt(fname, dtype=float, comments="#", delimiter=None, skip_header=0, skip_footer=0, converters=None,
               missing_values=None, filling_values=None, usecols=None, names=None, excludelist=None,
               deletechars=None, replace_space="_", autostrip=False, case_sensitive=True, defaultfmt="f%i",
               unpack=None, usemask=False, loose=True, invalid_raise=True, max_rows=None, encoding=None, *,
               ndmin=0, like=None):
    if names not in (None, False) or dtype is None:
        raise NotImplementedError("genfromtxt gives arrays of numbers of one type here: no names, and a dtype")
    dtype = np.dtype(dtype)
    comments, columns = _comments(comments), _columns(usecols)
    lines = list(_lines(fname, "genfromtxt"))[skip_header:]
    table = [fields for line in lines if (fields := _fields(line, comments, delimiter))]
    table = table[: len(table) - skip_footer] if skip_footer else table
    table = table if max_rows is None else table[:max_rows]
    wrong = [(i, len(fields)) for i, fields in enumerate(table) if len(fields) != len(table[0])]
    if wrong and columns is None and invalid_raise:
        listed = "\n".join(
            f"    Line #{i + 1 + skip_header} (got {got} columns instead of {len(table[0])})" for i, got in wrong
        )
        raise ValueError(f"Some errors were detected !\n{listed}")
    absent = {""} | {text.strip() for text in _listed(missing_values)}
    filler = filling_values if filling_values is not None else _FILLERS.get(dtype.kind, -1)
    rows = []
    for fields in table:
        row = []
        for column in range(len(fields)) if columns is None else columns:
            convert = (converters or {}).get(column)
            if convert is not None:
                row.append(convert(fields[column]))
                continue
            text = fields[column]
            text = text.strip() if autostrip or dtype.kind != "U" else text
            fill = filler[column] if isinstance(filler, (list, tuple)) else filler
            try:
                row.append(fill if text in absent and dtype.kind != "U" else _number(text, dtype))
            except ValueError:
                row.append(fill)
        rows.append(row)
    if not rows:
        _warnings.warn(f'genfromtxt: Empty input file: "{fname}"', stacklevel=2)
    return _shaped(rows, dtype, unpack, ndmin)


def _listed(texts):
    if texts is None:
        return []
    return texts.split(",") if isinstance(texts, str) else [str(text) for text in texts]


def savetxt(fname, X, fmt="%.18e", delimiter=" ", newline="\n", header="", footer="", comments="# ", encoding=None):
    if isinstance(fname, str) or not hasattr(fname, "write"):
        raise ValueError("fname must be a file handle here: an io.StringIO or io.BytesIO")
    X = np.asarray(X)
    if X.ndim == 0 or X.ndim > 2:
        raise ValueError(f"Expected 1D or 2D array, got {X.ndim}D array instead")
    if X.ndim == 1:
        X = X.reshape(-1, 1)
    width = X.shape[1]
    row_format = _row_format(fmt, width, delimiter, X.dtype.kind == "c")

    def write(text):
        try:
            fname.write(text)
        except TypeError:
            fname.write(text.encode("latin1"))

    if header:
        write(comments + header.replace("\n", "\n" + comments) + newline)
    for row in X.tolist():
        if X.dtype.kind == "c":
            row = [part for number in row for part in (number.real, number.imag)]
        try:
            text = row_format % tuple(row) + newline
        except TypeError as error:
            raise TypeError(
                f"Mismatch between array dtype ('{X.dtype}') and format specifier ('{row_format}')"
            ) from error
        write(text.replace("+-", "-") if X.dtype.kind == "c" else text)
    if footer:
        write(comments + footer.replace("\n", "\n" + comments) + newline)


def _row_format(fmt, width, delimiter, is_complex):
    if isinstance(fmt, (list, tuple)):
        if len(fmt) != width:
            raise AttributeError(f"fmt has wrong shape.  {fmt}")
        return delimiter.join(fmt)
    parts = fmt.count("%")
    if parts == 1:
        one = f" ({fmt}+{fmt}j)" if is_complex else fmt
        return delimiter.join([one] * width)
    if parts != (2 * width if is_complex else width):
        raise ValueError(f"fmt has wrong number of % formats:  {fmt}")
    return fmt


_MAGIC = b"\x93NUMPY"


def save(file, arr, allow_pickle=True):
    if isinstance(file, str) or not hasattr(file, "write"):
        raise ValueError("np.save writes to an open file here: an io.BytesIO")
    array = np.asarray(arr)
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    header = f"{{'descr': {array.dtype.str!r}, 'fortran_order': {fortran}, 'shape': {array.shape!r}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    file.write(_MAGIC + b"\x01\x00" + len(header).to_bytes(2, "little") + header.encode("latin1"))
    file.write(array.tobytes("F" if fortran else "C"))


def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", *, max_header_size=10000):
    if isinstance(file, str) or not hasattr(file, "read"):
        raise FileNotFoundError(f"[Errno 2] No such file or directory: {file!r}")
    magic = file.read(8)
    if not magic:
        raise EOFError("No data left in file")
    if magic[:6] != _MAGIC:
        raise ValueError("np.load reads what np.save has written here: the file has another format")
    import ast

    width = 2 if magic[6] == 1 else 4
    header = ast.literal_eval(file.read(int.from_bytes(file.read(width), "little")).decode("latin1").strip())
    dtype, shape = np.dtype(header["descr"]), header["shape"]
    count = 1
    for size in shape:
        count *= size
    array = np.frombuffer(file.read(count * dtype.itemsize), dtype=dtype, count=count).copy()
    return array.reshape(shape, order="F" if header["fortran_order"] else "C")

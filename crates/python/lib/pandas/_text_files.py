"""Tables read from text: `read_csv`."""

import numpy as np

from pandas import _values as v
from pandas._frame import DataFrame

# What means that a value is missing.
_MISSING = {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
            "NULL", "NaN", "None", "n/a", "nan", "null"}
_TRUTH = {"True": True, "TRUE": True, "true": True, "False": False, "FALSE": False, "false": False}


def read_csv(filepath_or_buffer, *, sep=",", delimiter=None, header="infer", names=None, index_col=None, usecols=None,
             dtype=None, skiprows=0, nrows=None, na_values=None, keep_default_na=True, parse_dates=None, comment=None,
             skipinitialspace=False, quotechar='"', encoding=None, decimal=".", thousands=None, converters=None,
             true_values=None, false_values=None, chunksize=None, skipfooter=0, engine=None):
    rows = _rows(text_of(filepath_or_buffer, encoding), delimiter or sep, quotechar, comment, skipinitialspace)
    skipped = set(range(skiprows)) if isinstance(skiprows, int) else None if callable(skiprows) else set(skiprows)
    rows = [row for at, row in enumerate(rows) if not (skiprows(at) if skipped is None else at in skipped)]
    rows = rows[: len(rows) - skipfooter]
    if not rows:
        from pandas.errors import EmptyDataError

        raise EmptyDataError("No columns to parse from file")
    if header == "infer":
        header = None if names is not None else 0
    labels, rows = _labels(rows, header, names)
    rows = rows if nrows is None else rows[:nrows]
    width = max([len(labels), *map(len, rows)])
    if width > len(labels):
        # Columns without a name before the others are the index.
        _check_widths(rows, len(labels), width, header)
        index_col, labels = list(range(width - len(labels))), [None] * (width - len(labels)) + labels
        index_col = index_col[0] if len(index_col) == 1 else index_col
    usecols = _chosen(usecols, labels)
    numbers = lambda text: (text if thousands is None else text.replace(thousands, "")).replace(decimal, ".")
    truth = {**_TRUTH, **dict.fromkeys(true_values or (), True), **dict.fromkeys(false_values or (), False)}
    missing = (_MISSING if keep_default_na else set()) | _texts(na_values)
    columns = {}
    for at, label in enumerate(labels):
        if usecols is None or label in usecols or at in usecols or at == index_col:
            texts = [row[at] if at < len(row) else "" for row in rows]
            wanted = dtype.get(label) if isinstance(dtype, dict) else dtype
            convert = (converters or {}).get(label, (converters or {}).get(at))
            column = [convert(text) for text in texts] if convert else _column(texts, missing, wanted, numbers, truth)
            columns[label if label is not None else f"_{at}"] = column
    frame = _finished(DataFrame(columns), index_col, parse_dates)
    return frame if chunksize is None else (frame.iloc[at : at + chunksize] for at in range(0, len(frame), chunksize))


def _chosen(usecols, labels):
    """The columns that are wanted, by name or number, or None for all of them."""
    if usecols is None:
        return None
    if callable(usecols):
        return [label for label in labels if usecols(label)]
    absent = [one for one in usecols if isinstance(one, str) and one not in labels]
    if absent:
        raise ValueError(f"Usecols do not match columns, columns expected but not found: {absent}")
    return usecols


def _finished(frame, index_col, parse_dates):
    from pandas import to_datetime

    for label in parse_dates if isinstance(parse_dates, list) else []:
        label = frame.columns[label] if isinstance(label, int) else label
        frame[label] = to_datetime(frame[label])
    if index_col is None or index_col is False:
        return frame
    chosen = index_col if isinstance(index_col, list) else [index_col]
    chosen = [frame.columns[one] if isinstance(one, int) else one for one in chosen]
    frame = frame.set_index(chosen if isinstance(index_col, list) else chosen[0])
    frame.index.names = [None if name in ("_0", "_1", "Unnamed: 0") else name for name in frame.index.names]
    if parse_dates is True:
        frame.index = to_datetime(frame.index)
    return frame


def text_of(source, encoding):
    if hasattr(source, "read"):
        text = source.read()
    else:
        with open(source, encoding=encoding or "utf-8") as file:
            text = file.read()
    return text.decode(encoding or "utf-8") if isinstance(text, bytes) else text


def _texts(na_values):
    if na_values is None:
        return set()
    return {str(value) for value in ([na_values] if isinstance(na_values, (str, int, float)) else na_values)}


def _rows(text, sep, quotechar, comment, skipinitialspace):
    """The fields of each line that is not empty."""
    by_space = sep in (r"\s+", None)
    rows, row, field, quoted, after_quote = [], [], "", False, False
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if quotechar not in text or by_space:
        lines = [line.split(comment, 1)[0] if comment else line for line in text.split("\n")]
        rows = [line.split() if by_space else line.split(sep) for line in lines if line.strip()]
        return [[field.lstrip() for field in row] for row in rows] if skipinitialspace else rows
    for letter in text if text.endswith("\n") else text + "\n":
        if quoted:
            quoted, after_quote = letter != quotechar, letter == quotechar
            field += letter if quoted else ""
        elif letter == quotechar and (not field or after_quote):
            # A doubled quote is one of the field's.
            field += quotechar if after_quote else ""
            quoted, after_quote = True, False
        elif letter == sep:
            row, field, after_quote = [*row, field], "", False
        elif letter == "\n":
            if row or field.strip():
                rows.append([*row, field])
            row, field, after_quote = [], "", False
        else:
            field += "" if skipinitialspace and not field and letter == " " else letter
    return rows


def _labels(rows, header, names):
    """The names of the columns, and the rows below them."""
    if header is None:
        labels = list(names) if names is not None else list(range(max(map(len, rows))))
        return labels, rows
    labels, rows = rows[header], rows[header + 1:]
    if names is not None:
        return list(names), rows
    seen, unique = {}, []
    for at, label in enumerate(labels):
        label = label or f"Unnamed: {at}"
        seen[label] = seen.get(label, -1) + 1
        unique.append(f"{label}.{seen[label]}" if seen[label] else label)
    return unique, rows


def _check_widths(rows, expected, width, header):
    for at, row in enumerate(rows):
        if len(row) == width and len(rows[0]) != width:
            from pandas.errors import ParserError

            line = at + 1 + (0 if header is None else header + 1)
            raise ParserError(
                f"Error tokenizing data. C error: Expected {max(expected, len(rows[0]))} fields in line {line}, saw {width}\n"
            )


def _column(texts, missing, dtype, as_number, truth):
    """The values of a column, of the narrowest kind that holds them all."""
    if isinstance(dtype, str) and dtype in ("category", "str") or dtype is not None and np.dtype(
        dtype if dtype is not object else str
    ).kind in "OU":
        texts = [np.nan if text in missing else text for text in texts]
        return v.cast(v.infer(texts), dtype) if dtype == "category" else texts
    present = [text for text in texts if text not in missing]
    complete = len(present) == len(texts)
    if present and complete and all(text in truth for text in present):
        return np.array([truth[text] for text in texts])
    for convert in (int, float):
        try:
            numbers = [convert(as_number(text)) for text in present]
        except ValueError:
            continue
        if any("_" in text for text in present):
            break
        if complete and convert is int:
            return np.array(numbers, dtype=dtype or np.int64)
        numbers = iter(numbers)
        return np.array([np.nan if text in missing else next(numbers) for text in texts], dtype=dtype or float)
    return [np.nan if text in missing else text for text in texts]

"""Frames as texts of comma-separated values."""

from pandas import _values as v
from pandas._format import column_strings


def write(frame, path, sep, na_rep, float_format, header, index):
    """The text, or None if it was written to a path or an open file."""

    def texts(values):
        if values.dtype.kind == "M":
            shown = column_strings(values)
        elif float_format is not None and values.dtype.kind == "f":
            shown = [float_format % item if isinstance(float_format, str) else float_format(item) for item in values.tolist()]
        else:
            shown = map(str, values.tolist())
        return [na_rep if missing else text for text, missing in zip(shown, v.isna(values).tolist())]

    def line(cells):
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & {sep, '"', "\n", "\r"} else cell for cell in cells]
        return sep.join(cells) + "\n"

    labels = [frame.index.get_level_values(level) for level in range(frame.index.nlevels)] if index else []
    columns = [texts(values) for values in [*(label._values for label in labels), *frame._data]]
    text = "".join(map(line, zip(*columns)))
    if header:
        names = ["" if label.name is None else str(label.name) for label in labels]
        text = line(names + [str(name) for name in frame.columns.tolist()]) + text
    if path is None:
        return text
    if hasattr(path, "write"):
        path.write(text)
    else:
        with open(path, "w") as file:
            file.write(text)

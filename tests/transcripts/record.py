"""Rewrites the outputs in the transcripts beside this file with what real NumPy shows.

A transcript is an interactive session: `>>> ` starts a statement, `... ` continues it, other lines are output, lines that
start with `#` are comments. To add cases, write statements and run `python record.py [FILE.txt ...]` with the NumPy version
named in VERSION. crates/python/tests/transcripts.rs replays them in the engine. What NEEDS names is recorded only where
that package is installed, too.
"""

import contextlib
import importlib
import io
import pathlib
import sys

import numpy

from session import run_session

VERSION = "2.4.6"
NEEDS = {
    **dict.fromkeys(("pandas.txt", "frames.txt", "refusals.txt", "time_series.txt", "categories.txt"), ("pandas", "3.1.1")),
    "scipy.txt": ("scipy", "1.17.1"), "splits.txt": ("sklearn", "1.9.1"),
}
HERE = pathlib.Path(__file__).parent


def entries(text):
    """The transcript as a list of comments (str) and statements (list of one str)."""
    result = []
    for line in text.splitlines():
        if line.startswith(">>> "):
            result.append([line[4:]])
        elif line.startswith("... ") or line == "...":
            result[-1][0] += "\n" + line[4:]
        elif line.startswith("#") or (not line and not result):
            result.append(line)
    return result


def can_record(name):
    """Whether the package that a transcript is about is there, in the right version."""
    package, version = NEEDS.get(name, ("numpy", VERSION))
    try:
        found = importlib.import_module(package).__version__
    except ImportError:
        found = "none"
    if found != version:
        print(f"{name} stays as it is: it needs {package} {version}, there is {found}")
    return found == version


def record(path):
    parts = entries(path.read_text())
    statements = [part[0] for part in parts if isinstance(part, list)]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        run_session(statements)
    outputs = iter(output.getvalue().split("\x1e")[1:])
    lines = []
    for part in parts:
        if isinstance(part, str):
            lines.append(("\n" if lines else "") + part)
            continue
        first, *rest = part[0].split("\n")
        lines.append(f">>> {first}")
        lines.extend(f"... {line}".rstrip() for line in rest)
        shown = next(outputs)
        if shown:
            lines.append(shown.rstrip("\n"))
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    assert numpy.__version__ == VERSION, f"recorded with NumPy {VERSION}, this is {numpy.__version__}"
    for name in sys.argv[1:] or sorted(path.name for path in HERE.glob("*.txt")):
        if can_record(name):
            record(HERE / name)

"""Real NumPy's side of `./x bench`: reads "PROGRAM ROW" lines, answers each with a time. Programs are files of Python text
that define `measure(row)`."""

import sys

import numpy

programs = {}
print(f"numpy {numpy.__version__}, Python {sys.version.split()[0]}", flush=True)
for line in sys.stdin:
    path, row = line.rstrip("\n").split("\t")
    if path not in programs:
        programs[path] = {}
        with open(path) as file:
            exec(compile(file.read(), path, "exec"), programs[path])
    print(programs[path]["measure"](row), flush=True)

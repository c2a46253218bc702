"""Prints, as JSON, every example in NumPy's docstrings with what real NumPy prints for it.

usage: python collect.py    (in an environment with the NumPy version that ndgym follows)
"""

import doctest
import json
import os
import signal
import sys
import tempfile

import numpy
from driver import run_session

MODULES = ["numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.lib.stride_tricks"]
CLASSES = ["numpy.ndarray", "numpy.random.Generator"]
SECONDS_PER_OBJECT = 60


def documented_objects():
    """(module or class, name, docstring) of every public object, each once."""
    seen = set()
    for path in MODULES + CLASSES:
        owner = numpy
        for part in path.split(".")[1:]:
            owner = getattr(owner, part)
        for name in dir(owner):
            member = None if name.startswith("_") else getattr(owner, name, None)
            text = getattr(member, "__doc__", None)
            if not isinstance(text, str) or id(member) in seen:
                continue
            seen.add(id(member))
            yield path, name, text


def outputs_of(sources):
    """What real NumPy prints; None for a session that takes too long."""

    def give_up(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS_PER_OBJECT)
    try:
        numpy.set_printoptions()
        with numpy.printoptions(), numpy.errstate():
            return run_session(sources)
    finally:
        signal.alarm(0)


def main():
    parser = doctest.DocTestParser()
    sessions = []
    os.chdir(tempfile.mkdtemp())
    for owner, name, text in documented_objects():
        sources = [example.source for example in parser.get_examples(text)]
        if sources:
            sessions.append({"owner": owner, "name": name, "sources": sources, "outputs": outputs_of(sources)})
    json.dump({"numpy": numpy.__version__, "sessions": sessions}, sys.stdout)


main()

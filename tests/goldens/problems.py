"""Checks every problem with real NumPy and writes the expected value of every test.

Run from the repository's root with NumPy 2.4 and Python 3.11 or later:

    python tests/goldens/problems.py

For each problem: the reference passes every test without a warning, the naive answer fails one that counts, the
starter runs, the statement's examples hold, and of the solutions in tests/solutions the right ones pass and the
wrong ones fail. The values go to tests/goldens/problems.json, against which the engine is tested.
"""

import copy
import doctest
import json
import pathlib
import re
import resource
import sys
import tomllib
import warnings

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEMORY = 2 << 30  # bytes of address space
SAMPLE = 48  # cells of a larger array that are kept


def load(source):
    """Runs a solution's text and returns its names."""
    names = {"__name__": "__main__"}
    exec(compile(source, "solution.py", "exec"), names)
    return names


def same(left, right):
    """Whether two arguments are equal to the last bit."""
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right, equal_nan=left.dtype.kind in "fc")
    return not isinstance(left, (list, tuple, int, float)) or left == right


def compare(got, expected, rtol, atol):
    """Raises AssertionError unless the values agree, part by part."""
    if isinstance(expected, (tuple, list)):
        assert isinstance(got, (tuple, list)), f"{type(got).__name__} where a tuple was expected"
        assert len(got) == len(expected), f"{len(got)} parts where {len(expected)} were expected"
        for got_part, expected_part in zip(got, expected):
            compare(got_part, expected_part, rtol, atol)
        return
    assert got is not None and got is not ..., f"returned {got}"
    assert np.shape(got) == np.shape(expected), f"shape {np.shape(got)}, expected {np.shape(expected)}"
    np.testing.assert_allclose(got, expected, rtol=rtol, atol=atol)


def run(problem, test, solution, expected=None):
    """Runs one test; returns the value, or raises. Without `expected` only the value is computed."""
    names = {"np": np}
    exec(test.get("setup", ""), names)
    names.update({name: solution[name] for name in problem["entry_points"]})
    before = copy.deepcopy({name: value for name, value in names.items() if isinstance(value, np.ndarray)})
    result = eval(test["call"], names)
    for name, value in before.items():
        assert test.get("in_place") or same(names[name], value), f"{name} was changed"
    if "check" in test:
        exec(test["check"], {**names, "result": result})
    if expected is None:
        return result
    compare(canonical(test, result), canonical(test, expected), test.get("rtol", problem["rtol"]), test.get("atol", problem["atol"]))
    return result


def canonical(test, value):
    """The form of a value that is compared."""
    if "canonical" not in test:
        return value
    names = {"np": np}
    exec(test["canonical"], names)
    return names["canonical"](value)


def expected_value(problem, test, reference):
    """The value a test expects: its own, or the reference's."""
    if "expect" in test:
        names = {"np": np}
        exec(test.get("setup", ""), names)
        return eval(test["expect"], names)
    return run(problem, test, reference)


def failures(problem, tests, expected, solution):
    """Names of the tests that count and that a solution fails, each with the first line of the reason."""
    failed = {}
    for test in tests:
        if test["kind"] == "extra":
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                run(problem, test, solution, expected[test["name"]])
        except Exception as error:
            reason = str(error).strip().split("\n")
            failed[test["name"]] = f"{type(error).__name__}: {reason[0] or reason[-1]}"
    return failed


def encode(value):
    """A value as JSON: nested parts as lists, arrays with dtype, shape and (some of) their cells."""
    if isinstance(value, (tuple, list)):
        return [encode(part) for part in value]
    array = np.asarray(value)
    flat = array.ravel()
    positions = np.arange(flat.size)
    if flat.size > SAMPLE:
        positions = np.unique(np.linspace(0, flat.size - 1, SAMPLE).astype(int))
    cells = [cell if np.isfinite(cell) else str(cell) for cell in flat[positions].tolist()]
    encoded = {"dtype": str(array.dtype), "shape": list(array.shape), "cells": cells}
    if flat.size > SAMPLE:
        encoded["positions"] = positions.tolist()
    return encoded


def check_examples(folder, reference):
    """Runs the statement's examples with the reference."""
    text = (folder / "statement.md").read_text()
    sessions = re.findall(r"```pycon\n(.*?)```", text, flags=re.S)
    assert sessions, f"{folder.name}: the statement has no example"
    for number, session in enumerate(sessions):
        example = doctest.DocTestParser().get_doctest(session, {**reference, "np": np}, f"{folder.name}-{number}", None, 0)
        outcome = doctest.DocTestRunner().run(example)
        assert outcome.failed == 0, f"{folder.name}: an example of the statement does not hold"


def check_problem(folder):
    """Checks one problem and returns its expected values, encoded."""
    problem = tomllib.loads((folder / "problem.toml").read_text())
    tests = tomllib.loads((folder / "tests.toml").read_text())["test"]
    load((folder / "starter.py").read_text())
    reference = load((folder / "reference.py").read_text())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        expected = {test["name"]: expected_value(problem, test, reference) for test in tests}
        for test in tests:
            run(problem, test, reference, expected[test["name"]])
    check_examples(folder, reference)
    naive = failures(problem, tests, expected, load((folder / "naive.py").read_text()))
    assert naive, f"{folder.name}: the naive answer fails nothing"
    visible = {test["name"] for test in tests if test["visible"]}
    assert visible & set(naive), f"{folder.name}: the naive answer passes all visible tests"
    print(f"{folder.name}: {len(tests)} tests, naive fails {len(naive)}")
    hint = re.search(r"```python\n(.*?)```", (folder / "hints/3.md").read_text(), flags=re.S)
    assert not failures(problem, tests, expected, load(hint[1])), f"{folder.name}: the solution in hint 3 fails"
    for path in sorted((ROOT / "tests/solutions" / folder.name).glob("*.py")):
        failed = failures(problem, tests, expected, load(path.read_text()))
        right = path.name.startswith("right-")
        assert right != bool(failed), f"{folder.name}/{path.name}: fails {failed}"
        if failed:
            name, reason = next(iter(failed.items()))
            print(f"    {path.stem} fails {len(failed)}, first {name!r}: {reason}")
    return {test["name"]: encode(canonical(test, expected[test["name"]])) for test in tests}


def main():
    assert np.__version__.startswith("2.4."), f"NumPy 2.4 is the reference, this is {np.__version__}"
    # A wrong solution may ask for far too much: that is to end as a MemoryError, as it does in the engine.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    folders = sorted(path for path in (ROOT / "content/problems").iterdir() if path.is_dir())
    values = {folder.name: check_problem(folder) for folder in folders}
    target = ROOT / "tests/goldens/problems.json"
    text = json.dumps({"numpy": np.__version__, "problems": values}, separators=(",", ":"))
    target.write_text(text.replace('},"', '},\n"') + "\n")
    print(f"{target.relative_to(ROOT)}: {sum(map(len, values.values()))} tests of {len(values)} problems")


if __name__ == "__main__":
    sys.exit(main())

"""Runs a session of interactive examples and keeps what each of them prints.

The same text runs under CPython with NumPy and under ndgym, so that the two differ only in the engine.
"""

import io
import sys


def run_example(source, namespace):
    """What the example prints, its result's repr and an exception's last line included."""
    out = io.StringIO()
    before = sys.stdout
    sys.stdout = out
    try:
        exec(compile(source, "<example>", "single"), namespace)
    except BaseException as error:
        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__qualname__
        text = str(error)
        out.write("raises " + name + (": " + text if text else "") + "\n")
    finally:
        sys.stdout = before
    return out.getvalue()


def seed_draws(numpy):
    """Where an example names no seed it draws from seed 0, so that what it prints can be compared at all."""
    numpy.random.seed(0)
    if hasattr(numpy.random.default_rng, "unseeded"):
        return
    seeded = numpy.random.default_rng

    def default_rng(seed=None):
        return seeded(0 if seed is None else seed)

    default_rng.unseeded = seeded
    default_rng.__doc__ = seeded.__doc__
    numpy.random.default_rng = default_rng


def run_session(sources):
    """Outputs of the examples, run one after the other in one namespace that knows `np`."""
    import numpy

    seed_draws(numpy)
    namespace = {"np": numpy, "__name__": "__main__"}
    return [run_example(source, namespace) for source in sources]

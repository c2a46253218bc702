"""Runs small programs and describes what each leaves in `r`: type, dtype, shape, strides, view or copy, values.

The same text runs under CPython with NumPy and under ndgym.
"""


def describe(r, sources):
    """A description that two engines must agree on."""
    import numpy as np

    if isinstance(r, tuple) or isinstance(r, list):
        return [type(r).__name__] + [describe(item, sources) for item in r]
    if isinstance(r, np.ndarray):
        # Strides say something only along axes that are walked.
        strides = [s if n > 1 and r.size else None for n, s in zip(r.shape, r.strides)]
        shared = [name for name, array in sources if np.may_share_memory(r, array)]
        return ["ndarray", r.dtype.name, list(r.shape), strides, shared, numbers(r.ravel().tolist())]
    if isinstance(r, np.generic):
        return [type(r).__name__, numbers([r.item()])]
    return [type(r).__name__, repr(r)]


def numbers(values):
    """Numbers as texts that keep every bit."""
    return [number(value) for value in values]


def number(value):
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, complex):
        return value.real.hex() + " " + value.imag.hex()
    return repr(value)


def run_program(program):
    """The description of `r`, or the exception."""
    import numpy as np

    namespace = {"np": np}
    try:
        with np.errstate(all="ignore"):
            exec(program, namespace)
            sources = sorted((k, v) for k, v in namespace.items() if len(k) == 1 and k != "r" and isinstance(v, np.ndarray))
            return describe(namespace["r"], sources)
    except MemoryError:
        return ["raises", "MemoryError"]
    except Exception as error:
        return ["raises", type(error).__qualname__, str(error)]

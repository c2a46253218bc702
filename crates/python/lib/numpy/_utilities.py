"""Small helpers about arrays: checks, requirements, trimming, phases."""

import numpy as np


def iterable(y):
    try:
        iter(y)
    except TypeError:
        return False
    return True


def isfortran(a):
    return a.flags.fnc


def asarray_chkfinite(a, dtype=None, order=None):
    a = np.asarray(a, dtype=dtype, order=order)
    if a.dtype.kind in "fc" and not np.all(np.isfinite(a)):
        raise ValueError("array must not contain infs or NaNs")
    return a


_REQUIREMENTS = {
    "C": "C", "C_CONTIGUOUS": "C", "CONTIGUOUS": "C",
    "F": "F", "F_CONTIGUOUS": "F", "FORTRAN": "F",
    "A": "A", "ALIGNED": "A", "W": "W", "WRITEABLE": "W", "O": "O", "OWNDATA": "O", "E": "E", "ENSUREARRAY": "E",
}


def require(a, dtype=None, requirements=None, *, like=None):
    if not requirements:
        return np.asanyarray(a, dtype=dtype)
    wanted = {_REQUIREMENTS[name.upper()] for name in requirements}
    subok = "E" not in wanted
    wanted.discard("E")
    if wanted >= {"C", "F"}:
        raise ValueError('Cannot specify both "C" and "F" order')
    order = next((name for name in ("C", "F") if name in wanted), "A")
    array = np.array(a, dtype=dtype, order=order, copy=None, subok=subok)
    if all(array.flags[name] for name in wanted - {"C", "F"}):
        return array
    return array.copy(order)


def astype(x, dtype, /, *, copy=True, device=None):
    if not isinstance(x, (np.ndarray, np.generic)):
        raise TypeError(f"Input should be a NumPy array or scalar. It is a {type(x)} instead.")
    if device is not None and device != "cpu":
        raise ValueError(f'Device not understood. Only "cpu" is allowed, but received: {device}')
    return x.astype(dtype, copy=copy)


def row_stack(tup, *, dtype=None, casting="same_kind"):
    import warnings

    warnings.warn("`row_stack` alias is deprecated. Use `np.vstack` directly.", DeprecationWarning, stacklevel=2)
    return np.vstack(tup, dtype=dtype, casting=casting)


_buffer_size = 8192


def getbufsize():
    return _buffer_size


def setbufsize(size):
    global _buffer_size
    if size > 10_000_000:
        raise ValueError(f"Buffer size, {size}, is too big.")
    if size < 5:
        raise ValueError(f"Buffer size, {size}, is too small.")
    if size % 16:
        raise ValueError(f"Buffer size, {size}, is not a multiple of 16.")
    before, _buffer_size = _buffer_size, size
    return before


def mask_indices(n, mask_func, k=0):
    return np.nonzero(mask_func(np.ones((n, n), int), k) != 0)


# Type codes from the largest to the smallest.
_BY_SIZE = "GDFgdfQqLlIiHhBb?"


def mintypecode(typechars, typeset="GDFgdf", default="d"):
    codes = {one if isinstance(one, str) and one else np.asarray(one).dtype.char for one in typechars}
    codes &= set(typeset)
    if not codes:
        return default
    if "F" in codes and "d" in codes:
        return "D"
    return min(codes, key=_BY_SIZE.index)


def trim_zeros(filt, trim="fb", axis=None):
    array = np.asarray(filt)
    trim = trim.lower()
    if trim not in {"fb", "bf", "f", "b"}:
        raise ValueError(f"unexpected character(s) in `trim`: {trim!r}")
    if axis is None:
        axes = range(array.ndim)
    else:
        axes = [one + array.ndim if one < 0 else one for one in np.atleast_1d(axis).tolist()]
        for one in axes:
            if not 0 <= one < array.ndim:
                raise np.exceptions.AxisError(one, array.ndim, "axis")
        if len(set(axes)) < len(axes):
            raise ValueError("repeated axis in `axis` argument")
    if not len(axes):
        return filt
    places = np.argwhere(array)
    if len(places):
        first, last = places.min(axis=0).tolist(), (places.max(axis=0) + 1).tolist()
    else:
        first = last = [0] * array.ndim
    if len(places) and "f" not in trim:
        first = [None] * array.ndim
    if len(places) and "b" not in trim:
        last = [None] * array.ndim
    kept = tuple(slice(first[i], last[i]) if i in axes else slice(None) for i in range(array.ndim))
    # What has one axis keeps its type: a list stays a list.
    return filt[kept[0]] if len(kept) == 1 else filt[kept]


def unwrap(p, discont=None, axis=-1, *, period=2 * np.pi):
    p = np.asarray(p)
    steps = np.diff(p, axis=axis)
    dtype = np.result_type(steps, period)
    discont = period / 2 if discont is None else discont
    if dtype.kind in "iu":
        half, rest = divmod(period, 2)
        ambiguous = rest == 0
    else:
        half, ambiguous = period / 2, True
    # Each step brought into the half-open interval around zero.
    near = np.mod(steps + half, period) - half
    if ambiguous:
        # A step of just half a period keeps its sign.
        near = np.where((near == -half) & (steps > 0), half, near)
    correction = np.where(np.abs(steps) < discont, 0, near - steps)
    unwrapped = np.array(p, copy=True, dtype=dtype)
    axis = axis + p.ndim if axis < 0 else axis
    later = (slice(None),) * axis + (slice(1, None),)
    unwrapped[later] = p[later] + np.cumsum(correction, axis=axis)
    return unwrapped


def info(object=None, maxwidth=76, output=None, toplevel="numpy"):
    import inspect

    def tell(*lines):
        print(*lines, sep="\n", file=output)

    if object is None:
        object = info
    if isinstance(object, np.ndarray):
        flags = object.flags
        about = {
            "class": f" {type(object).__name__}", "shape": f" {object.shape}", "strides": f" {object.strides}",
            "itemsize": f" {object.itemsize}", "aligned": f" {flags.aligned}", "contiguous": f" {flags.contiguous}",
            "fortran": f" {flags.fortran}", "data pointer": hex(object.__array_interface__["data"][0]),
            "byteorder": " little", "byteswap": " False", "type": str(object.dtype),
        }
        return tell(*(f"{name}: {value}" for name, value in about.items()))
    if isinstance(object, str):
        found = getattr(np, object, None)
        return tell(f"Help for {object} not found.") if found is None else info(found, maxwidth, output)
    document = inspect.getdoc(object)
    is_class = inspect.isclass(object)
    if not is_class and not inspect.isroutine(object):
        return tell(document)
    try:
        signature = "()" if is_class else str(inspect.signature(object))
    except (TypeError, ValueError):
        signature = "()"
    tell(f" {object.__name__}{signature}", "", document)
    if is_class:
        public = {name: method for name, method in vars(object).items() if not name.startswith("_") and callable(method)}
        if public:
            tell("", "", "Methods:", "")
            for name, method in sorted(public.items()):
                tell(f"  {name}  --  {(inspect.getdoc(method) or 'None').splitlines()[0]}")

"""What all families of polynomials have in common: functions over coefficients, lowest degree first.

A family is its recurrence, in the form in which it is used, and `functions` makes its functions of that:

* `times_x(c)`: the series of x times a series;
* `evaluate(x, c)`: Clenshaw's summation with numbers;
* `step(n, low, high, top, calculus)`: one step of it for series, see `_summed`;
* `first(top, calculus)`: B_1 times a series;
* `columns(x, v)`: fills the rows of degree 1 and up of a Vandermonde matrix;
* `derive_once(c)` and `integrate_once(c)`;
* `companion_of(c)`: the matrix whose eigenvalues are the roots, for two coefficients and more;
* `line(off, scl)`, `domain`, `x`.
"""

import operator as _operator
import warnings as _warnings

import numpy as np


def trimseq(seq):
    length = len(seq)
    while length > 1 and seq[length - 1] == 0:
        length -= 1
    return seq[:length]


def as_series(alist, trim=True):
    arrays = [np.array(a, ndmin=1, copy=None) for a in alist]
    for a in arrays:
        if a.size == 0:
            raise ValueError("Coefficient array is empty")
        if a.ndim != 1:
            raise ValueError("Coefficient array is not 1-d")
    if trim:
        arrays = [trimseq(a) for a in arrays]
    try:
        dtype = np.common_type(*arrays)
    except Exception as error:
        raise ValueError("Coefficient arrays have no common type") from error
    return [np.array(a, copy=True, dtype=dtype) for a in arrays]


def trimcoef(c, tol=0):
    if tol < 0:
        raise ValueError("tol must be non-negative")
    [c] = as_series([c])
    large = np.flatnonzero(np.abs(c) > tol)
    return c[:1] * 0 if len(large) == 0 else c[:large[-1] + 1].copy()


def getdomain(x):
    [x] = as_series([x], trim=False)
    if x.dtype.kind == "c":
        return np.array([complex(x.real.min(), x.imag.min()), complex(x.real.max(), x.imag.max())])
    return np.array([x.min(), x.max()])


def mapparms(old, new):
    length = old[1] - old[0]
    return (old[1] * new[0] - old[0] * new[1]) / length, (new[1] - new[0]) / length


def mapdomain(x, old, new):
    # A series, which is no array, may stand for x, too.
    if type(x) not in (int, float, complex) and getattr(x, "__array_ufunc__", x) is not None and not isinstance(x, np.generic):
        x = np.asanyarray(x)
    off, scl = mapparms(old, new)
    return off + scl * x


def as_int(x, what):
    try:
        return _operator.index(x)
    except TypeError as error:
        raise TypeError(f"{what} must be an integer, received {x}") from error


def add(c1, c2):
    c1, c2 = as_series([c1, c2])
    if len(c1) < len(c2):
        c1, c2 = c2, c1
    c1[:c2.size] += c2
    return trimseq(c1)


def sub(c1, c2):
    c1, c2 = as_series([c1, c2])
    if len(c1) > len(c2):
        c1[:c2.size] -= c2
        return trimseq(c1)
    c2 = -c2
    c2[:c1.size] += c1
    return trimseq(c2)


def long_division(mul, c1, c2):
    c1, c2 = as_series([c1, c2])
    if c2[-1] == 0:
        raise ZeroDivisionError
    if len(c1) < len(c2):
        return c1[:1] * 0, c1
    if len(c2) == 1:
        return c1 / c2[-1], c1[:1] * 0
    steps = len(c1) - len(c2)
    quotient = np.empty(steps + 1, dtype=c1.dtype)
    for i in range(steps, -1, -1):
        product = mul([0] * i + [1], c2)
        quotient[i] = c1[-1] / product[-1]
        c1 = c1[:-1] - quotient[i] * product[:-1]
    return quotient, trimseq(c1)


def power(mul, c, exponent, maxpower):
    [c] = as_series([c])
    times = int(exponent)
    if times != exponent or times < 0:
        raise ValueError("Power must be a non-negative integer.")
    if maxpower is not None and times > maxpower:
        raise ValueError("Power is too large")
    if times == 0:
        return np.array([1], dtype=c.dtype)
    product = c
    for _ in range(times - 1):
        product = mul(product, c)
    return product


def from_roots(line, mul, roots):
    if len(roots) == 0:
        return np.ones(1)
    [roots] = as_series([roots], trim=False)
    roots.sort()
    factors = [line(-root, 1) for root in roots]
    # By halves, so that factors of about the same size are multiplied.
    while len(factors) > 1:
        half, odd = divmod(len(factors), 2)
        halves = [mul(factors[i], factors[i + half]) for i in range(half)]
        if odd:
            halves[0] = mul(halves[0], factors[-1])
        factors = halves
    return factors[0]


def fit(vander, x, y, deg, rcond=None, full=False, w=None):
    x, y, deg = np.asarray(x) + 0.0, np.asarray(y) + 0.0, np.asarray(deg)
    if deg.ndim > 1 or deg.dtype.kind not in "iu" or deg.size == 0:
        raise TypeError("deg must be an int or non-empty 1-D array of int")
    if deg.min() < 0:
        raise ValueError("expected deg >= 0")
    if x.ndim != 1:
        raise TypeError("expected 1D vector for x")
    if x.size == 0:
        raise TypeError("expected non-empty vector for x")
    if y.ndim < 1 or y.ndim > 2:
        raise TypeError("expected 1D or 2D array for y")
    if len(x) != len(y):
        raise TypeError("expected x and y to have same length")
    degrees = np.arange(deg + 1) if deg.ndim == 0 else np.sort(deg)
    lhs, rhs = vander(x, degrees[-1]).T, y.T
    if deg.ndim:
        lhs = lhs[degrees]
    if w is not None:
        w = np.asarray(w) + 0.0
        if w.ndim != 1:
            raise TypeError("expected 1D vector for w")
        if len(x) != len(w):
            raise TypeError("expected x and w to have same length")
        lhs, rhs = lhs * w, rhs * w
    if rcond is None:
        rcond = len(x) * np.finfo(x.dtype).eps
    squares = np.square(lhs.real) + np.square(lhs.imag) if lhs.dtype.kind == "c" else np.square(lhs)
    scale = np.sqrt(squares.sum(1))
    scale[scale == 0] = 1
    found, residuals, rank, singular = np.linalg.lstsq(lhs.T / scale, rhs.T, rcond)
    found = (found.T / scale).T
    if deg.ndim:
        coefficients = np.zeros((degrees[-1] + 1,) + found.shape[1:], dtype=found.dtype)
        coefficients[degrees] = found
        found = coefficients
    if full:
        return found, [residuals, rank, singular, rcond]
    if rank != len(degrees):
        _warnings.warn("The fit may be poorly conditioned", np.exceptions.RankWarning, stacklevel=3)
    return found


def _coefficients(c):
    """Coefficients as floats or complex numbers, along the first axis."""
    c = np.array(c, ndmin=1, copy=None)
    return c + 0.0 if c.dtype.kind in "?biu" else c


def _points(x, c, tensor):
    """Points and coefficients shaped to be used together."""
    if isinstance(x, (tuple, list)):
        x = np.asarray(x)
    if isinstance(x, np.ndarray) and tensor:
        c = c.reshape(c.shape + (1,) * x.ndim)
    return x, c


def _at_points(val, c, points):
    points = [np.asanyarray(point) for point in points]
    if any(point.shape != points[0].shape for point in points[1:]):
        raise ValueError(f"{', '.join('xyz'[:len(points)])} are incompatible")
    c = val(points[0], c)
    for point in points[1:]:
        c = val(point, c, tensor=False)
    return c


def _on_grid(val, c, axes):
    for axis in axes:
        c = val(axis, c)
    return c


def _joint_vander(vander, points, degrees):
    points = tuple(np.asarray(tuple(points)) + 0.0)
    if len(degrees) != len(points):
        raise ValueError(f"Expected {len(points)} dimensions of degrees, got {len(degrees)}")
    columns = 1
    for i, (point, degree) in enumerate(zip(points, degrees)):
        index = [...] + [None] * len(points)
        index[1 + i] = slice(None)
        columns = columns * vander(point, degree)[tuple(index)]
    return columns.reshape(columns.shape[:-len(points)] + (-1,))


class _Calculus:
    """How series of one family are added, subtracted and multiplied by x."""

    def __init__(self, times_x):
        self.add, self.sub, self.times_x = add, sub, times_x


def _summed(c, over, step, first, calculus):
    """The sum of c[n] B_n in a calculus of series, times the series `over`."""
    n = len(c)
    if n == 1:
        return calculus.add(c[0] * over, 0)
    low, high = c[-2] * over, c[-1] * over
    for degree in range(n - 1, 1, -1):
        low, high = step(degree, low, high, c[degree - 2] * over, calculus)
    return calculus.add(low, first(high, calculus))


def _repeated(c, times, axis, what):
    """How often, and the coefficients with their axis first."""
    count, axis = as_int(times, f"the order of {what}"), as_int(axis, "the axis")
    if count < 0:
        raise ValueError(f"The order of {what} must be non-negative")
    return count, np.moveaxis(c, axis, 0), axis


def functions(family):
    """The functions of a family of polynomials."""
    times_x, evaluate, calculus = family.times_x, family.evaluate, _Calculus(family.times_x)

    def mulx(c):
        [c] = as_series([c])
        return c if len(c) == 1 and c[0] == 0 else times_x(c)

    calculus.times_x = mulx

    def mul(c1, c2):
        c1, c2 = as_series([c1, c2])
        c, over = (c2, c1) if len(c1) > len(c2) else (c1, c2)
        return _summed(c, over, family.step, family.first, calculus)

    def div(c1, c2):
        return long_division(own["mul"], c1, c2)

    def pow(c, pow, maxpower=16):
        return power(own["mul"], c, pow, maxpower)

    def val(x, c, tensor=True):
        x, c = _points(x, _coefficients(c), tensor)
        return evaluate(x, c)

    def der(c, m=1, scl=1, axis=0):
        c = np.array(_coefficients(c), ndmin=1, copy=True)
        count, c, axis = _repeated(c, m, axis, "derivation")
        if count == 0:
            return np.moveaxis(c, 0, axis)
        if count >= len(c):
            c = c[:1] * 0
        else:
            for _ in range(count):
                c = c * scl
                derived = np.empty((len(c) - 1,) + c.shape[1:], dtype=c.dtype)
                family.derive_once(c, derived)
                c = derived
        return np.moveaxis(c, 0, axis)

    def integ(c, m=1, k=[], lbnd=0, scl=1, axis=0):
        c = np.array(_coefficients(c), ndmin=1, copy=True)
        constants = k if np.iterable(k) else [k]
        count, c, axis = _repeated(c, m, axis, "integration")
        if len(constants) > count:
            raise ValueError("Too many integration constants")
        if np.ndim(lbnd) != 0:
            raise ValueError("lbnd must be a scalar.")
        if np.ndim(scl) != 0:
            raise ValueError("scl must be a scalar.")
        constants = list(constants) + [0] * (count - len(constants))
        for constant in constants:
            c = c * scl
            if len(c) == 1 and np.all(c[0] == 0):
                c[0] += constant
                continue
            integral = np.empty((len(c) + 1,) + c.shape[1:], dtype=c.dtype)
            family.integrate_once(c, integral)
            integral[0] += constant - val(lbnd, integral)
            c = integral
        return np.moveaxis(c, 0, axis)

    def vander(x, deg):
        degree = as_int(deg, "deg")
        if degree < 0:
            raise ValueError("deg must be non-negative")
        x = np.array(x, copy=None, ndmin=1) + 0.0
        columns = np.empty((degree + 1,) + x.shape, dtype=x.dtype)
        columns[0] = x * 0 + 1
        if degree > 0:
            family.columns(x, columns)
        return np.moveaxis(columns, 0, -1)

    def fit_(x, y, deg, rcond=None, full=False, w=None):
        return fit(vander, x, y, deg, rcond, full, w)

    def companion(c):
        [c] = as_series([c])
        if len(c) < 2:
            raise ValueError("Series must have maximum degree of at least 1.")
        return family.companion_of(c)

    def roots(c):
        [c] = as_series([c])
        if len(c) < 2:
            return np.array([], dtype=c.dtype)
        matrix = family.companion_of(c)
        if len(c) == 2:
            return matrix[0]
        found = np.linalg.eigvals(matrix[::-1, ::-1] if family.rotates else matrix)
        found.sort()
        return found

    def fromroots(roots):
        return from_roots(family.line, own["mul"], roots)

    own = {
        "add": add, "sub": sub, "mulx": mulx, "mul": getattr(family, "mul", mul), "div": getattr(family, "div", div),
        "pow": getattr(family, "pow", pow), "val": val, "der": der, "int": integ, "vander": vander, "fit": fit_,
        "companion": companion, "roots": roots, "fromroots": fromroots, "line": family.line, "trim": trimcoef,
        "domain": np.array(family.domain), "x": np.array(family.x), "zero": np.array([0]), "one": np.array([1]),
        "val2d": lambda x, y, c: _at_points(val, c, (x, y)),
        "val3d": lambda x, y, z, c: _at_points(val, c, (x, y, z)),
        "grid2d": lambda x, y, c: _on_grid(val, c, (x, y)),
        "grid3d": lambda x, y, z, c: _on_grid(val, c, (x, y, z)),
        "vander2d": lambda x, y, deg: _joint_vander(vander, (x, y), deg),
        "vander3d": lambda x, y, z, deg: _joint_vander(vander, (x, y, z), deg),
    }
    return own


def conversions(family, mulx):
    """`to powers` and `from powers`."""
    from . import polynomial

    powers = _Calculus(polynomial.polymulx)

    def to_powers(c):
        [c] = as_series([c])
        return _summed(c, np.ones(1), family.step, family.first, powers)

    def from_powers(pol):
        [pol] = as_series([pol])
        result = 0
        for coefficient in pol[::-1]:
            result = add(mulx(result), coefficient)
        return result

    return to_powers, from_powers


def publish(namespace, prefix, own):
    """Gives a module its functions, under its prefix."""
    for name, value in own.items():
        if callable(value):
            value.__name__ = value.__qualname__ = prefix + name
            value.__module__ = namespace["__name__"]
        namespace[prefix + name] = value

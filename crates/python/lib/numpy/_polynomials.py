"""Polynomials by their coefficients, the highest power first: `polyfit`, `polyval`, `roots`, `poly1d` and their kin."""

import re as _re
import warnings as _warnings

import numpy as np


def _is_scalar_like(value):
    return np.isscalar(value) or (isinstance(value, np.ndarray) and value.ndim == 0)


def _trimmed(coefficients):
    """Without leading zeros; one zero if there is nothing else."""
    nonzero = np.flatnonzero(coefficients)
    if len(nonzero) == 0:
        return np.zeros(1, dtype=coefficients.dtype)
    return coefficients[int(nonzero[0]):]


def poly(seq_of_zeros):
    zeros = np.atleast_1d(seq_of_zeros)
    if zeros.ndim == 2 and zeros.shape[0] == zeros.shape[1] and zeros.shape[0] != 0:
        zeros = np.linalg.eigvals(zeros)
    elif zeros.ndim == 1:
        if zeros.dtype.kind in "biu":
            zeros = zeros.astype(float)
    else:
        raise ValueError("input must be 1d or non-empty square 2d array.")
    if len(zeros) == 0:
        return 1.0
    product = np.ones((1,), dtype=zeros.dtype)
    for zero in zeros:
        product = np.convolve(product, np.array([1, -zero], dtype=zeros.dtype), mode="full")
    if product.dtype.kind == "c":
        # The coefficients are real if the zeros come in conjugate pairs.
        if np.all(np.sort(zeros) == np.sort(np.conjugate(zeros))):
            product = product.real.copy()
    return product


def roots(p):
    p = np.atleast_1d(p)
    if p.ndim != 1:
        raise ValueError("Input must be a rank-1 array.")
    nonzero = np.flatnonzero(p)
    if len(nonzero) == 0:
        return np.array([])
    at_zero = len(p) - int(nonzero[-1]) - 1
    p = p[int(nonzero[0]):int(nonzero[-1]) + 1]
    if p.dtype.kind not in "fc":
        p = p.astype(float)
    found = np.array([])
    if len(p) > 1:
        companion = np.diag(np.ones((len(p) - 2,), p.dtype), -1)
        companion[0, :] = -p[1:] / p[0]
        found = np.linalg.eigvals(companion)
    return np.concatenate([found, np.zeros(at_zero, found.dtype)])


def polyint(p, m=1, k=None):
    m = int(m)
    if m < 0:
        raise ValueError("Order of integral must be positive (see polyder)")
    constants = np.zeros(m, float) if k is None else np.atleast_1d(k)
    if len(constants) == 1 and m > 1:
        constants = constants[0] * np.ones(m, float)
    if len(constants) < m:
        raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
    result = np.asarray(p)
    for constant in constants[:m]:
        powers = np.arange(len(result), 0, -1)
        result = np.concatenate([result / powers, np.array([constant])])
    return poly1d(result) if isinstance(p, poly1d) else result


def polyder(p, m=1):
    m = int(m)
    if m < 0:
        raise ValueError("Order of derivative must be positive (see polyint)")
    result = np.asarray(p)
    for _ in range(m):
        result = result[:-1] * np.arange(len(result) - 1, 0, -1)
    return poly1d(result) if isinstance(p, poly1d) else result


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    order = int(deg) + 1
    x, y = np.asarray(x) + 0.0, np.asarray(y) + 0.0
    if deg < 0:
        raise ValueError("expected deg >= 0")
    if x.ndim != 1:
        raise TypeError("expected 1D vector for x")
    if x.size == 0:
        raise TypeError("expected non-empty vector for x")
    if y.ndim < 1 or y.ndim > 2:
        raise TypeError("expected 1D or 2D array for y")
    if x.shape[0] != y.shape[0]:
        raise TypeError("expected x and y to have same length")
    if rcond is None:
        rcond = len(x) * np.finfo(x.dtype).eps
    left, right = np.vander(x, order), y
    if w is not None:
        w = np.asarray(w) + 0.0
        if w.ndim != 1:
            raise TypeError("expected a 1-d array for weights")
        if w.shape[0] != y.shape[0]:
            raise TypeError("expected w and y to have the same length")
        left = left * w[:, np.newaxis]
        right = right * (w[:, np.newaxis] if right.ndim == 2 else w)
    # Columns of length one keep the system well conditioned.
    scale = np.sqrt((left * left).sum(axis=0))
    left = left / scale
    found, residuals, rank, singular = np.linalg.lstsq(left, right, rcond)
    found = (found.T / scale).T
    if rank != order and not full:
        _warnings.warn("Polyfit may be poorly conditioned", np.exceptions.RankWarning, stacklevel=2)
    if full:
        return found, residuals, rank, singular, rcond
    if not cov:
        return found
    base = np.linalg.inv(np.dot(left.T, left)) / np.outer(scale, scale)
    factor = 1
    if cov != "unscaled":
        if len(x) <= order:
            raise ValueError("the number of data points must exceed order to scale the covariance matrix")
        factor = residuals / (len(x) - order)
    return found, base * factor if y.ndim == 1 else base[:, :, np.newaxis] * factor


def polyval(p, x):
    p = np.asarray(p)
    if isinstance(x, poly1d):
        result = 0
    else:
        x = np.asanyarray(x)
        result = np.zeros_like(x)
    for coefficient in p:
        result = result * x + coefficient
    return result


def _with_zeros(a, b):
    """Two arrays of coefficients, the shorter one with zeros in front."""
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    missing = max(len(a), len(b)) - min(len(a), len(b))
    lengthened = lambda one: np.concatenate([np.zeros(missing, one.dtype), one])  # noqa: E731
    return [lengthened(one) if missing and len(one) < len(other) else one for one, other in ((a, b), (b, a))]


def _like_operands(result, *operands):
    return poly1d(result) if any(isinstance(one, poly1d) for one in operands) else result


def polyadd(a1, a2):
    first, second = _with_zeros(a1, a2)
    return _like_operands(first + second, a1, a2)


def polysub(a1, a2):
    first, second = _with_zeros(a1, a2)
    return _like_operands(first - second, a1, a2)


def polymul(a1, a2):
    product = np.convolve(poly1d(a1).coeffs, poly1d(a2).coeffs)
    return _like_operands(product, a1, a2)


def polydiv(u, v):
    wanted = any(isinstance(one, poly1d) for one in (u, v))
    u, v = np.atleast_1d(u) + 0.0, np.atleast_1d(v) + 0.0
    w = u[0] + v[0]
    m, n = len(u) - 1, len(v) - 1
    scale = 1.0 / v[0]
    quotient = np.zeros((max(m - n + 1, 1),), w.dtype)
    rest = u.astype(w.dtype)
    for k in range(m - n + 1):
        factor = scale * rest[k]
        quotient[k] = factor
        rest[k:k + n + 1] -= factor * v
    while np.allclose(rest[0], 0, rtol=1e-14) and rest.shape[-1] > 1:
        rest = rest[1:]
    return (poly1d(quotient), poly1d(rest)) if wanted else (quotient, rest)


class poly1d:
    """A polynomial of one variable, given by coefficients or by its roots."""

    __hash__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            self._variable, self._coeffs = c_or_r._variable, c_or_r._coeffs
            if variable is not None:
                self._variable = variable
            return
        coefficients = np.atleast_1d(poly(c_or_r) if r else c_or_r)
        if coefficients.ndim > 1:
            raise ValueError("Polynomial must be 1d only.")
        self._coeffs = _trimmed(coefficients)
        self._variable = "x" if variable is None else variable

    coeffs = property(lambda self: self._coeffs)
    c = coef = coefficients = coeffs
    variable = property(lambda self: self._variable)
    order = property(lambda self: len(self._coeffs) - 1)
    o = order
    roots = property(lambda self: roots(self._coeffs))
    r = roots

    def __array__(self, dtype=None, copy=None):
        return self._coeffs if dtype is None else self._coeffs.astype(dtype)

    def __repr__(self):
        return "poly1d(" + repr(self._coeffs)[6:-1] + ")"

    def __len__(self):
        return self.order

    def __iter__(self):
        return iter(self._coeffs)

    def __call__(self, val):
        return polyval(self._coeffs, val)

    def __neg__(self):
        return poly1d(-self._coeffs)

    def __pos__(self):
        return self

    def __add__(self, other):
        return poly1d(polyadd(self._coeffs, poly1d(other)._coeffs))

    __radd__ = __add__

    def __sub__(self, other):
        return poly1d(polysub(self._coeffs, poly1d(other)._coeffs))

    def __rsub__(self, other):
        return poly1d(polysub(poly1d(other)._coeffs, self._coeffs))

    def __mul__(self, other):
        if _is_scalar_like(other):
            return poly1d(self._coeffs * other)
        return poly1d(polymul(self._coeffs, poly1d(other)._coeffs))

    __rmul__ = __mul__

    def __pow__(self, val):
        if not np.isscalar(val) or int(val) != val or val < 0:
            raise ValueError("Power to non-negative integers only.")
        result = poly1d([1])
        for _ in range(val):
            result = self * result
        return result

    def __truediv__(self, other):
        if _is_scalar_like(other):
            return poly1d(self._coeffs / other)
        return polydiv(self, poly1d(other))

    def __rtruediv__(self, other):
        if _is_scalar_like(other):
            return poly1d(other / self._coeffs)
        return polydiv(poly1d(other), self)

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return self._coeffs.shape == other._coeffs.shape and np.all(self._coeffs == other._coeffs)

    def __ne__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return not self == other

    def __getitem__(self, power):
        if power > self.order or power < 0:
            return self._coeffs.dtype.type(0)
        return self._coeffs[self.order - power]

    def __setitem__(self, power, value):
        if power < 0:
            raise ValueError("Does not support negative powers.")
        if power > self.order:
            grown = np.zeros(power - self.order, self._coeffs.dtype)
            self._coeffs = np.concatenate([grown, self._coeffs])
        self._coeffs[self.order - power] = value

    def integ(self, m=1, k=0):
        return poly1d(polyint(self._coeffs, m=m, k=k))

    def deriv(self, m=1):
        return poly1d(polyder(self._coeffs, m=m))

    def __str__(self):
        coefficients = _trimmed(self._coeffs)
        text = ""
        for position, coefficient in enumerate(coefficients):
            term = _term(coefficient, len(coefficients) - 1 - position, self._variable)
            if position == 0:
                text = term
            elif term.startswith("-"):
                text += f" - {term[1:]}"
            elif term:
                text += f" + {term}"
        return _raised(text or "0")


def _term(coefficient, power, variable):
    """One term of a sum, empty for a coefficient that is shown as 0."""
    coefficient = complex(coefficient)
    real, imaginary = (f"{part:.4g}" for part in (coefficient.real, coefficient.imag))
    if coefficient.imag == 0:
        shown = real
    else:
        shown = f"{imaginary}j" if coefficient.real == 0 else f"({real} + {imaginary}j)"
    if shown == "0":
        return ""
    return shown + ["", f" {variable}"][power > 0] + (f"**{power}" if power > 1 else "")


def _raised(text, width=70):
    """Powers set in a line above, with a new pair of lines where a pair gets too long."""
    pairs, above, below, at = [], "", "", 0
    for found in _re.finditer(r"\*\*([0-9]+)", text):
        power, part = found.group(1), text[at : found.start()]
        at = found.end()
        raised, base = " " * (len(part) - 1) + power, part + " " * (len(power) - 1)
        if max(len(above) + len(raised), len(below) + len(base)) > width:
            pairs.append((above, below))
            above = below = ""
        above += raised
        below += base
    pairs.append((above, below))
    return "\n".join(f" {above}\n{below}" for above, below in pairs) + text[at:]

"""`minimize` and what it gives."""

import warnings as _warnings

import numpy as np

from scipy.optimize._methods import bfgs, lbfgsb, nelder_mead


class OptimizeWarning(UserWarning):
    """A doubtful option or result."""


class OptimizeResult(dict):
    """What a minimiser found; keys are attributes, too."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__

    _ORDER = ("message", "success", "status", "fun", "x", "nit", "jac", "nfev", "njev", "hess_inv", "final_simplex")

    def __repr__(self):
        if not self:
            return type(self).__name__ + "()"
        keys = sorted(self, key=lambda key: self._ORDER.index(key) if key in self._ORDER else len(self._ORDER))
        width = max(map(len, keys)) + 1
        lines = []
        for key in keys:
            value = self[key]
            with np.printoptions(linewidth=76 - width - 2, edgeitems=2, threshold=12, formatter={"float_kind": _number}):
                text = str(value)
            lines.append(f"{key:>{width}}: " + text.replace("\n", "\n" + " " * (width + 2)))
        return "\n".join(lines)

    __str__ = __repr__

    def __dir__(self):
        return list(self)


def _number(value):
    return f"{value: .3e}" if np.isfinite(value) else f" {value}"


class Bounds:
    """A smallest and a largest value for each variable."""

    def __init__(self, lb=-np.inf, ub=np.inf, keep_feasible=False):
        self.lb, self.ub, self.keep_feasible = np.atleast_1d(lb), np.atleast_1d(ub), keep_feasible

    def __repr__(self):
        return f"Bounds({self.lb!r}, {self.ub!r})"


def approx_fprime(xk, f, epsilon=1.4901161193847656e-08, *args):
    """The gradient by forward differences."""
    x = np.asarray(xk, dtype=float)
    start = f(x, *args)
    return np.array([(f(_moved(x, i, step), *args) - start) / step for i, step in _steps(x, epsilon)])


def _steps(x, epsilon):
    return enumerate(np.broadcast_to(np.asarray(epsilon, dtype=float), x.shape).tolist())


def _moved(x, i, step):
    moved = x.copy()
    moved[i] += step
    return moved


class Objective:
    """The function and its gradient, which count how often they are called."""

    def __init__(self, fun, jac, args, epsilon, low, high):
        self._fun, self._jac, self._args = fun, jac, args
        self._epsilon, self._low, self._high = epsilon, low, high
        self.nfev = self.njev = 0
        self._at = self._gradient = None

    def value(self, x):
        self.nfev += 1
        result = self._fun(x.copy(), *self._args)
        if self._jac is True:
            result, gradient = result
            self._at, self._gradient = x.copy(), np.asarray(gradient, dtype=float)
        if not np.isscalar(result):
            result = np.asarray(result)
            if result.size != 1:
                raise ValueError("The user-provided objective function must return a scalar value.")
            result = result.item()
        return result

    def gradient(self, x, value):
        self.njev += 1
        if self._jac is True:
            if self._at is None or not np.array_equal(self._at, x):
                self.value(x)
            return self._gradient
        if callable(self._jac):
            return np.atleast_1d(np.asarray(self._jac(x.copy(), *self._args), dtype=float))
        # By forward differences; backward where the bound is in the way.
        result = np.empty_like(x)
        for i in range(len(x)):
            step = self._epsilon if x[i] >= 0 else -self._epsilon
            if not self._low[i] <= x[i] + step <= self._high[i]:
                step = -step
            moved = _moved(x, i, step)
            result[i] = (self.value(moved) - value) / (moved[i] - x[i])
        return result


_METHODS = {"nelder-mead": nelder_mead, "bfgs": bfgs, "l-bfgs-b": lbfgsb}
_ABSENT = {
    "powell", "cg", "newton-cg", "tnc", "cobyla", "cobyqa", "slsqp", "trust-constr", "dogleg", "trust-ncg", "trust-exact",
    "trust-krylov",
}


def minimize(fun, x0, args=(), method=None, jac=None, hess=None, hessp=None, bounds=None, constraints=(), tol=None,
             callback=None, options=None):
    x0 = np.atleast_1d(np.asarray(x0))
    if x0.ndim != 1:
        raise ValueError("'x0' must only have one dimension.")
    x0 = x0.astype(float) if x0.dtype.kind in "biu" else x0.copy()
    args = args if isinstance(args, tuple) else (args,)
    if len(constraints if isinstance(constraints, (list, tuple)) else [constraints]):
        raise NotImplementedError("minimize has no constraints here, only bounds")
    if method is None:
        method = "BFGS" if bounds is None else "L-BFGS-B"
    name = method.lower() if isinstance(method, str) else ""
    if name in _ABSENT:
        raise NotImplementedError(f"method {method} is not available here: use L-BFGS-B, BFGS or Nelder-Mead")
    if name not in _METHODS:
        raise ValueError(f"Unknown solver {method}")
    if bounds is not None and name == "bfgs":
        _warnings.warn(f"Method {method} cannot handle constraints nor bounds.", RuntimeWarning, stacklevel=2)
        bounds = None
    if name == "nelder-mead" and callable(jac):
        _warnings.warn(
            f"Method {method} does not use gradient information (jac).", RuntimeWarning, stacklevel=2
        )
    low, high = _limits(bounds, len(x0))
    if name == "nelder-mead" and np.any((x0 < low) | (x0 > high)):
        _warnings.warn("Initial guess is not within the specified bounds", OptimizeWarning, stacklevel=2)
    options = dict(options or {})
    if tol is not None:
        for option in {"nelder-mead": ("xatol", "fatol"), "bfgs": ("gtol",), "l-bfgs-b": ("ftol", "gtol")}[name]:
            options.setdefault(option, tol)
    epsilon = options.pop("eps", 1e-8 if name == "l-bfgs-b" else 1.4901161193847656e-08)
    options.pop("disp", None)
    objective = Objective(fun, jac, args, epsilon, low, high)
    found = _METHODS[name](objective, x0, low, high, _caller(callback), **options)
    return OptimizeResult(found)


def _caller(callback):
    """What to call after each iteration; it says whether to stop."""
    if callback is None:
        return lambda x, value: False
    import inspect

    try:
        whole = list(inspect.signature(callback).parameters) == ["intermediate_result"]
    except (TypeError, ValueError):
        whole = False

    def call(x, value):
        try:
            if whole:
                callback(intermediate_result=OptimizeResult(fun=value, x=x.copy()))
            else:
                return bool(callback(x.copy()))
        except StopIteration:
            return True
        return False

    return call


def _limits(bounds, count):
    if bounds is None:
        return np.full(count, -np.inf), np.full(count, np.inf)
    if isinstance(bounds, Bounds):
        low, high = (np.broadcast_to(one, (count,)).astype(float) for one in (bounds.lb, bounds.ub))
    else:
        pairs = list(bounds)
        pairs = pairs * count if len(pairs) == 1 else pairs
        if len(pairs) != count:
            raise ValueError("The number of bounds is not compatible with the length of `x0`.")
        low = np.array([-np.inf if one is None else one for one, _ in pairs], dtype=float)
        high = np.array([np.inf if one is None else one for _, one in pairs], dtype=float)
    if np.any(low > high):
        raise ValueError("An upper bound is less than the corresponding lower bound.")
    return low, high

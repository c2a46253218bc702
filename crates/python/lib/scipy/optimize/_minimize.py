"""`minimize`: arguments, methods, results."""

import inspect
import warnings

import numpy as np

from . import _bfgs, _lbfgsb, _nelder_mead
from ._objective import Objective

_OPTIONS = {
    "bfgs": {"gtol", "norm", "maxiter", "c1", "c2", "xrtol"},
    "l-bfgs-b": {"maxcor", "ftol", "gtol", "maxfun", "maxiter", "maxls"},
    "nelder-mead": {"maxiter", "maxfev", "initial_simplex", "xatol", "fatol", "adaptive"},
}
# What `tol=` sets.
_TOLERANCES = {"bfgs": ["gtol"], "l-bfgs-b": ["ftol", "gtol"], "nelder-mead": ["xatol", "fatol"]}
_ABSENT = {
    "powell", "cg", "newton-cg", "tnc", "cobyla", "cobyqa", "slsqp", "trust-constr", "dogleg", "trust-ncg", "trust-exact",
    "trust-krylov",
}
# What a result holds, in its order.
_ITEMS = {
    "bfgs": ["fun", "jac", "hess_inv", "nfev", "njev", "status", "success", "message", "x", "nit"],
    "l-bfgs-b": ["fun", "jac", "nfev", "njev", "nit", "status", "message", "x", "success", "hess_inv"],
    "nelder-mead": ["fun", "nit", "nfev", "status", "success", "message", "x", "final_simplex"],
}
_FIRST = ["message", "success", "status", "fun", "x", "nit"]


_SILENT = (
    "scipy.optimize: The `disp` and `iprint` options of the L-BFGS-B solver are deprecated and will be removed in SciPy 1.18.0."
)


class OptimizeWarning(UserWarning):
    """What may be wrong with a call that was carried out."""


class OptimizeResult(dict):
    """A dictionary whose items are attributes, too."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(name) from error

    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__

    def __dir__(self):
        return list(self.keys())

    def __repr__(self):
        if not self:
            return self.__class__.__name__ + "()"
        rank = {name: place for place, name in enumerate(_FIRST)}
        items = sorted(self.items(), key=lambda item: rank.get(item[0], len(_FIRST)))
        width = max(len(name) for name in self) + 1
        lines = []
        for name, value in items:
            with np.printoptions(
                linewidth=76 - width - 2, edgeitems=2, threshold=12, formatter={"float_kind": _shown}
            ):
                text = str(value)
            lines.append(name.rjust(width) + ": " + text.replace("\n", "\n" + " " * (width + 2)))
        return "\n".join(lines)


def _shown(number):
    if not np.isfinite(number):
        return str(number).rjust(10)
    return f"{number:.3e}".rjust(10)


class Bounds:
    """Lower and upper bounds of all variables."""

    def __init__(self, lb=-np.inf, ub=np.inf, keep_feasible=False):
        self.lb, self.ub, self.keep_feasible = np.atleast_1d(lb), np.atleast_1d(ub), keep_feasible

    def __repr__(self):
        return f"Bounds({self.lb!r}, {self.ub!r})"


def minimize(
    fun, x0, args=(), method=None, jac=None, hess=None, hessp=None, bounds=None, constraints=(), tol=None, callback=None,
    options=None,
):
    x0 = np.atleast_1d(np.asarray(x0))
    if x0.ndim != 1:
        raise ValueError("'x0' must only have one dimension.")
    if x0.dtype.kind != "f":
        x0 = x0.astype(np.float64)
    if not isinstance(args, tuple):
        args = (args,)
    if callable(method) or constraints:
        raise NotImplementedError("minimize here has the methods L-BFGS-B, BFGS and Nelder-Mead, without constraints")
    if method is None:
        method = "BFGS" if bounds is None else "L-BFGS-B"
    name = method.lower()
    if name in _ABSENT:
        raise NotImplementedError(f"method {method} is not available here: use L-BFGS-B, BFGS or Nelder-Mead")
    if name not in _OPTIONS:
        raise ValueError(f"Unknown solver {method}")
    if bounds is not None and name == "bfgs":
        warnings.warn(f"Method {method} cannot handle bounds.", RuntimeWarning, stacklevel=2)
        bounds = None
    if jac is not None and jac is not False and name == "nelder-mead":
        warnings.warn(f"Method {method} does not use gradient information (jac).", RuntimeWarning, stacklevel=2)
        fun, jac = (lambda *given, both=fun: both(*given)[0]) if jac is True else fun, None
    options = dict(options or {})
    if tol is not None:
        for tolerance in _TOLERANCES[name]:
            options.setdefault(tolerance, tol)
    step = options.pop("eps", 1e-8 if name == "l-bfgs-b" else np.sqrt(np.finfo(np.float64).eps))
    if name == "l-bfgs-b" and not {"disp", "iprint"}.isdisjoint(options):
        options.pop("iprint", None)
        warnings.warn(_SILENT, DeprecationWarning, stacklevel=2)
    if name == "l-bfgs-b" and options.get("return_all"):
        warnings.warn(f"Method {method} does not support the return_all option.", RuntimeWarning, stacklevel=2)
    wanted, relative_step = options.pop("disp", False), options.pop("finite_diff_rel_step", None)
    return_all = options.pop("return_all", False) if name != "l-bfgs-b" else False
    unknown = sorted(set(options) - _OPTIONS[name])
    if unknown:
        warnings.warn(f"Unknown solver options: {', '.join(unknown)}", OptimizeWarning, stacklevel=2)
    options = {option: value for option, value in options.items() if option in _OPTIONS[name]}
    lower, upper = (None, None) if bounds is None else _bounds(bounds, len(x0))
    fixed = name == "l-bfgs-b" and bounds is not None and lower == upper
    if np.all(fixed):
        message = "All independent variables were fixed by bounds."
        return OptimizeResult(x=lower, success=True, message=message, fun=fun(lower, *args), nfev=1, njev=0, nhev=0)
    if jac in ("2-point", "3-point"):
        step = None
    if relative_step is not None:
        step = relative_step * np.where(x0 >= 0, 1.0, -1.0) * np.maximum(1.0, np.abs(x0))
    if name == "nelder-mead" and bounds is not None and np.any((x0 < lower) | (x0 > upper)):
        warnings.warn("Initial guess is not within the specified bounds", OptimizeWarning, stacklevel=2)
    objective = Objective(fun, args, jac if jac else None, step, lower, upper)
    every, halted = [x0], []
    found = _run(name, objective, x0.astype(np.float64), lower, upper, _notifier(callback, every, halted), options)
    if halted:
        found.update(status=99, message="`callback` raised `StopIteration`.")
    found.update(nfev=objective.nfev, njev=objective.njev, success=found["status"] == 0)
    result = OptimizeResult((item, found[item]) for item in _ITEMS[name])
    if np.any(fixed) and not (callable(jac) or jac is True):
        # There is no room for finite differences.
        result.update(jac=np.where(fixed, np.nan, result.jac), hess_inv=None)
    if return_all:
        result["allvecs"] = every
    if wanted and name != "l-bfgs-b":
        if result.success:
            print(result.message)
        else:
            warnings.warn(result.message, OptimizeWarning if name == "bfgs" else RuntimeWarning, stacklevel=2)
        if result.success or name == "bfgs":
            print(f"         Current function value: {result.fun:f}\n         Iterations: {result.nit:d}")
            print(f"         Function evaluations: {result.nfev:d}")
        if name == "bfgs":
            print(f"         Gradient evaluations: {result.njev:d}")
    return result


def _run(name, objective, x0, lower, upper, notify, options):
    if name == "bfgs":
        return _bfgs.run(objective, x0, notify, **options)
    if name == "nelder-mead":
        return _nelder_mead.run(objective, x0, notify, lower=lower, upper=upper, **options)
    if lower is None:
        lower, upper = np.full(len(x0), -np.inf), np.full(len(x0), np.inf)
    return _lbfgsb.run(objective, x0, notify, lower, upper, **options)


def _notifier(callback, every, halted):
    """A function that tells the callback of a step, and whether that asked to stop."""

    try:
        whole = callback is not None and list(inspect.signature(callback).parameters) == ["intermediate_result"]
    except (TypeError, ValueError):
        whole = False

    def notify(x, value):
        every.append(np.copy(x))
        if callback is None:
            return False
        try:
            if whole:
                callback(intermediate_result=OptimizeResult(x=np.copy(x), fun=value))
            else:
                callback(np.copy(x))
        except StopIteration:
            halted.append(True)
            return True
        return False

    return notify


def _bounds(bounds, n):
    if isinstance(bounds, Bounds):
        lower, upper = np.broadcast_to(bounds.lb, (n,)), np.broadcast_to(bounds.ub, (n,))
    else:
        pairs = list(bounds)
        pairs = pairs * n if len(pairs) == 1 else pairs
        if len(pairs) != n:
            raise ValueError("The number of bounds is not compatible with the length of `x0`.")
        lower = [-np.inf if low is None else low for low, _ in pairs]
        upper = [np.inf if high is None else high for _, high in pairs]
    lower, upper = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
    if (lower > upper).any():
        raise ValueError("An upper bound is less than the corresponding lower bound.")
    return lower, upper

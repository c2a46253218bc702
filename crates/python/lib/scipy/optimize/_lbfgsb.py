"""L-BFGS-B, of Byrd, Lu, Nocedal and Zhu: a limited-memory quasi-Newton method within bounds.

The Hessian is theta·I - W·M·Wᵀ, where W holds the last steps and what they did to the gradient. A step goes first along the
bent path of the projected gradient to the model's first minimum there (the Cauchy point), then to the minimum over the
variables that are not at a bound; a line search ends it. `_compact` has the model.
"""

import math

import numpy as np

from ._compact import Model, Singular
from ._line_search import Failed, search

EPSILON = np.finfo(np.float64).eps


class LbfgsInvHessProduct:
    """The inverse Hessian, kept as the last steps and what they did to the gradient, one in each row."""

    def __init__(self, sk, yk):
        self.sk, self.yk = sk, yk
        self.n_corrs, n = self.sk.shape
        self.shape, self.dtype = (n, n), np.dtype(np.float64)
        self.rho = 1 / np.einsum("ij,ij->i", self.sk, self.yk)

    def matvec(self, x):
        result, weights = np.array(x, dtype=np.float64), []
        for s, y, rho in zip(self.sk[::-1], self.yk[::-1], self.rho[::-1]):
            weights.append(rho * np.dot(s, result.ravel()))
            result = result - (weights[-1] * y).reshape(result.shape)
        for s, y, rho, weight in zip(self.sk, self.yk, self.rho, weights[::-1]):
            result = result + (s * (weight - rho * np.dot(y, result.ravel()))).reshape(result.shape)
        return result

    def todense(self):
        identity = np.eye(self.shape[0])
        return np.array([self.matvec(row) for row in identity]).T

    def __matmul__(self, x):
        x = np.asarray(x)
        return self.matvec(x) if x.ndim == 1 else np.array([self.matvec(column) for column in x.T]).T

    dot = __mul__ = __call__ = __matmul__

    def __repr__(self):
        return f"<{self.shape[0]}x{self.shape[1]} LbfgsInvHessProduct with dtype=float64>"


def run(
    objective, x, callback, lower, upper, *, maxcor=10, ftol=2.2204460492503131e-09, gtol=1e-5, maxfun=15000,
    maxiter=15000, maxls=20,
):
    finite = np.isfinite(lower), np.isfinite(upper)
    bounded, boxed = bool(np.any(finite)), bool(np.all(finite))
    x = np.clip(x, lower, upper)
    model = Model(maxcor, lower, upper)
    value, gradient = objective.value(x), objective.gradient(x)
    iterations, message = 0, None
    rest = _projected(x, gradient, lower, upper)
    if rest <= gtol:
        message = "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL"
    while message is None:
        try:
            target = model.minimum(x, gradient, bounded)
        except Singular:
            model.forget()
            continue
        direction = target - x
        slope = float(gradient @ direction)
        length = math.hypot(*direction.tolist())
        largest = _longest(x, direction, lower, upper, iterations) if bounded else 1e10
        first = iterations == 0 and not boxed and length > 0
        step = min(1 / length, largest) if first else 1.0

        def point(step):
            return target if step == 1 else np.clip(step * direction + x, lower, upper)

        def along(step):
            return float(objective.value(point(step))), float(objective.gradient(point(step)) @ direction)

        try:
            step = search(
                along, float(value), slope, step, ftol=1e-3, gtol=0.9, xtol=0.1, smallest=0.0, largest=largest, evaluations=maxls,
                content=True,
            )
        except (Failed, ZeroDivisionError, OverflowError):
            if not model.steps:
                message = "ABNORMAL: "
                break
            model.forget()
            continue
        moved = point(step)
        before, value = value, objective.value(moved)
        change, end = objective.gradient(moved) - gradient, float(objective.gradient(moved) @ direction)
        x, gradient = moved, objective.gradient(moved)
        iterations += 1
        rest = _projected(x, gradient, lower, upper)
        if callback(x, value):
            message = "STOP: CALLBACK REQUESTED HALT"
        elif iterations >= maxiter:
            message = "STOP: TOTAL NO. OF ITERATIONS REACHED LIMIT"
        elif objective.nfev > maxfun:
            message = "STOP: TOTAL NO. OF F,G EVALUATIONS EXCEEDS LIMIT"
        elif rest <= gtol:
            message = "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL"
        elif before - value <= ftol * max(abs(before), abs(value), 1):
            message = "CONVERGENCE: RELATIVE REDUCTION OF F <= FACTR*EPSMCH"
        if message is None and (end - slope) * step > EPSILON * -slope * step:
            try:
                model.add(step * direction, change, (end - slope) * step, (step * length) ** 2)
            except Singular:
                model.forget()
    status = 0 if message.startswith("CONVERGENCE") else 1 if message.startswith("STOP: TOTAL") else 2
    status = 99 if "CALLBACK" in message else status
    inverse = LbfgsInvHessProduct(*(np.reshape(pairs, (-1, len(x))) for pairs in model.pairs()))
    return dict(fun=value, jac=gradient, nit=iterations, status=status, message=message, x=x, hess_inv=inverse)


def _projected(x, gradient, lower, upper):
    """The largest component of the gradient that bounds let one follow."""
    inward = np.where(gradient < 0, np.maximum(x - upper, gradient), np.minimum(x - lower, gradient))
    return np.max(np.abs(inward), initial=0.0)


def _longest(x, direction, lower, upper, iterations):
    """How far the direction may be followed until a bound is met."""
    if iterations == 0:
        return 1.0
    with np.errstate(all="ignore"):
        room = np.where(direction < 0, (lower - x) / direction, (upper - x) / direction)
    return float(min(1e10, np.min(room[direction != 0], initial=np.inf)))

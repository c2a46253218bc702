"""BFGS: Newton's method with an approximation of the inverse Hessian that every step improves."""

import numpy as np

from . import _bracketing
from ._line_search import Failed, search

MESSAGES = {
    0: "Optimization terminated successfully.",
    1: "Maximum number of iterations has been exceeded.",
    2: "Desired error not necessarily achieved due to precision loss.",
    3: "NaN result encountered.",
}


def run(objective, x, callback, *, gtol=1e-5, norm=np.inf, maxiter=None, c1=1e-4, c2=0.9, xrtol=0):
    limit = 200 * len(x) if maxiter is None else maxiter
    # Whole numbers, as which it is shown when there was no step.
    identity = np.eye(len(x), dtype=int)
    inverse = identity
    value, gradient = objective.value(x), objective.gradient(x)
    previous = value + np.linalg.norm(gradient) / 2
    size = lambda vector: np.linalg.norm(vector, ord=norm)
    iterations = status = 0
    while size(gradient) > gtol and iterations < limit:
        direction = -(inverse @ gradient)
        slope = float(gradient @ direction)
        step = min(1.0, float(1.01 * 2 * (value - previous)) / slope) if slope != 0 else 1.0

        def along(step):
            point = x + step * direction
            return float(objective.value(point)), float(objective.gradient(point) @ direction)

        first = step if step >= 0 else 1.0
        try:
            step = search(
                along, float(value), slope, first, ftol=c1, gtol=c2, xtol=1e-14, smallest=1e-100, largest=1e100, evaluations=100,
            )
        except (Failed, ZeroDivisionError, OverflowError):
            phi, slope_at = (lambda step: float(objective.value(x + step * direction))), (lambda step: along(step)[1])
            step = _bracketing.search(phi, slope_at, float(value), slope, first, c1, c2, 1e100)
        if step is None:
            status = 2
            break
        s = step * direction
        moved = x + s
        previous, value = value, objective.value(moved)
        y = objective.gradient(moved) - gradient
        x, gradient = moved, objective.gradient(moved)
        iterations += 1
        if callback(x, value):
            status = 99
            break
        if size(gradient) <= gtol or step * np.linalg.norm(direction) <= xrtol * (xrtol + np.linalg.norm(x)):
            break
        if not np.isfinite(value):
            status = 2
            break
        product = float(y @ s)
        rho = 1000.0 if product == 0 else 1 / product
        left, right = (identity - a[:, np.newaxis] * b[np.newaxis, :] * rho for a, b in ((s, y), (y, s)))
        inverse = left @ (inverse @ right) + rho * s[:, np.newaxis] * s[np.newaxis, :]
    if status == 0 and iterations >= limit and size(gradient) > gtol:
        status = 1
    if status == 0 and (np.isnan(value) or np.isnan(x).any() or np.isnan(size(gradient))):
        status = 3
    return dict(
        fun=value, jac=gradient, hess_inv=inverse, status=status, message=MESSAGES.get(status, ""), x=x, nit=iterations,
    )

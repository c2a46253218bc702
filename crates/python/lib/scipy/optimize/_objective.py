"""The function to be minimized and its gradient, given or by finite differences; both are counted."""

import numpy as np

_EPSILON = np.sqrt(np.finfo(np.float64).eps)


class Objective:
    """Values and gradients, each computed once for a point."""

    def __init__(self, function, args, jac, step, lower=None, upper=None):
        self._function, self._args, self._jac, self._step = function, args, jac, step
        self._lower, self._upper = lower, upper
        self._point = None
        self._gradient_point = None
        self.nfev = self.njev = 0

    def evaluate(self, x):
        """The value, computed whether or not the point is new."""
        self.nfev += 1
        value = self._function(np.copy(x), *self._args)
        if self._jac is True:
            value, gradient = value
            self.njev += 1
            self._keep_gradient(x, gradient)
        return scalar(value)

    def _keep_gradient(self, x, gradient):
        self._gradient_point, self._gradient = np.copy(x), np.asarray(gradient, dtype=np.float64).reshape(-1)

    def value(self, x):
        if self._point is None or not np.array_equal(x, self._point):
            self._value = self.evaluate(x)
            self._point = np.copy(x)
        return self._value

    def gradient(self, x):
        if self._gradient_point is not None and np.array_equal(x, self._gradient_point):
            return self._gradient
        if callable(self._jac):
            self.njev += 1
            self._keep_gradient(x, self._jac(np.copy(x), *self._args))
        elif self._jac is True:
            self._value = self.evaluate(x)
            self._point = np.copy(x)
        else:
            value = self.value(x)
            self.njev += 1
            self._keep_gradient(x, self._differences(x, value))
        return self._gradient

    def _differences(self, x, value):
        gradient = np.empty(len(x))
        central = self._jac in ("3-point",)
        for i, step in enumerate(self._steps(x, central)):
            if self._lower is not None and self._lower[i] == self._upper[i]:
                gradient[i] = 0
                continue
            moved = x.copy()
            moved[i] = x[i] + step
            if central:
                back = x.copy()
                back[i] = x[i] - step
                gradient[i] = (self.evaluate(moved) - self.evaluate(back)) / (moved[i] - back[i])
            else:
                gradient[i] = (self.evaluate(moved) - value) / (moved[i] - x[i])
        return gradient

    def _steps(self, x, central):
        sign = np.where(x >= 0, 1.0, -1.0)
        relative = np.finfo(np.float64).eps ** (1 / 3) if central else _EPSILON
        largest = relative * sign * np.maximum(1.0, np.abs(x))
        steps = largest if central or self._step is None else np.broadcast_to(np.asarray(self._step, dtype=np.float64), x.shape)
        steps = np.where((x + steps) - x == 0, largest, steps)
        if self._lower is None:
            return steps
        # Steps that would leave the bounds go the other way, or as far as they can.
        outside = (x + steps < self._lower) | (x + steps > self._upper)
        below, above = x - self._lower, self._upper - x
        fits = np.abs(steps) <= np.maximum(below, above)
        steps = np.where(outside & fits, -steps, steps)
        return np.where(outside & ~fits, np.where(above >= below, above, -below), steps)


def scalar(value):
    """A function's value as a number."""
    if np.isscalar(value):
        return value
    try:
        return np.asarray(value).item()
    except (TypeError, ValueError) as error:
        raise ValueError("The user-provided objective function must return a scalar value.") from error


def approx_fprime(xk, f, epsilon=_EPSILON, *args):
    """The gradient by forward differences."""
    xk = np.asarray(xk, dtype=np.float64)
    value = np.asarray(f(xk, *args), dtype=np.float64)
    columns = []
    for i, step in enumerate(np.broadcast_to(epsilon, xk.shape)):
        moved = xk.copy()
        moved[i] += step
        columns.append((np.asarray(f(moved, *args)) - value) / (moved[i] - xk[i]))
    return np.stack(columns, axis=-1)

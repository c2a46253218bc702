"""L-BFGS-B, of Byrd, Lu, Nocedal and Zhu: a limited-memory quasi-Newton method within bounds.

The Hessian is theta·I - W·M·Wᵀ, where W holds the last steps and what they did to the gradient. A step goes first along the
bent path of the projected gradient to the model's first minimum there (the Cauchy point), then to the minimum over the
variables that are not at a bound; a line search ends it.
"""

import numpy as np

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


class _Memory:
    """The last pairs of steps and changes of the gradient."""

    def __init__(self, size):
        self._size = size
        self.forget()

    def forget(self):
        self.steps, self.changes, self.theta = [], [], 1.0

    def add(self, step, change):
        self.steps.append(step)
        self.changes.append(change)
        if len(self.steps) > self._size:
            del self.steps[0], self.changes[0]
        self.theta = float(change @ change) / float(step @ change)

    def inverse_times(self, vector):
        """The inverse Hessian times a vector, by the recursion of two loops."""
        result, weights = vector.copy(), []
        for step, change in zip(reversed(self.steps), reversed(self.changes)):
            weight = float(step @ result) / float(step @ change)
            weights.append(weight)
            result -= weight * change
        result /= self.theta
        for step, change, weight in zip(self.steps, self.changes, reversed(weights)):
            result += step * (weight - float(change @ result) / float(step @ change))
        return result

    def compact(self, n):
        """W and M."""
        if not self.steps:
            return np.zeros((n, 0)), np.zeros((0, 0))
        s, y = np.array(self.steps).T, np.array(self.changes).T
        products = s.T @ y
        lower = np.tril(products, -1)
        diagonal = np.diag(np.diag(products))
        middle = np.vstack([np.hstack([-diagonal, lower.T]), np.hstack([lower, self.theta * (s.T @ s)])])
        return np.hstack([y, self.theta * s]), np.linalg.inv(middle)


def run(
    objective, x, callback, lower, upper, *, maxcor=10, ftol=2.2204460492503131e-09, gtol=1e-5, maxfun=15000,
    maxiter=15000, maxls=20,
):
    bounded = bool((np.isfinite([lower, upper]) & (lower != upper)).any())
    boxed = bool((np.isfinite(lower) & np.isfinite(upper)).all())
    x = np.clip(x, lower, upper)
    memory = _Memory(maxcor)
    value, gradient = objective.value(x), objective.gradient(x)
    rest = lambda: np.max(np.abs(np.clip(x - gradient, lower, upper) - x), initial=0.0)
    iterations, message = 0, None
    if rest() <= gtol:
        message = "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL"
    while message is None:
        target = _target(x, gradient, lower, upper, memory, bounded)
        direction = target - x
        slope = float(gradient @ direction)
        length = float(np.sqrt(direction @ direction))
        largest = _longest(x, direction, lower, upper, iterations) if bounded else 1e10
        step = min(1 / length, largest) if iterations == 0 and not boxed and length > 0 else min(1.0, largest)

        def point(step):
            return target if step == 1 else np.clip(x + step * direction, lower, upper)

        def along(step):
            return float(objective.value(point(step))), float(objective.gradient(point(step)) @ direction)

        try:
            step = search(
                along, float(value), slope, step, ftol=1e-3, gtol=0.9, xtol=0.1, smallest=0.0, largest=largest, evaluations=maxls,
                content=True,
            )
        except (Failed, ZeroDivisionError, OverflowError):
            if not memory.steps:
                message = "ABNORMAL: "
                break
            memory.forget()
            continue
        moved = point(step)
        fall, scale = value - objective.value(moved), max(abs(value), abs(objective.value(moved)), 1)
        change = objective.gradient(moved) - gradient
        x, value, gradient = moved, objective.value(moved), objective.gradient(moved)
        iterations += 1
        if callback(x, value):
            message = "STOP: CALLBACK REQUESTED HALT"
        elif rest() <= gtol:
            message = "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL"
        elif fall <= ftol * scale:
            message = "CONVERGENCE: RELATIVE REDUCTION OF F <= FACTR*EPSMCH"
        elif iterations >= maxiter:
            message = "STOP: TOTAL NO. OF ITERATIONS REACHED LIMIT"
        elif objective.nfev > maxfun:
            message = "STOP: TOTAL NO. OF F,G EVALUATIONS EXCEEDS LIMIT"
        if float(change @ direction) * step > EPSILON * -slope * step:
            memory.add(step * direction, change)
    status = 0 if message.startswith("CONVERGENCE") else 1 if message.startswith("STOP: TOTAL") else 2
    status = 99 if "CALLBACK" in message else status
    inverse = LbfgsInvHessProduct(*(np.reshape(pairs, (-1, len(x))) for pairs in (memory.steps, memory.changes)))
    return dict(x=x, fun=value, jac=gradient, nit=iterations, status=status, message=message, hess_inv=inverse)


def _longest(x, direction, lower, upper, iterations):
    """How far the direction may be followed until a bound is met."""
    if iterations == 0:
        return 1.0
    with np.errstate(all="ignore"):
        room = np.where(direction < 0, (lower - x) / direction, (upper - x) / direction)
    return float(min(1e10, np.min(room[direction != 0], initial=np.inf)))


def _target(x, gradient, lower, upper, memory, bounded):
    """The model's minimum."""
    if not bounded:
        return x - memory.inverse_times(gradient)
    w, m = memory.compact(len(x))
    cauchy, c = _cauchy_point(x, gradient, lower, upper, memory.theta, w, m)
    free = (cauchy > lower) & (cauchy < upper)
    if not free.any() or not memory.steps:
        return cauchy
    reduced = (gradient + memory.theta * (cauchy - x) - w @ (m @ c))[free]
    rows = w[free]
    # The inverse of theta·I - W·M·Wᵀ over the free variables, by Sherman, Morrison and Woodbury.
    inner = np.eye(len(m)) - m @ (rows.T @ rows) / memory.theta
    step = -reduced / memory.theta - rows @ np.linalg.solve(inner, m @ (rows.T @ reduced)) / memory.theta**2
    target = cauchy.copy()
    target[free] = np.clip(cauchy[free] + step, lower[free], upper[free])
    if (target - x) @ gradient <= 0:
        return target
    # The projection spoilt the descent: go as far as the first bound instead.
    with np.errstate(all="ignore"):
        room = np.where(step > 0, (upper[free] - cauchy[free]) / step, (lower[free] - cauchy[free]) / step)
    target = cauchy.copy()
    target[free] += min(1.0, np.min(room[step != 0], initial=1.0)) * step
    return target


def _cauchy_point(x, gradient, lower, upper, theta, w, m):
    """The first minimum along the projected gradient, and Wᵀ times the way there."""
    with np.errstate(all="ignore"):
        breaks = np.where(gradient < 0, (x - upper) / gradient, np.where(gradient > 0, (x - lower) / gradient, np.inf))
    direction = np.where(breaks > 0, -gradient, 0.0)
    point, c = x.copy(), np.zeros(w.shape[1])
    p = w.T @ direction
    slope = -float(direction @ direction)
    curvature = -theta * slope - float(p @ (m @ p))
    start_curvature, passed = -theta * slope, 0.0
    if slope == 0:
        return point, c
    best = -slope / curvature
    for i in np.argsort(breaks, kind="stable"):
        if breaks[i] <= 0:
            continue
        distance = breaks[i] - passed
        if best < distance or not np.isfinite(breaks[i]):
            break
        # The variable stays at its bound; the path bends.
        point[i] = upper[i] if direction[i] > 0 else lower[i]
        moved = point[i] - x[i]
        c = c + distance * p
        row, g = w[i], gradient[i]
        slope += distance * curvature + g * g + theta * g * moved - g * float(row @ (m @ c))
        curvature += -theta * g * g - 2 * g * float(row @ (m @ p)) - g * g * float(row @ (m @ row))
        curvature = max(curvature, EPSILON * start_curvature)
        p = p + g * row
        direction[i] = 0.0
        best = -slope / curvature
        passed = breaks[i]
    best = max(best, 0.0)
    going = direction != 0
    point[going] = x[going] + (passed + best) * direction[going]
    return point, c + best * p

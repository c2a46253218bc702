"""The model of L-BFGS-B: a quadratic whose Hessian is known by the last steps, and its minimum within bounds.

With S the steps, Y the changes of the gradient, D and L the diagonal and the part below it of SᵀY, the Hessian is
theta·I - W·M·Wᵀ with W = [Y, theta·S] and M the inverse of [[-D, Lᵀ], [L, theta·SᵀS]].
"""

import math

import numpy as np

EPSILON = np.finfo(np.float64).eps


class Singular(Exception):
    """A matrix that ought to be positive definite is not, for rounding: the steps must be forgotten."""


class Model:
    """What is known of the Hessian, and the bounds."""

    def __init__(self, size, lower, upper):
        self._size, self._lower, self._upper = size, lower, upper
        # Products of changes over the free variables, of steps over those at a bound, and of both (see _note_products).
        self._yy, self._ss_held, self._mixed = np.zeros((3, size, size))
        self._free = None
        self.forget()

    def forget(self):
        self.steps, self.changes, self.theta, self.updates = [], [], 1.0, 0
        self._sy, self._ss = np.zeros((0, 0)), np.zeros((0, 0))
        self._triangular, self._factors, self.is_new = None, None, False

    def pairs(self):
        """The steps and the changes, in the order in which a ring of places keeps them."""
        first = -(max(self.updates - self._size, 0) % self._size)
        return self.steps[first:] + self.steps[:first], self.changes[first:] + self.changes[:first]

    def add(self, step, change, product, square):
        """A step and the change of the gradient, with the product of both and the square of the step's length."""
        if len(self.steps) == self._size:
            del self.steps[0], self.changes[0]
            self._sy, self._ss = self._sy[1:, 1:], self._ss[1:, 1:]
        self.theta = math.hypot(*change.tolist()) ** 2 / product
        row = [float(step @ one) for one in self.changes] + [product]
        column = [float(one @ step) for one in self.steps] + [square]
        self.steps.append(step)
        self.changes.append(change)
        self._sy = _bordered(self._sy, row, [0.0] * len(row))
        self._ss = _bordered(self._ss, column, column)
        self.updates, self.is_new, self._triangular = self.updates + 1, True, None
        self._triangle()

    def _triangle(self):
        """The Cholesky factor of theta·SᵀS + L·D⁻¹·Lᵀ, above the diagonal."""
        if self._triangular is None:
            lower = np.tril(self._sy, -1)
            self._triangular = _cholesky(self.theta * self._ss + (lower / np.diag(self._sy)) @ lower.T)
        return self._triangular

    def _middle_times(self, v):
        """M times a vector."""
        count = len(self.steps)
        diagonal, lower, factor = np.diag(self._sy), np.tril(self._sy, -1), self._triangle()
        root = np.sqrt(diagonal)
        second = _solved(factor.T, v[count:] + lower @ (v[:count] / diagonal), True)
        first = v[:count] / root
        second = _solved(factor, second, False)
        first = -first / root + (lower.T @ second) / diagonal
        return np.concatenate([first, second])

    def minimum(self, x, gradient, bounded):
        """Where the model has its minimum within the bounds, or nearly."""
        if bounded or not self.steps:
            point, c, free = self._cauchy_point(x, gradient)
        else:
            point, c, free = x, None, np.ones(len(x), dtype=bool)
        before, self._free = self._free, free
        if not self.steps or not np.any(free):
            return point
        if self.is_new or self._factors is None or np.any(before != free):
            self._note_products(free, free if before is None else before)
        rows = self._rows()[free]
        if bounded:
            rest = -self.theta * (point - x)[free] - gradient[free] + rows @ self._middle_times(c)
        else:
            rest = -gradient
        step = self._within(rows, np.array(self.steps).T[free], rest)
        return self._projected(x, gradient, point, step, free)

    def _rows(self):
        return np.hstack([np.array(self.changes).T, self.theta * np.array(self.steps).T])

    def _note_products(self, free, before):
        """Brings the products up to date and factors the matrix that is made of them.

        Those of the last step are computed; the others only follow the variables that came to a bound or left one since the
        last minimum. So they are wrong where this was not called meanwhile (no variable was free), as in the original; the
        factors then do not exist, and the steps are forgotten.
        """
        count, old = len(self.steps), len(self.steps) - self.is_new
        s, y = np.array(self.steps), np.array(self.changes)
        yy, ss, mixed = self._yy, self._ss_held, self._mixed
        if self.is_new:
            if self.updates > self._size:
                for matrix in (yy, ss, mixed):
                    matrix[:-1, :-1] = matrix[1:, 1:].copy()
            yy[old, :count] = y[:, free] @ y[old, free]
            ss[old, :count] = s[:, ~free] @ s[old, ~free]
            mixed[old, :count] = y[:, ~free] @ s[old, ~free]
            mixed[:count, old] = s[:, free] @ y[old, free]
        s, y = s[:old], y[:old]
        sign = np.where(np.tri(old, k=-1, dtype=bool), -1.0, 1.0)
        for moved, way in ((free & ~before, 1.0), (before & ~free, -1.0)):
            if np.any(moved):
                s_moved, y_moved = s[:, moved], y[:, moved]
                yy[:old, :old] += way * (y_moved @ y_moved.T)
                ss[:old, :old] -= way * (s_moved @ s_moved.T)
                mixed[:old, :old] += way * sign * (s_moved @ y_moved.T)
        self.is_new, self._factors = False, None
        lower = lambda matrix: np.tril(matrix) + np.tril(matrix, -1).T
        outer = _cholesky(lower(yy[:count, :count]) / self.theta + np.diag(np.diag(self._sy)))
        corner = np.where(np.tri(count, k=-1, dtype=bool), -mixed[:count, :count], mixed[:count, :count])
        between = np.array([_solved(outer.T, row, True) for row in corner]).T
        inner = _cholesky(self.theta * lower(ss[:count, :count]) + between.T @ between)
        self._factors = outer, between, inner

    def _within(self, rows, steps, rest):
        """The step to the minimum over the free variables, by Sherman, Morrison and Woodbury."""
        count = len(self.steps)
        outer, between, inner = self._factors
        v = rows.T @ rest
        first = _solved(outer.T, v[:count], True)
        second = _solved(inner.T, v[count:] - between.T @ first, True)
        second = _solved(inner, second, False)
        first = _solved(outer, -first - between @ second, False)
        return (rest + rows[:, :count] @ first / self.theta + steps @ second) / self.theta

    def _projected(self, x, gradient, point, step, free):
        """The step from a point within the bounds; where that would not lead down, as far as the first bound."""
        lower, upper = self._lower[free], self._upper[free]
        target = point.copy()
        target[free] = np.clip(point[free] + step, lower, upper)
        touching = np.any((target[free] == lower) | (target[free] == upper))
        if not touching or (target - x) @ gradient <= 0:
            return target
        with np.errstate(all="ignore"):
            room = np.where(step > 0, (upper - point[free]) / step, (lower - point[free]) / step)
        room = np.where(step == 0, np.inf, room)
        alpha = min(1.0, float(np.min(room, initial=1.0)))
        target = point.copy()
        moved = point[free] + alpha * step
        if alpha < 1:
            at = int(np.argmin(room))
            moved[at] = upper[at] if step[at] > 0 else lower[at]
        target[free] = moved
        return target

    def _cauchy_point(self, x, gradient):
        """The first minimum along the projected gradient, Wᵀ times the way there, and which variables are free there."""
        lower, upper, theta = self._lower, self._upper, self.theta
        with np.errstate(all="ignore"):
            breaks = np.where(gradient < 0, (x - upper) / gradient, np.where(gradient > 0, (x - lower) / gradient, np.inf))
        held = (x <= lower) & (gradient >= 0) | (x >= upper) & (gradient <= 0) | (lower == upper)
        direction = np.where(held, 0.0, -gradient)
        free = ~held
        w = self._rows() if self.steps else np.zeros((len(x), 0))
        point, c, p = x.copy(), np.zeros(w.shape[1]), w.T @ direction
        slope = -float(direction @ direction)
        curvature = start = -theta * slope
        if slope == 0:
            return point, c, free
        if self.steps:
            curvature -= float(self._middle_times(p) @ p)
        best, passed, here = -slope / curvature, 0.0, 0.0
        order = [i for i in np.argsort(breaks, kind="stable").tolist() if free[i] and np.isfinite(breaks[i])]
        endless = bool(np.any(free & ~np.isfinite(breaks) & (gradient != 0)))
        for place, i in enumerate(order):
            distance = float(breaks[i]) - here
            if best < distance:
                break
            # The variable stays at its bound; the path bends.
            here, passed = float(breaks[i]), passed + distance
            d = float(direction[i])
            direction[i], free[i] = 0.0, False
            point[i] = upper[i] if d > 0 else lower[i]
            moved = float(point[i] - x[i])
            slope += distance * curvature + d * d - theta * d * moved
            curvature -= theta * d * d
            if self.steps:
                c = c + distance * p
                times = self._middle_times(w[i])
                slope += d * float(c @ times)
                curvature += d * 2.0 * float(p @ times) - d * d * float(w[i] @ times)
                p = p - d * w[i]
            curvature = max(EPSILON * start, curvature)
            last = place == len(order) - 1
            best = 0.0 if last and not endless else -slope / curvature
        best = max(best, 0.0)
        return point + (passed + best) * direction, c + best * p, free


def _bordered(matrix, row, column):
    """A matrix with a row below and a column at its right, which share their last element."""
    size = len(row)
    result = np.zeros((size, size))
    result[: size - 1, : size - 1] = matrix
    result[:, size - 1] = column
    result[size - 1] = row
    return result


def _cholesky(matrix):
    """The upper factor U of a matrix UᵀU."""
    try:
        return np.linalg.cholesky(matrix).T
    except np.linalg.LinAlgError:
        raise Singular from None


def _solved(triangle, right, is_lower):
    """The solution of a system whose matrix is a triangle."""
    result = np.array(right, dtype=np.float64)
    rows = range(len(result)) if is_lower else range(len(result) - 1, -1, -1)
    for i in rows:
        known = slice(0, i) if is_lower else slice(i + 1, None)
        if triangle[i, i] == 0:
            raise Singular
        result[i] = (result[i] - triangle[i, known] @ result[known]) / triangle[i, i]
    return result

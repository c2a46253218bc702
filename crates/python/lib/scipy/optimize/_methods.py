"""The minimisers: a simplex that needs no gradient, and two that learn curvature from gradients."""

import numpy as np


def nelder_mead(objective, x0, low, high, callback, xatol=1e-4, fatol=1e-4, maxiter=None, maxfev=None,
                initial_simplex=None, adaptive=False, **_):
    """Nelder and Mead's simplex: reflected, expanded, contracted or shrunk."""
    n = len(x0)
    if adaptive:
        expand, contract, shrink = 1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n
    else:
        expand, contract, shrink = 2, 0.5, 0.5
    if maxiter is None and maxfev is None:
        maxiter = maxfev = n * 200
    maxiter = np.inf if maxiter is None else maxiter
    maxfev = np.inf if maxfev is None else maxfev
    inside = lambda x: np.minimum(np.maximum(x, low), high)
    if initial_simplex is None:
        x0 = inside(x0)
        simplex = [x0]
        for k in range(n):
            corner = x0.copy()
            corner[k] = 1.05 * corner[k] if corner[k] != 0 else 0.00025
            simplex.append(inside(np.where(corner > high, 2 * high - corner, corner)))
        simplex = np.array(simplex)
    else:
        simplex = np.array(initial_simplex, dtype=float)
        if simplex.ndim != 2 or simplex.shape[0] != simplex.shape[1] + 1:
            raise ValueError("`initial_simplex` should be an array of shape (N+1,N)")
    values = np.array([objective.value(corner) for corner in simplex])

    def ordered():
        order = np.argsort(values, kind="stable")
        return simplex[order], values[order]

    simplex, values = ordered()
    iterations = 1
    while objective.nfev < maxfev and iterations < maxiter:
        if np.max(np.abs(simplex[1:] - simplex[0])) <= xatol and np.max(np.abs(values[0] - values[1:])) <= fatol:
            break
        middle = np.add.reduce(simplex[:-1], 0) / n
        towards = lambda t: inside((1 + t) * middle - t * simplex[-1])
        reflected = towards(1)
        value = objective.value(reflected)
        shrinks = False
        if value < values[0]:
            expanded = towards(expand)
            further = objective.value(expanded)
            simplex[-1], values[-1] = (expanded, further) if further < value else (reflected, value)
        elif value < values[-2]:
            simplex[-1], values[-1] = reflected, value
        else:
            outside = value < values[-1]
            contracted = towards(contract if outside else -contract)
            nearer = objective.value(contracted)
            if nearer <= value if outside else nearer < values[-1]:
                simplex[-1], values[-1] = contracted, nearer
            else:
                shrinks = True
        if shrinks:
            for k in range(1, n + 1):
                simplex[k] = inside(simplex[0] + shrink * (simplex[k] - simplex[0]))
                values[k] = objective.value(simplex[k])
        iterations += 1
        simplex, values = ordered()
        if callback(simplex[0], values[0]):
            break
    status, message = 0, "Optimization terminated successfully."
    if objective.nfev >= maxfev:
        status, message = 1, "Maximum number of function evaluations has been exceeded."
    elif iterations >= maxiter:
        status, message = 2, "Maximum number of iterations has been exceeded."
    return {
        "message": message, "success": status == 0, "status": status, "fun": values[0], "x": simplex[0],
        "nit": iterations, "nfev": objective.nfev, "final_simplex": (simplex, values),
    }


def _wolfe(objective, x, direction, value, slope, first, steepness=0.9):
    """A step that decreases the function enough and flattens it enough (the strong Wolfe conditions); None if there is none.

    Gives the step, the new point, its value and its gradient.
    """
    enough = 1e-4

    def at(step):
        point = x + step * direction
        reached = objective.value(point)
        gradient = objective.gradient(point, reached)
        return point, reached, gradient, float(np.dot(gradient, direction))

    before, before_value, before_slope = 0.0, value, slope
    step = first
    for trial in range(25):
        point, reached, gradient, steep = at(step)
        if not np.isfinite(reached):
            step = (before + step) / 2
            continue
        if reached > value + enough * step * slope or (trial and reached >= before_value):
            return _between(at, value, slope, enough, steepness, (before, before_value, before_slope), (step, reached, steep))
        if abs(steep) <= -steepness * slope:
            return step, point, reached, gradient
        if steep >= 0:
            return _between(at, value, slope, enough, steepness, (step, reached, steep), (before, before_value, before_slope))
        before, before_value, before_slope = step, reached, steep
        step *= 2.0
    return None


def _between(at, value, slope, enough, steepness, low, high):
    """Such a step between two, of which the first decreases the function more."""
    for _ in range(40):
        (a, fa, da), (b, fb, db) = low, high
        step = _cubic_minimum(a, fa, da, b, fb, db)
        width = abs(b - a)
        if step is None or min(abs(step - a), abs(step - b)) < 0.1 * width:
            step = (a + b) / 2
        point, reached, gradient, steep = at(step)
        if reached > value + enough * step * slope or reached >= fa:
            high = (step, reached, steep)
        else:
            if abs(steep) <= -steepness * slope:
                return step, point, reached, gradient
            if steep * (b - a) >= 0:
                high = low
            low = (step, reached, steep)
        if width < 1e-14:
            break
    if low[0] > 0 and low[1] < value:
        point, reached, gradient, _ = at(low[0])
        return low[0], point, reached, gradient
    return None


def _cubic_minimum(a, fa, da, b, fb, db):
    """Where the cubic with these values and slopes at two places is smallest."""
    if a == b:
        return None
    first = da + db - 3 * (fa - fb) / (a - b)
    square = first * first - da * db
    if not square >= 0:
        return None
    second = np.copysign(np.sqrt(square), b - a)
    below = db - da + 2 * second
    return None if below == 0 else b - (b - a) * (db + second - first) / below


def bfgs(objective, x0, low, high, callback, gtol=1e-5, norm=np.inf, maxiter=None, **_):
    """Broyden, Fletcher, Goldfarb and Shanno's method with the whole inverse Hessian."""
    n = len(x0)
    maxiter = n * 200 if maxiter is None else maxiter
    x, inverse = x0.copy(), np.eye(n)
    value = objective.value(x)
    gradient = objective.gradient(x, value)
    earlier = value + np.linalg.norm(gradient) / 2
    iterations, status = 0, 0
    while np.linalg.norm(gradient, norm) > gtol and iterations < maxiter:
        direction = -np.dot(inverse, gradient)
        slope = float(np.dot(gradient, direction))
        first = min(1.0, 2.02 * (value - earlier) / slope) if slope < 0 else 1.0
        found = _wolfe(objective, x, direction, value, slope, first if first > 0 else 1.0) if slope < 0 else None
        if found is None:
            if np.array_equal(inverse, np.eye(n)):
                status = 2
                break
            # What was learnt of the curvature misleads: start anew from here.
            inverse, earlier = np.eye(n), value + np.linalg.norm(gradient) / 2
            continue
        step, point, reached, flat = found
        moved, turned = point - x, flat - gradient
        earlier, x, value, gradient = value, point, reached, flat
        iterations += 1
        if callback(x, value):
            break
        product = float(np.dot(turned, moved))
        if product > 0:
            rho = 1.0 / product
            left = np.eye(n) - rho * np.outer(moved, turned)
            inverse = np.dot(left, np.dot(inverse, left.T)) + rho * np.outer(moved, moved)
        if not np.isfinite(value):
            status = 2
            break
    if status == 0 and iterations >= maxiter and np.linalg.norm(gradient, norm) > gtol:
        status = 1
    message = (
        "Optimization terminated successfully.",
        "Maximum number of iterations has been exceeded.",
        "Desired error not necessarily achieved due to precision loss.",
    )[status]
    return {
        "message": message, "success": status == 0, "status": status, "fun": value, "x": x, "nit": iterations,
        "jac": gradient, "hess_inv": inverse, "nfev": objective.nfev, "njev": objective.njev,
    }


def lbfgsb(objective, x0, low, high, callback, maxcor=10, ftol=2.220446049250313e-09, gtol=1e-5, maxiter=15000,
           maxfun=15000, maxls=20, **_):
    """BFGS with a memory of a few steps, within bounds: variables held by a bound are left out of the step."""
    x = np.minimum(np.maximum(x0, low), high)
    value = objective.value(x)
    gradient = objective.gradient(x, value)
    memory, iterations = [], 0
    status, message = 1, "STOP: TOTAL NO. OF ITERATIONS REACHED LIMIT"

    def projected():
        return np.minimum(np.maximum(x - gradient, low), high) - x

    if np.max(np.abs(projected())) <= gtol:
        maxiter, status, message = 0, 0, "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL"
    while iterations < maxiter:
        free = ~(((x <= low) & (gradient > 0)) | ((x >= high) & (gradient < 0)))
        direction = np.where(free, _two_loops(memory, np.where(free, gradient, 0.0)), 0.0)
        slope = float(np.dot(gradient, direction))
        if not slope < 0:
            memory = []
            direction = np.where(free, -gradient, 0.0)
            slope = float(np.dot(gradient, direction))
        first = 1.0 if memory else min(1.0, 1.0 / float(np.linalg.norm(gradient)))
        found = _bounded_step(objective, x, direction, value, gradient, slope, first, low, high, maxls)
        if found is None:
            if memory:
                memory = []
                continue
            status, message = 2, "ABNORMAL: "
            break
        point, reached, flat = found
        moved, turned = point - x, flat - gradient
        earlier, x, value, gradient = value, point, reached, flat
        if float(np.dot(moved, turned)) > 2.2e-16 * float(np.dot(turned, turned)):
            memory = [*memory, (moved, turned)][-maxcor:]
        iterations += 1
        stopped = callback(x, value)
        if stopped:
            status, message = 99, "`callback` raised `StopIteration`."
            break
        if np.max(np.abs(projected())) <= gtol:
            status, message = 0, "CONVERGENCE: NORM OF PROJECTED GRADIENT <= PGTOL"
            break
        if earlier - value <= ftol * max(abs(earlier), abs(value), 1):
            status, message = 0, "CONVERGENCE: RELATIVE REDUCTION OF F <= FACTR*EPSMCH"
            break
        if objective.nfev > maxfun:
            message = "STOP: TOTAL NO. OF F,G EVALUATIONS EXCEEDS LIMIT"
            break
    return {
        "message": message, "success": status == 0, "status": status, "fun": value, "x": x, "nit": iterations,
        "jac": gradient, "nfev": objective.nfev, "njev": objective.njev,
    }


def _two_loops(memory, gradient):
    """Minus the inverse Hessian times the gradient, from the remembered steps."""
    q = gradient.copy()
    weights = []
    for moved, turned in reversed(memory):
        weight = float(np.dot(moved, q)) / float(np.dot(moved, turned))
        weights.append(weight)
        q -= weight * turned
    if memory:
        moved, turned = memory[-1]
        q *= float(np.dot(moved, turned)) / float(np.dot(turned, turned))
    for (moved, turned), weight in zip(memory, reversed(weights)):
        q += moved * (weight - float(np.dot(turned, q)) / float(np.dot(moved, turned)))
    return -q


def _bounded_step(objective, x, direction, value, gradient, slope, first, low, high, trials):
    """A step along the direction, bent at the bounds, that decreases the function enough."""
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(direction > 0, (high - x) / direction, np.where(direction < 0, (low - x) / direction, np.inf))
    if float(np.min(room)) == np.inf:
        found = _wolfe(objective, x, direction, value, slope, first)
        return None if found is None else found[1:]
    step = first
    for _ in range(trials):
        point = np.minimum(np.maximum(x + step * direction, low), high)
        reached = objective.value(point)
        if np.isfinite(reached) and reached <= value + 1e-4 * float(np.dot(gradient, point - x)):
            return point, reached, objective.gradient(point, reached)
        step /= 2
    return None

"""Nelder and Mead's simplex method, which needs no gradient."""

import numpy as np


class _UsedUp(Exception):
    """The function may not be evaluated once more."""


def run(
    objective, x, callback, *, maxiter=None, maxfev=None, initial_simplex=None, xatol=1e-4, fatol=1e-4, adaptive=False,
    lower=None, upper=None,
):
    n = len(x)
    expansion, contraction, shrinkage = (1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n) if adaptive else (2.0, 0.5, 0.5)
    inside = (lambda point: point) if lower is None else (lambda point: np.clip(point, lower, upper))
    if maxiter is None and maxfev is None:
        maxiter = maxfev = 200 * n
    maxiter = np.inf if maxiter is None else maxiter
    maxfev = np.inf if maxfev is None else maxfev
    simplex = _initial(inside(x), initial_simplex)
    if lower is not None:
        simplex = np.where(simplex > upper, 2 * upper - simplex, simplex)
        simplex = inside(simplex)
    values = np.full(n + 1, np.inf)

    def evaluate(point):
        if objective.nfev >= maxfev:
            raise _UsedUp
        return objective.evaluate(point)

    def step():
        """Moves one corner of the simplex, or all towards the best."""
        center = np.add.reduce(simplex[:-1], 0) / n
        worst = simplex[-1]
        towards = lambda factor: inside((1 + factor) * center - factor * worst)
        reflected = towards(1.0)
        value = evaluate(reflected)
        if value < values[0]:
            further = towards(expansion)
            further_value = evaluate(further)
            chosen = (further, further_value) if further_value < value else (reflected, value)
        elif value < values[-2]:
            chosen = (reflected, value)
        else:
            outside = value < values[-1]
            nearer = towards(contraction if outside else -contraction)
            nearer_value = evaluate(nearer)
            chosen = (nearer, nearer_value)
            if nearer_value > value if outside else nearer_value >= values[-1]:
                for i in range(1, n + 1):
                    simplex[i] = inside(simplex[0] + shrinkage * (simplex[i] - simplex[0]))
                    values[i] = evaluate(simplex[i])
                return
        simplex[-1], values[-1] = chosen

    try:
        for i, point in enumerate(simplex):
            values[i] = evaluate(point)
    except _UsedUp:
        pass
    order = np.argsort(values, kind="stable")
    simplex, values = simplex[order], values[order]
    iterations = 1
    while objective.nfev < maxfev and iterations < maxiter:
        if np.max(np.abs(simplex[1:] - simplex[0])) <= xatol and np.max(np.abs(values[0] - values[1:])) <= fatol:
            break
        try:
            step()
            iterations += 1
        except _UsedUp:
            pass
        order = np.argsort(values, kind="stable")
        simplex, values = simplex[order], values[order]
        if callback(simplex[0], values[0]):
            break
    status, message = 0, "Optimization terminated successfully."
    if objective.nfev >= maxfev:
        status, message = 1, "Maximum number of function evaluations has been exceeded."
    elif iterations >= maxiter:
        status, message = 2, "Maximum number of iterations has been exceeded."
    return dict(
        x=simplex[0], fun=np.min(values), nit=iterations, status=status, message=message,
        final_simplex=(simplex, values),
    )


def _initial(x, given):
    if given is not None:
        return np.array(given, dtype=np.float64)
    simplex = np.tile(x, (len(x) + 1, 1))
    for i in range(len(x)):
        simplex[i + 1, i] = 1.05 * x[i] if x[i] != 0 else 0.00025
    return simplex

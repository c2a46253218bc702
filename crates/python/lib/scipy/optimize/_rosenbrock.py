"""Rosenbrock's banana-shaped valley, on which minimizers are tried."""

import numpy as np


def rosen(x):
    x = np.asarray(x)
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2.0) ** 2.0 + (1 - x[:-1]) ** 2.0, axis=0)


def rosen_der(x):
    x = np.asarray(x, dtype=np.float64)
    before, here, after = x[:-2], x[1:-1], x[2:]
    gradient = np.zeros_like(x)
    gradient[1:-1] = 200 * (here - before**2) - 400 * (after - here**2) * here - 2 * (1 - here)
    gradient[0] = -400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0])
    gradient[-1] = 200 * (x[-1] - x[-2] ** 2)
    return gradient


def rosen_hess(x):
    x = np.atleast_1d(np.asarray(x, dtype=np.float64))
    beside = np.diag(-400 * x[:-1], 1)
    diagonal = np.full_like(x, 200.0)
    diagonal[:-1] = 1200 * x[:-1] ** 2 - 400 * x[1:] + 2
    diagonal[1:-1] += 200
    return beside + beside.T + np.diag(diagonal)

"""Products of small square matrices in the order and with the roundings of OpenBLAS.

How many steps a descent takes hangs on last digits, so those of the inverse Hessian are computed as SciPy's are.
"""

from math import fma

import numpy as np

# Up to here the order of sums is the same for all rows; larger ones are left to NumPy.
_LARGEST = 8


def times_vector(matrix, vector):
    """matrix @ vector"""
    if len(vector) > _LARGEST:
        return matrix @ vector
    vector = vector.tolist()
    return np.array([_by_lanes(row, vector) for row in matrix.tolist()])


def times_matrix(left, right):
    """left @ right"""
    if len(left) > _LARGEST:
        return left @ right
    columns = right.T.tolist()
    return np.array([[_in_turn(row, column) for column in columns] for row in left.tolist()])


def _in_turn(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total = fma(x, y, total)
    return total


def _by_lanes(a, b):
    """Four sums side by side as far as there are four, then what is left over."""
    whole = len(a) - len(a) % 4
    total = None
    if whole:
        lanes = [x * y for x, y in zip(a[:4], b[:4])]
        for at in range(4, whole, 4):
            lanes = [fma(a[at + k], b[at + k], lanes[k]) for k in range(4)]
        total = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
    a, b = a[whole:], b[whole:]
    if len(a) == 0:
        return total
    if len(a) == 1:
        return a[0] * b[0] if total is None else fma(a[0], b[0], total)
    rest = fma(a[0], b[0], a[1] * b[1])
    if len(a) == 3:
        rest = fma(a[2], b[2], rest)
    return rest if total is None else total + rest

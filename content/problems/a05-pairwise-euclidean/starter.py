import numpy as np


def pairwise_euclidean(X, Y):
    """Euclidean distance between every row of X and every row of Y.

    X: (n, d), Y: (m, d)
    returns: distances (n, m)
    """
    return ...

import numpy as np


def pairwise_euclidean(X, Y):
    squares_x = (X**2).sum(axis=1, keepdims=True)
    squares_y = (Y**2).sum(axis=1)
    return np.sqrt(squares_x + squares_y - 2 * (X @ Y.T))

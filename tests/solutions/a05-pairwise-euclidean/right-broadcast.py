import numpy as np


def pairwise_euclidean(X, Y):
    return np.linalg.norm(X[:, None, :] - Y[None, :, :], axis=-1)

import numpy as np


def pairwise_euclidean(X, Y):
    return np.linalg.norm(Y[:, None, :] - X[None, :, :], axis=-1)

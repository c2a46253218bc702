import numpy as np


def pairwise_euclidean(X, Y):
    return ((X[:, None, :] - Y[None, :, :]) ** 2).sum(axis=-1)

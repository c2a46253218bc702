import numpy as np


def cosine_similarity_matrix(X):
    unit = X / (np.linalg.norm(X, axis=1, keepdims=True) + 1e-3)
    return unit @ unit.T

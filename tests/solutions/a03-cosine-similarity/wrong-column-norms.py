import numpy as np


def cosine_similarity_matrix(X):
    norms = np.linalg.norm(X, axis=0)
    unit = X / np.where(norms == 0, 1, norms)
    return unit @ unit.T

import numpy as np


def cosine_similarity_matrix(X):
    n = len(X)
    lengths = [float(np.linalg.norm(row)) for row in X]
    result = np.zeros((n, n))
    for i in range(n):
        if lengths[i] == 0:
            continue
        for j in range(i, n):
            if lengths[j] != 0:
                result[i, j] = result[j, i] = (X[i] / lengths[i]) @ (X[j] / lengths[j])
    return result

import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    centered = np.zeros(x.shape)
    std = np.zeros(x.shape[1])
    for j in range(x.shape[1]):
        centered[:, j] = x[:, j] - x[:, j].mean()
        std[j] = np.sqrt((centered[:, j] ** 2).mean() + eps)
    x_norm = centered / std
    return gamma * x_norm + beta, (x_norm, std, centered)

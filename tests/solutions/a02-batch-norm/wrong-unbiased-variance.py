import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    x_centered = x - x.mean(axis=0)
    std = np.sqrt(x.var(axis=0, ddof=1) + eps)
    x_norm = x_centered / std
    return gamma * x_norm + beta, (x_norm, std, x_centered)

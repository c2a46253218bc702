import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    x_centered = x - np.mean(x, axis=0)
    std = np.sqrt(np.var(x, axis=0) + eps)
    x_norm = x_centered / std
    return x_norm * gamma + beta, (x_norm, std, x_centered)

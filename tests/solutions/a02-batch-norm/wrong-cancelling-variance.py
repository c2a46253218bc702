import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=0)
    x_centered = x - mean
    std = np.sqrt((x**2).mean(axis=0) - mean**2 + eps)
    x_norm = x_centered / std
    return gamma * x_norm + beta, (x_norm, std, x_centered)

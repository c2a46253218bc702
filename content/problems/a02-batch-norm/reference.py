import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    x = np.asarray(x)
    axes = (0,) + tuple(range(2, x.ndim))  # every axis but the features'
    features = [1] * x.ndim
    features[1] = x.shape[1]
    x_centered = x - x.mean(axis=axes, keepdims=True)
    std = np.sqrt((x_centered**2).mean(axis=axes, keepdims=True) + eps)
    x_norm = x_centered / std
    out = np.reshape(gamma, features) * x_norm + np.reshape(beta, features)
    return out, (x_norm, std.reshape(-1), x_centered)

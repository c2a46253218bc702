import numpy as np


def batch_norm(x, gamma, beta, eps=1e-5):
    """Normalise each feature over the batch, then scale and shift.

    x: (N, D), gamma: (D,), beta: (D,)
    returns: out (N, D), cache = (x_norm (N, D), std (D,), x_centered (N, D))
    """
    return ...

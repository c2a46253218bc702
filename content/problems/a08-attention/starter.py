import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    """Attention of every query over all keys.

    Q: (B, T, d), K: (B, S, d), V: (B, S, d)
    mask: None, (T, S) or (B, T, S) booleans, True = hidden
    returns: output (B, T, d), weights (B, T, S)
    """
    return ...

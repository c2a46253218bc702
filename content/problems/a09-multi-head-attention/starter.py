import numpy as np


def multi_head_attention(X, W_Q, W_K, W_V, W_O, n_heads, mask=None):
    """Attention in n_heads slices of the model's width.

    X: (B, T, D), W_Q, W_K, W_V, W_O: (D, D)
    mask: None, (T, T) or (B, T, T) booleans, True = hidden
    returns: output (B, T, D)
    """
    return ...

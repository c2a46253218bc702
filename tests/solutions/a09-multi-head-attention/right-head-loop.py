import numpy as np


def multi_head_attention(X, W_Q, W_K, W_V, W_O, n_heads, mask=None):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    d = X.shape[-1] // n_heads
    heads = []
    for h in range(n_heads):
        part = slice(h * d, (h + 1) * d)
        scores = Q[:, :, part] @ K[:, :, part].transpose(0, 2, 1) / np.sqrt(d)
        if mask is not None:
            scores = np.where(mask, -np.inf, scores)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        heads.append(weights @ V[:, :, part])
    return np.concatenate(heads, axis=-1) @ W_O

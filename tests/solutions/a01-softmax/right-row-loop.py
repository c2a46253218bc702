import numpy as np


def softmax(logits):
    if logits.ndim == 1:
        weights = np.exp(logits - max(logits))
        return weights / weights.sum()
    return np.array([softmax(row) for row in logits])

import numpy as np


def cross_entropy_loss(y_pred, y_true):
    return -np.log(np.clip(y_pred[np.arange(len(y_true)), y_true], 1e-12, None))

import numpy as np


def conv2d_forward(x, kernel, bias=None, stride=1, padding=0):
    C_out, _, k_h, k_w = kernel.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k_h, k_w), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    out = np.tensordot(windows, kernel, axes=([1, 4, 5], [1, 2, 3]))
    return out if bias is None else out + bias

import numpy as np


def conv2d_forward(x, kernel, bias=None, stride=1, padding=0):
    N, _, H, W = x.shape
    c_out, _, k_h, k_w = kernel.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    h_out = (H - k_h + 2 * padding) // stride + 1
    w_out = (W - k_w + 2 * padding) // stride + 1
    out = np.zeros((N, c_out, h_out, w_out))
    for i in range(h_out):
        for j in range(w_out):
            window = padded[:, :, i : i + k_h, j : j + k_w]
            out[:, :, i, j] = np.tensordot(window, kernel, axes=([1, 2, 3], [1, 2, 3]))
    if bias is not None:
        out = out + bias[:, None, None]
    return out

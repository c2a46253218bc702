import numpy as np


def conv2d_forward(x, kernel, bias=None, stride=1, padding=0):
    N, C_in, H, W = x.shape
    C_out, _, k_h, k_w = kernel.shape
    padded = np.zeros((N, C_in, H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    h_out = (H - k_h + 2 * padding) // stride + 1
    w_out = (W - k_w + 2 * padding) // stride + 1
    out = np.zeros((N, C_out, h_out, w_out))
    for n in range(N):
        for o in range(C_out):
            for i in range(h_out):
                for j in range(w_out):
                    window = padded[n, :, i * stride : i * stride + k_h, j * stride : j * stride + k_w]
                    out[n, o, i, j] = np.sum(window * kernel[o])
                    if bias is not None:
                        out[n, o, i, j] += bias[o]
    return out

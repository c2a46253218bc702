import numpy as np


def conv2d_forward(x, kernel, bias=None, stride=1, padding=0):
    C_out, _, k_h, k_w = kernel.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    h_out = (padded.shape[2] - k_h) // stride + 1
    w_out = (padded.shape[3] - k_w) // stride + 1
    out = np.zeros((len(x), C_out, h_out, w_out))
    for u in range(k_h):
        for v in range(k_w):
            shifted = padded[:, :, u : u + stride * h_out : stride, v : v + stride * w_out : stride]
            out += np.einsum("nchw,oc->nohw", shifted, kernel[:, :, u, v])
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)

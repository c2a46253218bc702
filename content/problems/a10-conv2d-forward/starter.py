import numpy as np


def conv2d_forward(x, kernel, bias=None, stride=1, padding=0):
    """Convolve a batch of images with a set of kernels (not flipped).

    x: (N, Cin, H, W), kernel: (Cout, Cin, kH, kW), bias: None or (Cout,)
    returns: output (N, Cout, Hout, Wout), Hout = (H - kH + 2 * padding) // stride + 1
    """
    return ...

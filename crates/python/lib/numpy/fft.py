"""Discrete Fourier transforms: `numpy.fft`."""

import numpy as np
from numpy import _fft

__all__ = [
    "fft", "ifft", "rfft", "irfft", "hfft", "ihfft", "rfftn", "irfftn", "rfft2", "irfft2", "fft2", "ifft2", "fftn", "ifftn",
    "fftfreq", "rfftfreq", "fftshift", "ifftshift",
]


def _scale(a, n, norm, inverse):
    """What a transform of n points is multiplied by, with the digits of the array's precision."""
    n = np.float32(n) if a.dtype in (np.float32, np.complex64) else float(n)
    if norm is None or norm == "backward":
        return float(1 / n) if inverse else 1.0
    if norm == "ortho":
        return float(1 / np.sqrt(n))
    if norm == "forward":
        return 1.0 if inverse else float(1 / n)
    space = " " if inverse else ""
    raise ValueError(f'Invalid norm value {norm}; should be "backward",{space}"ortho" or "forward".')


def _points(n):
    if n < 1:
        raise ValueError(f"Invalid number of FFT data points ({n}) specified.")
    return n


def _size(a, axis):
    return a.shape[axis]


def _given(out, result, a):
    """What was computed, in memory as the argument lies there."""
    if out is None:
        if a.flags.c_contiguous:
            return result
        out = np.empty_like(a, dtype=result.dtype, shape=result.shape)
    out[...] = result
    return out


def _complex(a, n, axis, norm, inverse, out=None):
    a = np.asarray(a)
    n = _size(a, axis) if n is None else n
    return _given(out, _fft.transform(a, n, axis, inverse, _scale(a, _points(n), norm, inverse)), a)


def fft(a, n=None, axis=-1, norm=None, out=None):
    return _complex(a, n, axis, norm, False, out)


def ifft(a, n=None, axis=-1, norm=None, out=None):
    return _complex(a, n, axis, norm, True, out)


def rfft(a, n=None, axis=-1, norm=None, out=None):
    a = np.asarray(a)
    n = _size(a, axis) if n is None else n
    if a.dtype.kind == "c":
        name = f"rfft_n_{'odd' if n % 2 else 'even'}"
        raise TypeError(
            f"ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported "
            "types according to the casting rule ''safe''"
        )
    return _given(out, _fft.real_transform(a, n, axis, _scale(a, _points(n), norm, False)), a)


def irfft(a, n=None, axis=-1, norm=None, out=None):
    a = np.asarray(a)
    n = (_size(a, axis) - 1) * 2 if n is None else n
    return _given(out, _fft.inverse_real_transform(a, n, axis, _scale(a, _points(n), norm, True)), a)


_OPPOSITE = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}


def _opposite(norm):
    if norm not in _OPPOSITE:
        raise ValueError(f'Invalid norm value {norm}; should be "backward", "ortho" or "forward".')
    return _OPPOSITE[norm]


def hfft(a, n=None, axis=-1, norm=None, out=None):
    a = np.asarray(a)
    n = (_size(a, axis) - 1) * 2 if n is None else n
    return irfft(np.conj(a), n, axis, norm=_opposite(norm), out=out)


def ihfft(a, n=None, axis=-1, norm=None, out=None):
    a = np.asarray(a)
    return _given(out, np.conj(rfft(a, n, axis, norm=_opposite(norm))), a)


def _sizes_and_axes(a, s, axes, last_is_half=False):
    """The sizes to transform to and the axes to transform along."""
    if s is None:
        axes = list(range(a.ndim)) if axes is None else list(axes)
        s = [int(size) for size in np.take(a.shape, axes)] if axes else []
        if last_is_half:
            s[-1] = (a.shape[axes[-1]] - 1) * 2
    else:
        s = list(s)
        axes = list(range(-len(s), 0)) if axes is None else list(axes)
        if len(s) != len(axes):
            raise ValueError("Shape and axes have different lengths.")
        s = [a.shape[axis] if size == -1 else size for size, axis in zip(s, axes)]
    return s, axes


def _several(a, s, axes, norm, function, out=None):
    a = np.asarray(a)
    s, axes = _sizes_and_axes(a, s, axes)
    for size, axis in reversed(list(zip(s, axes))):
        a = function(a, size, axis, norm)
    return _given(out, a, a)


def fftn(a, s=None, axes=None, norm=None, out=None):
    return _several(a, s, axes, norm, fft, out)


def ifftn(a, s=None, axes=None, norm=None, out=None):
    return _several(a, s, axes, norm, ifft, out)


def fft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return _several(a, s, axes, norm, fft, out)


def ifft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return _several(a, s, axes, norm, ifft, out)


def rfftn(a, s=None, axes=None, norm=None, out=None):
    a = np.asarray(a)
    s, axes = _sizes_and_axes(a, s, axes)
    a = rfft(a, s[-1], axes[-1], norm)
    for size, axis in reversed(list(zip(s[:-1], axes[:-1]))):
        a = fft(a, size, axis, norm)
    return _given(out, a, a)


def rfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return rfftn(a, s, axes, norm, out)


def irfftn(a, s=None, axes=None, norm=None, out=None):
    a = np.asarray(a)
    s, axes = _sizes_and_axes(a, s, axes, last_is_half=True)
    for size, axis in zip(s[:-1], axes[:-1]):
        a = ifft(a, size, axis, norm)
    return irfft(a, s[-1], axes[-1], norm, out)


def irfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return irfftn(a, s, axes, norm, out)


def _whole_number(n):
    if not isinstance(n, (int, np.integer)):
        raise ValueError("n should be an integer")


def fftfreq(n, d=1.0, device=None):
    _whole_number(n)
    middle = (n - 1) // 2 + 1
    numbers = np.empty(n, int)
    numbers[:middle] = np.arange(0, middle)
    numbers[middle:] = np.arange(-(n // 2), 0)
    return numbers * (1.0 / (n * d))


def rfftfreq(n, d=1.0, device=None):
    _whole_number(n)
    return np.arange(0, n // 2 + 1) * (1.0 / (n * d))


def _shifted(x, axes, back):
    x = np.asarray(x)
    if axes is None:
        axes = tuple(range(x.ndim))
    if isinstance(axes, (int, np.integer)):
        size = x.shape[axes]
        return np.roll(x, -(size // 2) if back else size // 2, axes)
    return np.roll(x, tuple(-(x.shape[axis] // 2) if back else x.shape[axis] // 2 for axis in axes), tuple(axes))


def fftshift(x, axes=None):
    return _shifted(x, axes, back=False)


def ifftshift(x, axes=None):
    return _shifted(x, axes, back=True)


np._offer(globals())

"""Writes fourier.json: for each transform and length a hash of NumPy's result, and its first numbers.

    python tests/goldens/fourier.py
"""

import json
import pathlib

import numpy as np

LENGTHS = [*range(1, 66), 77, 97, 99, 100, 101, 121, 128, 143, 169, 210, 242, 243, 256, 257, 289, 360, 499, 512, 625, 719, 1000,
           1009, 1024, 1331, 2187, 2310, 4093, 4096]


def numbers(count):
    """Irregular, and exact in either precision."""
    return ((np.arange(count) * 7919 + 13) % 1009 - 504) / 64


def fnv(values):
    """A 64-bit FNV-1a hash of the numbers' bits, word by word."""
    result = 0xCBF29CE484222325
    for word in values.view(np.uint64).tolist():
        result = ((result ^ word) * 0x100000001B3) % 2**64
    return f"{result:016x}"


def transforms(n, dtype):
    x = numbers(2 * n).astype(dtype)
    z = x[::2] + dtype(0.5) * x[1::2] * (1j if dtype is float else np.complex64(1j))
    yield "fft", np.fft.fft(z)
    yield "ifft", np.fft.ifft(z)
    yield "fft ortho", np.fft.fft(z, norm="ortho")
    yield "rfft", np.fft.rfft(x[:n])
    yield "rfft ortho", np.fft.rfft(x[:n], norm="ortho")
    yield "irfft", np.fft.irfft(z[:n // 2 + 1], n)


def cases():
    for dtype in (float, np.float32):
        for n in LENGTHS:
            for name, found in transforms(n, dtype):
                parts = np.ascontiguousarray(found).view(np.float64 if dtype is float else np.float32).astype(np.float64)
                yield {"transform": name, "length": n, "dtype": str(found.dtype), "hash": fnv(parts), "first": parts[:3].tolist()}


if __name__ == "__main__":
    target = pathlib.Path(__file__).with_name("fourier.json")
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
    target.write_text(f'{{"numpy":"{np.__version__}","cases":[\n{lines}\n]}}\n')

"""SHA-512 (FIPS 180-4), with which `random.seed` turns texts into numbers."""

from math import isqrt

_MASK = (1 << 64) - 1


def _cube_root(n):
    """The integer cube root, by Newton's method from above."""
    root = 1 << -(-n.bit_length() // 3)
    while True:
        better = (2 * root + n // (root * root)) // 3
        if better >= root:
            return root
        root = better


_PRIMES = [p for p in range(2, 410) if all(p % q for q in range(2, isqrt(p) + 1))]
# The first 64 bits of the fractional parts of the primes' roots.
_START = [isqrt(p << 128) & _MASK for p in _PRIMES[:8]]
_ROUND = [_cube_root(p << 192) & _MASK for p in _PRIMES]


def _rotate(x, n):
    return (x >> n | x << 64 - n) & _MASK


def _compress(state, block):
    w = [int.from_bytes(block[i : i + 8]) for i in range(0, 128, 8)]
    for t in range(16, 80):
        small0 = _rotate(w[t - 15], 1) ^ _rotate(w[t - 15], 8) ^ w[t - 15] >> 7
        small1 = _rotate(w[t - 2], 19) ^ _rotate(w[t - 2], 61) ^ w[t - 2] >> 6
        w.append(w[t - 16] + small0 + w[t - 7] + small1 & _MASK)
    a, b, c, d, e, f, g, h = state
    for k, word in zip(_ROUND, w):
        large1 = _rotate(e, 14) ^ _rotate(e, 18) ^ _rotate(e, 41)
        first = h + large1 + (e & f ^ ~e & g) + k + word
        large0 = _rotate(a, 28) ^ _rotate(a, 34) ^ _rotate(a, 39)
        second = large0 + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = first + second & _MASK, a, b, c, d + first & _MASK, e, f, g
    return [x + y & _MASK for x, y in zip(state, (a, b, c, d, e, f, g, h))]


class sha512:
    def __init__(self, data=b""):
        self._data = bytes(data)

    def update(self, data):
        self._data += bytes(data)

    def digest(self):
        length = len(self._data)
        padded = self._data + b"\x80" + bytes(-(length + 17) % 128) + (8 * length).to_bytes(16)
        state = _START
        for at in range(0, len(padded), 128):
            state = _compress(state, padded[at : at + 128])
        return b"".join(x.to_bytes(8) for x in state)

    def hexdigest(self):
        return self.digest().hex()

"""Cryptographic hashes around their inner functions, which are native (`_compress`)."""

from math import isqrt

from _compress import compress

# The first 64 bits of the fractional parts of the primes' roots: where SHA-2 begins, and BLAKE2.
_ROOTS = [isqrt(prime << 128) & (1 << 64) - 1 for prime in (2, 3, 5, 7, 11, 13, 17, 19)]
_WIDE = b"".join(root.to_bytes(8) for root in _ROOTS)
_NARROW = b"".join((root >> 32).to_bytes(4) for root in _ROOTS)


def _bytes(data, string):
    """What is to be hashed, which older programs named `string`."""
    if string is not None:
        data = string
    if isinstance(data, str):
        raise TypeError("Strings must be encoded before hashing")
    try:
        return memoryview(data).cast("B")
    except TypeError:
        raise TypeError("object supporting the buffer API required") from None


class _Hash:
    """A hash in progress: the state after whole blocks, and what came since."""

    def __init__(self, data=b"", *, usedforsecurity=True, string=None):
        # How many bytes the state has taken up, and those that wait for more.
        self._state, self._done, self._rest = self._start, 0, b""
        self.update(_bytes(data, string))

    def _step(self, blocks):
        return compress(self._function, self._state, blocks)

    # How many bytes wait for more though they are a block.
    _kept = 0

    def update(self, data, /):
        data = b"".join((self._rest, _bytes(data, None)))
        end = max(0, len(data) - self._kept) // self.block_size * self.block_size
        if end:
            self._state = self._step(memoryview(data)[:end])
        self._done += end
        self._rest = data[end:]

    def copy(self):
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def digest(self):
        end = self.copy()
        # A mark, and the length in bits where a block ends.
        size = end.block_size // 8
        end._rest += b"\x80" + bytes(-(len(end._rest) + 1 + size) % end.block_size)
        length = 8 * (self._done + len(self._rest))
        return end._step(end._rest + length.to_bytes(size, self._order))[:self.digest_size]

    def hexdigest(self):
        return self.digest().hex()

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"


def _named(name, base, **attributes):
    return type(name, (base,), {"name": name, "__module__": "_hashlib", **attributes})


def _merkle(name, function, start, digest_size, order="big"):
    """A hash that pads with its length."""
    block_size = 128 if function == "sha512" else 64
    return _named(
        name, _Hash, _function=function, _start=start, _order=order, digest_size=digest_size, block_size=block_size
    )


_COUNTING = bytes.fromhex("0123456789abcdeffedcba9876543210")
md5 = _merkle("md5", "md5", _COUNTING, 16, "little")
sha1 = _merkle("sha1", "sha1", bytes.fromhex("67452301efcdab8998badcfe10325476c3d2e1f0"), 20)
sha256 = _merkle("sha256", "sha256", _NARROW, 32)
sha512 = _merkle("sha512", "sha512", _WIDE, 64)
# The shorter ones begin with the next eight primes.
_NEXT = [isqrt(prime << 128) & (1 << 64) - 1 for prime in (23, 29, 31, 37, 41, 43, 47, 53)]
sha384 = _merkle("sha384", "sha512", b"".join(root.to_bytes(8) for root in _NEXT), 48)
sha224 = _merkle("sha224", "sha256", b"".join((root & (1 << 32) - 1).to_bytes(4) for root in _NEXT), 28)


class _Sponge(_Hash):
    """SHA-3: it takes data up and gives as much as is wanted."""

    _function, _start = "keccak", bytes(200)
    _suffix = 6

    def _step(self, blocks):
        return compress("keccak", self._state, blocks, self.block_size)

    def _squeezed(self, size):
        end = self.copy()
        padded = bytearray(end._rest.ljust(end.block_size, b"\0"))
        padded[len(end._rest)] ^= self._suffix
        padded[-1] ^= 0x80
        end._state = end._step(padded)
        output = end._state[:end.block_size]
        while len(output) < size:
            end._state = end._step(bytes(end.block_size))
            output += end._state[:end.block_size]
        return output[:size]

    def digest(self):
        return self._squeezed(self.digest_size)


class _Shake(_Sponge):
    _suffix = 0x1F
    digest_size = 0

    def digest(self, length, /):
        if length < 0:
            raise ValueError("value must be positive")
        return self._squeezed(length)

    def hexdigest(self, length, /):
        return self.digest(length).hex()


def _sha3(bits):
    return _named(f"sha3_{bits}", _Sponge, digest_size=bits // 8, block_size=200 - bits // 4)


sha3_224, sha3_256, sha3_384, sha3_512 = map(_sha3, (224, 256, 384, 512))
shake_128 = _named("shake_128", _Shake, block_size=168)
shake_256 = _named("shake_256", _Shake, block_size=136)


class _Blake2(_Hash):
    # The last block is told that it is, so one stays until there is more.
    _kept = 1

    def __init__(
        self, data=b"", *, digest_size=None, key=b"", salt=b"", person=b"", fanout=1, depth=1, leaf_size=0, node_offset=0,
        node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None,
    ):
        most = self.MAX_DIGEST_SIZE
        self.digest_size = most if digest_size is None else digest_size
        if not 1 <= self.digest_size <= most:
            what = self.name.capitalize()
            raise ValueError(f"digest_size for {what} must be between 1 and {most} bytes, here it is {digest_size}")
        for name, value, limit in (("salt", salt, self.SALT_SIZE), ("person", person, self.PERSON_SIZE), ("key", key, most)):
            if len(value) > limit:
                raise ValueError(f"maximum {name} length is {limit} bytes")
        for name, value, least, limit in (
            ("fanout", fanout, 0, 255), ("depth", depth, 1, 255), ("node_depth", node_depth, 0, 255),
            ("inner_size", inner_size, 0, most),
        ):
            if not least <= value <= limit:
                raise ValueError(f"{name} must be between {least} and {limit}")
        self._last = 3 if last_node else 1
        offset_size = most // 8 if most == 64 else 6
        if node_offset >> 8 * offset_size:
            raise OverflowError("node_offset is too large")
        tree = leaf_size.to_bytes(4, "little") + node_offset.to_bytes(offset_size, "little") + bytes((node_depth, inner_size))
        parameters = bytes((self.digest_size, len(key), fanout, depth)) + tree
        salted = bytes(salt).ljust(self.SALT_SIZE, b"\0") + bytes(person).ljust(self.PERSON_SIZE, b"\0")
        start = int.from_bytes(self._words) ^ int.from_bytes(parameters.ljust(most // 2, b"\0") + salted)
        self._state, self._done, self._rest = start.to_bytes(most), 0, b""
        if key:
            self.update(bytes(key).ljust(self.block_size, b"\0"))
        self.update(_bytes(data, string))

    def _step(self, blocks):
        return compress(self.name, self._state, blocks, self._done)

    def digest(self):
        block = self._rest.ljust(self.block_size, b"\0")
        length = self._done + len(self._rest)
        return compress(self.name, self._state, block, length, self._last)[:self.digest_size]

    def __repr__(self):
        return f"<_blake2.{self.name} object at {id(self):#x}>"


def _blake2(name, words, size):
    turned = b"".join(words[at:at + size // 8][::-1] for at in range(0, size, size // 8))
    return _named(
        name, _Blake2, _words=turned, block_size=2 * size, MAX_DIGEST_SIZE=size, MAX_KEY_SIZE=size, SALT_SIZE=size // 4,
        PERSON_SIZE=size // 4,
    )


blake2b, blake2s = _blake2("blake2b", _WIDE, 64), _blake2("blake2s", _NARROW, 32)

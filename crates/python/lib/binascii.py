"""Bytes as text and back, and their checksums."""

from _archive import crc32 as _crc32

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# Two letters at once, by twelve bits.
_PAIRS = [bytes((first, second)) for first in _LETTERS for second in _LETTERS]
_OTHERS = bytes(set(range(256)) - set(_LETTERS) - {ord("=")})
_SIXES = bytes.maketrans(_LETTERS, bytes(range(64)))


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass


def _bytes(data):
    if isinstance(data, str):
        if not data.isascii():
            raise ValueError("string argument should contain only ASCII characters")
        return data.encode()
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"argument should be bytes, buffer or ASCII string, not '{type(data).__name__}'") from None


def _buffer(data):
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def b2a_base64(data, /, *, newline=True):
    data = _buffer(data)
    missing = -len(data) % 3
    padded = data + bytes(missing)
    words = [a << 16 | b << 8 | c for a, b, c in zip(padded[::3], padded[1::3], padded[2::3])]
    text = b"".join([_PAIRS[word >> 12] + _PAIRS[word & 4095] for word in words])
    return text[:len(text) - missing] + b"=" * missing + b"\n" * newline


def _check(data):
    """Raises unless data is as `b2a_base64` writes it, but for padding that is missing."""
    if data[:1] == b"=":
        raise Error("Leading padding not allowed")
    letters = padding = 0
    for at, byte in enumerate(data):
        if byte == ord("="):
            padding += 1
            if letters % 4 == 0:
                raise Error("Excess padding not allowed")
            if letters % 4 >= 2 and letters % 4 + padding >= 4:
                if at + 1 < len(data):
                    raise Error("Excess data after padding")
                return
        elif byte in _OTHERS:
            raise Error("Only base64 data is allowed")
        elif padding:
            raise Error("Discontinuous padding not allowed")
        else:
            letters += 1


def a2b_base64(data, /, *, strict_mode=False):
    data = _bytes(data)
    if strict_mode:
        _check(data)
    data = data.translate(None, _OTHERS)
    # What comes after enough padding does not count; a sign of padding where none is due is passed over.
    letters, at = bytearray(), 0
    for part in data.split(b"="):
        letters += part
        at += len(part)
        rest = data[at:]
        padding = len(rest) - len(rest.lstrip(b"="))
        if len(letters) % 4 >= 2 and len(letters) % 4 + padding >= 4:
            break
        at += 1
    else:
        if len(letters) % 4 == 1:
            raise Error(
                f"Invalid base64-encoded string: number of data characters ({len(letters)}) cannot be 1 more than a "
                "multiple of 4"
            )
        if len(letters) % 4:
            raise Error("Incorrect padding")
    missing = -len(letters) % 4
    sixes = letters.translate(_SIXES) + bytes(missing)
    words = [a << 18 | b << 12 | c << 6 | d for a, b, c, d in zip(sixes[::4], sixes[1::4], sixes[2::4], sixes[3::4])]
    decoded = b"".join([word.to_bytes(3) for word in words])
    return decoded[:len(decoded) - missing]


def hexlify(data, sep=None, bytes_per_sep=1):
    data = _buffer(data)
    return (data.hex() if sep is None else data.hex(sep, bytes_per_sep)).encode()


b2a_hex = hexlify


def unhexlify(hexstr, /):
    data = _bytes(hexstr)
    if len(data) % 2:
        raise Error("Odd-length string")
    # `bytes.fromhex` takes spaces, too.
    try:
        if any(byte in b" \t\n\r\f\v" for byte in data):
            raise ValueError
        return bytes.fromhex(data.decode("ascii"))
    except ValueError:
        raise Error("Non-hexadecimal digit found") from None


a2b_hex = unhexlify


def crc32(data, crc=0, /):
    return _crc32(data, crc & 0xFFFFFFFF)


def crc_hqx(data, crc, /):
    crc &= 0xFFFF
    for byte in memoryview(data).cast("B"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc

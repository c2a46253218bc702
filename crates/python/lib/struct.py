"""Numbers as bytes and back: `struct`."""

from _struct import calcsize, error, pack, unpack

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]


def _start(call, size, length, offset, verb):
    """Where `size` bytes begin in a buffer, or the error of those that do not fit."""
    start = offset + length if offset < 0 else offset
    if start < 0:
        raise error(f"offset {offset} out of range for {length}-byte buffer")
    if length - start < size:
        raise error(
            f"{call} requires a buffer of at least {start + size} bytes for {verb} {size} bytes at offset {start} "
            f"(actual buffer size is {length})"
        )
    return start


def pack_into(format, buffer, offset, *values):
    packed = pack(format, *values)
    view = memoryview(buffer).cast("B")
    start = _start("pack_into", len(packed), len(view), offset, "packing")
    view[start:start + len(packed)] = packed


def unpack_from(format, /, buffer, offset=0):
    size = calcsize(format)
    view = memoryview(buffer).cast("B")
    start = _start("unpack_from", size, len(view), offset, "unpacking")
    return unpack(format, view[start:start + size])


def iter_unpack(format, buffer, /):
    size = calcsize(format)
    view = memoryview(buffer).cast("B")
    if size == 0:
        raise error("cannot iteratively unpack with a struct of length 0")
    if len(view) % size:
        raise error(f"iterative unpacking requires a buffer of a multiple of {size} bytes")
    return (unpack(format, view[start:start + size]) for start in range(0, len(view), size))


class Struct:
    def __init__(self, format):
        self.size = calcsize(format)
        self.format = format.decode() if isinstance(format, bytes) else format

    def __repr__(self):
        return f"{type(self).__name__}({self.format!r})"

    def pack(self, *values):
        return pack(self.format, *values)

    def pack_into(self, buffer, offset, *values):
        pack_into(self.format, buffer, offset, *values)

    def unpack(self, buffer):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer):
        return iter_unpack(self.format, buffer)

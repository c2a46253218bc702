"""Arrays read from and written to files: `savetxt`, `save`, `load` and others."""

import _archive
import os as _os
import struct as _struct
from collections.abc import Mapping as _Mapping

import numpy as np


def _is_name(file):
    return isinstance(file, str) or hasattr(file, "__fspath__")


def savetxt(fname, X, fmt="%.18e", delimiter=" ", newline="\n", header="", footer="", comments="# ", encoding=None):
    if _is_name(fname):
        with open(fname, "w", encoding=encoding or "latin1") as file:
            return savetxt(file, X, fmt, delimiter, newline, header, footer, comments)
    if not hasattr(fname, "write"):
        raise ValueError("fname must be a string or file handle")
    X = np.asarray(X)
    if X.ndim == 0 or X.ndim > 2:
        raise ValueError(f"Expected 1D or 2D array, got {X.ndim}D array instead")
    if X.ndim == 1:
        X = X.reshape(-1, 1)
    width = X.shape[1]
    row_format = _row_format(fmt, width, delimiter, X.dtype.kind == "c")

    def write(text):
        try:
            fname.write(text)
        except TypeError:
            fname.write(text.encode("latin1"))

    if header:
        write(comments + header.replace("\n", "\n" + comments) + newline)
    for row in X.tolist():
        if X.dtype.kind == "c":
            row = [part for number in row for part in (number.real, number.imag)]
        try:
            text = row_format % tuple(row) + newline
        except TypeError as error:
            raise TypeError(
                f"Mismatch between array dtype ('{X.dtype}') and format specifier ('{row_format}')"
            ) from error
        write(text.replace("+-", "-") if X.dtype.kind == "c" else text)
    if footer:
        write(comments + footer.replace("\n", "\n" + comments) + newline)


def _row_format(fmt, width, delimiter, is_complex):
    if isinstance(fmt, (list, tuple)):
        if len(fmt) != width:
            raise AttributeError(f"fmt has wrong shape.  {fmt}")
        return delimiter.join(fmt)
    parts = fmt.count("%")
    if parts == 1:
        one = f" ({fmt}+{fmt}j)" if is_complex else fmt
        return delimiter.join([one] * width)
    if parts != (2 * width if is_complex else width):
        raise ValueError(f"fmt has wrong number of % formats:  {fmt}")
    return fmt


_MAGIC = b"\x93NUMPY"


def save(file, arr, allow_pickle=True):
    if _is_name(file):
        name = _os.fspath(file)
        with open(name if name.endswith(".npy") else name + ".npy", "wb") as opened:
            return save(opened, arr)
    array = np.asarray(arr)
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    header = f"{{'descr': {array.dtype.str!r}, 'fortran_order': {fortran}, 'shape': {array.shape!r}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    file.write(_MAGIC + b"\x01\x00" + len(header).to_bytes(2, "little") + header.encode("latin1"))
    file.write(array.tobytes("F" if fortran else "C"))


def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", *, max_header_size=10000):
    if _is_name(file):
        with open(file, "rb") as opened:
            return load(opened)
    if not hasattr(file, "read"):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(file).__name__}")
    magic = file.read(8)
    if not magic:
        raise EOFError("No data left in file")
    if magic[:4] == b"PK\x03\x04":
        return NpzFile(magic + file.read(), getattr(file, "name", "object"))
    if magic[:6] != _MAGIC:
        raise ValueError(
            "This file contains pickled (object) data. If you trust the file you can load it unsafely using the "
            "`allow_pickle=` keyword argument or `pickle.load()`."
        )
    import ast

    width = 2 if magic[6] == 1 else 4
    header = ast.literal_eval(file.read(int.from_bytes(file.read(width), "little")).decode("latin1").strip())
    dtype, shape = np.dtype(header["descr"]), header["shape"]
    count = 1
    for size in shape:
        count *= size
    array = np.frombuffer(file.read(count * dtype.itemsize), dtype=dtype, count=count).copy()
    return array.reshape(shape, order="F" if header["fortran_order"] else "C")


def savez(file, *args, allow_pickle=True, **kwds):
    """A zip archive of `.npy` files, not compressed."""
    if _is_name(file):
        name = _os.fspath(file)
        with open(name if name.endswith(".npz") else name + ".npz", "wb") as opened:
            return savez(opened, *args, **kwds)
    from io import BytesIO

    arrays = dict(kwds)
    for i, array in enumerate(args):
        if f"arr_{i}" in arrays:
            raise ValueError(f"Cannot use un-named variables and keyword arr_{i}")
        arrays[f"arr_{i}"] = array
    directory, at = b"", 0
    for name, array in arrays.items():
        content = BytesIO()
        save(content, array)
        content, encoded = content.getvalue(), (name + ".npy").encode()
        # Of the zip format: version, flags, no compression, the first day it knows, checksum, sizes, length of the name.
        entry = _struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, 0x21, _archive.crc32(content), len(content), len(content), len(encoded), 0
        )
        file.write(b"PK\x03\x04" + entry + encoded + content)
        directory += b"PK\x01\x02" + _struct.pack("<H", 20) + entry + _struct.pack("<HHHII", 0, 0, 0, 0, at) + encoded
        at += 30 + len(encoded) + len(content)
    end = _struct.pack("<HHHHIIH", 0, 0, len(arrays), len(arrays), len(directory), at, 0)
    file.write(directory + b"PK\x05\x06" + end)


def savez_compressed(file, *args, allow_pickle=True, **kwds):
    # Memory is where files are here: reading is what matters of the format, and readers know both.
    savez(file, *args, **kwds)


class NpzFile(_Mapping):
    """The arrays of an archive, each read when it is asked for."""

    def __init__(self, content, name):
        self._content, self._name = content, name
        self._places = {}
        at = content.rindex(b"PK\x05\x06")
        count, _, at = _struct.unpack_from("<HII", content, at + 10)
        for _ in range(count):
            size, length, extra, comment = _struct.unpack_from("<IHHH", content, at + 24)
            start = _struct.unpack_from("<I", content, at + 42)[0]
            file = content[at + 46:at + 46 + length].decode()
            self._places[file.removesuffix(".npy")] = (start, size)
            at += 46 + length + extra + comment
        self.files = list(self._places)

    def __getitem__(self, key):
        key = key.removesuffix(".npy") if key not in self._places else key
        if key not in self._places:
            raise KeyError(f"{key} is not a file in the archive")
        from io import BytesIO

        start, size = self._places[key]
        length, extra = _struct.unpack_from("<HH", self._content, start + 26)
        return load(BytesIO(self._content[start + 30 + length + extra:][:size]))

    def __contains__(self, key):
        return key in self._places or key.removesuffix(".npy") in self._places

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)

    def __repr__(self):
        shown = ", ".join(self.files[:5]) + ("..." if len(self.files) > 5 else "")
        return f"NpzFile {self._name!r} with keys: {shown}"

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def fromfile(file, dtype=float, count=-1, sep="", offset=0, *, like=None):
    if _is_name(file):
        with open(file, "rb") as opened:
            return fromfile(opened, dtype, count, sep, offset)
    dtype = np.dtype(dtype)
    if sep:
        text = file.read()
        return np.fromstring(text.decode("latin1") if isinstance(text, bytes) else text, dtype=dtype, count=count, sep=sep)
    file.seek(offset, 1)
    content = file.read() if count < 0 else file.read(count * dtype.itemsize)
    return np.frombuffer(content[:len(content) // dtype.itemsize * dtype.itemsize], dtype=dtype).copy()


def tofile(array, fid, sep="", format="%s"):
    """`ndarray.tofile`."""
    if _is_name(fid):
        with open(fid, "wb") as opened:
            return tofile(array, opened, sep, format)
    if not sep:
        return fid.write(array.tobytes()) and None
    fid.write(sep.join(format % number for number in array.ravel().tolist()).encode())

"""The files of a session: bytes by name, in memory. Nothing of it reaches a disk."""

import errno
import io
import os
from time import time


class _Content(bytearray):
    """A file's bytes, and when they were last written."""

    def __init__(self):
        self.written = time()


class _Directory:
    def __init__(self):
        self.written = time()


_contents = {}
_directories = {"/": _Directory(), "/tmp": _Directory()}
# Where paths begin that do not begin at the root.
here = "/"


def absolute(path):
    """A path from the root, without `.`, `..` and doubled slashes."""
    path = os.fspath(path)
    path = path.decode() if isinstance(path, bytes) else path
    parts = []
    for part in (path if path.startswith("/") else f"{here}/{path}").split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def failure(number, path, *other):
    """The error of a path, or of one that was to become another."""
    # In the browser, `OSError` does not know which of its classes a number stands for.
    kind, message = _FAILURES[number]
    return kind(number, message, os.fspath(path), None, *map(os.fspath, other))


_FAILURES = {
    errno.ENOENT: (FileNotFoundError, "No such file or directory"),
    errno.EEXIST: (FileExistsError, "File exists"),
    errno.ENOTDIR: (NotADirectoryError, "Not a directory"),
    errno.EISDIR: (IsADirectoryError, "Is a directory"),
    errno.EINVAL: (OSError, "Invalid argument"),
    errno.ENOTEMPTY: (OSError, "Directory not empty"),
}


def kind(path):
    """Whether a path is a "file", a "directory" or, None, neither."""
    place = absolute(path)
    return "file" if place in _contents else "directory" if place in _directories else None


def entry(path):
    """A file's bytes or a directory, both with the time of their last change."""
    place = absolute(path)
    if kind(path) is None:
        raise failure(errno.ENOENT, path)
    return _contents[place] if place in _contents else _directories[place]


def go(path):
    """Makes a directory the one where paths begin."""
    global here
    if not isinstance(entry(path), _Directory):
        raise failure(errno.ENOTDIR, path)
    here = absolute(path)


def names(path):
    """What is in a directory."""
    place = absolute(path)
    if place not in _directories:
        raise failure(errno.ENOTDIR if place in _contents else errno.ENOENT, path)
    start = place.rstrip("/") + "/"
    inside = [name[len(start):] for name in [*_contents, *_directories] if name.startswith(start) and name != "/"]
    return [name for name in inside if name and "/" not in name]


def remove(path):
    if kind(path) == "directory":
        raise failure(errno.EISDIR, path)
    if _contents.pop(absolute(path), None) is None:
        raise failure(errno.ENOENT, path)


def _parent(path):
    parent = absolute(path).rpartition("/")[0] or "/"
    if parent not in _directories:
        raise failure(errno.ENOTDIR if parent in _contents else errno.ENOENT, path)


def make_directory(path):
    if kind(path):
        raise failure(errno.EEXIST, path)
    _parent(path)
    _directories[absolute(path)] = _Directory()


def remove_directory(path):
    if names(path):
        raise failure(errno.ENOTEMPTY, path)
    _directories.pop(absolute(path))


def rename(source, target):
    old, new = absolute(source), absolute(target)
    kinds = kind(source), kind(target)
    if kinds[0] is None or kind(new.rpartition("/")[0] or "/") is None:
        raise failure(errno.ENOENT, source, target)
    if kinds == ("file", "directory"):
        raise failure(errno.EISDIR, source, target)
    if kinds == ("directory", "file"):
        raise failure(errno.ENOTDIR, source, target)
    if kinds == ("directory", "directory") and old != new and names(target):
        raise failure(errno.ENOTEMPTY, source, target)
    for entries in (_contents, _directories):
        for name in [name for name in entries if name == old or name.startswith(old + "/")]:
            entries[new + name[len(old):]] = entries.pop(name)


class _Raw(io.RawIOBase):
    """A place in a file's bytes."""

    def __init__(self, path, content, mode, reads, writes, appends=False):
        self.name, self.mode = path, mode
        self._content, self._reads, self._writes, self._appends = content, reads, writes, appends
        self._at = len(content) if appends else 0

    def readable(self):
        return self._reads

    def writable(self):
        return self._writes

    def seekable(self):
        return True

    def readinto(self, buffer):
        part = self._content[self._at:self._at + len(buffer)]
        buffer[:len(part)] = part
        self._at += len(part)
        return len(part)

    def readall(self):
        part = bytes(self._content[self._at:])
        self._at += len(part)
        return part

    def write(self, data):
        data = bytes(data)
        if self._appends:
            self._at = len(self._content)
        missing = self._at - len(self._content)
        if missing > 0:
            self._content.extend(bytes(missing))
        self._content[self._at:self._at + len(data)] = data
        self._at += len(data)
        self._content.written = time()
        return len(data)

    def seek(self, offset, whence=0):
        start = (0, self._at, len(self._content))[whence]
        if start + offset < 0:
            raise OSError(errno.EINVAL, "Invalid argument")
        self._at = start + offset
        return self._at

    def tell(self):
        return self._at

    def truncate(self, size=None):
        size = self._at if size is None else size
        self._content[size:] = bytes(max(0, size - len(self._content)))
        self._content.written = time()
        return size


def nameless():
    """A file that nobody else can open."""
    return io.BufferedRandom(_Raw(-1, _Content(), "rb+", True, True))


def _content(path, action):
    """The bytes of a file that is opened for an action: `r`, `w`, `a` or `x`."""
    place = absolute(path)
    if place in _directories:
        raise failure(errno.EISDIR, path)
    if action == "r" and place not in _contents:
        raise failure(errno.ENOENT, path)
    if action == "x" and place in _contents:
        raise failure(errno.EEXIST, path)
    _parent(path)
    if place not in _contents:
        _contents[place] = _Content()
    elif action == "w":
        _contents[place].clear()
        _contents[place].written = time()
    return _contents[place]


def _checked(mode, encoding, errors, newline):
    """The one letter of r, w, a and x in a mode."""
    letters = set(mode)
    if letters - set("rwaxbt+") or len(mode) > len(letters):
        raise ValueError(f"invalid mode: '{mode}'")
    if {"b", "t"} <= letters:
        raise ValueError("can't have text and binary mode at once")
    actions = letters & set("rwax")
    if len(actions) != 1:
        raise ValueError(
            "Must have exactly one of create/read/write/append mode and at most one plus" if not actions
            else "must have exactly one of create/read/write/append mode"
        )
    for name, given in (("encoding", encoding), ("errors", errors), ("newline", newline)):
        if "b" in letters and given is not None:
            raise ValueError(f"binary mode doesn't take {'an' if name[0] == 'e' else 'a'} {name} argument")
    return actions.pop()


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    action = _checked(mode, encoding, errors, newline)
    if isinstance(file, int):
        raise OSError(errno.EBADF, "Bad file descriptor")
    path = os.fspath(file)
    reads, writes = action == "r" or "+" in mode, action != "r" or "+" in mode
    # A raw file's mode is as the system has it.
    raw = _Raw(path, _content(path, action), mode.replace("t", ""), reads, writes, action == "a")
    if buffering == 0 and "b" in mode:
        return raw
    if buffering == 0:
        raise ValueError("can't have unbuffered text I/O")
    wrap = io.BufferedRandom if "+" in mode else io.BufferedReader if reads else io.BufferedWriter
    buffered = wrap(raw)
    if "b" in mode:
        return buffered
    text = io.TextIOWrapper(buffered, encoding or "utf-8", errors, newline, line_buffering=buffering == 1)
    text.mode = mode
    return text

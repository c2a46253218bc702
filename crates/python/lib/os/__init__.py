"""What other modules and harmless programs expect of `os`. There is no process here; files are in memory (`_files`)."""

import abc
import sys

name = "posix"
sep = "/"
linesep = "\n"
devnull = "/dev/null"
environ = {}


def getenv(key, default=None):
    return environ.get(key, default)


def cpu_count():
    return 1


def urandom(size):
    from random import Random

    return Random().randbytes(size)


class PathLike(abc.ABC):
    @abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return hasattr(subclass, "__fspath__") or NotImplemented
        return NotImplemented


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


def getpid():
    return 1


def strerror(code, /):
    return _files()._FAILURES.get(code, (None, f"Unknown error {code}"))[1]


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    try:
        return type(path).__fspath__(path)
    except AttributeError:
        raise TypeError(
            "expected str, bytes or os.PathLike object, not " + type(path).__name__
        ) from None


def __getattr__(name):
    # Most programs that import this module ask for no path, and start sooner so.
    if name == "path":
        import os.path

        return sys.modules["os.path"]
    raise AttributeError(f"module 'os' has no attribute '{name}'")


# The files of the session.

curdir, pardir, extsep, pathsep, altsep, defpath = ".", "..", ".", ":", None, "/bin:/usr/bin"
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
error = OSError


def _files():
    import _files

    return _files


class stat_result:
    """What is known of a file."""

    def __init__(self, entry):
        is_file = isinstance(entry, bytearray)
        self.st_mode = 0o100644 if is_file else 0o040755
        self.st_size = len(entry) if is_file else 4096
        self.st_ino = id(entry)
        self.st_dev = self.st_uid = self.st_gid = 0
        self.st_nlink = 1 if is_file else 2
        self.st_atime = self.st_mtime = self.st_ctime = entry.written
        self.st_atime_ns = self.st_mtime_ns = self.st_ctime_ns = int(entry.written * 1e9)

    def __repr__(self):
        names = ("mode", "ino", "dev", "nlink", "uid", "gid", "size", "atime", "mtime", "ctime")
        return f"os.stat_result({', '.join(f'st_{name}={int(getattr(self, "st_" + name))}' for name in names)})"


def stat(path, *, dir_fd=None, follow_symlinks=True):
    return stat_result(_files().entry(path))


lstat = stat
supports_follow_symlinks = set()


def access(path, mode):
    return _files().kind(path) is not None


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    import time

    _files().entry(path).written = ns[1] / 1e9 if ns else time.time() if times is None else times[1]


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    # Everybody may do everything.
    _files().entry(path)


def readlink(path, *, dir_fd=None):
    import errno

    _files().entry(path)
    # There are no links.
    raise _files().failure(errno.EINVAL, path)


def getcwd():
    return _files().here


def getcwdb():
    return fsencode(getcwd())


def chdir(path):
    _files().go(path)


def listdir(path="."):
    return _files().names(path)


class DirEntry:
    """What is in a directory: a name, and what is known of it."""

    def __init__(self, directory, name):
        self.name = name
        self.path = f"{directory}{'' if directory.endswith('/') else '/'}{name}"
        self._entry = _files().entry(self.path)

    def is_dir(self, *, follow_symlinks=True):
        return not self.is_file()

    def is_file(self, *, follow_symlinks=True):
        return isinstance(self._entry, bytearray)

    def is_symlink(self):
        return False

    def is_junction(self):
        return False

    def inode(self):
        return id(self._entry)

    def stat(self, *, follow_symlinks=True):
        return stat_result(self._entry)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class scandir:
    """Goes over what is in a directory."""

    def __init__(self, path="."):
        path = fspath(path)
        self._entries = iter([DirEntry(path, name) for name in _files().names(path)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def remove(path):
    _files().remove(path)


unlink = remove


def mkdir(path, mode=0o777):
    _files().make_directory(path)


def makedirs(name, mode=0o777, exist_ok=False):
    files = _files()
    if files.kind(name) and not (exist_ok and files.kind(name) == "directory"):
        import errno

        raise files.failure(errno.EEXIST, name)
    parts = files.absolute(name).split("/")
    for end in range(2, len(parts) + 1):
        directory = "/".join(parts[:end])
        if files.kind(directory) is None:
            files.make_directory(directory)


def rmdir(path):
    _files().remove_directory(path)


def rename(src, dst):
    _files().rename(src, dst)


replace = rename


def renames(old, new):
    from os.path import dirname

    if dirname(new):
        makedirs(dirname(new), exist_ok=True)
    rename(old, new)


def removedirs(name):
    from os.path import dirname

    rmdir(name)
    while (name := dirname(name)) and not listdir(name) and name != "/":
        rmdir(name)


O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL = 0, 1, 2, 0o100, 0o200


def open(path, flags, mode=0o777, *, dir_fd=None):
    """Makes a file as the flags say; there are no descriptors, so what comes back can only be closed."""
    import errno

    files = _files()
    if files.kind(path) is None and flags & O_CREAT or flags & O_EXCL:
        files.open(path, "x").close()
    elif files.kind(path) is None:
        raise files.failure(errno.ENOENT, path)
    return 3


def close(fd):
    pass


# A link to a directory counts as one when a tree is walked; there are none.
_walk_symlinks_as_files = object()


def walk(top, topdown=True, onerror=None, followlinks=False):
    from os.path import isdir, join

    top = fspath(top)
    try:
        names = listdir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    directories = [name for name in names if isdir(join(top, name))]
    files = [name for name in names if name not in directories]
    if topdown:
        yield top, directories, files
    for name in directories:
        yield from walk(join(top, name), topdown, onerror)
    if not topdown:
        yield top, directories, files

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


class stat_result:
    """What is known of a file."""

    def __init__(self, kind, size):
        self.st_mode = 0o100644 if kind == "file" else 0o040755
        self.st_size = size
        self.st_ino = self.st_dev = self.st_uid = self.st_gid = 0
        self.st_nlink = 1
        self.st_atime = self.st_mtime = self.st_ctime = 0.0


def stat(path, *, dir_fd=None, follow_symlinks=True):
    import _files
    import errno

    kind = _files.kind(path)
    if kind is None:
        raise _files.failure(errno.ENOENT, path)
    return stat_result(kind, _files.size(path))


lstat = stat


def access(path, mode):
    import _files

    return _files.kind(path) is not None


def getcwd():
    return "/"


def listdir(path="."):
    import _files

    return _files.names(path)


def remove(path):
    import _files

    _files.remove(path)


unlink = remove


def mkdir(path, mode=0o777):
    import _files

    _files.make_directory(path)


def makedirs(name, mode=0o777, exist_ok=False):
    import _files
    import errno

    place = _files.absolute(name)
    if _files.kind(place) and not (exist_ok and _files.kind(place) == "directory"):
        raise _files.failure(errno.EEXIST, name)
    parts = place.split("/")
    for end in range(2, len(parts) + 1):
        directory = "/".join(parts[:end])
        if _files.kind(directory) is None:
            _files.make_directory(directory)


def rmdir(path):
    import _files

    _files.remove_directory(path)


def rename(src, dst):
    import _files

    _files.rename(src, dst)


replace = rename


def walk(top, topdown=True):
    directories = [name for name in listdir(top) if access(f"{top}/{name}", F_OK) and _is_directory(f"{top}/{name}")]
    files = [name for name in listdir(top) if name not in directories]
    if topdown:
        yield top, directories, files
    for name in directories:
        yield from walk(f"{top.rstrip('/')}/{name}" if top != "/" else f"/{name}", topdown)
    if not topdown:
        yield top, directories, files


def _is_directory(path):
    import _files

    return _files.kind(path) == "directory"

"""Files that end with their owner, in memory."""

import _files
import io
import os
from random import Random

tempdir = "/tmp"
_letters = "abcdefghijklmnopqrstuvwxyz0123456789_"


def gettempdir():
    return tempdir


def mktemp(suffix="", prefix="tmp", dir=None):
    name = "".join(Random().choices(_letters, k=8))
    return f"{dir or tempdir}/{prefix}{name}{suffix}"


def mkdtemp(suffix="", prefix="tmp", dir=None):
    path = mktemp(suffix or "", prefix or "tmp", dir)
    os.mkdir(path)
    return path


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    if "b" in mode:
        return _files.nameless()
    return io.TextIOWrapper(_files.nameless(), encoding or "utf-8", errors, newline)


class NamedTemporaryFile:
    """A file with a name, which is removed when it is closed."""

    def __init__(self, mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True,
                 *, errors=None, delete_on_close=True):
        self.name = mktemp(suffix or "", prefix or "tmp", dir)
        self.file = _files.open(self.name, mode, buffering, encoding, errors, newline)
        self.delete = delete

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def __iter__(self):
        return iter(self.file)

    def close(self):
        self.file.close()
        if self.delete and os.access(self.name, os.F_OK):
            os.remove(self.name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class TemporaryDirectory:
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix or "", prefix or "tmp", dir)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    def cleanup(self):
        for directory, _, files in os.walk(self.name, topdown=False):
            for name in files:
                os.remove(f"{directory}/{name}")
            os.rmdir(directory)

    def __enter__(self):
        return self.name

    def __exit__(self, *error):
        self.cleanup()

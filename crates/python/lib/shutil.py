"""Copies, moves and removes files and trees of them."""

import fnmatch
import os
from collections import namedtuple

__all__ = [
    "copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error", "SameFileError",
    "ignore_patterns", "which", "get_terminal_size",
]


class Error(OSError):
    pass


class SameFileError(Error):
    """Source and destination are the same file."""


class SpecialFileError(OSError):
    pass


def copyfileobj(fsrc, fdst, length=0):
    while part := fsrc.read(length or 64 * 1024):
        fdst.write(part)


def _are_same(src, dst):
    return os.path.exists(src) and os.path.exists(dst) and os.path.samefile(src, dst)


def copyfile(src, dst, *, follow_symlinks=True):
    if _are_same(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    with open(src, "rb") as source, open(dst, "wb") as target:
        copyfileobj(source, target)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    os.chmod(dst, os.stat(src).st_mode)


def copystat(src, dst, *, follow_symlinks=True):
    known = os.stat(src)
    os.utime(dst, (known.st_atime, known.st_mtime))


def _inside(src, dst):
    """Where a copy goes: into a directory, under its own name."""
    return os.path.join(dst, os.path.basename(os.fspath(src).rstrip("/"))) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    dst = _inside(src, dst)
    copyfile(src, dst)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    dst = copy(src, dst)
    copystat(src, dst)
    return dst


def ignore_patterns(*patterns):
    def ignored(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}

    return ignored


def copytree(
    src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False
):
    names = os.listdir(src)
    left_out = ignore(os.fspath(src), names) if ignore else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        try:
            if os.path.isdir(source):
                copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(source, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((source, target, str(error)))
    copystat(src, dst)
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    def attempt(function, path):
        try:
            return function(path)
        except OSError as error:
            if onexc is not None:
                onexc(function, path, error)
            elif onerror is not None:
                onerror(function, path, (type(error), error, error.__traceback__))
            elif not ignore_errors:
                raise

    for name in attempt(os.listdir, path) or ():
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            rmtree(inner, ignore_errors, onerror, onexc=onexc)
        else:
            attempt(os.unlink, inner)
    if os.path.isdir(path):
        attempt(os.rmdir, path)


def move(src, dst, copy_function=copy2):
    target = dst
    if os.path.isdir(dst) and not _are_same(src, dst):
        target = _inside(src, dst)
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    source, end = os.path.abspath(src), os.path.abspath(target)
    if os.path.isdir(src) and (end + "/").startswith(source + "/"):
        raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
    os.rename(src, target)
    return target


def which(cmd, mode=1, path=None):
    # There are no programs.
    return None


terminal_size = namedtuple("terminal_size", "columns lines")


def get_terminal_size(fallback=(80, 24)):
    def of(name, usual):
        value = os.environ.get(name, "")
        return int(value) if value.isdecimal() and int(value) else usual

    return terminal_size(of("COLUMNS", fallback[0]), of("LINES", fallback[1]))

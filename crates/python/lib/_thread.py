"""Threads where there is only one: a thread that was started has its turn when another waits, and keeps it to its end.

A thread that waits itself lets those run that have not begun. If that does not help, it would have to be left for one that
began earlier, which cannot be: then it ends there, as if nobody would ever wake it, and a wait that nobody can end raises.
"""

__all__ = [
    "error", "start_new_thread", "start_joinable_thread", "exit", "get_ident", "allocate_lock", "lock", "LockType", "RLock",
    "TIMEOUT_MAX", "stack_size",
]

error = RuntimeError
TIMEOUT_MAX = 9223372036.0

_MAIN = 1
_last = _MAIN
# Those that have begun and not ended, by number: the last one runs, the others wait.
_begun = [_MAIN]
# What each of these others waits for.
_awaited = []
# Those that have not begun.
_pending = []
# How many were ended since they waited, and what they are told.
_left = 0
_LEFT = "this waits for what is only done after it: threads have one processor here, and none is left half-way for one beneath it"


def _wait(is_over, timeout=None):
    """Lets others run until a wait is over; whether it is, and did not take more than `timeout` seconds."""
    if is_over():
        return True
    if timeout == 0:
        return False
    from time import monotonic, sleep

    end = None if timeout is None else monotonic() + timeout
    _awaited.append(lambda: is_over() or end is not None and monotonic() >= end)
    try:
        while _pending and not _awaited[-1]():
            _pending.pop(0)._run()
    finally:
        _awaited.pop()
    if is_over():
        return True
    if end is None:
        _leave()
    sleep(max(0, end - monotonic()))
    return is_over()


def _has_others():
    """Whether there are other threads that have not ended."""
    return bool(_pending) or len(_begun) > 1


def _leave():
    """Ends a thread that waits for what none below it can do before it returns."""
    global _left
    if any(is_over() for is_over in _awaited):
        _left += 1
        raise SystemExit(_LEFT)
    what = "this waits for ever: there is no other thread to end it"
    if _left:
        what += ", since one that waited, too, was ended: threads have one processor here, and none is left half-way"
    raise error(what)


class _ThreadHandle:
    """What is known of a thread from outside."""

    def __init__(self):
        self.ident = None
        self._function = None
        self._daemon = self._done = False

    def _run(self):
        _begun.append(self.ident)
        try:
            self._function()
        except SystemExit:
            pass
        except:
            import traceback

            traceback.print_exc()
        finally:
            _begun.pop()
            self._function = None
            self._done = True

    def is_done(self):
        return self._done

    def _set_done(self):
        self._done = True

    def join(self, timeout=None):
        _wait(self.is_done, None if timeout is None or timeout < 0 else timeout)

    def __repr__(self):
        return f"<_ThreadHandle object: ident={self.ident}>"


def start_joinable_thread(function, handle=None, daemon=True):
    global _last
    _last += 1
    handle = handle or _ThreadHandle()
    handle.ident, handle._function, handle._daemon = _last, function, daemon
    _pending.append(handle)
    thread = getattr(function, "__self__", None)
    if hasattr(thread, "_started"):
        # `threading` waits until it has begun.
        thread._ident = _last
        thread._started.set()
    return handle


def start_new_thread(function, args, kwargs={}, /):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    return start_joinable_thread(lambda: function(*args, **kwargs)).ident


start_new = start_new_thread


def _shutdown():
    """Lets those run to whose end a program waits."""
    while waiting := [handle for handle in _pending if not handle._daemon]:
        _pending.remove(waiting[0])
        waiting[0]._run()


def exit():
    raise SystemExit


def interrupt_main(signum=2, /):
    raise KeyboardInterrupt


def get_ident():
    return _begun[-1]


def _get_main_thread_ident():
    return _MAIN


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


def _is_main_interpreter():
    return True


def daemon_threads_allowed():
    return True


def _count():
    return len(_begun) + len(_pending) - 1


def stack_size(size=0, /):
    if size:
        raise ValueError("setting stack size not supported")
    return 0


def _timeout(blocking, timeout):
    """How long to wait: None for as long as it takes."""
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if timeout == -1:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    return timeout


def _acquired(self, blocking, timeout):
    """Whether a lock that is held by another thread, or by this one for good, gets free in time."""
    timeout = _timeout(blocking, timeout)
    return timeout != 0 and _wait(lambda: not self.locked(), timeout)


class lock:
    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if self._locked and not _acquired(self, blocking, timeout):
            return False
        self._locked = True
        return True

    acquire_lock = acquire

    def release(self):
        if not self._locked:
            raise error("release unlocked lock")
        self._locked = False

    release_lock = release

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def locked(self):
        return self._locked

    locked_lock = locked

    def _at_fork_reinit(self):
        self._locked = False

    def __repr__(self):
        return f"<{'locked' if self._locked else 'unlocked'} _thread.lock object at {id(self):#x}>"


LockType = allocate_lock = allocate = lock


class RLock:
    def __init__(self):
        self._owner, self._count = None, 0

    def acquire(self, blocking=True, timeout=-1):
        if self._count and self._owner != _begun[-1] and not _acquired(self, blocking, timeout):
            return False
        self._owner = _begun[-1]
        self._count += 1
        return True

    def release(self):
        if not self._count or self._owner != _begun[-1]:
            raise error("cannot release un-acquired lock")
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def locked(self):
        return self._count > 0

    def _is_owned(self):
        return self._count > 0 and self._owner == _begun[-1]

    def _recursion_count(self):
        return self._count if self._owner == _begun[-1] else 0

    def _release_save(self):
        if not self._count:
            raise error("cannot release un-acquired lock")
        state, self._count = (self._count, self._owner), 0
        return state

    def _acquire_restore(self, state):
        if self._count:
            _wait(lambda: not self._count)
        self._count, self._owner = state

    def _at_fork_reinit(self):
        self._count = 0

    def __repr__(self):
        owner = self._owner if self._count else 0
        state = "locked" if self._count else "unlocked"
        return f"<{state} _thread.RLock object owner={owner} count={self._count} at {id(self):#x}>"

"""Signals, of which none arrives: handlers are kept, never called."""

from enum import IntEnum, global_enum


@global_enum
class Signals(IntEnum):
    SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM = (
        1, 2, 3, 6, 8, 9, 10, 11, 12, 13, 14, 15
    )


@global_enum
class Handlers(IntEnum):
    SIG_DFL, SIG_IGN = 0, 1


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


_handlers = {Signals.SIGINT: default_int_handler}


def signal(signalnum, handler):
    try:
        signalnum = Signals(signalnum)
    except ValueError:
        raise ValueError("signal number out of range") from None
    if not callable(handler) and handler not in (0, 1):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    before = getsignal(signalnum)
    _handlers[signalnum] = handler
    return before


def getsignal(signalnum):
    return _handlers.get(signalnum, Handlers.SIG_DFL)


def raise_signal(signalnum, /):
    handler = getsignal(signalnum)
    if callable(handler):
        handler(signalnum, None)
    elif handler == Handlers.SIG_DFL:
        raise SystemExit(128 + signalnum)

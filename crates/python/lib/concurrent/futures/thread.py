"""Executors whose workers have one processor (`_thread`): a worker takes all the work there is when somebody waits."""

import _thread
import itertools
import threading
from collections import deque
from concurrent.futures import _base

_WORKERS = 5


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread's initializer failed."""


class _WorkItem:
    def __init__(self, future, function, args, kwargs):
        self.future, self._call = future, (function, args, kwargs)

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        function, args, kwargs = self._call
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            was_left = isinstance(error, SystemExit) and error.code is _thread._LEFT
            self.future.set_exception(RuntimeError(_thread._LEFT) if was_left else error)
            self = None
        else:
            self.future.set_result(result)


class ThreadPoolExecutor(_base.Executor):
    BROKEN = BrokenThreadPool
    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = _WORKERS
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._work = deque()
        # Names of workers that are at work, and whether one has yet to begin.
        self._busy, self._has_next = set(), False
        self._threads = set()
        self._broken = self._shutdown = False
        self._prefix = thread_name_prefix or f"ThreadPoolExecutor-{self._counter()}"
        self._initialize = (lambda: initializer(*initargs)) if initializer else None

    def submit(self, fn, /, *args, **kwargs):
        if self._broken:
            raise BrokenThreadPool(self._broken)
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = _base.Future()
        self._work.append(_WorkItem(future, fn, args, kwargs))
        self._see_to_worker()
        return future

    def _see_to_worker(self):
        """Sees to it that there is a worker for what is to be done while others wait."""
        if self._work and not self._has_next:
            self._has_next = True
            thread = threading.Thread(target=self._do_all)
            self._threads.add(thread)
            thread.start()

    def _do_all(self):
        self._has_next = False
        if not self._work:
            return
        number = next(number for number in itertools.count() if number not in self._busy)
        self._busy.add(number)
        thread = threading.current_thread()
        thread.name = f"{self._prefix}_{number}"
        try:
            if self._initialize and not self._is_initialized():
                return
            while self._work:
                item = self._work.popleft()
                self._see_to_worker()
                item.run()
        finally:
            self._busy.discard(number)
            self._threads.discard(thread)

    def _is_initialized(self):
        try:
            self._initialize()
        except BaseException:
            _base.LOGGER.critical("Exception in initializer:", exc_info=True)
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            while self._work:
                self._work.popleft().future.set_exception(BrokenThreadPool(self._broken))
        return not self._broken

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True
        if cancel_futures:
            while self._work:
                self._work.popleft().future.cancel()
        if wait:
            for thread in list(self._threads):
                thread.join()

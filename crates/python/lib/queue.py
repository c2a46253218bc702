"""Queues. What a call waits for comes from threads that have not had their turn (`_thread`)."""

import _thread
from collections import deque
from heapq import heappop, heappush
from types import GenericAlias

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    """Nothing is in the queue."""


class Full(Exception):
    """No room is in the queue."""


class ShutDown(Exception):
    """The queue was shut down."""


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._init(maxsize)

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def qsize(self):
        return self._qsize()

    def empty(self):
        return not self._qsize()

    def full(self):
        return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        if self.is_shutdown:
            raise ShutDown
        # A thread that takes what is put could not be left half-way for this one. So a queue is filled beyond its size, and
        # that thread finds all of it.
        if self.full() and not (block and timeout is None and _thread._has_others()):
            _wait(lambda: self.is_shutdown or not self.full(), block, timeout, Full)
            if self.is_shutdown:
                raise ShutDown
        self._put(item)
        self.unfinished_tasks += 1

    def put_nowait(self, item):
        self.put(item, block=False)

    def get(self, block=True, timeout=None):
        if not self._qsize():
            _wait(lambda: self.is_shutdown or self._qsize(), block, timeout, Empty)
            if not self._qsize():
                raise ShutDown
        return self._get()

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def join(self):
        _thread._wait(lambda: not self.unfinished_tasks)

    def shutdown(self, immediate=False):
        self.is_shutdown = True
        if immediate:
            while self._qsize():
                self._get()
                self.unfinished_tasks -= 1

    __class_getitem__ = classmethod(GenericAlias)


def _wait(is_over, block, timeout, error):
    """Waits as a call is told to, or raises."""
    if block and timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    if not _thread._wait(is_over, timeout if block else 0):
        raise error


class PriorityQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    def __init__(self):
        self._queue = deque()

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def put(self, item, block=True, timeout=None):
        self._queue.append(item)

    put_nowait = put

    def get(self, block=True, timeout=None):
        if not self._queue:
            _wait(lambda: self._queue, block, timeout, Empty)
        return self._queue.popleft()

    def get_nowait(self):
        return self.get(block=False)

    __class_getitem__ = classmethod(GenericAlias)

"""Intervals, which `cut` makes of numbers."""

import operator as _operator


class Interval:
    """The numbers between two others."""

    def __init__(self, left, right, closed="right"):
        if not left <= right:
            raise ValueError("left side of interval must be <= right side")
        self.left, self.right, self.closed = left, right, closed

    mid = property(lambda self: (self.left + self.right) / 2)
    length = property(lambda self: self.right - self.left)
    closed_left = property(lambda self: self.closed in ("left", "both"))
    closed_right = property(lambda self: self.closed in ("right", "both"))

    def __contains__(self, number):
        above = number >= self.left if self.closed_left else number > self.left
        return above and (number <= self.right if self.closed_right else number < self.right)

    def _key(self):
        return self.left, self.right, self.closed

    def _compared(op):
        return lambda self, other: op(self._key(), other._key()) if isinstance(other, Interval) else NotImplemented

    __eq__, __ne__, __lt__, __le__, __gt__, __ge__ = map(
        _compared, (_operator.eq, _operator.ne, _operator.lt, _operator.le, _operator.gt, _operator.ge)
    )

    def __hash__(self):
        return hash(self._key())

    def with_float_edges(self):
        return Interval(float(self.left), float(self.right), self.closed)

    def __str__(self):
        return f"{'(['[self.closed_left]}{self.left}, {self.right}{')]'[self.closed_right]}"

    def __repr__(self):
        return f"Interval({self.left!r}, {self.right!r}, closed='{self.closed}')"

"""Numbers of one kind in a row, as bytes in memory: `array`."""

from operator import index
from struct import Struct, error

__all__ = ["array", "ArrayType", "typecodes"]

# How the bytes of each kind are laid out: as on a machine of 64 bits, characters as their numbers.
_FORMATS = dict(b="b", B="B", u="I", w="I", h="h", H="H", i="i", I="I", l="q", L="Q", q="q", Q="Q", f="f", d="d")
# The numbers of the layouts in pickles.
_LAYOUTS = dict(B=0, b=1, H=2, h=4, I=6, i=8, L=10, Q=10, l=12, q=12, f=14, d=16, u=20, w=20)
_BOUNDS = {format: Struct(format).size * 8 for format in "bBhHiIqQ"}
_NAMES = dict(b="signed char", B="unsigned byte integer", h="signed short integer", H="unsigned short", i="signed integer", I="unsigned int")

typecodes = "bBuwhHiIlLqQfd"


def _out_of_range(typecode, value):
    """The error of an integer that a kind does not hold."""
    is_signed = typecode.islower()
    if typecode in "qQ":
        return "can't convert negative int to unsigned" if value < 0 and not is_signed else "int too big to convert"
    if typecode in "IL" and value < 0:
        return "can't convert negative value to unsigned int"
    long = 1 << 64 if typecode in "IL" else 1 << 63
    if typecode in "lL" or not -long <= value < long:
        return f"Python int too large to convert to C {'unsigned ' if typecode in 'IL' else ''}long"
    return f"{_NAMES[typecode]} is {'less than minimum' if value < 0 else 'greater than maximum'}"


def _number(typecode, value):
    """What is stored for an element."""
    if typecode in "uw":
        if not isinstance(value, str) or len(value) != 1:
            what = f"a string of length {len(value)}" if isinstance(value, str) else type(value).__name__
            raise TypeError(f"array item must be a unicode character, not {what}")
        return ord(value)
    if typecode in "fd":
        if not isinstance(value, (float, int)) and not hasattr(value, "__float__") and not hasattr(value, "__index__"):
            raise TypeError(f"must be real number, not {type(value).__name__}")
        value = float(value) if hasattr(value, "__float__") else float(index(value))
        # Rounding may leave the range, and then it is infinite.
        return value if typecode == "d" or not 3.4028235677973366e38 <= abs(value) else value * float("inf")
    value = index(value)
    bits = _BOUNDS[_FORMATS[typecode]]
    least = -(1 << bits - 1) if typecode.islower() else 0
    if not least <= value < least + (1 << bits):
        raise OverflowError(_out_of_range(typecode, value))
    return value


def _array_reconstructor(arraytype, typecode, mformat_code, items, /):
    return arraytype(typecode, items)


class array:
    __slots__ = "typecode", "itemsize", "_bytes", "_view", "__weakref__"

    def __new__(cls, *args, **kwargs):
        if cls is array and kwargs:
            raise TypeError("array.array() takes no keyword arguments")
        if not 1 <= len(args) <= 2:
            bound = "at least 1 argument" if not args else "at most 2 arguments"
            raise TypeError(f"array() takes {bound} ({len(args)} given)")
        typecode, initial = args if len(args) == 2 else (args[0], ())
        if not isinstance(typecode, str) or len(typecode) != 1:
            what = f"a string of length {len(typecode)}" if isinstance(typecode, str) else type(typecode).__name__
            raise TypeError(f"array() argument 1 must be a unicode character, not {what}")
        if typecode not in _FORMATS:
            raise ValueError("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
        kind = initial.typecode if isinstance(initial, array) else "u" if isinstance(initial, str) else None
        if kind and kind in "uw" and typecode not in "uw":
            what = "a str" if isinstance(initial, str) else f"a unicode array with typecode '{kind}'"
            raise TypeError(f"cannot use {what} to initialize an array with typecode '{typecode}'")
        self = object.__new__(cls)
        self.typecode, self._bytes = typecode, bytearray()
        self.itemsize = Struct(_FORMATS[typecode]).size
        self._look()
        if isinstance(initial, (bytes, bytearray)):
            self.frombytes(initial)
        else:
            self._append(initial)
        return self

    def __init__(self, *args, **kwargs):
        pass

    def _look(self):
        self._view = memoryview(self._bytes).cast(_FORMATS[self.typecode])

    def _resize(self, change):
        """Does something to the bytes that may change their number."""
        self._view.release()
        try:
            change(self._bytes)
        except BufferError:
            raise BufferError("cannot resize an array that is exporting buffers") from None
        finally:
            self._look()

    def _packed(self, values):
        if isinstance(values, array) and values.typecode == self.typecode:
            return values.tobytes()
        values = values if isinstance(values, (list, tuple)) else list(values)
        try:
            if self.typecode not in "uw":
                return Struct(f"{len(values)}{_FORMATS[self.typecode]}").pack(*values)
        except (error, OverflowError, TypeError):
            pass
        numbers = [_number(self.typecode, value) for value in values]
        return Struct(f"{len(values)}{_FORMATS[self.typecode]}").pack(*numbers)

    def _append(self, values):
        packed = self._packed(values)
        self._resize(lambda content: content.extend(packed))

    def _same(self, other, action):
        """The bytes of an array of the same kind."""
        if not isinstance(other, array):
            raise TypeError(f'can only {action[0]} array (not "{type(other).__name__}") to array{action[1]}')
        if other.typecode != self.typecode:
            raise TypeError("bad argument type for built-in operation")
        return other.tobytes()

    def _like(self, content):
        return array(self.typecode, bytes(content))

    def _element(self, number):
        return chr(number) if self.typecode in "uw" else number

    def _place(self, at, what):
        at = index(at)
        at += len(self) if at < 0 else 0
        if not 0 <= at < len(self):
            raise IndexError(what)
        return at

    def __len__(self):
        return len(self._view)

    def __iter__(self):
        at = 0
        while at < len(self._view):
            yield self._element(self._view[at])
            at += 1

    def __getitem__(self, at):
        if isinstance(at, slice):
            return self._like(self._view[at])
        if not hasattr(at, "__index__"):
            raise TypeError("array indices must be integers")
        return self._element(self._view[self._place(at, "array index out of range")])

    def __setitem__(self, at, value):
        if not isinstance(at, slice):
            if not hasattr(at, "__index__"):
                raise TypeError("array indices must be integers")
            at = self._place(at, "array assignment index out of range")
            self._view[at] = _number(self.typecode, value)
            return
        packed = self._same(value, ("assign", " slice"))
        start, stop, step = at.indices(len(self))
        if step == 1:
            size = self.itemsize
            span = slice(start * size, max(start, stop) * size)
            self._resize(lambda content: content.__setitem__(span, packed))
        else:
            length, given = len(range(start, stop, step)), len(packed) // self.itemsize
            if length != given:
                raise ValueError(f"attempt to assign array of size {given} to extended slice of size {length}")
            for place, number in zip(range(start, stop, step), memoryview(packed).cast(_FORMATS[self.typecode])):
                self._view[place] = number

    def __delitem__(self, at):
        if isinstance(at, slice):
            left = self._view.tolist()
            del left[at]
            packed = Struct(f"{len(left)}{_FORMATS[self.typecode]}").pack(*left)
            self._resize(lambda content: content.__setitem__(slice(None), packed))
            return
        if not hasattr(at, "__index__"):
            raise TypeError("array indices must be integers")
        at = self._place(at, "array assignment index out of range")
        self._remove(at)

    def _remove(self, at):
        self._resize(lambda content: content.__delitem__(slice(at * self.itemsize, (at + 1) * self.itemsize)))

    def append(self, v, /):
        packed = Struct(_FORMATS[self.typecode]).pack(_number(self.typecode, v))
        self._resize(lambda content: content.extend(packed))

    def extend(self, bb, /):
        if isinstance(bb, array) and bb.typecode != self.typecode:
            raise TypeError("can only extend with array of same kind")
        for value in (bb,) if isinstance(bb, array) else bb:
            if value is bb:
                self._append(bb)
            else:
                self.append(value)

    def insert(self, i, v, /):
        at = index(i)
        at = max(0, at + len(self)) if at < 0 else min(at, len(self))
        packed = Struct(_FORMATS[self.typecode]).pack(_number(self.typecode, v))
        place = at * self.itemsize
        self._resize(lambda content: content.__setitem__(slice(place, place), packed))

    def pop(self, i=-1, /):
        if not len(self):
            raise IndexError("pop from empty array")
        at = self._place(i, "pop index out of range")
        value = self._element(self._view[at])
        self._remove(at)
        return value

    def remove(self, v, /):
        for at, value in enumerate(self):
            if value == v:
                return self._remove(at)
        raise ValueError("array.remove(x): x not in array")

    def index(self, v, start=0, stop=(1 << 63) - 1, /):
        start, stop, _ = slice(start, stop).indices(len(self))
        for at in range(start, stop):
            if self._element(self._view[at]) == v:
                return at
        raise ValueError("array.index(x): x not in array")

    def count(self, v, /):
        return sum(value == v for value in self)

    def reverse(self):
        self._view[:] = memoryview(self._like(self._view[::-1])._bytes).cast(_FORMATS[self.typecode])

    def clear(self):
        self._resize(bytearray.clear)

    def byteswap(self):
        content = self._bytes
        for at in range(0, len(content), self.itemsize):
            content[at:at + self.itemsize] = content[at:at + self.itemsize][::-1]

    def tolist(self):
        return [self._element(number) for number in self._view] if self.typecode in "uw" else self._view.tolist()

    def fromlist(self, list, /):
        if not isinstance(list, [].__class__):
            raise TypeError("arg must be list")
        self._append(list)

    def tobytes(self):
        return bytes(self._bytes)

    def frombytes(self, buffer, /):
        content = bytes(memoryview(buffer))
        if len(content) % self.itemsize:
            raise ValueError("bytes length not a multiple of item size")
        self._resize(lambda bytes: bytes.extend(content))

    def tofile(self, f, /):
        f.write(self.tobytes())

    def fromfile(self, f, n, /):
        if n < 0:
            raise ValueError("negative count")
        content = f.read(n * self.itemsize)
        self.frombytes(content[:len(content) // self.itemsize * self.itemsize])
        if len(content) < n * self.itemsize:
            raise EOFError("read() didn't return enough bytes")

    def _check_text(self, name):
        if self.typecode not in "uw":
            raise ValueError(f"{name}() may only be called on unicode type arrays ('u' or 'w')")

    def tounicode(self):
        self._check_text("tounicode")
        return "".join(self)

    def fromunicode(self, ustr, /):
        if not isinstance(ustr, str):
            raise TypeError(f"fromunicode() argument must be str, not {type(ustr).__name__}")
        self._check_text("fromunicode")
        self._append(ustr)

    def buffer_info(self):
        return id(self._bytes), len(self)

    def __buffer__(self, flags, /):
        return memoryview(self._view)

    def __repr__(self):
        if not len(self):
            return f"{type(self).__name__}('{self.typecode}')"
        content = self.tounicode() if self.typecode in "uw" else self.tolist()
        return f"{type(self).__name__}('{self.typecode}', {content!r})"

    def __contains__(self, value):
        return any(value == element for element in self)

    def __add__(self, other):
        return self._like(self.tobytes() + self._same(other, ("append", "")))

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, times):
        if not hasattr(times, "__index__"):
            raise TypeError(f"can't multiply sequence by non-int of type '{type(times).__name__}'")
        return self._like(self.tobytes() * index(times))

    __rmul__ = __mul__

    def __imul__(self, times):
        content = (self * times).tobytes()
        self._resize(lambda bytes: bytes.__setitem__(slice(None), content))
        return self

    def __eq__(self, other):
        return self.tolist() == other.tolist() if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self.tolist() < other.tolist() if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self.tolist() <= other.tolist() if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self.tolist() > other.tolist() if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self.tolist() >= other.tolist() if isinstance(other, array) else NotImplemented

    __hash__ = None

    def __copy__(self):
        return self._like(self._bytes)

    def __deepcopy__(self, memo, /):
        return self._like(self._bytes)

    def __reduce_ex__(self, protocol, /):
        attributes = getattr(self, "__dict__", None) or None
        if protocol < 3:
            return type(self), (self.typecode, self.tolist()), attributes
        return _array_reconstructor, (type(self), self.typecode, _LAYOUTS[self.typecode], self.tobytes()), attributes

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)


array.__module__ = "array"
ArrayType = array

"""Attributes that each thread has for itself."""

from _thread import get_ident

__all__ = ["local"]


class local:
    """Attributes that each thread has for itself."""

    __slots__ = "__dict__", "__weakref__", "_local__given", "_local__all"

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        object.__setattr__(self, "_local__given", (args, kwargs))
        object.__setattr__(self, "_local__all", {get_ident(): object.__getattribute__(self, "__dict__")})
        return self

    def __getattribute__(self, name):
        _of_this_thread(self)
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        _of_this_thread(self)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        _of_this_thread(self)
        object.__delattr__(self, name)


def _of_this_thread(owner):
    """Gives an object the attributes it has in this thread."""
    every = object.__getattribute__(owner, "_local__all")
    if get_ident() in every:
        object.__setattr__(owner, "__dict__", every[get_ident()])
    else:
        every[get_ident()] = attributes = {}
        object.__setattr__(owner, "__dict__", attributes)
        args, kwargs = object.__getattribute__(owner, "_local__given")
        type(owner).__init__(owner, *args, **kwargs)

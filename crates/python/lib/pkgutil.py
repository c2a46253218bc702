"""Objects by their dotted names."""

from importlib import import_module

__all__ = ["resolve_name"]


def resolve_name(name):
    """The object of a name `package.module.object` or `package.module:object`."""
    module, colon, rest = name.partition(":")
    if not all(part.isidentifier() for part in module.split(".") + (rest.split(".") if rest else [])):
        raise ValueError(f"invalid format: {name!r}")
    if colon:
        found, parts = import_module(module), rest.split(".") if rest else []
    else:
        first, *parts = module.split(".")
        found = import_module(first)
        while parts:
            try:
                found = import_module(f"{first}.{parts[0]}")
            except ImportError:
                break
            first = f"{first}.{parts.pop(0)}"
    for part in parts:
        found = getattr(found, part)
    return found

"""`NamedTuple` without the cost of importing `typing`.

Making one class with `typing.NamedTuple` costs a tenth of starting the interpreter, and importing
`typing` half of it; a clean file would pay for both although it needs hardly any record. This
stand-in makes the class at once and compiles its constructor when the first record is made.
To a type checker it is `typing.NamedTuple`, and it behaves the same.
"""

from __future__ import annotations

from _collections import _tuplegetter
from keyword import iskeyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Meta(type):
        """Turns the annotations of a class body into the fields of a tuple."""

        def __new__(mcs, name, bases, body):
            if not bases:
                return super().__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            wrong = [f for f in fields if f.startswith("_") or iskeyword(f)]
            if wrong or tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: fields with a default come last, none with '_': {wrong}")
            body |= {field: _tuplegetter(i, "") for i, field in enumerate(fields)}
            body |= {
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
                "__new__": _first_new,
                **{key: value for key, value in _METHODS.items() if key not in body},
            }
            return type.__new__(type, name, (tuple,), body)

    def _first_new(cls, *values, **named):
        """Compile the constructor of the class, put it in this one's place, and call it."""
        kind = next(k for k in cls.__mro__ if "_fields" in k.__dict__)
        fields = kind._fields
        listed = "".join(f"{field}, " for field in fields)
        space = {"_new": tuple.__new__, "__builtins__": {}}
        new = eval(f"lambda _cls, {listed}: _new(_cls, ({listed}))", space)
        new.__defaults__ = tuple(kind._field_defaults.values())
        new.__name__, new.__qualname__ = "__new__", f"{kind.__name__}.__new__"
        kind.__new__ = staticmethod(new)
        return new(cls, *values, **named)

    def _make(cls, values):
        return cls(*values)

    def _replace(self, /, **named):
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"there are no fields called {list(named)!r}")
        return made

    def _asdict(self):
        return dict(zip(self._fields, self, strict=True))

    def _repr(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({shown})"

    def _getnewargs(self):
        return tuple(self)

    _METHODS = {
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        "__repr__": _repr,
        "__getnewargs__": _getnewargs,
    }

    class NamedTuple(metaclass=_Meta):
        """Base of records: list the fields, with their types, in the class body."""


__all__ = ["NamedTuple"]

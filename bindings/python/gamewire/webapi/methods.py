"""Methods of the table as callables: with a signature, and what the server says about them."""

import inspect
import json
import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from ..errors import UsageError
from .events import Method, Parameter

# What is set elsewhere, though it is listed.
_NOT_ARGUMENTS = frozenset({"key", "format", "input_json"})

_PYTHON_TYPES = {
    "string": str,
    "bool": bool,
    "int32": int,
    "uint32": int,
    "int64": int,
    "uint64": int,
    "{enum}": int,
    "float": float,
    "double": float,
    "rawbinary": bytes,
}

Arguments = list[tuple[str, str | bytes]]
Caller = Callable[[Method, Arguments, str], Any]


class BoundMethod:
    """A method, ready to be called: mandatory arguments first, by their names or in alphabetical order; those that are
    None are not sent. A service takes all of them at once, too, as `input_json`: a dict, or JSON. So they go out where
    one of them is a message, which is a dict itself."""

    def __init__(self, row: Method, call: Caller) -> None:
        self.row = row
        self.__name__ = row.name
        self.__qualname__ = f"{row.interface}.{row.name}"
        self._call = call
        self._parameters = _by_python_name(row)
        self.__signature__ = _signature(row, self._parameters)
        self.__doc__ = _doc(row, self._parameters)

    @property
    def version(self) -> int:
        return self.row.version

    def __call__(self, *values: Any, **named: Any) -> Any:
        bind = self.__signature__.bind_partial if "input_json" in named else self.__signature__.bind
        bound = bind(*values, **named).arguments
        whole = bound.pop("input_json", None)
        given = [(self._parameters[name], value) for name, value in bound.items() if value is not None]
        if whole is None and any(one.type == "{message}" for one, _ in given):
            whole, given = {one.name: value for one, value in given}, []
        arguments = [pair for one, value in given for pair in _sent(one, value)]
        return self._call(self.row, arguments, _json_text(whole) if whole is not None else "")

    def __repr__(self) -> str:
        return f"<{self.__qualname__}{self.__signature__}>"


class Interface:
    """Its methods, as attributes; iterating gives them, too."""

    def __init__(self, name: str, methods: Mapping[str, BoundMethod]) -> None:
        self.name = name
        self._methods = dict(methods)

    def __getattr__(self, name: str) -> BoundMethod:
        try:
            return self.__dict__["_methods"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(f"{self.__dict__.get('name')} has no method {name!r}") from None

    def __getitem__(self, name: str) -> BoundMethod:
        return self._methods[name]

    def __iter__(self) -> Iterator[BoundMethod]:
        return iter(self._methods.values())

    def __len__(self) -> int:
        return len(self._methods)

    def __contains__(self, name: object) -> bool:
        return name in self._methods

    def __dir__(self) -> list[str]:
        return sorted(set(super().__dir__()) | self._methods.keys())

    def __repr__(self) -> str:
        return f"<{self.name}: {', '.join(self._methods)}>"


def interfaces_of(
    rows: list[Method], versions: Mapping[str, Mapping[str, int]] | None, call: Caller
) -> dict[str, Interface]:
    """Of each method the version that is pinned, else the newest. UsageError for a pin that there is no version of."""
    found: dict[str, dict[str, dict[int, Method]]] = {}
    for row in rows:
        found.setdefault(row.interface, {}).setdefault(row.name, {})[row.version] = row
    pins = versions or {}
    made = {}
    for interface, methods in found.items():
        wanted = pins.get(interface, {})
        bound = {name: BoundMethod(_chosen(some, wanted.get(name)), call) for name, some in methods.items()}
        made[interface] = Interface(interface, bound)
    return made


def _chosen(some: Mapping[int, Method], pin: int | None) -> Method:
    if pin is None:
        return some[max(some)]
    if pin not in some:
        any_of = next(iter(some.values()))
        raise UsageError(f"{any_of.interface}.{any_of.name} has no version {pin}: {', '.join(map(str, sorted(some)))}")
    return some[pin]


def _by_python_name(row: Method) -> dict[str, Parameter]:
    """Mandatory ones first, in the order of the alphabet."""
    named: dict[str, Parameter] = {}
    for one in sorted(row.parameters, key=lambda one: (one.optional, one.name)):
        if one.name in _NOT_ARGUMENTS:
            continue
        name = re.sub(r"\W", "_", one.name, flags=re.ASCII)
        if not name.isidentifier():
            name = "_" + name
        while name in named or keyword.iskeyword(name):
            name += "_"
        named[name] = one
    return named


def _signature(row: Method, parameters: Mapping[str, Parameter]) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    made = []
    for name, one in parameters.items():
        default = None if one.optional else inspect.Parameter.empty
        python_type: Any = _PYTHON_TYPES.get(one.type, Any)
        made.append(inspect.Parameter(name, kind, default=default, annotation=list if one.array else python_type))
    if row.interface.endswith("Service"):
        made.append(inspect.Parameter("input_json", inspect.Parameter.KEYWORD_ONLY, default=None))
    return inspect.Signature(made)


def _doc(row: Method, parameters: Mapping[str, Parameter]) -> str:
    lines = [row.description or f"{row.interface}/{row.name}/v{row.version}", ""]
    for name, one in parameters.items():
        optional = ", optional" if one.optional else ""
        array = "list of " if one.array else ""
        lines.append(f"{name} ({array}{one.type}{optional}): {one.description}".rstrip(": "))
    return "\n".join(lines).rstrip()


def _sent(parameter: Parameter, value: Any) -> Arguments:
    several = isinstance(value, list | tuple | AbstractSet)
    if parameter.array:
        return [(parameter.name, _text(one)) for one in (value if several else [value])]
    if several and parameter.type == "string":
        return [(parameter.name, ",".join(str(_text(one)) for one in value))]
    return [(parameter.name, _text(value))]


def _text(value: Any) -> str | bytes:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str | bytes):
        return value
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    if isinstance(value, Mapping | list | tuple):
        return _json_text(value)
    return str(int(value)) if hasattr(value, "__index__") else str(value)


def _json_text(value: Any) -> str:
    try:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"this cannot be written as JSON: {error}") from None


def plain_arguments(given: Mapping[str, Any] | None) -> Arguments:
    """For a call that nothing is known of: elements of a list as name[0], name[1]."""
    made: Arguments = []
    for name, value in (given or {}).items():
        if isinstance(value, list | tuple):
            made += [(f"{name}[{i}]", _text(one)) for i, one in enumerate(value)]
        elif value is not None:
            made.append((name, _text(value)))
    return made

"""What servers a list is to have."""

from collections.abc import Iterable
from typing import Any, Self

from .._native import encode_filter
from ..a2s.letters import ServerType
from ..errors import UsageError

Pairs = tuple[tuple[str, Any], ...]  # a key and a value, or an operator and the pairs that it judges


class Filter:
    """Conditions, all of which a server has to meet. Each method gives a filter with one more:

        Filter(gamedir="tf", empty=True).nor(map=["ctf_2fort", "cp_dustbowl"], secure=False)

    A key may be any that the master knows; bools are 1 and 0, and what is in a list is joined by commas, but in groups,
    where each of a list is a condition. UsageError for what no filter can say, and for more than the 190 bytes that
    masters take."""

    __slots__ = ("_pairs", "_text")

    def __init__(self, **conditions: Any) -> None:
        self._take(tuple(_pairs(conditions)))

    def add(self, key: str, value: Any) -> Self:
        """One condition, for keys that are no names in Python."""
        return self._with((key, _text_of(key, value)))

    def nor(self, *of: "Filter", **conditions: Any) -> Self:
        """None of these may be met."""
        return self._group("nor", of, conditions)

    def nand(self, *of: "Filter", **conditions: Any) -> Self:
        """Not all of these may be met."""
        return self._group("nand", of, conditions)

    def any(self, *of: "Filter", **conditions: Any) -> Self:
        """One of these has to be met."""
        return self._group("or", of, conditions)

    def all(self, *of: "Filter", **conditions: Any) -> Self:
        """All of these have to be met: for groups inside of groups."""
        return self._group("and", of, conditions)

    def __and__(self, other: "Filter") -> Self:
        """The conditions of both."""
        made = type(self)()
        made._take(self._pairs + other._pairs)
        return made

    @property
    def text(self) -> str:
        """As it is sent."""
        return self._text

    def _group(self, operator: str, of: Iterable["Filter"], conditions: dict[str, Any]) -> Self:
        judged = tuple(pair for one in of for pair in one._pairs) + tuple(_each(conditions))
        return self._with((operator, judged))

    def _with(self, pair: tuple[str, Any]) -> Self:
        made = type(self)()
        made._take((*self._pairs, pair))
        return made

    def _take(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._text = encode_filter(pairs)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<Filter {self._text}>"

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Filter) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)


def _pairs(conditions: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in conditions.items():
        yield key, _text_of(key, value)


def _each(conditions: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in conditions.items():
        for one in value if isinstance(value, (list, tuple, set, frozenset)) else (value,):
            yield key, _text_of(key, one)


def _text_of(key: str, value: Any) -> str:
    if key == "type":
        return chr(ServerType(value).raw | 0x20)
    if isinstance(value, bytes | bytearray):
        raise UsageError(f"{key} is text, and not bytes")
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return ",".join(map(str, value))
    return str(value)

"""What blocks become."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from ..errors import UsageError

Pairs = list[tuple[str, Any]]
Mapper = Callable[[Pairs], Any]


class Items(Protocol):
    """Mappings, and whatever else has keys and values."""

    def items(self) -> Iterable[tuple[str, Any]]: ...


Block = Items | Pairs


def mapper_of(pairs: bool, mapper: Mapper | None) -> Mapper | None:
    """None is for dicts, which are made faster without being asked for."""
    if pairs and mapper is not None:
        raise UsageError("either pairs or a mapper")
    if pairs:
        return list
    return None if mapper is dict else mapper

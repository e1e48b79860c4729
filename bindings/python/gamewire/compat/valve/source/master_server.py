"""`MasterServerQuerier`. What is different: each address comes once; requests are spread in time, as masters want; and
of several regions none is left out."""

from collections.abc import Iterable, Iterator
from typing import Any

from ....errors import ClosedError, RefusedError, TimeoutError
from ....master import find
from . import BaseQuerier
from .util import ServerType

REGION_US_EAST_COAST = 0x00
REGION_US_WEST_COAST = 0x01
REGION_SOUTH_AMERICA = 0x02
REGION_EUROPE = 0x03
REGION_ASIA = 0x04
REGION_AUSTRALIA = 0x05
REGION_MIDDLE_EAST = 0x06
REGION_AFRICA = 0x07
REGION_REST = 0xFF

MASTER_SERVER_ADDR = ("hl2master.steampowered.com", 27011)


class MasterServerQuerier(BaseQuerier):
    """Lists the game servers that a master knows; iterating gives all of them. Valve's own masters no longer answer."""

    def __init__(self, address: tuple[str, int] = MASTER_SERVER_ADDR, timeout: float = 10.0) -> None:
        super().__init__(address, timeout)

    def find(self, region: str | int | Iterable[str | int] = "all", **filters: Any) -> Iterator[tuple[str, int]]:
        """Addresses of servers in these regions that meet the filters. A master that falls silent ends it early."""
        chosen = region if isinstance(region, (str, int)) else list(region)
        kind = filters.get("type")
        if isinstance(kind, ServerType):
            filters["type"] = kind.char
        found = find(chosen, host=(self.host, self.port), timeout=self.timeout, retries=0, **filters)
        return _quietly(found)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self.find()


def _quietly(found: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    try:
        yield from found
    except (TimeoutError, RefusedError, ClosedError):
        return

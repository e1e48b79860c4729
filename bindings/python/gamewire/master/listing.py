"""The servers of a list, as they come."""

import random
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from .._address import Address, address_text, parse_address
from .._arguments import making, several
from .. import _drive
from .._drive import blocking, opening
from .._native import MasterClient
from ..errors import Error, UsageError
from .events import Listed, Servers
from .filter import Filter

DEFAULT_HOST = ("hl2master.steampowered.com", 27011)

_VALVES_DOMAIN = ".steampowered.com"
_SILENT = (
    "Valve's master servers have been silent since October 2025; "
    "gamewire.webapi asks Steam itself: IGameServersService.GetServerList"
)

Region = str | int


class _Request:
    """What is asked, and of whom."""

    def __init__(
        self,
        region: Region | Iterable[Region],
        host: str | Address,
        filter: Filter | None,
        limit: int | None,
        timeout: float,
        retries: int,
        deadline: float | None,
        interval: float,
        burst: int,
        filters: dict[str, Any],
    ) -> None:
        self.host = parse_address(host, DEFAULT_HOST[1])
        self.timeout = timeout
        self.peer = address_text(self.host)
        options: dict[str, Any] = {
            "timeout": timeout,
            "retries": retries,
            "deadline": deadline,
            "interval": interval,
            "burst": burst,
        }
        self.machine = making(lambda: MasterClient(**options, seed=random.getrandbits(64)), **options)
        chosen = Filter(**filters) & (filter or Filter())
        if limit is not None and limit <= 0:
            raise UsageError("a limit is at least 1")
        regions = [region] if isinstance(region, (str, int)) else list(several(region, "region"))
        if not regions:
            raise UsageError("a list is of one region at least")
        self.id = self.machine.request_list(regions, filter=chosen.text, limit=limit or 0)
        self._begun = False

    def servers(self, page: Servers) -> tuple[Address, ...]:
        self._begun = True
        return page.servers

    def explained(self, error: Error) -> Error:
        """Who asks Valve's masters is told where the list is."""
        if not self._begun and f".{self.host[0].lower()}".endswith(_VALVES_DOMAIN):
            error.args = (f"{error} ({_SILENT})",)
        return error


def find(
    region: Region | Iterable[Region] = "all",
    *,
    host: str | Address = DEFAULT_HOST,
    filter: Filter | None = None,
    limit: int | None = None,
    timeout: float = 1.5,
    retries: int = 2,
    deadline: float | None = None,
    interval: float = 6.0,
    burst: int = 10,
    **filters: Any,
) -> Iterator[Address]:
    """The addresses of the game servers that a master lists, each once, as they come:

        for host, port in find(["eu", "as"], host="master.example.org:27011", gamedir="tf", map="ctf_2fort"): ...

    `host`: a private one, for Valve's, which are the default, have been silent since October 2025; what they knew,
    `gamewire.webapi` gets from Steam (IGameServersService.GetServerList).
    Regions: na-east na-west na sa eu as oc af rest all, and the protocol's names from us-east to africa, and world.
    Filters: `Filter` says how they are written. A list that is cut short is yielded as far as it came, and then the
    error is raised: TimeoutError for pages that did not come. `timeout` and `retries` are of each page, `deadline` is
    of the whole; `interval`: seconds between two requests behind the first `burst`, for masters fall silent for whom
    asks too much."""
    return _found(_Request(region, host, filter, limit, timeout, retries, deadline, interval, burst, filters))


def _found(request: _Request) -> Iterator[Address]:
    pages: deque[Servers] = deque()
    conversation = blocking.Conversation(
        request.machine,
        lambda: opening.Opening(request.host, datagrams=True, timeout=request.timeout, prefer_ipv4=True),
        lambda event: pages.append(event) if isinstance(event, Servers) else None,
        peer=request.peer,
    )
    try:
        while True:
            conversation.wait_until(lambda: bool(pages) or conversation.settled(request.id))
            while pages:
                yield from request.servers(pages.popleft())
            if conversation.settled(request.id):
                break
        _check(conversation.wait(request.id))
    except Error as error:
        raise request.explained(conversation.named(error))
    finally:
        conversation.abandon()


def _check(end: Listed) -> None:
    """Was it cut short?"""
    if end.error is not None:
        raise end.error


def afind(
    region: Region | Iterable[Region] = "all",
    *,
    host: str | Address = DEFAULT_HOST,
    filter: Filter | None = None,
    limit: int | None = None,
    timeout: float = 1.5,
    retries: int = 2,
    deadline: float | None = None,
    interval: float = 6.0,
    burst: int = 10,
    **filters: Any,
) -> AsyncIterator[Address]:
    """`find` on the running asyncio loop."""
    return _found_async(_Request(region, host, filter, limit, timeout, retries, deadline, interval, burst, filters))


async def _found_async(request: _Request) -> AsyncIterator[Address]:
    import asyncio

    pages: asyncio.Queue[Any] = asyncio.Queue()
    conversation = _drive.aio.Conversation(
        request.machine,
        lambda: _drive.aio.connect(request.host, datagrams=True, timeout=request.timeout, prefer_ipv4=True),
        pages.put_nowait,
        peer=request.peer,
    )
    end = asyncio.ensure_future(conversation.wait(request.id))
    end.add_done_callback(lambda _: pages.put_nowait(None))
    try:
        while (event := await pages.get()) is not None:
            if isinstance(event, Servers):
                for one in request.servers(event):
                    yield one
        _check(await end)
    except Error as error:
        raise request.explained(conversation.named(error))
    finally:
        end.cancel()
        conversation.abandon()

"""Many servers from one socket."""

import socket
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from .._address import Address, is_literal, parse_address
from .._arguments import making, several
from .._drive.sockets import naming
from .._native import Scan
from ..errors import Error, ResolveError, UsageError
from .client import DEFAULT_PORT
from .results import Info, Players, Query, Rules

Result = Info | Players | Rules | Query | Error

# As machines put it.
NO_SUCH_NAME = "no such name"

# How long one wait may hold off Ctrl-C, and how many results are taken out at once.
_SLICE = 0.1


class _Course:
    """What of a scan is under way, whoever waits."""

    def __init__(
        self,
        addresses: Iterable[str | Address],
        what: Iterable[str],
        rate: int,
        in_flight: int,
        timeout: float,
        retries: int,
        deadline: float | None,
    ) -> None:
        options: dict[str, Any] = {
            "what": list(several(what, "what")),
            "rate": rate,
            "in_flight": in_flight,
            "timeout": timeout,
            "retries": retries,
            "deadline": deadline,
        }
        self.native = making(lambda: Scan(**options), **options)
        self._asked: dict[int, tuple[str | Address, Address]] = {}
        self._twins: dict[Address, deque[str | Address]] = {}  # wait until the same address is no longer in flight
        self._twin_count = 0
        self._next = 0
        self._left = iter(several(addresses, "addresses"))
        self._more = True

    def wanted(self) -> Iterator[str | Address]:
        """Those that there is room for, as long as there are any."""
        while self._more and self.room:
            try:
                target = next(self._left)
            except StopIteration:
                self._more = False
                return
            yield target

    def start(self, target: str | Address, where: Address) -> None:
        if self.native.start(where, self._next):
            self._asked[self._next] = target, where
            self._next += 1
        else:
            self._twins.setdefault(where, deque()).append(target)
            self._twin_count += 1

    def results(self) -> list[tuple[str | Address, Result]]:
        told = []
        for number, result in self.native.results():
            target, where = self._asked.pop(number)
            told.append((target, result))
            if where in self._twins:
                self._start_twin(where)
        return told

    def _start_twin(self, where: Address) -> None:
        waiting = self._twins[where]
        target = waiting.popleft()
        self._twin_count -= 1
        if not waiting:
            del self._twins[where]
        self.start(target, where)

    @property
    def room(self) -> bool:
        """For one more. Those that wait take theirs, too: `addresses` may go round for ever."""
        return int(self.native.room) > self._twin_count

    @property
    def idle(self) -> bool:
        return not self._asked and not self._twins

    @property
    def over(self) -> bool:
        return not self._more and self.idle


def scan(
    addresses: Iterable[str | Address],
    *,
    what: Iterable[str] = ("info",),
    rate: int = 5000,
    in_flight: int = 2000,
    timeout: float = 1.5,
    retries: int = 2,
    deadline: float | None = None,
) -> Iterator[tuple[str | Address, Result]]:
    """Asks all of `addresses`, which may be endless, and yields each with its answer, or the error in its place, as
    they come; the error does not repeat the address. `what`: of "info", "players", "rules"; several make a `Query`.
    `rate`: packets per second, 0: no limit. Names are looked up one by one; give addresses for speed."""
    return _scanned(_Course(addresses, what, rate, in_flight, timeout, retries, deadline))


def _scanned(course: _Course) -> Iterator[tuple[str | Address, Result]]:
    while not course.over:
        for target in course.wanted():
            try:
                course.start(target, _resolved(target))
            except (ResolveError, UsageError) as error:
                yield target, error
        course.native.run(_SLICE)
        yield from course.results()


def _resolved(target: str | Address) -> Address:
    host, port = parse_address(target, DEFAULT_PORT)
    if is_literal(host):
        return host, port
    try:
        with naming():
            found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    except OSError as error:
        raise ResolveError(NO_SUCH_NAME) from error
    return str(found[0][4][0]), port


def ascan(
    addresses: Iterable[str | Address],
    *,
    what: Iterable[str] = ("info",),
    rate: int = 5000,
    in_flight: int = 2000,
    timeout: float = 1.5,
    retries: int = 2,
    deadline: float | None = None,
) -> AsyncIterator[tuple[str | Address, Result]]:
    """`scan` on the running asyncio loop."""
    return _scanned_async(_Course(addresses, what, rate, in_flight, timeout, retries, deadline))


async def _scanned_async(course: _Course) -> AsyncIterator[tuple[str | Address, Result]]:
    while not course.over:
        for target in course.wanted():
            try:
                course.start(target, await _resolved_async(target))
            except (ResolveError, UsageError) as error:
                yield target, error
        course.native.run(0)
        results = course.results()
        for one in results:
            yield one
        if not results and not course.idle:
            await _readable(course.native.fileno())


async def _readable(descriptor: int) -> None:
    """Watched only while somebody waits: the loop would spin over it while nobody reads."""
    import asyncio

    loop = asyncio.get_running_loop()
    stirred = asyncio.Event()
    loop.add_reader(descriptor, stirred.set)
    try:
        await stirred.wait()
    finally:
        loop.remove_reader(descriptor)


async def _resolved_async(target: str | Address) -> Address:
    import asyncio

    host, port = parse_address(target, DEFAULT_PORT)
    if is_literal(host):
        return host, port
    try:
        with naming():
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    except OSError as error:
        raise ResolveError(NO_SUCH_NAME) from error
    return str(found[0][4][0]), port

"""Many servers from one socket."""

import contextlib
import select
import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from .._address import Address
from .._drive import opening
from .course import Course, Result


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
    `rate`: packets per second, 0: no limit. Names are looked up meanwhile, 32 at a time, and what stands behind those
    waits: give addresses for speed.

    The scan stands still between two results: who takes long over one finds that in the `ping_ms` of the next ones."""
    return _scanned(Course(addresses, what, rate, in_flight, timeout, retries, deadline))


def _scanned(course: Course) -> Iterator[tuple[str | Address, Result]]:
    near, far = socket.socketpair()
    with near, far:
        near.setblocking(False)
        far.setblocking(False)
        stirred = select.poll()
        stirred.register(near, select.POLLIN)
        stirred.register(course.fileno(), select.POLLIN)

        def stir(_: object) -> None:
            with contextlib.suppress(OSError):  # the scan is over, or was told already
                far.send(b"!")

        def look_up(address: Address) -> Any:
            found = opening.look_up(address, socket.SOCK_DGRAM)
            found.add_done_callback(stir)
            return found

        while not course.over:
            told = course.advance(look_up)
            for one in told:
                yield one
                course.check()
            if not told and not course.hurried and not course.over:
                stirred.poll()
                with contextlib.suppress(BlockingIOError):
                    near.recv(4096)


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
    return _scanned_async(Course(addresses, what, rate, in_flight, timeout, retries, deadline))


async def _scanned_async(course: Course) -> AsyncIterator[tuple[str | Address, Result]]:
    import asyncio

    stirred = asyncio.Event()

    def look_up(address: Address) -> Any:
        found = asyncio.wrap_future(opening.look_up(address, socket.SOCK_DGRAM))
        found.add_done_callback(lambda _: stirred.set())
        return found

    try:
        while not course.over:
            stirred.clear()
            told = course.advance(look_up)
            for one in told:
                yield one
                course.check()
            if told or course.hurried:
                await asyncio.sleep(0)  # others are to have their turn
            elif not course.over:
                await _readable(course.fileno(), stirred)
    finally:
        course.give_up()


async def _readable(descriptor: int, stirred: Any) -> None:
    """Watched only while somebody waits: the loop would spin over it while nobody reads."""
    import asyncio

    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, stirred.set)
    try:
        await stirred.wait()
    finally:
        loop.remove_reader(descriptor)

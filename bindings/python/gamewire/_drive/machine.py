"""What the drivers know of a machine, and share."""

import os
import socket
from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from ..errors import ClosedError, Error
from ..events import Closed, Failed


class Machine(Protocol):
    """Any machine of `gamewire.sansio`. One that reconnects has `wants_transport` and `opened(now)`, too; and one that
    outlives the network's word that a datagram was lost, `unreachable(now, error)` and `cancel(id)`."""

    datagrams: ClassVar[bool]

    @property
    def deadline(self) -> float | None: ...
    @property
    def done(self) -> bool: ...
    def receive(self, data: bytes, now: float) -> None: ...
    def receive_end(self, now: float, error: BaseException | None = None) -> None: ...
    def on_timeout(self, now: float) -> None: ...
    def poll_transmit(self, now: float) -> bytes: ...
    def transmitted(self, size: int, now: float) -> None: ...
    def events(self) -> list[Any]: ...
    def close(self, now: float) -> None: ...


# What one read takes at most: all that a datagram can hold.
READ_SIZE = 65536

Handler = Callable[[Any], None]


# How many forks this process is away from the one that loaded this. Counted, for the system is slow to say which
# process it is that asks.
_forks = 0


def _forked() -> None:
    global _forks
    _forks += 1


os.register_at_fork(after_in_child=_forked)


class Owner:
    """Guards a handle against use after it was closed, and in a child that was forked after it was made: there it would
    share its socket with the parent."""

    def __init__(self) -> None:
        self._forks = _forks
        self._closed: Error | None = None

    @property
    def closed(self) -> bool:
        return self._closed is not None

    @property
    def foreign(self) -> bool:
        """Was this process forked after the handle was made?"""
        return _forks != self._forks

    def check(self) -> None:
        if self._closed is not None:
            raise self._closed.with_traceback(None)
        if _forks != self._forks:
            raise ClosedError("this handle belongs to the process that forked this one")


def is_wanted(machine: Machine) -> bool:
    """Does it want a transport? One that does not reconnect wants one until it is done."""
    wanted = getattr(machine, "wants_transport", None)
    return not machine.done if wanted is None else bool(wanted)


def tell_opened(machine: Machine, now: float) -> None:
    opened = getattr(machine, "opened", None)
    if opened is not None:
        opened(now)


def is_over(machine: Machine, used: socket.socket) -> bool:
    """After an error, is there nothing more to hope for from this socket? There is, from one of datagrams, unless
    somebody else has closed it."""
    return not machine.datagrams or used.fileno() < 0


def outlives(machine: Machine) -> bool:
    """Can it go on when the network fails once?"""
    return hasattr(machine, "unreachable")


def tell_lost(machine: Machine, now: float, error: OSError) -> None:
    """A socket reports that a datagram did not arrive."""
    unreachable = getattr(machine, "unreachable", None)
    if unreachable is not None:
        unreachable(now, error)
    else:
        machine.receive_end(now, error)


def described(machine: Machine, opened: socket.socket) -> tuple[str, object]:
    """For logs: which machine it is, and where the other end of its socket is."""
    try:
        return type(machine).__name__, opened.getpeername()
    except OSError:
        return type(machine).__name__, "nobody"


def ends(event: Any) -> int | None:
    """The id of the request that this event ends."""
    number = getattr(event, "id", None)
    return number if isinstance(number, int) else None


__all__ = [
    "READ_SIZE",
    "Closed",
    "Failed",
    "Handler",
    "Machine",
    "Owner",
    "described",
    "ends",
    "is_over",
    "is_wanted",
    "outlives",
    "tell_lost",
    "tell_opened",
]

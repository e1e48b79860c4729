"""Sockets that are opened for the thread that waits."""

import errno
import math
import os
import select
import socket
from collections import deque
from concurrent.futures import Future, wait
from threading import Thread
from time import monotonic

from .._address import Address, is_literal
from . import sockets
from .sockets import LONGEST_WAIT

Found = list[tuple[int, tuple[object, ...]]]


def look_up(address: Address, kind: socket.SocketKind) -> "Future[Found]":
    """The addresses of a name, at least one, by a thread of its own: the system cannot be told to stop. OSError
    (gaierror) if there is none."""
    found: Future[Found] = Future()
    found.set_running_or_notify_cancel()  # who gives up does not take the thread by surprise
    if is_literal(address[0]):
        _look_up(address, kind, found)
        return found
    try:
        Thread(target=_look_up, args=(address, kind, found), daemon=True).start()
    except RuntimeError as error:  # as many as the system has
        found.set_exception(OSError(errno.EAGAIN, str(error)))
    return found


def _look_up(address: Address, kind: socket.SocketKind, found: "Future[Found]") -> None:
    try:
        with sockets.naming():
            entries = socket.getaddrinfo(*address, type=kind)
        if not entries:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    except BaseException as error:  # who waits is not to wait for ever
        found.set_exception(error)
    else:
        found.set_result(sockets.found_in(entries))  # type: ignore[arg-type]


class Opening:
    """A socket on its way to the first address of a name that takes it. `timeout`: seconds for all of it, of which each
    address has its share: the first one may be there for nobody."""

    def __init__(
        self, address: Address, *, datagrams: bool, timeout: float | None, prefer_ipv4: bool = False
    ) -> None:
        self._kind = socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM
        self._timeout = math.inf if timeout is None else timeout
        self._prefer_ipv4 = prefer_ipv4
        self._found = look_up(address, self._kind)
        self._untried: deque[tuple[int, tuple[object, ...]]] | None = None
        self._trouble: OSError | None = None
        self._socket: socket.socket | None = None
        self._progress = 0  # how `connect` went
        self._end: float | None = None  # of the time; None: nobody has waited yet
        self._until = math.inf  # of the address that it is at

    def wait(self, at_most: float | None = None) -> socket.socket | None:
        """Connected, and such that it does not block; None: not yet, after so many seconds. OSError if nobody takes
        it."""
        until = math.inf if at_most is None else monotonic() + at_most
        if self._end is None:
            self._end = monotonic() + self._timeout
        if self._untried is None:
            wait([self._found], _left(min(until, self._end)))
            if not self._found.done():
                self._not_yet(self._end)
                return None
            self._untried = deque(sockets.in_order(self._found.result(), self._prefer_ipv4))
        while True:
            if self._socket is None and not self._untried:
                assert self._trouble is not None
                raise self._trouble
            try:
                opened = self._socket or self._begin(self._untried, self._end)
                if not self._is_connected(opened, until):
                    return None
                self._socket = None
                return sockets.prepared(opened)
            except OSError as error:
                self.close()
                self._trouble = error

    def rest(self) -> bool:
        """Nobody waits for now, so nothing is to connect: whoever took it would hear nothing. Is there still a name
        being looked up? That goes on."""
        self.close()
        self._untried, self._trouble, self._end = None, None, None
        return not self._found.done()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _begin(self, untried: deque[tuple[int, tuple[object, ...]]], end: float) -> socket.socket:
        """With the next address."""
        share = (end - monotonic()) / len(untried)
        family, where = untried.popleft()
        self._socket = opened = socket.socket(family, self._kind)
        opened.setblocking(False)
        self._until = monotonic() + share
        self._progress = opened.connect_ex(where)
        return opened

    @staticmethod
    def _not_yet(end: float) -> None:
        """Unless it is too late."""
        if monotonic() >= end:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))

    def _is_connected(self, opened: socket.socket, until: float) -> bool:
        if self._progress == errno.EINPROGRESS:
            poll = select.poll()
            poll.register(opened, select.POLLOUT)
            if not poll.poll(_left(min(until, self._until)) * 1000):
                self._not_yet(self._until)
                return False
            self._progress = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if self._progress != 0:
            raise OSError(self._progress, os.strerror(self._progress))
        return True


class Opened(Opening):
    """A socket that is there already."""

    def __init__(self, opened: socket.socket) -> None:
        self._opened = opened

    def wait(self, at_most: float | None = None) -> socket.socket | None:
        self._opened.setblocking(False)
        return self._opened

    def rest(self) -> bool:
        return True

    def close(self) -> None:
        self._opened.close()


def connect(address: Address, *, datagrams: bool, timeout: float | None, prefer_ipv4: bool = False) -> socket.socket:
    """A connected socket that does not block."""
    opening = Opening(address, datagrams=datagrams, timeout=timeout, prefer_ipv4=prefer_ipv4)
    try:
        while (opened := opening.wait(LONGEST_WAIT)) is None:
            pass
        return opened
    except BaseException:
        opening.close()
        raise


def _left(until: float) -> float:
    return min(max(0.0, until - monotonic()), LONGEST_WAIT)

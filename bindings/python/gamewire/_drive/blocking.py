"""Drives a machine in the thread that waits for it."""

import contextlib
import select
import socket
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from .._log import log
from ..errors import ClosedError, Error
from .conversation import BaseConversation
from .machine import Closed, Failed, Handler, Machine, described, ends, is_wanted, tell_opened
from .sockets import LONGEST_WAIT

Open = Callable[[], socket.socket]


class Conversation(BaseConversation):
    """One machine on one socket, which is opened when the machine has something to say, and again if it wants that.
    `on_event` hears what answers no request. What it raises comes out of the call that it came about in; nothing that
    happened behind that is lost."""

    def __init__(self, machine: Machine, open: Open, on_event: Handler | None = None, *, peer: str = "") -> None:
        super().__init__(machine, on_event, peer)
        self._open = open
        self._untold: deque[Any] = deque()
        self._answers: dict[int, Any] = {}

    def wait(self, request: int, timeout: float | None = None) -> Any:
        """The event that ends a request; its error raised if it failed. A request that has not ended in so many
        seconds is told to, of machines that can."""
        try:
            self.check()
            until = None if timeout is None else monotonic() + timeout
            while request not in self._answers:
                if until is not None and until <= monotonic():
                    self.machine.expire(request)  # type: ignore[attr-defined]
                    until = None
                    self._take_events()
                else:
                    self._turn(None if until is None else until - monotonic())
        except BaseException:
            self._give_up(request)
            raise
        event = self._answers.pop(request)
        if isinstance(event, Failed):
            raise self.named(event.error)
        return event

    def settled(self, request: int) -> bool:
        """Can `wait` tell how it ended, or that all did?"""
        return request in self._answers or self._closed is not None

    def wait_until(self, met: Callable[[], bool], timeout: float | None = None) -> bool:
        """Drives the machine until it is so, or over. False: after so many seconds it is neither."""
        self.check()
        self._take_events()
        until = None if timeout is None else monotonic() + timeout
        while not met() and self._closed is None:
            left = None if until is None else until - monotonic()
            if left is not None and left <= 0:
                return False
            self._turn(left)
        return True

    def close(self) -> None:
        """Ends what is open, and then the conversation. Once is enough."""
        try:
            if self._closed is None and not self.foreign:
                self.machine.close(monotonic())
                with contextlib.suppress(OSError):
                    while not self.machine.done:
                        self._turn()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Drops the socket, as is."""
        self._closed = self._closed or ClosedError("this handle is closed")
        self._drop()

    def _now(self) -> float:
        return monotonic()

    def _turn(self, at_most: float | None = None) -> None:
        self._connect()
        self._send()
        if self._take_events() or self.machine.done:
            return
        self._wait(at_most)
        now = monotonic()
        deadline = self.machine.deadline
        if deadline is not None and deadline <= now:
            self.machine.on_timeout(now)
        self._take_events()

    def _connect(self) -> None:
        if self._socket is not None and not is_wanted(self.machine):
            self._drop()
        if self._socket is not None or not is_wanted(self.machine):
            return
        try:
            self._socket = self._open()
            log.debug("%s: connected to %s", *described(self.machine, self._socket))
            tell_opened(self.machine, monotonic())
        except OSError as error:
            self.machine.receive_end(monotonic(), error)

    def _wait(self, at_most: float | None) -> None:
        deadline = self.machine.deadline
        if self._socket is None and deadline is None and at_most is None:
            raise ClosedError("nothing left to wait for")
        left = LONGEST_WAIT if at_most is None else min(at_most, LONGEST_WAIT)
        if deadline is not None:
            left = min(left, max(0.0, deadline - monotonic()))
        if self._socket is None:
            select.select([], [], [], left)
            return
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | (select.POLLOUT if self._unsent else 0))
        if poll.poll(left * 1000 + 1):
            self._receive()

    def _take_events(self) -> bool:
        """Was there any?"""
        self._untold.extend(self.machine.events())
        any_at_all = bool(self._untold)
        while self._untold:
            self._tell(self._untold.popleft())
        return any_at_all

    def _tell(self, event: Any) -> None:
        if isinstance(event, Closed):
            self._end(event)
        elif (request := ends(event)) is not None:
            self._answers[request] = event
        elif self._on_event is not None:
            self._on_event(event)

    def _give_up(self, request: int) -> None:
        """Nobody waits for it any more: Ctrl-C was pressed."""
        cancel = getattr(self.machine, "cancel", None)
        if cancel is not None and request not in self._answers:
            with contextlib.suppress(Error):
                cancel(request)
            self._take_events()
        self._answers.pop(request, None)

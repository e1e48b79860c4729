"""Drives a machine in the thread that waits for it."""

import contextlib
import select
import socket
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from ..errors import ClosedError
from .machine import READ_SIZE, Closed, Failed, Handler, Machine, Owner, ends, is_wanted, tell_lost, tell_opened

Open = Callable[[], socket.socket]


class Conversation(Owner):
    """One machine on one socket, which is opened when the machine has something to say, and again if it wants that.
    `on_event` hears what answers no request; it must not come back here."""

    def __init__(self, machine: Machine, open: Open, on_event: Handler | None = None) -> None:
        super().__init__()
        self.machine = machine
        self._open = open
        self._on_event = on_event
        self._socket: socket.socket | None = None
        self._unsent: deque[bytes] = deque()
        self._answers: dict[int, Any] = {}

    def wait(self, request: int) -> Any:
        """The event that ends a request; its error raised if it failed."""
        self.check()
        while request not in self._answers:
            self._turn()
        event = self._answers.pop(request)
        if isinstance(event, Failed):
            raise event.error
        return event

    def wait_until(self, met: Callable[[], bool]) -> None:
        """Drives the machine until it is so, or over."""
        self.check()
        self._take_events()
        while not met() and self._closed is None:
            self._turn()

    def turn(self, at_most: float) -> None:
        """Waits for something to happen, so long at most."""
        self.check()
        self._turn(at_most)

    def close(self) -> None:
        """Ends what is open, and then the conversation. Once is enough."""
        if self._closed is None:
            self.machine.close(monotonic())
            with contextlib.suppress(OSError):
                while not self.machine.done:
                    self._turn()
        self._closed = self._closed or ClosedError("this handle is closed")
        self._drop()

    def abandon(self) -> None:
        """Drops the socket, as is."""
        self._closed = self._closed or ClosedError("this handle is closed")
        self._drop()

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
            tell_opened(self.machine, monotonic())
        except OSError as error:
            self.machine.receive_end(monotonic(), error)

    def _send(self) -> None:
        if self._socket is None:
            return
        self._unsent.extend(self.machine.transmits(monotonic()))
        try:
            while self._unsent:
                taken = self._socket.send(self._unsent[0])
                if taken == len(self._unsent[0]) or self.machine.datagrams:
                    self._unsent.popleft()
                else:
                    self._unsent[0] = self._unsent[0][taken:]
        except BlockingIOError:
            pass
        except OSError as error:
            self._lost(error)

    def _wait(self, at_most: float | None) -> None:
        deadline = self.machine.deadline
        left = None if deadline is None else max(0.0, deadline - monotonic())
        if at_most is not None:
            left = at_most if left is None else min(left, at_most)
        if self._socket is None:
            if left is None:
                raise ClosedError("nothing left to wait for")
            select.select([], [], [], left)
            return
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | (select.POLLOUT if self._unsent else 0))
        if poll.poll(None if left is None else left * 1000 + 1):
            self._receive()

    def _receive(self) -> None:
        assert self._socket is not None
        try:
            data = self._socket.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError as error:
            self._lost(error)
            return
        if data or self.machine.datagrams:
            self.machine.receive(data, monotonic())
        else:
            self._drop()
            self.machine.receive_end(monotonic())

    def _lost(self, error: OSError) -> None:
        self._unsent.clear()
        if not self.machine.datagrams:
            self._drop()
        tell_lost(self.machine, monotonic(), error)

    def _take_events(self) -> bool:
        """Was there any?"""
        events = self.machine.events()
        for event in events:
            if isinstance(event, Closed):
                self._closed = event.error or ClosedError("the conversation is over")
            elif (request := ends(event)) is not None:
                self._answers[request] = event
            elif self._on_event is not None:
                self._on_event(event)
        return bool(events)

    def _drop(self) -> None:
        self._unsent.clear()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

"""What the two drivers do alike: whoever waits, this is how bytes get from a socket to a machine, and back."""

import socket
from typing import TypeVar

from .._log import log
from ..errors import ClosedError, Error, about
from .machine import READ_SIZE, Closed, Handler, Machine, Owner, is_over, outlives, tell_lost

E = TypeVar("E", bound=Error)


class BaseConversation(Owner):
    """One machine and its socket, none at first. Its driver says what time it is, and when to send and to receive.
    `peer`: the address that it talks to, for errors."""

    def __init__(self, machine: Machine, on_event: Handler | None, peer: str) -> None:
        super().__init__()
        self.machine = machine
        self._on_event = on_event
        self._peer = peer
        self._socket: socket.socket | None = None
        self._holds_back = False  # is there something to send that no socket has taken yet?

    @property
    def connected(self) -> bool:
        return self._socket is not None

    def named(self, error: E) -> E:
        """The error, which says from now on who it is about; a machine does not know."""
        return about(self._peer, error)

    def _now(self) -> float:
        raise NotImplementedError

    def _wants_socket(self) -> bool:
        """Is one to be opened, if there is none? A machine that does not say so wants it to send something."""
        wanted = getattr(self.machine, "wants_transport", None)
        return self._holds_back if wanted is None else bool(wanted)

    def _send(self) -> None:
        """As much as the socket takes; the rest stays with the machine. That is asked also when there is none, for the
        time of its requests begins so, and is not to stand still while a name is looked up."""
        now = self._now()
        self._holds_back = False
        while data := self.machine.poll_transmit(now):
            taken = self._taken_of(data)
            if taken:
                self.machine.transmitted(taken, now)
            if taken is not None and taken < len(data):
                self._holds_back = True
                return

    def _taken_of(self, data: bytes) -> int | None:
        """How much of it the socket takes; None: it is no longer what is to be sent."""
        if self._socket is None:
            return 0
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            if self.machine.datagrams:
                self.machine.transmitted(len(data), self._now())  # it is lost
            self._lost(error)
            return None

    def _receive(self) -> None:
        """What one read gives, of a socket that there is."""
        assert self._socket is not None
        try:
            data = self._socket.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError as error:
            self._lost(error)
            return
        if data or self.machine.datagrams:
            self.machine.receive(data, self._now())
        else:
            self._drop()
            self.machine.receive_end(self._now())

    def _lost(self, error: OSError) -> None:
        if self._socket is None or is_over(self.machine, self._socket):
            self._drop()
            self.machine.receive_end(self._now(), error)
        else:
            tell_lost(self.machine, self._now(), error)

    def _unopened(self, error: OSError) -> None:
        """There is no socket to be had: the name does not resolve, say. A machine that can go on tries again with the
        next request."""
        if outlives(self.machine):
            self._fail_open(error)
        else:
            self.machine.receive_end(self._now(), error)

    def _fail_open(self, error: OSError) -> None:
        """Ends the requests that are open."""
        raise NotImplementedError

    def _end(self, event: Closed) -> None:
        self._closed = self.named(event.error) if event.error else ClosedError("the conversation is over")
        log.debug("%s: over: %s", type(self.machine).__name__, event.error or "closed")

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

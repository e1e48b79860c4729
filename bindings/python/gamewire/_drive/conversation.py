"""What the two drivers do alike: whoever waits, this is how bytes get from a socket to a machine, and back."""

import socket
from collections import deque
from typing import TypeVar

from .._log import log
from ..errors import ClosedError, Error
from .machine import READ_SIZE, Closed, Handler, Machine, Owner, is_over, tell_lost

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
        self._unsent: deque[bytes] = deque()

    @property
    def connected(self) -> bool:
        return self._socket is not None

    def named(self, error: E) -> E:
        """The error, which says from now on who it is about; a machine does not know."""
        if self._peer and not str(error).startswith(f"{self._peer}: "):
            error.args = (f"{self._peer}: {error}",)
        return error

    def _now(self) -> float:
        raise NotImplementedError

    def _send(self) -> None:
        """As much as the socket takes."""
        if self._socket is None:
            return
        self._unsent.extend(self.machine.transmits(self._now()))
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
        self._unsent.clear()
        if self._socket is None or is_over(self.machine, self._socket):
            self._drop()
            self.machine.receive_end(self._now(), error)
        else:
            tell_lost(self.machine, self._now(), error)

    def _end(self, event: Closed) -> None:
        self._closed = self.named(event.error) if event.error else ClosedError("the conversation is over")
        log.debug("%s: over: %s", type(self.machine).__name__, event.error or "closed")

    def _drop(self) -> None:
        self._unsent.clear()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

"""`A2S`: a question, and its answer."""

import socket
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import ClassVar, Self, TypeVar

from ..._address import checked
from ..._drive import opening
from .events import (
    ClientEvent,
    ClientEventChallenge,
    ClientEventGoldsourceInfo,
    ClientEventInfo,
    ClientEventPlayers,
    ClientEventRules,
)
from .protocol import A2SClientProtocol, A2SGoldsourceClientProtocol

E = TypeVar("E", bound=ClientEvent)

_ANY_INFO: tuple[type[ClientEventInfo | ClientEventGoldsourceInfo], ...] = (ClientEventInfo, ClientEventGoldsourceInfo)

# As often a server may ask for another challenge.
_MOST_CHALLENGES = 5


class A2S:
    """On a connected UDP socket of the caller's, with a timeout of the caller's; as a context manager it closes it.
    TimeoutError when there is no answer in that time, ValueError for a packet that is malformed."""

    _protocol_type: ClassVar[type[A2SClientProtocol]] = A2SClientProtocol

    def __init__(self, sock: socket.socket, *, challenge: int = -1) -> None:
        self._sock = sock
        self._protocol = self._protocol_type(challenge=challenge)
        self._unasked: list[ClientEvent] = []
        self._turn = threading.Lock()  # threads may share it

    @classmethod
    def from_addr(cls, host: str, port: int, timeout: float | None = 3.0, *, prefer_ipv4: bool = True) -> Self:
        """OSError when there is no such host."""
        sock = opening.connect(checked(host, port), datagrams=True, timeout=timeout, prefer_ipv4=prefer_ipv4)
        sock.settimeout(timeout)
        return cls(sock)

    def info(self) -> ClientEventInfo | ClientEventGoldsourceInfo:
        return self._ask(self._protocol.info, _ANY_INFO)

    def players(self) -> ClientEventPlayers:
        return self._ask(self._protocol.players, (ClientEventPlayers,))

    def rules(self) -> ClientEventRules:
        return self._ask(self._protocol.rules, (ClientEventRules,))

    def events_received(self) -> list[ClientEvent]:
        """What has come and was not asked for; it is gone then."""
        events, self._unasked = self._unasked, []
        return events

    def close(self) -> None:
        self._sock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, question: Callable[[], None], wanted: tuple[type[E], ...]) -> E:
        with self._turn:
            return self._asked(question, wanted)

    def _asked(self, question: Callable[[], None], wanted: tuple[type[E], ...]) -> E:
        timeout = self._sock.gettimeout()
        until = None if timeout is None else monotonic() + timeout
        try:
            for _ in range(1 + _MOST_CHALLENGES):
                question()
                for packet in self._protocol.packets_to_send():
                    self._sock.send(bytes(packet))
                if (answer := self._wait(wanted, until)) is not None:
                    return answer
        finally:
            self._sock.settimeout(timeout)
        raise ValueError("the server asks for one challenge after the other")

    def _wait(self, wanted: tuple[type[E], ...], until: float | None) -> E | None:
        """The answer; None for a challenge."""
        while True:
            if until is not None:
                self._sock.settimeout(max(until - monotonic(), 0.001))
            self._protocol.receive_datagram(self._sock.recv(65536))
            answer: E | None = None
            challenged = False
            for event in self._protocol.events_received():
                if answer is None and isinstance(event, wanted):
                    answer = event
                elif isinstance(event, ClientEventChallenge):
                    challenged = True
                else:
                    self._unasked.append(event)
            if answer is not None or challenged:
                return answer


class A2SGoldsource(A2S):
    _protocol_type = A2SGoldsourceClientProtocol

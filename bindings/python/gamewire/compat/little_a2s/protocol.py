"""The protocol without a socket."""

from collections.abc import Callable

from .events import (
    ClientEvent,
    ClientEventChallenge,
    ClientEventGoldsourceInfo,
    ClientEventInfo,
    ClientEventPlayers,
    ClientEventRules,
)
from .multi import MultiHeader, MultiPartResponse
from .packets import ClientPacket, ClientPacketInfo, ClientPacketPlayers, ClientPacketRules, HeaderType
from .reader import Reader

# As many answers may be incomplete at a time; then the oldest is dropped.
_MOST_OPEN = 16

_READERS: dict[str, Callable[[Reader], ClientEvent]] = {
    "A": ClientEventChallenge.from_reader,
    "I": ClientEventInfo.from_reader,
    "m": ClientEventGoldsourceInfo.from_reader,
    "D": ClientEventPlayers.from_reader,
    "E": ClientEventRules.from_reader,
}


class A2SClientProtocol:
    """Questions become packets, and datagrams events; both are taken out, and are gone then. A challenge that the
    server gives is in the questions from then on; the one that it answered has to be asked again."""

    def __init__(self, *, challenge: int = -1) -> None:
        self.challenge = challenge
        self._packets: list[ClientPacket] = []
        self._events: list[ClientEvent] = []
        self._open: dict[int, MultiPartResponse] = {}

    def info(self) -> None:
        self._packets.append(ClientPacketInfo(self.challenge))

    def players(self) -> None:
        self._packets.append(ClientPacketPlayers(self.challenge))

    def rules(self) -> None:
        self._packets.append(ClientPacketRules(self.challenge))

    def packets_to_send(self) -> list[ClientPacket]:
        packets, self._packets = self._packets, []
        return packets

    def events_received(self) -> list[ClientEvent]:
        events, self._events = self._events, []
        return events

    def receive_datagram(self, data: bytes) -> None:
        """ValueError for what is none of the protocol."""
        try:
            self._receive(Reader(data))
        except EOFError as error:
            raise ValueError(f"the packet was cut short: {error}") from error

    def invalidate_response(self, id: int) -> None:
        """Drops what has come of an answer in several datagrams; nothing, if there is none."""
        self._open.pop(id, None)

    def _receive(self, reader: Reader) -> None:
        header = reader.read_long()
        if header == HeaderType.MULTI:
            self._receive_part(reader)
        else:
            self._receive_whole(header, reader)

    def _receive_whole(self, header: int, reader: Reader) -> None:
        if header != HeaderType.SIMPLE:
            raise ValueError(f"not a packet: it begins with {header}")
        kind = reader.read_char()
        if kind not in _READERS:
            raise ValueError(f"not an answer: {kind!r}")
        event = _READERS[kind](reader)
        if isinstance(event, ClientEventChallenge):
            self.challenge = event.challenge
        self._events.append(event)

    def _receive_part(self, reader: Reader) -> None:
        header = self._read_header(reader)
        response = self._open.setdefault(header.id, MultiPartResponse(header.id, header.total))
        if len(self._open) > _MOST_OPEN:
            del self._open[next(iter(self._open))]
        response.add(header, reader.read())
        if response.complete:
            del self._open[header.id]
            whole = Reader(response.assemble())
            self._receive_whole(whole.read_long(), whole)

    def _read_header(self, reader: Reader) -> MultiHeader:
        return MultiHeader.from_reader(reader)


class A2SGoldsourceClientProtocol(A2SClientProtocol):
    """The parts of answers are as GoldSource sends them."""

    def _read_header(self, reader: Reader) -> MultiHeader:
        return MultiHeader.from_goldsource_reader(reader)

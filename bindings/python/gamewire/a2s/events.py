"""Events of `A2SClient` and of fleets of it."""

from dataclasses import dataclass
from typing import Any

from ..errors import Error
from .results import Info, Players, Rules


@dataclass(frozen=True, slots=True)
class InfoReply:
    id: int
    info: Info
    round_trip: float


@dataclass(frozen=True, slots=True)
class PlayersReply:
    id: int
    players: Players
    round_trip: float


@dataclass(frozen=True, slots=True)
class RulesReply:
    id: int
    rules: Rules
    round_trip: float


@dataclass(frozen=True, slots=True)
class PingReply:
    id: int
    round_trip: float


@dataclass(frozen=True, slots=True)
class Unrequested:
    """A whole message that no open request waits for, from its type byte."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Rejected:
    """A datagram that could not be read."""

    error: Error
    datagram: bytes


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A split message that never became whole."""

    split_id: int
    have: int
    total: int


@dataclass(frozen=True, slots=True)
class Happened:
    """Something happened to the server that a fleet was told to ask as `id`."""

    id: int
    address: tuple[str, int]
    event: Any


@dataclass(frozen=True, slots=True)
class Queried:
    """A responder read a question, `what`: "info", "players" … `became`: "answered", "challenged", or why it stays without
    answer."""

    address: tuple[str, int]
    what: str
    became: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A responder got a datagram that is no question."""

    address: tuple[str, int]
    error: Error

"""Events of `RCONClient` and `RCONResponder`."""

from dataclasses import dataclass

from ..errors import Error


@dataclass(frozen=True, slots=True)
class Authenticated:
    """The password was right. Once for each connection."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Part of a reply that is still coming: the body of one packet, which may end inside a character."""

    request: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """All that the server said to a command. `partial`: the connection or the time ended before the reply did.
    `round_trip`: seconds to its first packet."""

    id: int
    body: bytes
    partial: bool
    round_trip: float

    @property
    def text(self) -> str:
        """As UTF-8, with U+FFFD for what is none."""
        return self.body.decode(errors="replace")

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Sent:
    """A command whose reply nobody waits for has gone out."""

    id: int


@dataclass(frozen=True, slots=True)
class Unsolicited:
    """A packet that answers nothing: an event of the game, such as Squad's chat."""

    type: int
    packet_id: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection is over, and another one is to follow in so many seconds."""

    error: Error
    retry_in: float


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody tried a password. `failures`: how many wrong ones the address has sent."""

    ok: bool
    failures: int


@dataclass(frozen=True, slots=True)
class Command:
    """To be answered. `raw` is the text as it was sent."""

    request: int
    text: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Cvar:
    """A variable or a command, from `cvarlist`. `flags`: "cheat", "nf", "rep" …"""

    name: str
    value: str
    flags: frozenset[str]
    help: str
    command: bool

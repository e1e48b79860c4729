"""Events of `AsterClient` and `AsterResponder`. `line` is the packet as it came."""

import json
from dataclasses import dataclass, field
from typing import Any

from ..errors import Error, ProtocolError
from .values import ChannelData, GroupData, MessageData, UserData


def read_packet(line: bytes) -> dict[str, Any]:
    """A line as a dict; ProtocolError for what is none."""
    try:
        packet = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not a packet of aster: {error}") from None
    if not isinstance(packet, dict):
        raise ProtocolError("not a packet of aster: no object")
    return packet


class FromPacket:
    """An event that is from a packet, or, at the ready of a connection, may be."""

    __slots__ = ()
    line: bytes

    @property
    def packet(self) -> dict[str, Any]:
        """All of it, read anew. ProtocolError if it is no JSON."""
        return read_packet(self.line)


@dataclass(frozen=True, slots=True)
class Ready(FromPacket):
    """Logged in, or without a login: the server has answered. Once for each connection. `self_uuid` is 0 without a
    login, `version` 0.0.0 when the server did not say."""

    self_uuid: int
    version: tuple[int, int, int]
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer(FromPacket):
    """A status of 200. `result` is what the answer says, for the commands that say something: an id, text, bytes, or of
    the classes of `gamewire.aster.values`, or a tuple of these. Else None."""

    id: int
    command: str
    result: Any
    round_trip: float
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Posted(FromPacket):
    """Somebody, oneself too, said something."""

    message: MessageData
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Edited(FromPacket):
    """`message` is the id of it."""

    message: int
    content: str
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Deleted(FromPacket):
    message: int
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class UsersChanged(FromPacket):
    """These are new, or have changed."""

    users: tuple[UserData, ...]
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OnlineChanged(FromPacket):
    """The ids of all that are there."""

    users: tuple[int, ...]
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChannelsChanged(FromPacket):
    """All that there are."""

    channels: tuple[ChannelData, ...]
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class GroupsChanged(FromPacket):
    """All that there are."""

    groups: tuple[GroupData, ...]
    line: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unsolicited(FromPacket):
    """A line that is none of these: of a newer server, or malformed (`error`), or an answer to nothing."""

    error: Error | None
    line: bytes


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection is over, and another one is to follow in so many seconds."""

    error: Error
    retry_in: float


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Of a responder: its peer is this user now."""

    user: int


@dataclass(frozen=True, slots=True)
class News:
    """Of a responder: the others of its community have something to send."""

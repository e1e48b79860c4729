"""What is in packets of aster. Ids are of 64 bits; what a server may leave out is None. Pictures are files in bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UserData:
    uuid: int
    name: str
    pfp: bytes | None
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChannelData:
    uuid: int
    name: str
    position: int | None


@dataclass(frozen=True, slots=True)
class GroupData:
    """`colour`: 0xRRGGBB. `position`: 0 is the highest. `permissions`: the three bytes of the protocol."""

    uuid: int
    name: str
    colour: int
    position: int
    permissions: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class MessageData:
    """`author` and `channel` are ids; so is `reply`, of the message that this one replies to. `date`: UNIX seconds."""

    uuid: int
    content: str
    author: int
    channel: int
    date: int
    edited: bool
    reply: int | None


@dataclass(frozen=True, slots=True)
class EmojiData:
    uuid: int
    name: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class SyncProfile:
    uname: str
    pfp: bytes | None


@dataclass(frozen=True, slots=True)
class SyncServerData:
    """`uuid`: of the user there."""

    idx: int
    ip: str
    port: int
    name: str | None
    pfp: bytes | None
    uname: str
    uuid: int | None

"""What events hold, and how lists of events are looked through."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self, TypeVar

from ... import a2s
from .reader import Reader

T = TypeVar("T")


@dataclass(frozen=True)
class ExtraInfo:
    """What stands behind the flag at the end of an info."""

    port: int | None = None
    steam_id: int | None = None
    spectator_port: int | None = None
    spectator_name: str | None = None
    keywords: str | None = None
    game_id: int | None = None

    @classmethod
    def from_reader(cls, reader: Reader, flag: int) -> Self:
        """In the order of the wire, which is not that of the bits."""
        port = reader.read_ushort() if flag & 0x80 else None
        steam_id = reader.read_uint64() if flag & 0x10 else None
        spectator_port = reader.read_ushort() if flag & 0x40 else None
        spectator_name = reader.read_null_utf8() if flag & 0x40 else None
        keywords = reader.read_null_utf8() if flag & 0x20 else None
        game_id = reader.read_uint64() if flag & 0x01 else None
        return cls(port, steam_id, spectator_port, spectator_name, keywords, game_id)


class GoldsourceModType(enum.IntEnum):
    SINGLE_AND_MULTIPLAYER = 0
    MULTIPLAYER_ONLY = 1


class GoldsourceModDLL(enum.IntEnum):
    NATIVE = 0
    EXTENSION = 1


@dataclass(frozen=True)
class GoldsourceMod:
    link: str
    download_link: str
    version: int
    size: int
    type: GoldsourceModType
    dll: GoldsourceModDLL

    @classmethod
    def of(cls, mod: a2s.Mod) -> Self:
        kind, dll = GoldsourceModType(mod.server_only), GoldsourceModDLL(mod.custom_dll)
        return cls(mod.link, mod.download, mod.version, mod.size, kind, dll)


@dataclass(frozen=True)
class Player:
    index: int
    name: str
    score: int
    duration: float


def filter_type(t: type[T], it: Iterable[object]) -> Iterator[T]:
    """Those of a class."""
    return (one for one in it if isinstance(one, t))


def first(t: type[T], it: Iterable[object]) -> T | None:
    """The first of a class; None if there is none."""
    return next(filter_type(t, it), None)

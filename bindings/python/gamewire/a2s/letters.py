"""Bytes of an INFO reply that stand for a word."""

import enum
from typing import Any, Self


class _Letter(enum.Enum):
    """A byte, kept as the server sent it in `value`. Equal to what means the same: the byte or its letter in either
    case, the word, and another one of its kind."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        byte = cls._byte_of(value)
        if byte is None:
            return None
        made = object.__new__(cls)
        made._value_ = byte
        known = cls._meaning(byte)
        made._name_ = known if known is not None else "UNKNOWN"
        return cls._value2member_map_.setdefault(byte, made)  # type: ignore[return-value]

    @classmethod
    def _byte_of(cls, value: object) -> int | None:
        if isinstance(value, int):
            return int(value) if 0 <= value <= 255 else None
        if not isinstance(value, str):
            return None
        if len(value) == 1:
            return ord(value) if ord(value) < 256 else None
        for name, member in cls.__members__.items():
            if value.upper() == name or value.lower() == member.word:
                return int(member.value)
        return None

    @classmethod
    def _meaning(cls, byte: int) -> str | None:
        lower = byte | 0x20 if 65 <= byte <= 90 else byte
        lower = cls._aliases().get(lower, lower)
        for name, member in cls.__members__.items():
            if member.value == lower:
                return name
        return None

    @classmethod
    def _aliases(cls) -> dict[int, int]:
        return {}

    @property
    def raw(self) -> int:
        """The byte, as sent."""
        return int(self.value)

    @property
    def word(self) -> str:
        """As the command line writes it: "dedicated", "linux"; "unknown"."""
        return self._name_.lower()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Letter):
            if type(other) is not type(self):
                return False
        else:
            try:
                other = type(self)(other)
            except ValueError:
                return False
        if self._name_ == "UNKNOWN" == other._name_:
            return bool(self._value_ == other._value_)
        return self._name_ == other._name_

    def __hash__(self) -> int:
        return hash(self._name_)

    def __str__(self) -> str:
        return self.word

    def __reduce_ex__(self, protocol: Any) -> Any:
        return type(self), (self._value_,)


class ServerType(_Letter):
    DEDICATED = ord("d")
    LISTEN = ord("l")
    PROXY = ord("p")


class Environment(_Letter):
    LINUX = ord("l")
    WINDOWS = ord("w")
    MAC = ord("m")

    @classmethod
    def _aliases(cls) -> dict[int, int]:
        return {ord("o"): ord("m")}  # what Macs were called


class Visibility(_Letter):
    PUBLIC = 0
    PRIVATE = 1

    @classmethod
    def _meaning(cls, byte: int) -> str | None:
        return "PRIVATE" if byte else "PUBLIC"

"""Bytes of an info reply that stand for a word. They are equal to what means the same: another of their kind, the byte,
its letter, and the word. Unlike python-valve's they can be hashed, and are immutable."""

from typing import ClassVar


class _Letter:
    """A byte, and the words for those that are known."""

    _words: ClassVar[dict[int, str]]
    _aliases: ClassVar[dict[int, int]] = {}

    __slots__ = ("value",)

    def __init__(self, value: "int | str | _Letter") -> None:
        byte = self._byte_of(value)
        if byte not in self._words:
            raise ValueError(f"no such {type(self).__name__}: {value!r}")
        self.value = byte

    @classmethod
    def _byte_of(cls, value: object) -> int:
        if isinstance(value, _Letter):
            return value.value
        if isinstance(value, int):
            return value
        if isinstance(value, str) and len(value) == 1:
            return ord(value)
        if isinstance(value, str):
            for byte, word in cls._words.items():
                if word.lower() == value.lower():
                    return byte
        raise ValueError(f"no such {cls.__name__}: {value!r}")

    def _meaning(self) -> int:
        return self._aliases.get(self.value, self.value)

    @property
    def char(self) -> str:
        """The letter."""
        return chr(self.value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Letter) and type(other) is not type(self):
            return False
        try:
            return self._meaning() == type(self)(other)._meaning()  # type: ignore[arg-type]
        except ValueError:
            return False

    def __hash__(self) -> int:
        return hash(self._meaning())

    def __int__(self) -> int:
        return self.value

    def __str__(self) -> str:
        return self._words[self.value]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.value} '{self}'>"


class Platform(_Letter):
    """The system that a server runs on."""

    _words = {76: "Linux", 108: "Linux", 109: "Mac OS X", 111: "Mac OS X", 119: "Windows", 87: "Windows"}
    _aliases = {76: 108, 111: 109, 87: 119}

    @property
    def os_name(self) -> str:
        """As `os.name` has it there."""
        return "nt" if self._meaning() == 119 else "posix"


class ServerType(_Letter):
    """How a server is run."""

    _words = {
        68: "Dedicated",
        100: "Dedicated",
        76: "Non-Dedicated",
        108: "Non-Dedicated",
        80: "SourceTV",
        112: "SourceTV",
    }
    _aliases = {68: 100, 76: 108, 80: 112}

    @property
    def char(self) -> str:
        return chr(self._meaning())

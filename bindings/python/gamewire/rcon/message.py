"""Packets of RCON, one by one: for tools, and for protocols of your own."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from .._arguments import encoded
from .._native import decode_rcon, encode_rcon
from ..errors import LimitError, ProtocolError, UsageError


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Message:
    """One packet. A body that is given as text becomes UTF-8."""

    RESPONSE: ClassVar[int] = 0
    EXECUTE: ClassVar[int] = 2
    AUTH_RESPONSE: ClassVar[int] = 2
    AUTH: ClassVar[int] = 3

    id: int
    type: int
    body: bytes = b""

    def __init__(self, id: int, type: int, body: bytes | str = b"") -> None:
        for name, number in (("id", id), ("type", type)):
            if not -(2**31) <= number < 2**31:
                raise UsageError(f"the {name} of a packet has 32 bits, with a sign")
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "type", type)
        object.__setattr__(self, "body", encoded(body) if isinstance(body, str) else bytes(body))

    @property
    def text(self) -> str:
        """As UTF-8, with U+FFFD for what is none."""
        return self.body.decode(errors="replace")

    def encode(self) -> bytes:
        """As it stands on the wire."""
        return encode_rcon(self.id, self.type, self.body)

    @classmethod
    def decode(cls, buffer: bytes | bytearray | memoryview) -> tuple[Self, bytes]:
        """The packet that the buffer begins with, and what follows it. ProtocolError if there is none, if it is longer
        than any server sends, or if it has not come whole."""
        try:
            read = decode_rcon(buffer)
        except LimitError as error:
            raise ProtocolError(*error.args) from error
        if read is None:
            raise ProtocolError("the packet has not come whole")
        id, type, body, size = read
        return cls(id, type, body), bytes(memoryview(buffer)[size:])

    def __repr__(self) -> str:
        body: Any = "<a password>" if self.type == self.AUTH else self.body
        return f"Message(id={self.id}, type={self.type}, body={body!r})"

"""What is sent."""

import enum
from dataclasses import dataclass

from ...errors import UsageError
from ...sansio import encode_info, encode_players, encode_rules


class HeaderType(enum.IntEnum):
    """What a datagram begins with: it is whole, or one of several."""

    SIMPLE = -1
    MULTI = -2


def _word(value: int) -> bytes:
    if not -(2**31) <= value < 2**31:
        raise UsageError(f"{value} has no place in 32 bits, with a sign")
    return value.to_bytes(4, "little", signed=True)


@dataclass(frozen=True)
class ClientPacket:
    """`bytes` of it is the datagram. `challenge` None: it has none."""

    header: int
    payload: bytes
    challenge: int | None = None

    def __bytes__(self) -> bytes:
        return _word(self.header) + self.payload + (b"" if self.challenge is None else _word(self.challenge))


class ClientPacketInfo(ClientPacket):
    """Without a challenge as long as that is -1: servers may not take it otherwise."""

    def __init__(self, challenge: int = -1) -> None:
        super().__init__(HeaderType.SIMPLE, encode_info()[4:], None if challenge == -1 else challenge)


class ClientPacketPlayers(ClientPacket):
    def __init__(self, challenge: int = -1) -> None:
        super().__init__(HeaderType.SIMPLE, encode_players()[4:5], challenge)


class ClientPacketRules(ClientPacket):
    def __init__(self, challenge: int = -1) -> None:
        super().__init__(HeaderType.SIMPLE, encode_rules()[4:5], challenge)

"""The names of little_a2s.

    from gamewire.compat.little_a2s import A2S

    with A2S.from_addr("example.com", 27015, timeout=1) as a2s:
        print(a2s.info())

What is different: the answer that a server gives is taken, whatever the engine: `A2SGoldsource.info` returns a
`ClientEventInfo` where a server of today sends one. The timeout of the socket is for the whole question, not for each
datagram. Enums are those of `gamewire.a2s`, which keep a byte that they do not know. Text that is not UTF-8 is read
with U+FFFD in it. Whatever else is wrong with a packet is a ValueError.
"""

from ...a2s import Environment, ServerType, Visibility
from .client import A2S, A2SGoldsource
from .events import (
    ClientEvent,
    ClientEventChallenge,
    ClientEventGoldsourceInfo,
    ClientEventInfo,
    ClientEventPlayers,
    ClientEventRules,
)
from .multi import Compression, MultiHeader, MultiPartResponse
from .packets import ClientPacket, ClientPacketInfo, ClientPacketPlayers, ClientPacketRules, HeaderType
from .protocol import A2SClientProtocol, A2SGoldsourceClientProtocol
from .reader import Reader
from .values import ExtraInfo, GoldsourceMod, GoldsourceModDLL, GoldsourceModType, Player, filter_type, first

__all__ = [
    "A2S",
    "A2SClientProtocol",
    "A2SGoldsource",
    "A2SGoldsourceClientProtocol",
    "ClientEvent",
    "ClientEventChallenge",
    "ClientEventGoldsourceInfo",
    "ClientEventInfo",
    "ClientEventPlayers",
    "ClientEventRules",
    "ClientPacket",
    "ClientPacketInfo",
    "ClientPacketPlayers",
    "ClientPacketRules",
    "Compression",
    "Environment",
    "ExtraInfo",
    "GoldsourceMod",
    "GoldsourceModDLL",
    "GoldsourceModType",
    "HeaderType",
    "MultiHeader",
    "MultiPartResponse",
    "Player",
    "Reader",
    "ServerType",
    "Visibility",
    "filter_type",
    "first",
]

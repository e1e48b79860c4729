"""The machines themselves: no socket, no clock, no thread. Bytes that arrived go in, bytes to send come out, and the time
is an argument, in seconds on any clock that only goes forward:

    client = A2SClient()
    client.request_info()
    for datagram in client.transmits(now): ...          # send them
    client.receive(datagram, now)                       # what has arrived
    for event in client.events():
        match event:
            case a2s.InfoReply(id, info): ...
            case Failed(id, error): ...
    client.deadline                                     # call on_timeout(now) then

`transmits` gives all that there is to send, and the caller has it then. A socket that takes only some of it is better
fed by `poll_transmit(now)`, the next piece, and `transmitted(size, now)`: the rest stays with the machine.

Clients ask one server. Responders are the other side: `RCONResponder` of one connection; those of datagrams, as fleets,
are for many peers, whose addresses stand beside the bytes.
"""

from ._native import (
    A2SClient,
    A2SResponder,
    ASFClient,
    ASFLog,
    AsterClient,
    AsterCommunity,
    AsterResponder,
    Fleet,
    MasterClient,
    MasterResponder,
    RCONBanList,
    RCONClient,
    RCONResponder,
    WebAPIClient,
    decode_cvarlist,
    decode_info,
    decode_master,
    decode_players,
    decode_rcon,
    decode_rules,
    encode_info,
    encode_master,
    encode_players,
    encode_rcon,
    encode_rules,
)
from .events import Closed, Failed

__all__ = [
    "A2SClient",
    "A2SResponder",
    "ASFClient",
    "ASFLog",
    "AsterClient",
    "AsterCommunity",
    "AsterResponder",
    "Closed",
    "Failed",
    "Fleet",
    "MasterClient",
    "MasterResponder",
    "RCONBanList",
    "RCONClient",
    "RCONResponder",
    "WebAPIClient",
    "decode_cvarlist",
    "decode_info",
    "decode_master",
    "decode_players",
    "decode_rcon",
    "decode_rules",
    "encode_info",
    "encode_master",
    "encode_players",
    "encode_rcon",
    "encode_rules",
]

"""Valve's server queries, of Source and GoldSource: who is there, and by what rules.

    with Client("play.example.org", 27015) as server:
        print(server.info().name)
        for player in server.players():
            print(player.score, player.name)

    for address, result in scan(["192.0.2.1:27015", ("192.0.2.2", 27015)]):
        print(address, result)
"""

from .._native import decode_info, decode_players, decode_rules
from .client import AsyncClient, Client
from .events import (
    Happened,
    Incomplete,
    InfoReply,
    PingReply,
    PlayersReply,
    Queried,
    Refused,
    Rejected,
    RulesReply,
    Unrequested,
)
from .letters import Environment, ServerType, Visibility
from .results import DecodedRules, Info, Mod, Player, Players, Query, Rules, Ship
from .scan import ascan, scan

__all__ = [
    "AsyncClient",
    "Client",
    "DecodedRules",
    "Environment",
    "Happened",
    "Incomplete",
    "Info",
    "InfoReply",
    "Mod",
    "PingReply",
    "Player",
    "Players",
    "PlayersReply",
    "Queried",
    "Query",
    "Refused",
    "Rejected",
    "Rules",
    "RulesReply",
    "ServerType",
    "Ship",
    "Unrequested",
    "Visibility",
    "ascan",
    "decode_info",
    "decode_players",
    "decode_rules",
    "scan",
]

"""What the page says of each question, and which goals it answers."""

from typing import NamedTuple

TITLES = {
    "decode": "Reading one datagram",
    "join": "From the fragments of a reply to its rules",
    "scan": "Asking many servers for INFO",
    "rcon": "RCON commands on one connection",
    "http": "GETs on kept connections",
}

TEXTS = {
    "decode": """\
CPU time of one datagram, from its bytes to the values that its user gets. The same replies for all, one after the
other: 4096 different ones in C++, the first 512 of them for the others. *Right*: all of these are read as gamewire's
Python package reads them.""",
    "join": """\
CPU time of one reply, from all its datagrams, in order, to its rules. gamewire's Python package does it by a machine
that asks first, as its assembler is not to be had alone. Where a peer fails at some, the others count.""",
    "scan": """\
The servers answer on one processor, after a challenge, and cost little; the client has another. *CPU*: of the client's
process, for one query. Each is stopped after some seconds. *Lost*: queries that failed, or were not answered in the
time that the peer allows.""",
    "rcon": """\
Both sides share one processor. The answer to a command is 100 bytes. gamewire sends a marker behind each command, to
know where a long answer ends, as does the client by hand; the peers do not. *Python machine* is `sansio.RCONClient`
in a loop of one's own. With 64 in flight all send as many ahead of their replies.""",
    "http": """\
Both sides share one processor; the body is 100 bytes of JSON. By ASFConnector and gamewire's Python package this is
`get_info`, with the JSON read, and so it is by httpx; in C++ and by libcurl it is not read. 32 in flight are 32
connections.""",
}

RIGHT = """\
Conversations of `tests/vectors/a2s`, by a server on loopback, to each peer as its user would call it. An answer that is
not whole is read right by who says so, or raises an error, for whatever reason. Where a peer reads less than there is,
the rest does not count. *Panics*: it returns no error, but ends a program that is not ready for it. These are
gamewire's own vectors: that it is right about them is no news. Empty: right."""


class Goal(NamedTuple):
    """How `over` / `under`, each the label of a row, is to be."""

    what: str
    question: str
    panel: str
    over: str
    under: str
    field: str
    at_least: bool
    bound: float


GOALS = [
    Goal("INFO in Python, times python-a2s", "decode", "INFO", "python-a2s", "gamewire, Python", "value", True, 20),
    Goal(
        "300 rules in Python, times python-a2s",
        *("decode", "RULES, 300 of them", "python-a2s", "gamewire, Python", "value", True, 50),
    ),
    Goal(
        "CPU of a scan in C++, to one by hand",
        *("scan", "150 in flight, answered at once", "gamewire, C++", "by hand, C++", "cpu_us", False, 1.15),
    ),
    Goal(
        "CPU of `gamewire scan --json`, which writes what it hears, to the same",
        *("scan", "150 in flight, answered at once", "gamewire, command", "by hand, C++", "cpu_us", False, 1.15),
    ),
    Goal(
        "GETs in C++, 32 in flight, to libcurl's",
        *("http", "nginx, 32 in flight", "gamewire, C++", "libcurl, C", "value", True, 1.6),
    ),
]

"""The golden conversations in tests/vectors/a2s, as far as they are asked of peers: what is sent, and what it says."""

import re
from typing import NamedTuple

CHALLENGE = b"\x0b\x95\x9a\x2c"
CHALLENGED = b"\xff\xff\xff\xff\x41" + CHALLENGE

# The engine, for peers that want to be told; and the protocol and the application that a server of that form says it
# has, for peers that look there before they read what is split.
SOURCE = ("source", bytes([17]), 240)
SOURCE_2006 = ("source 2006", bytes([7]), 215)
GOLDSOURCE = ("goldsource", bytes([48]), 10)

ASKED = {
    "info": [
        ("all extra data, whose order is not that of the bits", SOURCE),
        ("the usual flag B1, and an application id that needs more than 16 bits", SOURCE),
        ("no extra data follows the flag 0, but more bytes do (Starbound)", SOURCE),
        ("The Ship has three fields of its own", SOURCE),
        ("letters in upper case, an old Mac, and true that is not 1", SOURCE),
        ("text of the server's choice: control bytes, Cyrillic in CP1251, a broken sequence", SOURCE),
        ("one datagram of more than 1400 bytes", SOURCE),
        ("the extra data ends too early", SOURCE),
        ("the reply ends before the VAC field, and means nothing", SOURCE),
    ],
    "goldsource_info": [
        ("no mod", GOLDSOURCE),
        ("a mod that the engine describes: an empty version text", GOLDSOURCE),
    ],
    "challenge": [("a challenge, then the answer", SOURCE)],
    "players": [
        ("bots, equal names, numbers as GoldSource gives them, and a name that is no UTF-8", SOURCE),
        ("The Ship adds a block behind the last player", SOURCE),
        ("more players declared than sent", SOURCE),
    ],
    "rules": [
        ("the same name twice, a name that is empty, and values that are any bytes", SOURCE),
        ("cut in the middle of a value, with the count of all", SOURCE),
    ],
    "split": [
        ("GoldSource: index and count in one byte", GOLDSOURCE),
        ("GoldSource: the last fragment first", GOLDSOURCE),
        ("Source: count, index, size", SOURCE),
        ("Source: the last fragment first", SOURCE),
        ("Source: an id whose low byte is FF, which looks like a header at the wrong place", SOURCE),
        ("Source: bit 15 of the id means nothing", SOURCE),
        ("Source 2006: no size", SOURCE_2006),
        ("Source: without the FF FF FF FF inside", SOURCE),
        ("three fragments in every wrong place, and the second twice", SOURCE),
        ("a fragment of a foreign id in between", SOURCE),
        ("INFO can be split as well", SOURCE),
        ("compressed, in one fragment without the size field", SOURCE_2006),
        ("compressed, in one fragment with the size field", SOURCE),
        ("compressed, in 2 fragments with the size field", SOURCE),
        ("compressed, in fragments that come backwards", SOURCE),
        ("compressed, with another checksum than declared", SOURCE),
    ],
}


class Case(NamedTuple):
    name: str
    kind: str
    datagrams: list
    log: list
    form: tuple

    @property
    def challenges(self):
        """Before it answers? Servers do not have to for INFO."""
        return self.kind != "info" or CHALLENGED in self.datagrams

    @property
    def answers(self):
        return [one for one in self.datagrams if one != CHALLENGED]


def from_hex(text):
    """Pairs of hex digits and "text", each of which may be repeated."""
    made = b""
    for token, quoted, times in re.findall(r'("([^"]*)"|[0-9A-F]{2})(?:\*(\d+))?', text):
        made += (quoted.encode() if token.startswith('"') else bytes.fromhex(token)) * int(times or 1)
    return made


def without_comment(line):
    return re.sub(r'^((?:[^"#]|"[^"]*")*)#.*$', r"\1", line)


def read(directory):
    """All that are asked, in order."""
    cases = []
    for file, names in ASKED.items():
        blocks = dict(block.split("\n", 1) for block in (directory / f"{file}.txt").read_text().split("=== ")[1:])
        cases += [parse(name, blocks[name], form) for name, form in names]
    return cases


def parse(name, block, form):
    before, log = block.split("\nlog\n")
    kind = re.search(r"^ask (\w+)", before, re.M).group(1)
    datagrams = ["\n".join(map(without_comment, one.splitlines())) for one in before.split("receives\n")[1:]]
    return Case(name, kind, [from_hex(one) for one in datagrams], log.strip().split("\n"), form)


def unquote(text):
    """The bytes of a quoted text of a log."""
    return re.sub(rb"\\x([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.strip('"').encode())


def expected(case):
    """What the log says: None when the answer means nothing, else (is it whole?, what is in it)."""
    lines = [line.strip() for line in case.log]
    if not lines[0].startswith(case.kind):
        return None
    return "partial" not in lines, {"info": info, "players": players, "rules": rules}[case.kind](lines)


def info(lines):
    said = {}
    for line in lines:
        if found := re.fullmatch(r'(name|map|folder|game|version|keywords|spectator name) (".*")', line):
            said[found[1].replace(" ", "_")] = unquote(found[2])
        elif found := re.fullmatch(r"(port|spectator port|steam id|game id) (\d+)", line):
            said[found[1].replace(" ", "_")] = int(found[2])
        elif found := re.fullmatch(r"players (\d+) of (\d+)(?:, bots (\d+))?", line):
            said |= {"players": int(found[1]), "max_players": int(found[2])}
            said |= {"bots": int(found[3])} if found[3] else {}
        elif found := re.fullmatch(r"ship mode (\d+), witnesses (\d+), duration (\d+)", line):
            said |= {"mode": int(found[1]), "witnesses": int(found[2]), "duration": int(found[3])}
    return said


def players(lines):
    found = (re.fullmatch(r'\d+ (".*") score (-?\d+), (-?[\d.]+) s', line) for line in lines)
    return [[unquote(one[1]), int(one[2]), float(one[3])] for one in found if one]


def rules(lines):
    found = (re.fullmatch(r'(".*") = (".*")', line) for line in lines)
    return {unquote(one[1]): unquote(one[2]) for one in found if one}

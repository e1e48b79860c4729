"""`SteamID`. What is different: IDs can be hashed; the number of an account has 31 bits, as it has on Steam, so that
no two texts mean the same 64 bits; the address of a group leads to `gid`, where Steam has those with numbers."""

import re
import urllib.parse
import warnings

from ....errors import SteamIDError

__all__ = ["SteamID", "SteamIDError"]

UNIVERSE_INDIVIDUAL = 0
UNIVERSE_PUBLIC = 1
UNIVERSE_BETA = 2
UNIVERSE_INTERNAL = 3
UNIVERSE_DEV = 4
UNIVERSE_RC = 5

TYPE_INVALID = 0
TYPE_INDIVIDUAL = 1
TYPE_MULTISEAT = 2
TYPE_GAME_SERVER = 3
TYPE_ANON_GAME_SERVER = 4
TYPE_PENDING = 5
TYPE_CONTENT_SERVER = 6
TYPE_CLAN = 7
TYPE_CHAT = 8
TYPE_P2P_SUPER_SEEDER = 9
TYPE_ANON_USER = 10

_TYPE_NAMES = {number: name for name, number in sorted(globals().items()) if name.startswith("TYPE_")}
_BASES = {TYPE_INDIVIDUAL: 0x0110000100000000, TYPE_CLAN: 0x0170000000000000}

type_letter_map = {TYPE_INDIVIDUAL: "U", TYPE_CLAN: "g", TYPE_CHAT: "T"}
letter_type_map = {letter: kind for kind, letter in type_letter_map.items()}
type_url_path_map = {TYPE_INDIVIDUAL: ["profiles", "id"], TYPE_CLAN: ["groups", "gid"]}

_TEXT = re.compile(r"STEAM_(\d+):(\d+):(\d+)", re.ASCII)
_PATH = re.compile(r"/?(?P<path>\w+)/(?:\[(?P<letter>[A-Za-z]):1:(?P<short>\d+)\]|(?P<long>\d+))", re.ASCII)


class SteamID:
    """`account_number` is what stands behind the last colon of STEAM_X:Y:Z, and `instance` is Y."""

    base_community_url = "http://steamcommunity.com/"

    def __init__(self, account_number: int, instance: int, type: int, universe: int) -> None:
        _check_range("universe", universe, UNIVERSE_RC)
        _check_range("type", type, TYPE_ANON_USER)
        _check_range("account number", account_number, 2**31 - 1)
        _check_range("instance", instance, 1)
        self.account_number = account_number
        self.instance = instance
        self.type = type
        self.universe = universe

    @classmethod
    def from_text(cls, id: str, type: int = TYPE_INDIVIDUAL) -> "SteamID":
        """From STEAM_X:Y:Z, STEAM_ID_PENDING, UNKNOWN."""
        if id == "STEAM_ID_PENDING":
            return cls(0, 0, TYPE_PENDING, 0)
        if id == "UNKNOWN":
            return cls(0, 0, TYPE_INVALID, 0)
        match = _TEXT.fullmatch(id)
        if match is None:
            raise SteamIDError(f"not a SteamID: {id!r}")
        universe, instance, account_number = map(int, match.groups())
        return cls(account_number, instance, type, universe)

    @classmethod
    def from_community_url(cls, id: str, universe: int = UNIVERSE_INDIVIDUAL) -> "SteamID":
        """From the address of a profile or a group, in its 32-bit or its 64-bit form."""
        match = _PATH.fullmatch(urllib.parse.urlparse(id).path)
        if match is None:
            raise SteamIDError(f"no address of a SteamID: {id!r}")
        by_path = [kind for kind, paths in type_url_path_map.items() if match["path"] in paths]
        if match["letter"] is not None:
            kind = letter_type_map.get(match["letter"])
            if kind is None:
                raise SteamIDError(f"no such letter: {match['letter']}")
            if kind not in by_path:
                warnings.warn(f"{id} is an address for another type", stacklevel=2)
            number = int(match["short"])
        elif by_path:
            kind = by_path[0]
            number = int(match["long"]) - _BASES[kind]
        else:
            raise SteamIDError(f"no such path: {match['path']}")
        return cls(number >> 1, number & 1, kind, universe)

    @property
    def type_name(self) -> str:
        """The name of the constant."""
        return _TYPE_NAMES[self.type]

    def as_32(self) -> str:
        """[U:1:N], of people, groups and chats."""
        letter = type_letter_map.get(self.type)
        if letter is None:
            raise SteamIDError(f"{self.type_name} has no 32-bit form")
        return f"[{letter}:1:{self._number()}]"

    def as_64(self) -> str:
        """The decimal number, of people and groups."""
        return str(int(self))

    def community_url(self, id64: bool = True) -> str:
        """The page of a person or a group."""
        if self.type not in type_url_path_map:
            raise SteamIDError(f"{self.type_name} has no page")
        path = "profiles" if self.type == TYPE_INDIVIDUAL else "gid"
        return f"{self.base_community_url}{path}/{self.as_64() if id64 else self.as_32()}"

    def _number(self) -> int:
        return self.account_number * 2 + self.instance

    def __int__(self) -> int:
        base = _BASES.get(self.type)
        if base is None:
            raise SteamIDError(f"{self.type_name} has no 64-bit form")
        return base + self._number()

    def __str__(self) -> str:
        if self.type == TYPE_PENDING:
            return "STEAM_ID_PENDING"
        if self.type == TYPE_INVALID:
            return "UNKNOWN"
        return f"STEAM_{self.universe}:{self.instance}:{self.account_number}"

    def __repr__(self) -> str:
        return f"<SteamID {self} {self.type_name}>"

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, SteamID) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[int, int, int, int]:
        return self.account_number, self.instance, self.type, self.universe


def _check_range(name: str, value: int, most: int) -> None:
    if not 0 <= value <= most:
        raise SteamIDError(f"the {name} is from 0 to {most}, not {value}")

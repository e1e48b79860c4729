"""What servers say. `from_reader` reads what stands behind the type byte: EOFError or ValueError for what is none."""

from dataclasses import dataclass
from typing import Self

from ...a2s import Environment, ServerType, Visibility, decode_info, decode_players, decode_rules
from .reader import Reader
from .values import ExtraInfo, GoldsourceMod, Player

_WHOLE = b"\xff\xff\xff\xff"


class ClientEvent:
    """Any of them."""


@dataclass(frozen=True)
class ClientEventChallenge(ClientEvent):
    challenge: int

    @classmethod
    def from_reader(cls, reader: Reader) -> Self:
        return cls(reader.read_long())


@dataclass(frozen=True)
class ClientEventInfo(ClientEvent):
    protocol: int
    name: str
    map: str
    folder: str
    game: str
    id: int
    players: int
    max_players: int
    bots: int
    type: ServerType
    environment: Environment
    visibility: Visibility
    vac: bool
    version: str
    extra: ExtraInfo

    @classmethod
    def from_reader(cls, reader: Reader) -> Self:
        info = decode_info(_WHOLE + b"I" + reader.read())
        _check_whole(info.partial)
        return cls(
            protocol=info.protocol,
            name=info.name,
            map=info.map,
            folder=info.folder,
            game=info.game,
            id=info.app_id_16,
            players=info.players,
            max_players=info.max_players,
            bots=info.bots or 0,
            type=info.server_type,
            environment=info.environment,
            visibility=info.visibility,
            vac=info.vac,
            version=info.version,
            extra=ExtraInfo(
                info.port,
                info.steam_id,
                info.spectator_port,
                info.spectator_name,
                info.keywords,
                info.game_id,
            ),
        )


@dataclass(frozen=True)
class ClientEventGoldsourceInfo(ClientEvent):
    address: str
    name: str
    map: str
    folder: str
    game: str
    players: int
    max_players: int
    protocol: int
    type: ServerType
    environment: Environment
    visibility: Visibility
    mod: GoldsourceMod | None
    vac: bool
    bots: int

    @classmethod
    def from_reader(cls, reader: Reader) -> Self:
        info = decode_info(_WHOLE + b"m" + reader.read())
        _check_whole(info.partial)
        return cls(
            address=info.server_address or "",
            name=info.name,
            map=info.map,
            folder=info.folder,
            game=info.game,
            players=info.players,
            max_players=info.max_players,
            protocol=info.protocol,
            type=info.server_type,
            environment=info.environment,
            visibility=info.visibility,
            mod=None if info.mod is None else GoldsourceMod.of(info.mod),
            vac=info.vac,
            bots=info.bots or 0,
        )


@dataclass(frozen=True)
class ClientEventPlayers(ClientEvent):
    players: list[Player]

    @classmethod
    def from_reader(cls, reader: Reader) -> Self:
        players = decode_players(_WHOLE + b"D" + reader.read())
        _check_whole(players.partial)
        return cls([Player(one.index, one.name, one.score, one.duration) for one in players])


@dataclass(frozen=True)
class ClientEventRules(ClientEvent):
    rules: dict[bytes, bytes]

    @classmethod
    def from_reader(cls, reader: Reader) -> Self:
        rules = decode_rules(_WHOLE + b"E" + reader.read())
        _check_whole(rules.partial)
        return cls(dict(rules.pairs))

    def decode(self, encoding: str = "utf-8", errors: str = "replace") -> dict[str, str]:
        return {name.decode(encoding, errors): value.decode(encoding, errors) for name, value in self.rules.items()}


def _check_whole(partial: bool) -> None:
    if partial:
        raise ValueError("the packet was cut short")

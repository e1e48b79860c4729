"""What servers say. Times are in seconds, where the name does not say otherwise."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from ..errors import Error
from .letters import Environment, ServerType, Visibility


@dataclass(frozen=True, slots=True)
class Ship:
    """The Ship's own fields."""

    mode: int
    witnesses: int
    duration: int


@dataclass(frozen=True, slots=True)
class Mod:
    """The mod block of the GoldSource form."""

    link: str
    download: str
    hl_version: str
    version: int
    size: int
    server_only: bool
    custom_dll: bool


@dataclass(frozen=True, slots=True)
class Info:
    """An INFO reply of either form. What it does not carry is None. Text is as UTF-8, with U+FFFD for what is none;
    `raw` is the whole reply."""

    engine: str
    protocol: int
    name: str
    map: str
    folder: str
    game: str
    app_id: int | None
    app_id_16: int
    players: int
    max_players: int
    bots: int | None
    server_type: ServerType
    environment: Environment
    password: bool
    vac: bool
    version: str
    ship: Ship | None
    port: int | None
    steam_id: int | None
    spectator_port: int | None
    spectator_name: str | None
    keywords: str | None
    game_id: int | None
    server_address: str | None
    mod: Mod | None
    spectators: int | None
    spectator_slots: int | None
    partial: bool
    trailing_bytes: int
    ping_ms: float | None
    raw: bytes = dataclasses.field(repr=False)

    @property
    def ping(self) -> float | None:
        """The round trip in seconds, of an answer that was asked for."""
        return None if self.ping_ms is None else self.ping_ms / 1000

    @property
    def visibility(self) -> Visibility:
        return Visibility.PRIVATE if self.password else Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Player:
    """One player. `raw` is the name as it was sent."""

    index: int
    name: str
    score: int
    duration: float
    deaths: int | None
    money: int | None
    raw: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Players(Sequence[Player]):
    """A PLAYER reply: a sequence of those players that came whole. `declared`: how many the server says there are."""

    declared: int
    partial: bool
    players: tuple[Player, ...]
    trailing_bytes: int
    raw: bytes = dataclasses.field(repr=False)

    def __len__(self) -> int:
        return len(self.players)

    @overload
    def __getitem__(self, index: int) -> Player: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Player, ...]: ...
    def __getitem__(self, index: int | slice) -> Player | tuple[Player, ...]:
        return self.players[index]

    def __iter__(self) -> Iterator[Player]:
        return iter(self.players)


class DecodedRules(dict[str, str]):
    """Rules as text. `arma` is what Arma 3 and DayZ hide in them, or None."""

    arma: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rules(Mapping[bytes, bytes]):
    """A RULES reply: a mapping of names to values, which are bytes of the server's choice; a name may be given as text,
    too. `pairs` is the list as it was sent, with what it repeats; the mapping has the last one of these."""

    declared: int
    partial: bool
    pairs: tuple[tuple[bytes, bytes], ...]
    trailing_bytes: int
    raw: bytes = dataclasses.field(repr=False)

    def _last(self) -> dict[bytes, bytes]:
        return dict(self.pairs)

    def __getitem__(self, name: bytes | str) -> bytes:
        wanted = name.encode() if isinstance(name, str) else name
        for one, value in reversed(self.pairs):
            if one == wanted:
                return value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        wanted = name.encode() if isinstance(name, str) else name
        return any(one == wanted for one, _ in self.pairs)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._last())

    def __len__(self) -> int:
        return len(self._last())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rules):
            return self.pairs == other.pairs and self.declared == other.declared
        return Mapping.__eq__(self, other)

    def __hash__(self) -> int:
        return hash(self.pairs)

    def decode(self, encoding: str = "utf-8", errors: str = "replace") -> DecodedRules:
        """As text, and what games hide in them."""
        from .._native import decode_arma_rules

        text = DecodedRules((name.decode(encoding, errors), value.decode(encoding, errors)) for name, value in self.pairs)
        text.arma = decode_arma_rules(self.raw)
        return text


@dataclass(frozen=True, slots=True)
class Query:
    """What one server said to several questions: an answer, the error in place of it, or None if it was not asked."""

    info: Info | Error | None
    players: Players | Error | None
    rules: Rules | Error | None

"""`ServerQuerier`. What is different: replies are of any engine, split or compressed; lists that were cut short are
given as far as they came; a platform or server type that is unknown is None, where python-valve failed."""

from collections.abc import Callable
from typing import Any, TypeVar

from ....a2s import Client
from ....errors import ClosedError, RefusedError, TimeoutError
from . import BaseQuerier, NoResponseError, QuerierClosedError
from .util import Platform, ServerType

__all__ = ["InfoResponse", "NoResponseError", "PlayersResponse", "RulesResponse", "ServerQuerier"]

T = TypeVar("T")


class InfoResponse(dict[str, Any]):
    """By the names that python-valve has for its fields."""


class PlayersResponse(dict[str, Any]):
    """`player_count`, and `players`: a dict of `index`, `name`, `score`, `duration` each."""


class RulesResponse(dict[str, Any]):
    """`rule_count`, and `rules`: a dict of text."""


class ServerQuerier(BaseQuerier):
    """Asks one server. NoResponseError when it does not answer in time."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        super().__init__(address, timeout)
        self._client = Client(self.host, self.port, timeout=timeout, retries=0)

    def info(self) -> InfoResponse:
        info = self._ask(self._client.info)
        return InfoResponse(
            response_type=info.raw[4] if info.raw.startswith(b"\xff\xff\xff\xff") else info.raw[0],
            protocol=info.protocol,
            server_name=info.name,
            map=info.map,
            folder=info.folder,
            game=info.game,
            app_id=info.app_id_16,
            player_count=info.players,
            max_players=info.max_players,
            bot_count=info.bots,
            server_type=_known(ServerType, info.server_type.raw),
            platform=_known(Platform, info.environment.raw),
            password_protected=int(info.password),
            vac_enabled=int(info.vac),
            version=info.version,
        )

    def players(self) -> PlayersResponse:
        players = self._ask(self._client.players)
        listed = [
            {"index": one.index, "name": one.name, "score": one.score, "duration": one.duration} for one in players
        ]
        return PlayersResponse(response_type=0x44, player_count=players.declared, players=listed)

    def rules(self) -> RulesResponse:
        rules = self._ask(self._client.rules)
        return RulesResponse(response_type=0x45, rule_count=rules.declared, rules=dict(rules.decode()))

    def ping(self) -> float:
        """The round trip of an info request, in milliseconds."""
        return self._ask(self._client.info).ping_ms or 0.0

    def close(self) -> None:
        self._client.close()

    def _ask(self, question: Callable[[], T]) -> T:
        try:
            return question()
        except (TimeoutError, RefusedError) as error:
            raise NoResponseError(str(error)) from error
        except ClosedError as error:
            raise QuerierClosedError(str(error)) from error


def _known(kind: type[T], byte: int) -> T | None:
    try:
        return kind(byte)  # type: ignore[call-arg]
    except ValueError:
        return None

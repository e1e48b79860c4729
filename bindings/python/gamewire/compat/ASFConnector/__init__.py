"""ASFConnector's names, over `gamewire.asf`.

    from gamewire.compat.ASFConnector import ASFConnector
    async with ASFConnector.from_config() as connector:
        print((await connector.asf.get_info())["Result"]["Version"])

What is different: calls that fail give the dict with `Success`, `ExceptionType`, `Exception`, `StatusCode` and
`ResponsePayload` that its page promises, where its code raises. The bodies that its page shows are sent as ASF accepts
them: a bare configuration is wrapped, `Licenses` become packages and apps, the names of input types their numbers,
`HashMethod` is `HashingMethod`; numbers of methods are ASF's own (0 is plain text, 1 AES or SCrypt). Names are encoded;
after a wrong password no more is sent; nothing is logged to files, and no password at all."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from gamewire.asf import ASF, Response, purchase_result_name
from gamewire.asf.nlog import NLog
from gamewire.asf.part import Part
from gamewire.asf.response import members
from gamewire.errors import ProtocolError, UnsupportedError

from . import error
from .config import ASFConfig
from .error import ASFConnectorError, ASFHTTPError, ASFIPCError, ASFNetworkError

__all__ = [
    "ASFConfig",
    "ASFConnector",
    "ASFConnectorError",
    "ASFHTTPError",
    "ASFIPCError",
    "ASFNetworkError",
    "IPCProtocolHandler",
    "error",
]


class _NLog(NLog):
    async def get_log_stream(self) -> Response:
        """A response cannot stream: `stream` does."""
        wrong = UnsupportedError("a response cannot stream: use `async for line in connector.nlog.stream()`")
        return Response(message=str(wrong), error=wrong)


class ASFConnector:
    """`connector.asf`, `.bot`, `.command`, `.nlog`, `.type`, `.structure`, `.twofa` as `gamewire.asf.ASF` has them.
    `async with` asks whether the server is well, and raises if it is not."""

    error = error

    def __init__(
        self,
        host: str | None = None,
        port: int | str | None = None,
        path: str | None = None,
        password: str | None = None,
        config: ASFConfig | None = None,
    ) -> None:
        base = config or ASFConfig()
        self.config = ASFConfig(
            host or base.asf_host,
            str(port or base.asf_port),
            password if password is not None else base.asf_password,
            path or base.asf_path,
            base.enable_rich_traceback,
            base.asfc_log_level,
        )
        self._asf = ASF(
            self.config.asf_host, int(self.config.asf_port), self.config.asf_password, self.config.asf_path
        )
        self.asf = self._asf.asf
        self.bot = self._asf.bot
        self.command = self._asf.command
        self.nlog = _NLog(self._asf)
        self.type = self._asf.type
        self.structure = self._asf.structure
        self.twofa = self._asf.twofa

    @classmethod
    def from_config(cls, config: ASFConfig | None = None) -> Self:
        """By ASF_HOST, ASF_PORT, ASF_PASSWORD and ASF_PATH, of the environment or the file `.env`."""
        return cls(config=config or ASFConfig.load_config())

    async def health_check(self) -> Response:
        return await self._asf.health_check()

    async def get_asf_info(self) -> Response:
        return await self.asf.get_info()

    async def get_bot_info(self, bot: str) -> str:
        """A line for each bot."""
        return _text_of(await self.bot.get_info(bot), _bot_lines)

    async def bot_redeem(self, bot: str | Iterable[str], keys: str | Iterable[str]) -> str:
        """A line for each bot and key."""
        return _text_of(await self.bot.redeem(bot, keys), _key_lines)

    async def send_command(self, command: str) -> str:
        return _text_of(await self._asf.send_command(command), _stripped)

    async def close(self) -> None:
        await self._asf.close()

    async def __aenter__(self) -> Self:
        health = await self.health_check()
        if not health.success:
            await self.close()
            raise error.error_of(health)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class IPCProtocolHandler:
    """Requests by their paths, behind `path`."""

    def __init__(self, host: str, port: int | str, path: str = "/", password: str | None = None) -> None:
        self._asf = ASF(host, int(port), password, path)
        self._prefix = "/Api" if path.rstrip("/").lower().endswith("/api") else ""

    async def get(self, resource: str, parameters: Mapping[str, Any] | None = None) -> Response:
        return await self._part._get(self._path(resource), parameters)

    async def post(self, resource: str, payload: Mapping[str, Any] | None = None) -> Response:
        return await self._part._post(self._path(resource), payload)

    async def delete(self, resource: str, parameters: Mapping[str, Any] | None = None) -> Response:
        return await self._part._delete(self._path(resource), parameters)

    async def close(self) -> None:
        await self._asf.close()

    @property
    def _part(self) -> Part:
        return Part(self._asf)

    def _path(self, resource: str) -> str:
        path = "/" + resource.lstrip("/")
        return path if path.lower().startswith("/api/") else self._prefix + path


def _text_of(told: Response, form: Callable[[Any], str]) -> str:
    """What `form` makes of the result; of a call that failed without one, the message."""
    if told.success:
        return form(told.result)
    text = ""
    with contextlib.suppress(ProtocolError):
        text = form(told.result)
    return text or told.message or str(told.error)


def _bot_lines(result: Any) -> str:
    return "\n".join(f"{name}: {_state_of(members(one, name))}" for name, one in members(result, "the result").items())


def _key_lines(result: Any) -> str:
    return "\n".join(
        f"{name}: {key}: {_outcome_of(one, key)}"
        for name, some in members(result, "the result").items()
        for key, one in members(some, name).items()
    )


def _stripped(result: Any) -> str:
    if not isinstance(result, str):
        raise ProtocolError("an answer of another form: the result is no text")
    return result.strip()


def _state_of(bot: Mapping[str, Any]) -> str:
    farmer = members(bot.get("CardsFarmer") or {}, "CardsFarmer")
    if not bot.get("KeepRunning"):
        return "stopped"
    if not bot.get("IsConnectedAndLoggedOn"):
        return "connecting"
    if farmer.get("Paused"):
        return "paused"
    games = farmer.get("GamesToFarm")
    left = len(games) if isinstance(games, list) else 0
    return f"farming, {left} games left" if farmer.get("NowFarming") else "idle"


def _outcome_of(redeemed: Any, key: str) -> str:
    if redeemed is None:
        return "not tried"
    number = members(redeemed, key).get("purchase_result_details", 0)
    known = isinstance(number, int) and 0 <= number < 2**32
    return (purchase_result_name(number) if known else "") or str(number)

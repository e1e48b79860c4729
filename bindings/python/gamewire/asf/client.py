"""The client of one ASF."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from time import monotonic
from types import TracebackType
from typing import Any, Self

from .._address import address_text
from .._arguments import making
from .._drive import aio
from .._native import ASFClient, ASFLog, asf_is_slow
from ..errors import AuthError, BannedError, ClosedError, Error, UsageError
from . import bodies
from .bot import Bot
from .config import DEFAULT_HOST, DEFAULT_PATH, DEFAULT_PORT, ASFConfig
from .nlog import NLog
from .response import Response, failed_response, response_of
from .server import IPC, WWW, Command, Plugins, Server, Storage, Structure, Type
from .twofa import TwoFA

CONNECT_TIMEOUT = 10.0


class ASF:
    """The IPC of an ArchiSteamFarm, on the running asyncio loop:

        async with ASF(password="…") as asf:
            info = await asf.asf.get_info()
            print(info.result["Version"])

    A call gives a `Response`, also when it fails: `response.raise_for_error()` raises. What is called the wrong way
    raises UsageError at once, and what is called after the end ClosedError. Requests go out one after the other. After
    a 401 nothing that needs a password is sent until `set_password`, and for a while after a 403 that means a ban: five
    wrong passwords ban an address for up to an hour.

    `path`: where the API is, with "/Api" at its end or without. `secure`: by TLS, where `ca` is a file of authorities,
    or PEM in bytes, in place of the system's. `timeout`: seconds that a call may take, all in all; `slow_timeout`: the
    same of calls that are known to take long. `headers`: what a proxy in front wants.
    `dialect`: "path_command" for commands to an ASF before 4.0.3.0, "ipc" for one of 2017."""

    def __init__(
        self,
        host: str = DEFAULT_HOST,
        port: int = DEFAULT_PORT,
        password: str | None = None,
        path: str = DEFAULT_PATH,
        *,
        secure: bool = False,
        ca: str | os.PathLike[str] | bytes | None = None,
        verify: bool = True,
        timeout: float = 100.0,
        slow_timeout: float = 600.0,
        headers: Mapping[str, str] | None = None,
        dialect: str = "current",
    ) -> None:
        config = ASFConfig(host, port, password, path)
        self.host, self.port = config.host, config.port
        self._slow_timeout = slow_timeout
        self._where: dict[str, Any] = {
            "host": config.host,
            "port": config.port,
            "base_path": config.base_path,
            "secure": secure,
            "ca": ca,
            "verify": verify,
            "headers": list((headers or {}).items()),
        }
        self._password = config.password
        self._peer = address_text((config.host, config.port))
        self._machine = making(
            lambda: ASFClient(**self._where, password=config.password, deadline=timeout, dialect=dialect),
            password=...,
            secure=secure,
            verify=verify,
            headers=...,
            timeout=timeout,
            dialect=dialect,
        )
        self._connect_timeout = min(CONNECT_TIMEOUT, timeout)
        self._driver: aio.Conversation | None = None
        self._streams: set[aio.Conversation] = set()
        self.closed = False

        self.asf = Server(self)
        self.bot = Bot(self)
        self.nlog = NLog(self)
        self.type = Type(self)
        self.structure = Structure(self)
        self.command = Command(self)
        self.twofa = TwoFA(self)
        self.storage = Storage(self)
        self.plugins = Plugins(self)
        self.ipc = IPC(self)
        self.www = WWW(self)

    @classmethod
    def from_config(cls, config: ASFConfig | None = None, **options: Any) -> Self:
        """By the environment's ASF_HOST, ASF_PORT, ASF_PASSWORD, ASF_PATH, and those in the file `.env`."""
        chosen = ASFConfig.load() if config is None else config
        return cls(chosen.host, chosen.port, chosen.password, chosen.path, **options)

    async def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        text: str | bytes | None = None,
        timeout: float | None = None,
    ) -> Response:
        """Any route, also those of plugins: `await asf.request("POST", "/Api/Bot/main/Pause", {"Permanent": True})`.
        The body is what `json` says, or `text`, which is JSON already."""
        verb, where = method.upper(), bodies.target(path)
        body = text if text is not None else bodies.dump(json) if json is not None else ""
        if timeout is None and asf_is_slow(verb, where):
            timeout = self._slow_timeout
        return await self._ask(lambda: self._machine.request(verb, where, body, timeout))

    async def send_command(self, command: str, *, timeout: float | None = None) -> Response:
        """A command as in Steam's chat; `result` is its answer."""
        seconds = self._slow_timeout if timeout is None else timeout
        return await self._ask(lambda: self._machine.command(command, seconds))

    async def health_check(self) -> Response:
        """Asks for no password. `result["Status"]`: 2 when all is well, 1 when it could be better, 0 when it is not."""
        return await self.request("GET", "/HealthCheck")

    async def get_swagger(self) -> Response:
        """The API as it describes itself, by OpenAPI."""
        return await self.request("GET", "/swagger/ASF/swagger.json")

    @property
    def standing(self) -> str:
        """May one ask? "welcome"; "refused" or "closed": not before `set_password`; "banned": not for a while."""
        until = self._machine.banned_until  # which has not heard of the time since it was last driven
        return "welcome" if until is not None and monotonic() >= until else self._machine.standing

    def set_password(self, password: str | None) -> None:
        """For what is sent from now on; that another one was refused is forgotten."""
        self._machine.set_password(password)
        self._password = password

    async def close(self) -> None:
        """Ends the log's streams, and after the calls that are open the connection."""
        if self.closed:
            return
        self._check()
        self.closed = True
        for stream in list(self._streams):
            await stream.close()
        if self._driver is not None:
            await self._driver.close()

    @contextlib.contextmanager
    def follow(self, hear: Callable[[object], None]) -> Iterator[aio.Conversation]:
        """A conversation with the log. Not for users: `nlog.stream` is."""
        self._check()
        if self.standing == "banned":
            raise BannedError("not asked: this address is banned for now")
        if self.standing != "welcome":
            raise AuthError("not asked: the password was refused before")
        machine = ASFLog(**self._where, password=self._password)
        conversation = aio.Conversation(machine, self._open, hear, peer=self._peer)
        self._streams.add(conversation)
        try:
            yield conversation
        finally:
            self._streams.discard(conversation)
            conversation.abandon()

    async def _ask(self, start: Callable[[], int]) -> Response:
        self._check()
        conversation = self._conversation()
        conversation.check()
        try:
            return response_of(await conversation.wait(start()), self._peer)
        except UsageError:
            raise
        except Error as error:
            return failed_response(error)

    def _conversation(self) -> aio.Conversation:
        if self._driver is None:
            self._driver = aio.Conversation(self._machine, self._open, peer=self._peer)
        return self._driver

    async def _open(self) -> Any:
        return await aio.connect(
            (self.host, self.port), datagrams=False, timeout=self._connect_timeout, prefer_ipv4=True
        )

    def _check(self) -> None:
        if self.closed:
            raise ClosedError("this handle is closed")

    def __repr__(self) -> str:
        return f"<ASF at {self._peer}>"

    async def __aenter__(self) -> Self:
        self._check()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

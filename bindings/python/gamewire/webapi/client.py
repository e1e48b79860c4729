"""The Web API in the thread that calls, and on asyncio."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeAlias

from .. import _drive
from .._drive import blocking, opening
from .base import API_ROOT, APIBase, Versions
from .events import Answer, Method
from .formats import Format, format_of
from .methods import Arguments, plain_arguments

Table: TypeAlias = str | bytes | Mapping[str, Any] | APIBase


class API(APIBase):
    """Steam's Web API, in the thread that calls:

        api = API("key")
        api["ISteamUser"].GetPlayerSummaries(steamids="76561197960435530")

    Asks first what there is to be called, unless `interfaces` says it: what another API has as its `interfaces`, or the
    answer of GetSupportedAPIList. `versions`: which to call, as `versions()` gives it; else the newest. What is not as
    the table has it is not sent: TypeError for names, UsageError (a ValueError) for values. An answer without success
    is raised: HTTPError, AuthError, ServerError.

    `timeout`: seconds that a call may take. `retries`: how often it is sent again when the server was asked too often.
    `ca`: a file of authorities, or PEM in bytes, in place of the system's.

    Threads may share it: their calls wait for each other, and the time of each begins with its turn."""

    def __init__(
        self,
        key: str | None = None,
        *,
        format: str | Format = "json",
        versions: Versions | None = None,
        interfaces: Table | None = None,
        api_root: str = API_ROOT,
        timeout: float = 30.0,
        retries: int = 2,
        key_in: str = "header",
        ca: Any = None,
        verify: bool = True,
    ) -> None:
        options = {"deadline": timeout, "retries": retries, "key_in": key_in, "ca": ca, "verify": verify}
        super().__init__(key, format, versions, interfaces, api_root, options)
        self._conversation = blocking.Conversation(
            self._machine,
            lambda: opening.Opening(
                self._address, datagrams=False, timeout=self._connect_timeout, prefer_ipv4=True
            ),
            peer=self._peer,
        )
        if interfaces is None:
            try:
                self.discover()
            except BaseException:
                self._conversation.abandon()
                raise

    def discover(self) -> None:
        """Asks what there is to be called, with this key, and uses that."""
        self._conversation.ask(self._machine.discover)
        self._build()

    def request(
        self,
        http_method: str,
        interface: str,
        method: str,
        version: int,
        params: Mapping[str, Any] | None = None,
        format: str | Format | None = None,
    ) -> Any:
        """Calls what is not in the table; nothing is checked."""
        chosen = self.format if format is None else format_of(format)
        arguments = plain_arguments(params)
        answer: Answer = self._conversation.ask(
            lambda: self._machine.call_unlisted(http_method, interface, method, version, arguments, chosen.format)
        )
        return self._read(answer, chosen)

    @contextlib.contextmanager
    def session(self) -> Iterator[Self]:
        """Another API like this one, with its table, on a connection of its own."""
        with self._twin() as twin:
            yield twin

    def close(self) -> None:
        self._conversation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _twin(self) -> Self:
        made = self.__class__.__new__(self.__class__)
        API.__init__(made, self._key, **self._twin_arguments())
        return made

    def _call(self, row: Method, arguments: Arguments, input_json: str) -> Any:
        answer: Answer = self._conversation.ask(
            lambda: self._machine.call(
                row.interface, row.name, arguments, row.version, input_json, self.format.format
            )
        )
        return self._read(answer, self.format)


class AsyncAPI(APIBase):
    """`API` on the running asyncio loop; methods are awaited:

        async with AsyncAPI("key") as api:
            await api["ISteamUser"].GetPlayerSummaries(steamids="76561197960435530")
    """

    def __init__(
        self,
        key: str | None = None,
        *,
        format: str | Format = "json",
        versions: Versions | None = None,
        interfaces: Table | None = None,
        api_root: str = API_ROOT,
        timeout: float = 30.0,
        retries: int = 2,
        key_in: str = "header",
        ca: Any = None,
        verify: bool = True,
    ) -> None:
        options = {"deadline": timeout, "retries": retries, "key_in": key_in, "ca": ca, "verify": verify}
        super().__init__(key, format, versions, interfaces, api_root, options)
        self._driver: _drive.aio.Conversation | None = None

    async def discover(self) -> None:
        """Asks what there is to be called, with this key, and uses that. Done by `async with`, without a table."""
        conversation = self._conversation()
        await conversation.wait(self._machine.discover())
        self._build()

    async def request(
        self,
        http_method: str,
        interface: str,
        method: str,
        version: int,
        params: Mapping[str, Any] | None = None,
        format: str | Format | None = None,
    ) -> Any:
        """Calls what is not in the table; nothing is checked."""
        chosen = self.format if format is None else format_of(format)
        conversation = self._conversation()
        answer: Answer = await conversation.wait(
            self._machine.call_unlisted(
                http_method, interface, method, version, plain_arguments(params), chosen.format
            )
        )
        return self._read(answer, chosen)

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator["AsyncAPI"]:
        """Another API like this one, with its table, on a connection of its own."""
        async with AsyncAPI(self._key, **self._twin_arguments()) as twin:
            yield twin

    async def close(self) -> None:
        await self._driven().close()

    async def __aenter__(self) -> Self:
        if not self._interfaces:
            try:
                await self.discover()
            except BaseException:
                self._driven().abandon()
                raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _driven(self) -> "_drive.aio.Conversation":
        if self._driver is None:
            self._driver = _drive.aio.Conversation(self._machine, self._open, peer=self._peer)
        return self._driver

    def _conversation(self) -> "_drive.aio.Conversation":
        """For a call: ClosedError when it is over."""
        conversation = self._driven()
        conversation.check()
        return conversation

    async def _open(self) -> Any:
        return await _drive.aio.connect(
            self._address, datagrams=False, timeout=self._connect_timeout, prefer_ipv4=True
        )

    async def _call(self, row: Method, arguments: Arguments, input_json: str) -> Any:
        conversation = self._conversation()
        request = self._machine.call(
            row.interface, row.name, arguments, row.version, input_json, self.format.format
        )
        answer: Answer = await conversation.wait(request)
        return self._read(answer, self.format)

"""Clients of one server."""

import random
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, Self, overload

from .._address import Address, address_text, parse_address
from .._arguments import making, patience
from .. import _drive
from .._drive import blocking, opening
from .._native import RCONClient
from ..errors import TimeoutError
from .cvars import AsyncCvars, Cvars
from .events import Authenticated, Disconnected, Reply, Unsolicited

DEFAULT_PORT = 27015

Profile = Literal["auto", "source", "source2", "minecraft", "single", "squad", "rust-legacy"]

# Commands have deadlines of their own, which their clients keep; the machine's is not to come before them.
_PATIENCE_OF_MACHINE = 1e9

# As many as anybody asks for at once on one connection; they wait for each other.
_MOST_COMMANDS = 65536


class _Course:
    """What both clients know of their conversation."""

    def __init__(
        self,
        address: str | Address,
        password: str | bytes,
        profile: Profile,
        timeout: float | None,
        on_unsolicited: Callable[[Unsolicited], None] | None,
        in_flight: int = 1,
    ) -> None:
        self.address = parse_address(address, DEFAULT_PORT)
        self.peer = address_text(self.address)
        self.timeout = timeout
        self.authenticated = False
        self._on_unsolicited = on_unsolicited
        self.machine = making(
            lambda: RCONClient(
                password,
                profile=profile,
                login_timeout=_PATIENCE_OF_MACHINE if timeout is None else timeout,
                deadline=_PATIENCE_OF_MACHINE,
                max_commands=_MOST_COMMANDS,
                max_queued_bytes=2**24,
                max_in_flight=in_flight,
                seed=random.getrandbits(64),
                chunks=False,
            ),
            password=...,
            profile=profile,
            timeout=timeout,
            in_flight=in_flight,
        )

    def heard(self, event: Any) -> None:
        match event:
            case Authenticated():
                self.authenticated = True
            case Disconnected():
                self.authenticated = False
            case Unsolicited() if self._on_unsolicited is not None:
                self._on_unsolicited(event)

    def patience(self, timeout: float | None) -> float | None:
        return self.timeout if timeout is None else patience(timeout)


class Client:
    """Logs in to one server and executes commands there, in the thread that calls:

        with Client("play.example.org:27015", "secret") as server:
            print(server("status"))

    `with` connects, and so does the first command. `profile`: the kind of server, which is found out by itself;
    "single" makes those faster that answer with one packet. `timeout`: seconds for the login, and for each command;
    None: no limit. AuthError for a wrong password; BannedError for a connection that ends during the login, unless
    `profile` is "squad", which refuses a password so.
    `on_unsolicited` hears what the server says unasked, such as Squad's chat; it cannot call this client itself.

    Threads may share a client: their commands wait for each other, within their own time."""

    def __init__(
        self,
        address: str | Address,
        password: str | bytes,
        *,
        profile: Profile = "auto",
        timeout: float | None = 10.0,
        on_unsolicited: Callable[[Unsolicited], None] | None = None,
    ) -> None:
        self._course = course = _Course(address, password, profile, timeout, on_unsolicited)
        self._conversation = blocking.Conversation(course.machine, self._open, course.heard, peer=course.peer)

    def connect(self, timeout: float | None = None) -> None:
        """Connects and logs in, unless that is done. TimeoutError leaves all as it is."""
        if not self._conversation.wait_until(lambda: self._course.authenticated, patience(timeout)):
            raise self._conversation.named(TimeoutError("no answer in time: during the login"))
        self._conversation.check()

    @overload
    def execute(self, command: str | bytes, *, block: Literal[True] = True, timeout: float | None = None) -> Reply: ...
    @overload
    def execute(self, command: str | bytes, *, block: Literal[False], timeout: float | None = None) -> None: ...
    @overload
    def execute(self, command: str | bytes, *, block: bool, timeout: float | None = None) -> Reply | None: ...
    def execute(self, command: str | bytes, *, block: bool = True, timeout: float | None = None) -> Reply | None:
        """What the server says to a command. Without `block` it is sent, and what comes back is dropped: for `quit` and
        its like. TimeoutError leaves the connection as it is, and the late reply is dropped. The reply is `partial` if
        it began, but did not end in time."""
        machine = self._course.machine
        begin = machine.execute if block else machine.execute_unanswered
        event = self._conversation.ask(lambda: begin(command), self._course.patience(timeout))
        return event if block else None

    def __call__(self, command: str | bytes) -> str:
        """The text of the reply."""
        return self.execute(command).text

    def cvars(self) -> Cvars:
        """The server's variables and commands, of Source and GoldSource. UnsupportedError if it lists none. The list is
        `partial` if it was cut short."""
        return Cvars(self.execute("cvarlist"), self._course.peer)

    def _open(self) -> opening.Opening:
        return opening.Opening(self._course.address, datagrams=False, timeout=self._course.timeout)

    @property
    def connected(self) -> bool:
        """Is there a connection, as far as is known?"""
        return self._conversation.connected

    @property
    def authenticated(self) -> bool:
        return self._course.authenticated and self.connected

    @property
    def closed(self) -> bool:
        """Is it over, for whatever reason?"""
        return self._conversation.closed

    def close(self) -> None:
        """For good. Once is enough."""
        self._conversation.close()

    def __enter__(self) -> Self:
        try:
            self.connect()
        except BaseException:
            self._conversation.abandon()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__module__}.{type(self).__name__} {self._course.peer}>"


class AsyncClient:
    """`Client` on the running asyncio loop. Several commands can be given at once; they are executed in that order.
    `in_flight`: so many of them are sent ahead of their replies, to servers of Source; others are asked one by one."""

    def __init__(
        self,
        address: str | Address,
        password: str | bytes,
        *,
        profile: Profile = "auto",
        timeout: float | None = 10.0,
        on_unsolicited: Callable[[Unsolicited], None] | None = None,
        in_flight: int = 1,
    ) -> None:
        self._course = _Course(address, password, profile, timeout, on_unsolicited, in_flight)
        self._driver: _drive.aio.Conversation | None = None
        self._endless: set[int] = set()  # commands without a limit

    async def connect(self) -> None:
        """Connects and logs in, unless that is done."""
        conversation = self._conversation()
        conversation.check()
        await conversation.wait_until(lambda: self._course.authenticated)
        conversation.check()

    @overload
    async def execute(
        self, command: str | bytes, *, block: Literal[True] = True, timeout: float | None = None
    ) -> Reply: ...
    @overload
    async def execute(self, command: str | bytes, *, block: Literal[False], timeout: float | None = None) -> None: ...
    @overload
    async def execute(self, command: str | bytes, *, block: bool, timeout: float | None = None) -> Reply | None: ...
    async def execute(self, command: str | bytes, *, block: bool = True, timeout: float | None = None) -> Reply | None:
        """What the server says to a command; as `Client.execute`. `timeout` counts from now, those before it included.
        A task that is cancelled gives its command up."""
        conversation, machine = self._conversation(), self._course.machine
        conversation.check()
        limit = self._course.patience(timeout)
        request = machine.execute(command) if block else machine.execute_unanswered(command)
        if limit is None:
            self._endless.add(request)
        try:
            event = await conversation.wait(request, limit)
        finally:
            self._endless.discard(request)
        return event if block else None

    async def __call__(self, command: str | bytes) -> str:
        """The text of the reply."""
        return (await self.execute(command)).text

    def cvars(self) -> AsyncCvars:
        """The server's variables and commands, as `Client.cvars` has them: `async for one in server.cvars()`."""

        async def ask() -> Cvars:
            return Cvars(await self.execute("cvarlist"), self._course.peer)

        return AsyncCvars(ask)

    @property
    def connected(self) -> bool:
        """Is there a connection, as far as is known?"""
        return self._driver is not None and self._driver.connected

    @property
    def authenticated(self) -> bool:
        return self._course.authenticated and self.connected

    @property
    def closed(self) -> bool:
        """Is it over, for whatever reason?"""
        return self._driver is not None and self._driver.closed

    async def close(self) -> None:
        """For good. Once is enough. Commands that have been given have their time, but for those without a limit."""
        await self._conversation().close(give_up=self._endless)

    def _conversation(self) -> "_drive.aio.Conversation":
        if self._driver is None:
            course = self._course
            self._driver = _drive.aio.Conversation(
                course.machine,
                lambda: _drive.aio.connect(course.address, datagrams=False, timeout=course.timeout),
                course.heard,
                peer=course.peer,
            )
        return self._driver

    async def __aenter__(self) -> Self:
        try:
            await self.connect()
        except BaseException:
            self._conversation().abandon()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__module__}.{type(self).__name__} {self._course.peer}>"


def execute(
    address: str | Address,
    password: str | bytes,
    command: str | bytes,
    *,
    profile: Profile = "auto",
    timeout: float | None = 10.0,
) -> str:
    """Logs in, executes one command, and gives the text of its reply."""
    with Client(address, password, profile=profile, timeout=timeout) as server:
        return server(command)

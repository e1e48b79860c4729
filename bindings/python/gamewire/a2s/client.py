"""Clients of one server."""

import random
import socket
from types import TracebackType
from typing import Literal, Self, overload

from .. import _drive
from .._address import address_text, located
from .._arguments import making
from .._drive import blocking, opening, sockets
from .._native import A2SClient
from .events import InfoReply, PingReply, PlayersReply, RulesReply
from .results import DecodedRules, Info, Players, Rules

DEFAULT_PORT = 27015


def _machine(timeout: float, retries: int) -> A2SClient:
    return making(
        lambda: A2SClient(timeout=timeout, retries=retries, seed=random.getrandbits(64)),
        timeout=timeout,
        retries=retries,
    )


class Client:
    """Asks one server, in the thread that calls. `host` may have the port at its end, "play.example.org:27016", which
    goes before `port`. The name is looked up at the first question. `timeout`: seconds that the first attempt waits for
    an answer; each of the `retries` more waits half as long again.

    Threads may share a client: their questions wait for each other, and the time of each begins with its turn."""

    def __init__(
        self,
        host: str,
        port: int = DEFAULT_PORT,
        *,
        timeout: float = 1.5,
        retries: int = 2,
        prefer_ipv4: bool = True,
    ) -> None:
        where = located(host, port)
        self._machine = _machine(timeout, retries)
        self._conversation = blocking.Conversation(
            self._machine,
            lambda: opening.Opening(where, datagrams=True, timeout=timeout, prefer_ipv4=prefer_ipv4),
            peer=address_text(where),
        )

    @classmethod
    def from_socket(cls, sock: socket.socket, *, timeout: float = 1.5, retries: int = 2) -> Self:
        """On a connected UDP socket of the caller's, which the client closes at its end."""
        made = cls.__new__(cls)
        made._machine = _machine(timeout, retries)
        sock.setblocking(False)
        opened = opening.Opened(sock)
        made._conversation = blocking.Conversation(made._machine, lambda: opened, peer=sockets.peer_of(sock))
        made._conversation.adopt(opened)
        return made

    def info(self) -> Info:
        """What the server says about itself."""
        reply: InfoReply = self._conversation.ask(self._machine.request_info)
        return reply.info

    def players(self) -> Players:
        """Who is there."""
        reply: PlayersReply = self._conversation.ask(self._machine.request_players)
        return reply.players

    @overload
    def rules(self, decode: Literal[False] = False) -> Rules: ...
    @overload
    def rules(self, decode: Literal[True]) -> DecodedRules: ...
    def rules(self, decode: bool = False) -> Rules | DecodedRules:
        """The server's settings; with `decode` as text."""
        reply: RulesReply = self._conversation.ask(self._machine.request_rules)
        return reply.rules.decode() if decode else reply.rules

    def ping(self) -> float:
        """The round trip of one datagram, in seconds."""
        reply: PingReply = self._conversation.ask(self._machine.request_ping)
        return reply.round_trip

    def close(self) -> None:
        self._conversation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient:
    """`Client` on the running asyncio loop. Several questions can be asked at once; those that are alike wait for each
    other, and the time of each begins with its turn."""

    def __init__(
        self,
        host: str,
        port: int = DEFAULT_PORT,
        *,
        timeout: float = 1.5,
        retries: int = 2,
        prefer_ipv4: bool = True,
    ) -> None:
        where = located(host, port)
        self._machine = _machine(timeout, retries)
        self._open = lambda: _drive.aio.connect(where, datagrams=True, timeout=timeout, prefer_ipv4=prefer_ipv4)
        self._peer = address_text(where)
        self._driver: _drive.aio.Conversation | None = None

    async def info(self) -> Info:
        """What the server says about itself."""
        reply: InfoReply = await self._conversation().ask("info", self._machine.request_info)
        return reply.info

    async def players(self) -> Players:
        """Who is there."""
        reply: PlayersReply = await self._conversation().ask("players", self._machine.request_players)
        return reply.players

    @overload
    async def rules(self, decode: Literal[False] = False) -> Rules: ...
    @overload
    async def rules(self, decode: Literal[True]) -> DecodedRules: ...
    async def rules(self, decode: bool = False) -> Rules | DecodedRules:
        """The server's settings; with `decode` as text."""
        reply: RulesReply = await self._conversation().ask("rules", self._machine.request_rules)
        return reply.rules.decode() if decode else reply.rules

    async def ping(self) -> float:
        """The round trip of one datagram, in seconds."""
        reply: PingReply = await self._conversation().ask("ping", self._machine.request_ping)
        return reply.round_trip

    async def close(self) -> None:
        await self._conversation().close()

    def _conversation(self) -> "_drive.aio.Conversation":
        if self._driver is None:
            self._driver = _drive.aio.Conversation(self._machine, self._open, peer=self._peer)
        return self._driver

    async def __aenter__(self) -> Self:
        self._conversation()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

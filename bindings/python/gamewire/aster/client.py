"""All servers of one bot or program, and its handlers."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from .._arguments import several
from ..errors import UsageError
from . import events
from .errors import AsterError
from .model import Channel, Message, User
from .server import DEFAULT_PORT, Certificates, ConnectionMode, Packet, Server

Handler = Callable[..., Awaitable[Any]]
H = TypeVar("H", bound=Handler)

# What handlers that still run when all connections have ended may take.
_GRACE = 2.0


async def _await(handler: Handler, arguments: tuple[Any, ...]) -> None:
    await handler(*arguments)


class _Joined(Server):
    """A server of a client, which hears what happens there."""

    client: "Client"

    def _tell(self, event: Any, message: Message | None) -> None:
        self.client._hear(self, event, message)

    def _became_ready(self) -> None:
        self.client._server_ready(self)


class Client:
    """Servers, and what is done when something happens there:

        client = Client("bot", "password")

        @client.event
        async def on_message(message):
            if message.content == "!ping":
                await message.reply("pong")

        client.add_server("chat.example.org")
        client.run()

    Handlers are coroutine functions of these names, or methods of a class that is derived from this one:

    - `on_ready()`: all servers are known now
    - `on_message(message)`: somebody, oneself too, said something
    - `on_edit(message)`, `on_delete(message)`: of one that was not heard only `uuid` and the new `content` are known
    - `on_packet(packet)`: the dict of each packet that comes
    - `on_connect(server)`: it is known, at the beginning of each connection
    - `on_disconnect(server, error)`: the connection was lost, and will come back
    - `on_users(server, users)`, `on_online(server)`, `on_channels(server)`, `on_groups(server)`: these have changed

    Each call of a handler is a task of its own, and they start in the order of what happened. What a handler raises
    goes to the exception handler of the asyncio loop, which logs it, and the client goes on."""

    on_ready: Handler | None = None
    on_message: Handler | None = None
    on_edit: Handler | None = None
    on_delete: Handler | None = None
    on_packet: Handler | None = None
    on_connect: Handler | None = None
    on_disconnect: Handler | None = None
    on_users: Handler | None = None
    on_online: Handler | None = None
    on_channels: Handler | None = None
    on_groups: Handler | None = None

    def __init__(self, username: str | None = None, password: str | None = None) -> None:
        """Name and password are those for all servers that have none of their own."""
        self.username = username
        self.password = password
        self.servers: list[Server] = []
        self._running: set[asyncio.Task[Any]] = set()
        self._told_ready = False

    def event(self, handler: H) -> H:
        """Decorates a handler, which its name tells what for."""
        name: str = getattr(handler, "__name__", repr(handler))
        if not (name.startswith("on_") and hasattr(Client, name)):
            raise UsageError(f"there is no event {name}")
        is_coroutine: bool = inspect.iscoroutinefunction(handler)
        if not is_coroutine:
            raise TypeError(f"{name} is to be a coroutine function")
        setattr(self, name, handler)
        return handler

    def add_server(
        self,
        ip: str,
        port: int = DEFAULT_PORT,
        *,
        username: str | None = None,
        password: str | None = None,
        uuid: int | None = None,
        connect_mode: ConnectionMode = ConnectionMode.LOGIN,
        tls: bool = True,
        verify: bool = True,
        ca: Certificates = None,
        timeout: float = 10.0,
        reconnect: bool = True,
    ) -> Server:
        """One more to connect to; see `Server`. UsageError if it is among them already."""
        if any((one.ip, one.port) == (ip, port) for one in self.servers):
            raise UsageError(f"{ip}:{port} is among the servers already")
        made = _Joined(
            ip,
            port,
            username=self.username if username is None else username,
            password=self.password if password is None else password,
            uuid=uuid,
            connect_mode=connect_mode,
            tls=tls,
            verify=verify,
            ca=ca,
            timeout=timeout,
            reconnect=reconnect,
        )
        made.client = self
        self.servers.append(made)
        return made

    def get_user(self, uuid: int) -> User | None:
        """The first that one of the servers knows, in their order; here and below."""
        return next((found for one in self.servers if (found := one.get_user(uuid))), None)

    def get_channel(self, uuid: int) -> Channel | None:
        return next((found for one in self.servers if (found := one.get_channel(uuid))), None)

    def get_channel_by_name(self, name: str) -> Channel | None:
        return next((found for one in self.servers if (found := one.get_channel_by_name(name))), None)

    async def connect(self, init_commands: Iterable[Packet] | None = None) -> None:
        """Connects to all servers, and stays there until `disconnect`. `init_commands` go to each after the login.
        The first error ends all: AuthError for a login that is refused, or another AsterError. Handlers that run at the
        end may go on for two seconds."""
        if not self.servers:
            raise UsageError("there is no server to connect to: add_server comes first")
        commands = list(several(init_commands or (), "init_commands"))
        self._told_ready = False
        connections = [asyncio.create_task(one.connect(commands)) for one in self.servers]
        try:
            await asyncio.gather(*connections)
            await self._let_handlers_finish()
        finally:
            for task in (*connections, *self._running):
                task.cancel()
            await asyncio.gather(*connections, return_exceptions=True)

    def run(self, init_commands: Iterable[Packet] | None = None) -> None:
        """`connect`, in an asyncio loop of its own."""
        asyncio.run(self.connect(init_commands))

    async def disconnect(self) -> None:
        """Leaves all servers: `connect` ends."""
        await asyncio.gather(*(one.disconnect() for one in self.servers))

    # ------------------------------------------------------------------------------------ what happens

    def _server_ready(self, server: Server) -> None:
        self._call("on_connect", server)
        if not self._told_ready and all(one.initialised for one in self.servers):
            self._told_ready = True
            self._call("on_ready")

    def _hear(self, server: Server, event: Any, message: Message | None) -> None:
        self._call_on_packet(event)
        match event:
            case events.Posted():
                self._call("on_message", message)
            case events.Edited():
                self._call("on_edit", message)
            case events.Deleted():
                self._call("on_delete", message)
            case events.UsersChanged():
                self._call("on_users", server, [server.peers[one.uuid] for one in event.users])
            case events.OnlineChanged():
                self._call("on_online", server)
            case events.ChannelsChanged():
                self._call("on_channels", server)
            case events.GroupsChanged():
                self._call("on_groups", server)
            case events.Disconnected():
                self._call("on_disconnect", server, event.error)

    def _call_on_packet(self, event: Any) -> None:
        """A line that is no packet is passed over."""
        if self.on_packet is None:
            return
        error = getattr(event, "error", None)
        packet = error.packet if isinstance(error, AsterError) else None
        if isinstance(event, events.FromPacket) and event.line:
            try:
                packet = event.packet
            except ValueError:
                return
        if packet is not None:
            self._call("on_packet", packet)

    def _call(self, name: str, *arguments: Any) -> None:
        handler: Handler | None = getattr(self, name)
        if handler is None:
            return
        task = asyncio.create_task(_await(handler, arguments))
        self._running.add(task)
        task.add_done_callback(lambda done: self._called(name, done))

    def _called(self, name: str, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        context = {"message": f"{name} of gamewire.aster raised", "exception": error, "task": task}
        task.get_loop().call_exception_handler(context)

    async def _let_handlers_finish(self) -> None:
        others = self._running - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=_GRACE)

"""One server: the connection to it, what is known of it, and what it can be asked."""

import enum
import json
import os
import random
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .._address import address_text, checked
from .._arguments import making
from .._drive import aio
from .._native import AsterClient
from ..errors import Error, UsageError
from ..events import Closed, Failed
from . import events
from .directory import Directory
from .errors import AsterError, aster_error, not_connected
from .model import Channel, Emoji, Group, Message, SyncData, SyncServer, User, text_of
from .permissions import Permissions
from .values import EmojiData, SyncProfile

DEFAULT_PORT = 2345

# A lost connection is tried again as often as it takes.
_ENDLESS_TRIES = 2**32 - 1

Packet = dict[str, Any]
Certificates = str | os.PathLike[str] | bytes | None


class ConnectionMode(enum.Enum):
    """What is done first. NEITHER: to look at what may be seen without a login."""

    LOGIN = 1
    REGISTER = 2
    NEITHER = 3


_ENTRIES = {ConnectionMode.LOGIN: "login", ConnectionMode.REGISTER: "register", ConnectionMode.NEITHER: "none"}


class Listening(AsterClient):
    """A machine that somebody hears everything of, in order, before anybody who waits does."""

    hear: Callable[[Any], None]

    def events(self) -> list[Any]:
        told = super().events()
        for event in told:
            self.hear(event)
        return told


class Server(Directory):
    """One server, and oneself on it. `get_` looks into what is known, `fetch_` asks. `uuid` goes before the name; `ca`:
    a PEM file of authorities, or bytes of one, in place of the system's. `timeout`: seconds for the login, and for each
    request. A connection that was lost comes back by itself, with growing pauses, unless `reconnect` is False."""

    def __init__(
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
    ) -> None:
        super().__init__()
        self.ip, self.port = checked(ip, port)
        self.username = username
        self.connect_mode = connect_mode
        self.initialised = False
        self._options: dict[str, Any] = {
            "name": username or "",
            "password": password or "",
            "uuid": uuid,
            "enter": _ENTRIES[connect_mode],
            "tls": tls,
            "host": ip if tls else "",
            "verify": verify,
            "ca": ca if tls else None,
            "deadline": timeout,
            "login_timeout": timeout,
            "reconnect": _ENDLESS_TRIES if reconnect else 0,
            "max_requests": 4096,
            "max_queued_bytes": 16 << 20,
        }
        self._timeout = timeout
        self._talk: aio.Conversation | None = None
        self._awaited: set[int] = set()
        self._greeted = False
        self._failed: Error | None = None
        self._commands: list[str] = []
        self._machine = self._make_machine()  # now, so that what is wrong with the options is told here

    @property
    def running(self) -> bool:
        """Between `connect` and its end."""
        return self._talk is not None

    # ------------------------------------------------------------------------------------ the connection

    async def connect(self, init_commands: Iterable[Packet] | None = None) -> None:
        """Logs in, and stays there until `disconnect`. `init_commands` are sent after each login. Raises AuthError for
        a login that is refused, and what else ends it: a server that cannot be reached the first time, or that speaks
        another version."""
        if self._talk is not None:
            raise UsageError("it is connected already")
        self._commands = [json.dumps(one) for one in init_commands or ()]
        self._greeted, self._failed = False, None
        self._machine = self._make_machine()
        self._talk = aio.Conversation(self._machine, self._open, peer=address_text((self.ip, self.port)))
        try:
            await self._talk.run()
        except Error as error:
            raise (self._failed or aster_error(error)) from None
        finally:
            self._talk = None
            self.initialised = False

    async def disconnect(self) -> None:
        """Finishes what is open, and ends `connect`."""
        if self._talk is not None:
            await self._talk.close()

    def _make_machine(self) -> Listening:
        machine = making(
            lambda: Listening(**self._options, seed=random.getrandbits(64)),
            username=self.username,
            password=...,
            uuid=self._options["uuid"],
            verify=self._options["verify"],
            timeout=self._timeout,
        )
        machine.hear = self._hear
        return machine

    async def _open(self) -> socket.socket:
        return await aio.connect((self.ip, self.port), datagrams=False, timeout=self._timeout)

    def _hear(self, event: Any) -> None:
        message = self._apply(event)
        match event:
            case events.Ready():
                self._greet()
            case events.Answer() | Failed():
                self._settle(event.id)
            case events.Disconnected():
                self._lost(event.error)
            case Closed():
                self._awaited.clear()
        self._tell(event, message)

    def _greet(self) -> None:
        """What is to be known at the beginning of each connection."""
        self._greeted = True
        logged_in = self.connect_mode is not ConnectionMode.NEITHER
        wanted = ["get_metadata", *(["list_channels"] if logged_in else []), "get_name", "get_icon"]
        self._awaited = {self._put({"command": one}) for one in wanted}
        try:
            for packet in self._commands:
                self._put(packet)
        except AsterError as error:
            self._give_up(error)

    def _settle(self, request: int) -> None:
        if request not in self._awaited:
            return
        self._awaited.remove(request)
        if not self._awaited:
            self.initialised = True
            self._became_ready()

    def _lost(self, error: Error) -> None:
        """Who never was connected is told so, and not kept waiting."""
        self.initialised = False
        self._awaited.clear()
        if not self._greeted:
            self._give_up(error)

    def _give_up(self, error: Error) -> None:
        self._failed = error
        if self._talk is not None:
            self._talk.fail(error)

    # What a client hears.

    def _tell(self, event: Any, message: Message | None) -> None:
        pass

    def _became_ready(self) -> None:
        pass

    # ------------------------------------------------------------------------------------ any packet

    async def send(self, packet: Packet) -> None:
        """Sends a packet, and does not wait for the answer."""
        self._put(packet)

    async def get_response(self, packet: Packet) -> Packet:
        """Sends a packet; the answer, whatever its status is."""
        try:
            answer = await self._wait(packet)
        except AsterError as error:
            if error.packet is None:
                raise
            return error.packet
        return answer.packet

    async def _ask(self, command: str, **fields: Any) -> events.Answer:
        """Fields that are None are left out."""
        return await self._wait({"command": command} | {k: v for k, v in fields.items() if v is not None})

    async def _wait(self, packet: Packet) -> events.Answer:
        try:
            answer: events.Answer = await self._running().wait(self._put(packet))
        except Error as error:
            raise aster_error(error) from None
        return answer

    def _put(self, packet: Packet | str) -> int:
        talk = self._running()
        try:
            request = self._machine.ask(packet)
        except Error as error:
            raise aster_error(error) from None
        talk.pump_soon()
        return request

    def _running(self) -> aio.Conversation:
        if self._talk is None:
            raise not_connected()
        try:
            self._talk.check()
        except Error as error:
            raise aster_error(error) from None
        return self._talk

    # ------------------------------------------------------------------------------------ users and oneself

    async def fetch_user(self, uuid: int) -> User | None:
        """None: there is no such user."""
        try:
            await self._ask("get_user", uuid=uuid)
        except AsterError as error:
            if error.status == 404:
                return None
            raise
        return self.get_user(uuid)

    async def fetch_pfp(self, uuid: int) -> bytes | None:
        """The picture of a user; None: there is none."""
        user = await self.fetch_user(uuid)
        return user.pfp if user is not None else None

    async def set_nick(self, name: str) -> None:
        await self._ask("nick", nick=name)

    async def set_pfp(self, png: bytes) -> None:
        """A PNG file, of at most 30720 bytes."""
        await self._ask("pfp", data=text_of(png))

    async def change_password(self, password: str) -> None:
        """The next logins are with it, too."""
        await self._ask("change_password", new_password=password)
        self._options["password"] = password

    # ------------------------------------------------------------------------------------ emoji

    async def fetch_emoji(self, uuid: int) -> Emoji:
        """With its picture."""
        data: EmojiData = (await self._ask("get_emoji", uuid=uuid)).result
        return Emoji(data.name, data.uuid, data.data)

    async def list_emojis(self) -> list[Emoji]:
        """Their names; `fetch_emoji` has the picture of each."""
        return [Emoji(name, uuid) for name, uuid in (await self._ask("list_emoji")).result]

    # ------------------------------------------------------------------------------------ what users keep here

    async def fetch_sync(self) -> SyncData | None:
        """None: nothing is kept."""
        try:
            profile: SyncProfile = (await self._ask("sync_get")).result
        except AsterError as error:
            if error.status == 404:
                return None
            raise
        return SyncData._of(profile, (await self._ask("sync_get_servers")).result)

    async def set_sync(self, data: SyncData) -> None:
        """In place of all that was kept."""
        await self._ask("sync_set", uname=data.uname, pfp=text_of(data.pfp) or "")
        await self.set_sync_servers(data.servers)

    async def set_sync_servers(self, servers: Sequence[SyncServer]) -> None:
        listed = [one.to_json(index) for index, one in enumerate(servers)]
        await self._ask("sync_set_servers", servers=listed)

    # ------------------------------------------------------------------------------------ channels and groups

    async def fetch_channels(self) -> list[Channel]:
        """Those that one may see, by their position."""
        await self._ask("list_channels")
        return self.channels

    async def create_channel(
        self, name: str, position: int | None = None, permissions: dict[str, Any] | None = None
    ) -> Channel:
        """Behind the others, unless there is a position."""
        fields = {"name": name, "position": position, "permissions": permissions or {}}
        answer = await self._ask("create_channel", **fields)
        return self.get_channel(answer.result) or Channel(self, name, answer.result, position)

    async def fetch_last_reads(self) -> dict[int, tuple[int, int]]:
        """How far one has read: by the channels' ids, UNIX seconds and the count of messages since."""
        reads: dict[int, tuple[int, int]] = (await self._ask("get_last_reads")).result
        return reads

    async def fetch_groups(self) -> list[Group]:
        """Not every server can tell: those of 2025 fail over it."""
        await self._ask("list_groups")
        return self.groups

    async def create_group(self, name: str, permissions: Permissions, colour: int = 0, position: int = 1) -> None:
        """The server does not say by which id; the next `groups` have it."""
        await self._ask(
            "create_group", name=name, permissions=permissions.to_json(), colour=colour, position=position
        )

    async def delete_group(self, group: Group | int) -> None:
        await self._ask("delete_group", uuid=group.uuid if isinstance(group, Group) else group)

    async def set_user_groups(self, user: User | int, groups: Iterable[Group | int]) -> None:
        """In place of those that the user is in."""
        ids = [one.uuid if isinstance(one, Group) else one for one in groups]
        await self._ask("update_user_groups", user=user.uuid if isinstance(user, User) else user, groups=ids)

    def __repr__(self) -> str:
        return f"Server({self.ip!r}, {self.port})"

"""What there is on a server. These are handles: what a method asks for, the server that they are from is asked for, and
what it tells later is in the same object then."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from .errors import AsterError, not_connected
from .permissions import Permissions
from .values import ChannelData, GroupData, MessageData, SyncProfile, SyncServerData, UserData

if TYPE_CHECKING:
    from .server import Server


def picture_of(text: str | None) -> bytes | None:
    """The file; None for nothing, and for what is no base64."""
    if not text:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def text_of(file: bytes | None) -> str | None:
    """A picture as packets have it."""
    return None if file is None else base64.b64encode(file).decode()


class User:
    """Somebody with an account. `pfp` is a picture, as bytes; `online` is kept by the server's events."""

    def __init__(
        self, uuid: int, username: str, pfp: bytes | None = None, groups: Sequence[int] = (), *, online: bool = False
    ) -> None:
        self.uuid = uuid
        self.username = username
        self.pfp = pfp
        self.groups = list(groups)
        self.online = online

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        made = cls(value["uuid"], value["name"])
        made.update_from_json(value)
        return made

    def update_from_json(self, value: Mapping[str, Any]) -> None:
        """Only what is there replaces what was known."""
        self.username = value.get("name", self.username)
        if "pfp" in value:
            self.pfp = picture_of(value["pfp"])
        self.groups = list(value.get("groups", self.groups))

    def to_json(self) -> dict[str, Any]:
        return {"uuid": self.uuid, "name": self.username, "pfp": text_of(self.pfp), "groups": self.groups}

    def _update(self, data: UserData) -> None:
        self.username = data.name or self.username
        self.pfp = data.pfp or self.pfp
        self.groups = list(data.groups)

    def __repr__(self) -> str:
        return f"User({self.uuid}, {self.username!r})"


class Channel:
    """A place to talk. One that a message names, and that is not known, has no name."""

    def __init__(
        self, server: "Server | None", name: str, uuid: int, position: int | None = None, permissions: object = None
    ) -> None:
        self.server = server
        self.name = name
        self.uuid = uuid
        self.position = position
        self.permissions = permissions if permissions is not None else {}

    @classmethod
    def from_json(cls, server: "Server | None", value: Mapping[str, Any]) -> Self:
        return cls(server, value["name"], value["uuid"], value.get("position"), value.get("permissions"))

    def to_json(self) -> dict[str, Any]:
        return {"uuid": self.uuid, "name": self.name, "position": self.position, "permissions": self.permissions}

    async def send(self, message: str, reply_to: "Message | int | None" = None) -> "Message":
        """Says something; the message as everybody sees it. AsterError if the server does not take it."""
        reply = _id_of(reply_to)
        answer = await _asked(self.server)._ask("send", content=message, channel=self.uuid, reply=reply)
        said: int = answer.result
        return _asked(self.server)._message_sent(said, message, self, reply)

    async def fetch_history(self, count: int = 100, init_message: "Message | int | None" = None) -> list["Message"]:
        """The newest messages, or those before one of them; the oldest first."""
        server = _asked(self.server)
        before = _id_of(init_message)
        answer = await server._ask("history", num=count, channel=self.uuid, before_message=before)
        return [server._message_of(one) for one in answer.result]

    async def update(self, *, name: str | None = None, position: int | None = None) -> None:
        """Renames it, or moves it among the others."""
        await _asked(self.server)._ask("update_channel", uuid=self.uuid, name=name, position=position)

    async def delete(self) -> None:
        await _asked(self.server)._ask("delete_channel", channel=self.uuid)

    async def fetch_unread(self) -> int:
        """How many messages there are behind the one that was marked as read last."""
        answer = await _asked(self.server)._ask("get_num_unread", channel=self.uuid)
        count: int = answer.result
        return count

    def _update(self, data: ChannelData) -> None:
        self.name = data.name
        self.position = data.position

    def __repr__(self) -> str:
        return f"Channel({self.name!r}, {self.uuid})"


class Message:
    """Something that was said. `date`: UNIX seconds. `author` is a User without a name when the server has not told of
    that one; what was not said at all is None: of a message that was edited or deleted before it was heard."""

    def __init__(
        self,
        content: str,
        author: User | None,
        channel: Channel | None,
        server: "Server | None",
        date: int | None,
        uuid: int,
        reply_uuid: int | None = None,
        *,
        edited: bool = False,
    ) -> None:
        self.content = content
        self.author = author
        self.channel = channel
        self.server = server
        self.date = date
        self.uuid = uuid
        self.reply_uuid = reply_uuid
        self.edited = edited

    @property
    def user(self) -> User | None:
        return self.author

    @property
    def time(self) -> datetime | None:
        """`date`, in UTC."""
        return None if self.date is None else datetime.fromtimestamp(self.date, UTC)

    async def reply(self, content: str) -> "Message":
        """Says something in reply to it; the new message."""
        if self.channel is None:
            raise AsterError("this message is of no known channel")
        return await self.channel.send(content, self)

    async def edit(self, content: str) -> None:
        """Of one's own messages."""
        await _asked(self.server)._ask("edit", message=self.uuid, new_content=content)
        self.content, self.edited = content, True

    async def delete(self) -> None:
        """Of one's own messages, or if one may manage others'."""
        await _asked(self.server)._ask("delete", message=self.uuid)

    async def mark_as_read(self) -> None:
        """It and all before it."""
        await _asked(self.server)._ask("mark_as_read", message=self.uuid)

    def to_json(self) -> dict[str, Any]:
        return {
            "uuid": self.uuid,
            "content": self.content,
            "author_uuid": self.author.uuid if self.author else None,
            "channel_uuid": self.channel.uuid if self.channel else None,
            "date": self.date,
            "edited": self.edited,
            "reply": self.reply_uuid,
        }

    def _update(self, data: MessageData) -> None:
        self.content = data.content
        self.edited = data.edited

    def __repr__(self) -> str:
        return f"Message({self.uuid}, {self.content!r})"


class Emoji:
    """`data` is a picture, as bytes; None in a list, where only names are."""

    def __init__(self, name: str, uuid: int, data: bytes | None = None) -> None:
        self.name = name
        self.uuid = uuid
        self.data = data

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(value["name"], value["uuid"], picture_of(value.get("data")))

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "uuid": self.uuid, "data": text_of(self.data)}

    def __repr__(self) -> str:
        return f"Emoji({self.name!r}, {self.uuid})"


class Group:
    """Users in common. `colour`: 0xRRGGBB. `position`: 0 is the highest, whose permissions win."""

    def __init__(self, uuid: int, name: str, colour: int, position: int, permissions: Permissions) -> None:
        self.uuid = uuid
        self.name = name
        self.colour = colour
        self.position = position
        self.permissions = permissions

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        permissions = Permissions.from_json(value["permissions"])
        return cls(value["uuid"], value["name"], value["colour"], value["position"], permissions)

    def to_json(self) -> dict[str, Any]:
        return {
            "uuid": self.uuid,
            "name": self.name,
            "colour": self.colour,
            "position": self.position,
            "permissions": self.permissions.to_json(),
        }

    @classmethod
    def _of(cls, data: GroupData) -> Self:
        return cls(data.uuid, data.name, data.colour, data.position, Permissions.from_json(data.permissions))

    def __repr__(self) -> str:
        return f"Group({self.uuid}, {self.name!r})"


class SyncServer:
    """A server in a user's own list. `uuid` and `uname` are the user's there."""

    def __init__(
        self,
        ip: str,
        port: int,
        name: str | None = None,
        pfp: bytes | None = None,
        uuid: int | None = None,
        uname: str = "",
    ) -> None:
        self.ip = ip
        self.port = port
        self.name = name
        self.pfp = pfp
        self.uuid = uuid
        self.uname = uname

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        pfp = picture_of(value.get("pfp"))
        return cls(value["ip"], value["port"], value.get("name"), pfp, value.get("uuid"), value.get("uname", ""))

    def to_json(self, index: int = 0) -> dict[str, Any]:
        return {
            "uuid": self.uuid,
            "uname": self.uname,
            "ip": self.ip,
            "port": self.port,
            "pfp": text_of(self.pfp),
            "name": self.name,
            "idx": index,
        }

    @classmethod
    def _of(cls, data: SyncServerData) -> Self:
        return cls(data.ip, data.port, data.name, data.pfp, data.uuid, data.uname)

    def __repr__(self) -> str:
        return f"SyncServer({self.ip!r}, {self.port})"


class SyncData:
    """What a user keeps at a server: name, picture, and a list of servers."""

    def __init__(self, uname: str, pfp: bytes | None, servers: list[SyncServer]) -> None:
        self.uname = uname
        self.pfp = pfp
        self.servers = servers

    @classmethod
    def from_json(cls, profile: Mapping[str, Any], servers: Mapping[str, Any]) -> Self | None:
        """Of the answers to sync_get and sync_get_servers; None if these are none."""
        if profile.get("status", 200) != 200 or servers.get("status", 200) != 200:
            return None
        listed = [SyncServer.from_json(one) for one in servers["servers"]]
        return cls(profile["uname"], picture_of(profile["pfp"]), listed)

    @classmethod
    def _of(cls, profile: SyncProfile, servers: Sequence[SyncServerData]) -> Self:
        return cls(profile.uname, profile.pfp, [SyncServer._of(one) for one in servers])

    def __repr__(self) -> str:
        return f"SyncData({self.uname!r}, {self.servers!r})"


def _asked(server: "Server | None") -> "Server":
    if server is None:
        raise not_connected()
    return server


def _id_of(message: Message | int | None) -> int | None:
    return message.uuid if isinstance(message, Message) else message

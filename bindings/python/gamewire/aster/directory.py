"""What is known of a server, kept as events and answers tell."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, cast

from . import events
from .model import Channel, Group, Message, User
from .values import ChannelData, GroupData, MessageData, UserData

if TYPE_CHECKING:
    from .server import Server

# So many messages are remembered, the newest, for what happens to them later.
_MOST_MESSAGES = 1000


class Directory:
    """What `get_` methods look into; they never wait. `peers`: the users, by their ids; `channels` by their position;
    `groups`, the highest first, once they were asked for."""

    def __init__(self) -> None:
        self.name = ""
        self.icon = b""
        self.self_uuid: int | None = None
        self.version = (0, 0, 0)
        self.channels: list[Channel] = []
        self.groups: list[Group] = []
        self.peers: dict[int, User] = {}
        self._online: frozenset[int] = frozenset()
        self._told_online = False
        self._messages: OrderedDict[int, Message] = OrderedDict()

    def get_user(self, uuid: int) -> User | None:
        return self.peers.get(uuid)

    def get_user_by_name(self, name: str) -> User | None:
        return next((one for one in self.peers.values() if one.username == name), None)

    def get_channel(self, uuid: int) -> Channel | None:
        return next((one for one in self.channels if one.uuid == uuid), None)

    def get_channel_by_name(self, name: str) -> Channel | None:
        """With or without '#' around it."""
        bare = name.strip("#")
        return next((one for one in self.channels if one.name in (name, bare)), None)

    def get_group(self, uuid: int) -> Group | None:
        return next((one for one in self.groups if one.uuid == uuid), None)

    def get_message(self, uuid: int) -> Message | None:
        """Of the newest that were heard or asked for."""
        return self._messages.get(uuid)

    @property
    def online(self) -> list[User]:
        """The users that are there."""
        return [one for one in self.peers.values() if one.online]

    @property
    def user(self) -> User | None:
        """Oneself."""
        return self.peers.get(self.self_uuid or 0)

    def _apply(self, event: Any) -> Message | None:
        """The message that it is about, if it is about one."""
        match event:
            case events.Ready():
                self.self_uuid = event.self_uuid or None
                self.version = event.version
                self._told_online = False
            case events.UsersChanged():
                self._apply_users(event.users)
            case events.OnlineChanged():
                self._told_online = True
                self._apply_online(event.users)
            case events.ChannelsChanged():
                self._apply_channels(event.channels)
            case events.GroupsChanged():
                self._apply_groups(event.groups)
            case events.Posted():
                return self._message_of(event.message)
            case events.Edited():
                return self._message_edited(event.message, event.content)
            case events.Deleted():
                return self._message_deleted(event.message)
            case events.Answer():
                self._apply_answer(event.command, event.result)
        return None

    def _apply_answer(self, command: str, result: Any) -> None:
        match command:
            case "get_metadata":
                self._apply_users(result)
            case "get_user":
                self._apply_users((result,))
            case "online" if not self._told_online:  # events are right; the answer has those who have left since, too
                self._apply_online(result)
            case "list_channels":
                self._apply_channels(result)
            case "list_groups":
                self._apply_groups(result)
            case "get_name":
                self.name = result
            case "get_icon":
                self.icon = result or b""
            case "login" | "register":
                self.self_uuid = result

    def _apply_users(self, users: tuple[UserData, ...]) -> None:
        for data in users:
            known = self.peers.setdefault(data.uuid, User(data.uuid, data.name, online=data.uuid in self._online))
            known._update(data)

    def _apply_online(self, users: tuple[int, ...]) -> None:
        self._online = frozenset(users)
        for one in self.peers.values():
            one.online = one.uuid in self._online

    def _apply_channels(self, channels: tuple[ChannelData, ...]) -> None:
        """All that there are: what is not among them is gone."""
        known = {one.uuid: one for one in self.channels}
        for data in channels:
            known.setdefault(data.uuid, Channel(self._server, data.name, data.uuid))._update(data)
        ids = {data.uuid for data in channels}
        self.channels = [one for one in known.values() if one.uuid in ids]
        self.channels.sort(key=lambda one: (one.position or 0, one.uuid))

    def _apply_groups(self, groups: tuple[GroupData, ...]) -> None:
        self.groups = sorted((Group._of(one) for one in groups), key=lambda one: (one.position, one.uuid))

    def _message_of(self, data: MessageData) -> Message:
        known = self._messages.get(data.uuid)
        if known is None:
            author = self.peers.get(data.author) or User(data.author, "")
            channel = self.get_channel(data.channel) or Channel(self._server, "", data.channel)
            known = Message(data.content, author, channel, self._server, data.date, data.uuid, data.reply)
            self._remember(known)
        known._update(data)
        return known

    def _message_sent(self, uuid: int, content: str, channel: Channel, reply: int | None) -> Message:
        """The server has told everybody by now, so that it is known, but for a server that does not."""
        known = self._messages.get(uuid)
        if known is None:
            known = Message(content, self.user, channel, self._server, None, uuid, reply)
            self._remember(known)
        return known

    def _message_edited(self, uuid: int, content: str) -> Message:
        message = self._messages.get(uuid) or Message(content, None, None, self._server, None, uuid)
        message.content, message.edited = content, True
        return message

    def _message_deleted(self, uuid: int) -> Message:
        return self._messages.pop(uuid, None) or Message("", None, None, self._server, None, uuid)

    def _remember(self, message: Message) -> None:
        self._messages[message.uuid] = message
        if len(self._messages) > _MOST_MESSAGES:
            self._messages.popitem(last=False)

    @property
    def _server(self) -> "Server":
        return cast("Server", self)

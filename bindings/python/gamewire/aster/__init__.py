"""aster, a chat: clients, bots, and what is said.

    client = Client("bot", "password")

    @client.event
    async def on_message(message):
        if message.content == "!ping":
            await message.reply("pong")

    client.add_server("chat.example.org")
    client.run()

Connections are over TLS, and certificates are looked at, unless `tls` and `verify` say otherwise. Whatever goes wrong
is an AsterError, and of the class that gamewire has for it: `except gamewire.AuthError` for a wrong password.
"""

from .client import Client
from .errors import AsterError
from .events import (
    Answer,
    ChannelsChanged,
    Deleted,
    Disconnected,
    Edited,
    GroupsChanged,
    LoggedIn,
    News,
    OnlineChanged,
    Posted,
    Ready,
    Unsolicited,
    UsersChanged,
)
from .lookup import fetch_emoji, fetch_pfp
from .model import Channel, Emoji, Group, Message, SyncData, SyncServer, User
from .permissions import Permissions
from .server import ConnectionMode, Server
from .values import ChannelData, EmojiData, GroupData, MessageData, SyncProfile, SyncServerData, UserData

__all__ = [
    "Answer",
    "AsterError",
    "Channel",
    "ChannelData",
    "ChannelsChanged",
    "Client",
    "ConnectionMode",
    "Deleted",
    "Disconnected",
    "Edited",
    "Emoji",
    "EmojiData",
    "Group",
    "GroupData",
    "GroupsChanged",
    "LoggedIn",
    "Message",
    "MessageData",
    "News",
    "OnlineChanged",
    "Permissions",
    "Posted",
    "Ready",
    "Server",
    "SyncData",
    "SyncProfile",
    "SyncServer",
    "SyncServerData",
    "Unsolicited",
    "User",
    "UserData",
    "UsersChanged",
    "fetch_emoji",
    "fetch_pfp",
]

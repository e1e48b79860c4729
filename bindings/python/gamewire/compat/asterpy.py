"""The names of asterpy.

    import gamewire.compat.asterpy as asterpy

    client = asterpy.Client("bot", "password")

    @client.event
    async def on_message(message):
        ...

    client.add_server("example.com", 2345)
    client.run()

What is different, and where asterpy's page promises more than its code keeps, this keeps it:

- certificates are looked at: for a server that signs its own, give `verify=False`, or `ca`; `tls=False` for one without
- a login that is refused raises AuthError from `connect`, and does not hang; requests time out; a lost connection comes
  back by itself
- REGISTER and NEITHER work; `self_uuid` is known after a login by name, too; servers of API 1.0 are talked to
- `fetch_user` gives the User, `Message.reply` the Message, `to_json` of a message a dict, `fetch_sync` None when
  nothing is kept; emoji and pictures are bytes
- `Message.edit` and `delete` wait for the server's word, and raise AsterError when it refuses
- a name that is no event is refused by `event`
- events change what is known: channels that are gone are gone, and users that are unknown have no name
- `on_packet` hears of packets of any status
"""

from ..aster import (
    AsterError,
    Channel,
    Client,
    ConnectionMode,
    Emoji,
    Group,
    Message,
    Permissions,
    Server,
    SyncData,
    SyncServer,
    User,
    fetch_emoji,
    fetch_pfp,
)

UserUuid = int
GroupUuid = int

__all__ = [
    "AsterError",
    "Channel",
    "Client",
    "ConnectionMode",
    "Emoji",
    "Group",
    "GroupUuid",
    "Message",
    "Permissions",
    "Server",
    "SyncData",
    "SyncServer",
    "User",
    "UserUuid",
    "fetch_emoji",
    "fetch_pfp",
]

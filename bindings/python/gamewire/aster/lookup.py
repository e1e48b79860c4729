"""One look at a server, without a login: what messages from elsewhere speak of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ..errors import Error, UsageError
from .model import Emoji
from .server import Certificates, ConnectionMode, Server


class _Glance(Server):
    def _greet(self) -> None:
        """Nothing but what is asked for."""


@asynccontextmanager
async def _visited(
    ip: str, port: int, tls: bool, verify: bool, ca: Certificates, timeout: float
) -> AsyncIterator[Server]:
    server = _Glance(
        ip,
        port,
        connect_mode=ConnectionMode.NEITHER,
        tls=tls,
        verify=verify,
        ca=ca,
        timeout=timeout,
        reconnect=False,
    )
    visit = asyncio.create_task(server.connect())
    await asyncio.sleep(0)  # it has begun then, and takes requests
    try:
        yield server
        await server.disconnect()
    finally:
        visit.cancel()
        with suppress(Error, asyncio.CancelledError):
            await visit


def parse_markup(markup: str) -> tuple[str, int, int]:
    """Host, port and id of an emoji in the text of a message: "<:HOST:PORT:UUID:>". UsageError for what is none."""
    parts = markup.strip().split(":")
    if len(parts) == 5 and parts[0] == "<" and parts[1] and parts[4] == ">":
        try:
            return parts[1], int(parts[2]), int(parts[3])
        except ValueError:
            pass
    raise UsageError(f"not an emoji: {markup!r}")


async def fetch_emoji(
    emoji_markup: str, *, tls: bool = True, verify: bool = True, ca: Certificates = None, timeout: float = 10.0
) -> Emoji:
    """The emoji that a message has as "<:HOST:PORT:UUID:>", from the server that it is from."""
    ip, port, uuid = parse_markup(emoji_markup)
    async with _visited(ip, port, tls, verify, ca, timeout) as server:
        return await server.fetch_emoji(uuid)


async def fetch_pfp(
    ip: str,
    port: int,
    uuid: int,
    *,
    tls: bool = True,
    verify: bool = True,
    ca: Certificates = None,
    timeout: float = 10.0,
) -> bytes | None:
    """The picture of a user of some server; None: there is no such user, or no picture."""
    async with _visited(ip, port, tls, verify, ca, timeout) as server:
        return await server.fetch_pfp(uuid)

"""Servers of aster for tests: the responder of the package itself, over TLS or not, and scripts. And a client."""

import asyncio
import contextlib
import json
import pathlib
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from gamewire import aster, sansio

Script = Callable[["Peer"], Awaitable[None]]

LARGE = 2**63 - 1  # an id


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """In a loop; nothing here takes long, so that whatever hangs fails."""
    return asyncio.run(asyncio.wait_for(what, 20))


def bot(at: tuple[str, int], **options: Any) -> aster.Client:
    client = aster.Client("user", "secret")
    client.add_server(*at, **({"tls": False} | options))
    return client


def make_certificate(at: pathlib.Path, host: str = "127.0.0.1") -> tuple[str, str]:
    """A certificate that signs itself, and its key."""
    certificate, key = at / "certificate.pem", at / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        + ["-subj", "/CN=test", "-addext", f"subjectAltName=IP:{host}", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return str(certificate), str(key)


class Peer:
    """A client, as a script talks to it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def hear(self, command: str) -> dict[str, Any]:
        """Its next packet, which has this command."""
        packet: dict[str, Any] = json.loads(await asyncio.wait_for(self._reader.readline(), 10))
        assert packet["command"] == command, packet
        return packet

    def say(self, command: str, status: int = 200, **fields: Any) -> None:
        self.writer.write(json.dumps({"command": command, "status": status, **fields}).encode() + b"\n")

    async def log_in(self, uuid: int = 111) -> None:
        """A login, and the questions that come with it."""
        await self.hear("login")
        self.say("API_version", version=[1, 0, 0])
        self.say("login", uuid=uuid)
        await self.hear("get_metadata")
        await self.hear("ping")
        user = {"uuid": uuid, "name": "bot", "pfp": "UE5H", "groups": []}
        self.say("get_metadata", data=[user])
        self.say("ping")
        await self.hear("list_channels")
        await self.hear("ping")
        self.say("list_channels", data=[{"uuid": 7, "name": "general", "position": 0, "permissions": {}}])
        self.say("ping")
        await self.hear("get_name")
        self.say("get_name", data="scripted")
        await self.hear("get_icon")
        self.say("get_icon", data="UE5H")


@asynccontextmanager
async def scripted(*scripts: Script) -> AsyncIterator[tuple[str, int]]:
    """A server whose first connection goes by the first script, and so on; its address. What goes wrong in one is
    raised at the end."""
    left = list(scripts)
    faults: list[BaseException] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await left.pop(0)(Peer(reader, writer))
        except (AssertionError, IndexError, ValueError) as fault:
            faults.append(fault)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()
    finally:
        server.close()
        if faults:
            raise faults[0]


@asynccontextmanager
async def community(of: sansio.AsterCommunity, tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[str, int]]:
    """`AsterResponder` on asyncio's streams; the address."""
    peers: dict[sansio.AsterResponder, asyncio.StreamWriter] = {}

    def drain() -> None:
        news = True
        while news:
            news = False
            for responder, writer in list(peers.items()):
                for piece in responder.transmits(monotonic()):
                    writer.write(piece)
                news |= any(isinstance(one, aster.News) for one in responder.events())

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        responder = sansio.AsterResponder(of)
        peers[responder] = writer
        with contextlib.suppress(OSError):
            while not responder.done and (data := await reader.read(65536)):
                responder.receive(data, monotonic())
                drain()
        del peers[responder]
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()
    finally:
        server.close()



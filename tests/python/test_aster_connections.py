"""How connections of `gamewire.aster` begin and end, and what servers say that ours does not."""

import asyncio
import pathlib
import ssl
from typing import Any

import gamewire
import pytest
from aster_server import LARGE, Peer, bot, community, make_certificate, run, scripted
from conftest import Address
from gamewire import aster, sansio


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


class TestTLS:
    def greet(self, certificate: tuple[str, str], **options: Any) -> str:
        """The name of a server with this certificate."""

        async def go() -> str:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(*certificate)
            home = sansio.AsterCommunity(name="home")
            home.add_user("bot", "pw")
            home.add_channel("general")
            async with community(home, tls) as address:
                client = aster.Client("bot", "pw")
                client.add_server(*address, **options)

                @client.event
                async def on_ready() -> None:
                    await client.servers[0].channels[0].send("x" * 10000)
                    await client.disconnect()

                await client.connect()
                return client.servers[0].name

        name: str = run(go())
        return name

    def test_an_authority_of_ones_own(self, certificate: tuple[str, str]) -> None:
        assert self.greet(certificate, ca=certificate[0]) == "home"
        assert self.greet(certificate, ca=pathlib.Path(certificate[0])) == "home"
        assert self.greet(certificate, ca=pathlib.Path(certificate[0]).read_bytes()) == "home"

    def test_no_verification(self, certificate: tuple[str, str]) -> None:
        assert self.greet(certificate, verify=False) == "home"

    def test_a_stranger_is_not_believed(self, certificate: tuple[str, str], tmp_path: pathlib.Path) -> None:
        with pytest.raises(gamewire.TLSError) as caught:
            self.greet(certificate)
        assert isinstance(caught.value, aster.AsterError)
        other = make_certificate(tmp_path, "127.0.0.2")
        with pytest.raises(gamewire.TLSError):
            self.greet(other, ca=other[0])

    def test_no_tls_there(self, chat: Address) -> None:
        with pytest.raises(aster.AsterError):
            run(bot(chat, tls=True, timeout=2).connect())


class TestScripts:
    def test_nobody_listens(self) -> None:
        with pytest.raises(ConnectionRefusedError) as caught:
            run(bot(("127.0.0.1", 1)).connect())
        assert isinstance(caught.value, aster.AsterError)

    def test_who_asks_a_server_that_cannot_be_reached_hears_of_it(self) -> None:
        async def go() -> None:
            server = aster.Server("127.0.0.1", 1, username="user", password="secret", tls=False)
            connection = asyncio.create_task(server.connect())
            await asyncio.sleep(0)
            with pytest.raises(aster.AsterError):
                await server.fetch_user(1)
            with pytest.raises(ConnectionRefusedError):
                await connection

        run(go())

    def test_an_unknown_name(self) -> None:
        with pytest.raises(gamewire.ResolveError):
            run(bot(("no-such-host.invalid", 2345)).connect())

    def test_silence_times_out(self) -> None:
        async def silent(peer: Peer) -> None:
            await peer.hear("login")
            await asyncio.sleep(10)

        async def go() -> None:
            async with scripted(silent) as address:
                await bot(address, timeout=0.2).connect()

        with pytest.raises(TimeoutError):
            run(go())

    def test_a_newer_server(self) -> None:
        async def newer(peer: Peer) -> None:
            await peer.hear("login")
            peer.say("API_version", version=[2, 0, 0])
            await asyncio.sleep(10)

        async def go() -> None:
            async with scripted(newer) as address:
                await bot(address).connect()

        with pytest.raises(gamewire.UnsupportedError) as caught:
            run(go())
        assert isinstance(caught.value, aster.AsterError)

    def test_a_lost_connection_comes_back(self) -> None:
        async def lose(peer: Peer) -> None:
            await peer.log_in()
            peer.writer.close()

        async def stay(peer: Peer) -> None:
            await peer.log_in()
            await asyncio.sleep(10)

        async def go() -> list[str]:
            told: list[str] = []
            async with scripted(lose, stay) as address:
                client = bot(address)

                @client.event
                async def on_connect(server: aster.Server) -> None:
                    told.append("connect")
                    if told.count("connect") == 2:
                        await client.disconnect()

                @client.event
                async def on_disconnect(server: aster.Server, error: gamewire.Error) -> None:
                    assert isinstance(error, gamewire.ClosedError) and not server.initialised
                    told.append("disconnect")

                @client.event
                async def on_ready() -> None:
                    told.append("ready")

                await client.connect()
            return told

        assert run(go()) == ["connect", "ready", "disconnect", "connect"]

    def test_one_that_is_not_to_come_back(self) -> None:
        async def lose(peer: Peer) -> None:
            await peer.log_in()

        async def go() -> None:
            async with scripted(lose) as address:
                await bot(address, reconnect=False).connect()

        with pytest.raises(gamewire.ClosedError):
            run(go())

    def test_disconnecting_while_it_waits_to_come_back(self) -> None:
        async def lose(peer: Peer) -> None:
            await peer.log_in()

        async def go() -> None:
            async with scripted(lose) as address:
                client = bot(address)

                @client.event
                async def on_disconnect(server: aster.Server, error: gamewire.Error) -> None:
                    await client.disconnect()

                await client.connect()

        run(go())

    def test_events_change_what_is_known(self) -> None:
        message: dict[str, Any] = {"content": "hi", "channel_uuid": 8, "author_uuid": LARGE, "date": 5, "uuid": 900}

        async def script(peer: Peer) -> None:
            await peer.log_in()
            peer.say("content", **message)
            peer.say("message_edited", message=900, new_content="ho")
            peer.say("message_edited", message=1, new_content="unheard")
            peer.say("message_deleted", message=900)
            peer.say("message_deleted", message=2)
            peer.say("get_metadata", data=[{"uuid": LARGE, "name": "late \ud800", "pfp": "?", "groups": [1]}])
            peer.say("online", data=[LARGE])
            peer.say("list_channels", data=[{"uuid": 9, "name": "b", "position": 1}, {"uuid": 8, "name": "a"}])
            peer.say("list_groups", data=[{"uuid": 1, "name": "g", "colour": 1, "position": 0, "permissions": [1, 2]}])
            peer.writer.write(b"[" * 100000 + b"\n")
            peer.say("the_end")
            await asyncio.sleep(10)

        async def go() -> list[Any]:
            told: list[Any] = []
            async with scripted(script) as address:
                client = bot(address)
                server = client.servers[0]

                @client.event
                async def on_message(message: aster.Message) -> None:
                    assert message.author is not None and message.channel is not None
                    told.append((message.author.username, message.author.uuid, message.channel.uuid, message.time))

                @client.event
                async def on_edit(message: aster.Message) -> None:
                    told.append(("edit", message.uuid, message.edited, message.author is None))

                @client.event
                async def on_delete(message: aster.Message) -> None:
                    told.append(("delete", message.uuid, message.content))

                @client.event
                async def on_users(server: aster.Server, users: list[aster.User]) -> None:
                    told.append([(one.username, one.pfp, one.groups) for one in users])

                @client.event
                async def on_online(server: aster.Server) -> None:
                    told.append([one.uuid for one in server.online])

                @client.event
                async def on_channels(server: aster.Server) -> None:
                    told.append([one.name for one in server.channels])

                @client.event
                async def on_groups(server: aster.Server) -> None:
                    told.append(server.groups[0].permissions)

                @client.event
                async def on_packet(packet: dict[str, Any]) -> None:
                    if packet["command"] == "the_end":
                        assert server.get_channel(7) is None
                        await client.disconnect()

                await client.connect()
            return told

        first, *others = run(go())
        assert first[:3] == ("", LARGE, 8) and first[3].isoformat() == "1970-01-01T00:00:05+00:00"
        assert others == [
            ("edit", 900, True, False),
            ("edit", 1, True, True),
            ("delete", 900, "ho"),
            ("delete", 2, ""),
            [("late �", None, [1])],
            [LARGE],
            ["a", "b"],
            aster.Permissions(modify_channels=True, ban_users=False),
        ]

    def test_a_connection_that_ends_in_a_question_answers_it(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.log_in()
            await peer.hear("send")

        async def go() -> None:
            async with scripted(script) as address:
                client = bot(address)

                @client.event
                async def on_ready() -> None:
                    with pytest.raises(gamewire.ClosedError):
                        await client.servers[0].channels[0].send("into the void")
                    await client.disconnect()

                await client.connect()

        run(go())

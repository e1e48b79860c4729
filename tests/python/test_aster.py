"""`gamewire.aster`, and asterpy's names."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import gamewire
import pytest
from aster_server import LARGE, bot, community, run
from conftest import Address, address_of
from gamewire import aster, sansio


def talk(client: aster.Client, *acts: Callable[[aster.Server], Awaitable[Any]]) -> list[Any]:
    """What each act with the first server gives, or raises, once the client is ready."""

    async def go() -> list[Any]:
        ready = asyncio.Event()

        @client.event
        async def on_ready() -> None:
            ready.set()

        connection = asyncio.create_task(client.connect())
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait((connection, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        try:
            results = [await act(client.servers[0]) for act in acts] if ready.is_set() else []
        finally:
            await client.disconnect()
            await connection
        return results

    told: list[Any] = run(go())
    return told


class TestClient:
    def test_a_bot_answers(self, chat: Address) -> None:
        """As on asterpy's page; here it ends."""
        client = aster.Client("user", "secret")
        packets: list[str] = []

        @client.event
        async def on_ready() -> None:
            channel = client.get_channel_by_name("#general")
            assert channel is not None
            sent = await channel.send("!ping")
            assert sent.author is client.servers[0].user and sent.date is not None

        @client.event
        async def on_message(message: aster.Message) -> None:
            if message.content == "!ping":
                answer = await message.reply("pong")
                assert answer.reply_uuid == message.uuid and answer.content == "pong"
            else:
                assert message.author is not None and message.author.username == "user"
                assert message.channel is client.get_channel_by_name("general")
                await client.disconnect()

        @client.event
        async def on_packet(packet: dict[str, Any]) -> None:
            packets.append(packet["command"])

        client.add_server(*chat, tls=False)
        client.run()
        assert packets.count("content") == packets.count("send") == 2 and "get_metadata" in packets

    def test_what_is_known(self, chat: Address) -> None:
        client = bot(chat)

        async def look(server: aster.Server) -> None:
            assert server.initialised and server.running and server.version == (1, 0, 0)
            assert server.name == "gamewire sample ☕" and server.icon.startswith(b"\x89PNG")
            assert [one.name for one in server.channels] == ["general", "random"]
            user = server.get_user_by_name("user")
            assert user is not None and user is server.user is client.get_user(user.uuid) is server.online[0]
            assert server.self_uuid == user.uuid and server.get_channel(1) is None and client.get_channel(1) is None

        talk(client, look)
        assert not client.servers[0].running

    def test_channels(self, chat: Address) -> None:
        async def act(server: aster.Server) -> None:
            made = await server.create_channel("news")
            assert made is server.get_channel_by_name("news")
            await made.update(name="olds", position=0)
            assert [one.name for one in await server.fetch_channels()][0] == made.name == "olds"
            message = await made.send("one")
            await made.send("two", reply_to=message)
            first, second = await made.fetch_history()
            assert first is message and second.reply_uuid == message.uuid
            assert await made.fetch_history(10, second) == [first] and await made.fetch_history(1) == [second]
            await message.mark_as_read()
            assert await made.fetch_unread() == 1 and made.uuid in await server.fetch_last_reads()
            await message.edit("uno")
            assert message.edited and (await made.fetch_history())[0].content == "uno"
            await message.delete()
            assert server.get_message(message.uuid) is None
            await made.delete()
            assert server.get_channel_by_name("olds") is None
            with pytest.raises(aster.AsterError) as caught:
                await made.send("to nobody")
            assert caught.value.status == 404

        talk(bot(chat), act)

    def test_users_groups_emoji_and_sync(self, chat: Address) -> None:
        async def act(server: aster.Server) -> None:
            assert server.self_uuid is not None
            assert await server.fetch_user(server.self_uuid) is server.user and await server.fetch_user(1) is None
            await server.set_pfp(b"\x89PNG mine")
            assert await server.fetch_pfp(server.self_uuid) == b"\x89PNG mine"
            await server.set_nick("someone")
            assert server.user is not None and server.user.username == "someone"
            [cup] = await server.list_emojis()
            assert cup.name == "cup" and cup.data is None
            assert (await server.fetch_emoji(cup.uuid)).name == "cup"
            assert await server.fetch_sync() is None
            there = aster.SyncServer("192.0.2.1", 2345, "elsewhere", b"PNG", LARGE, "me")
            await server.set_sync(aster.SyncData("me", b"picture", [there]))
            kept = await server.fetch_sync()
            assert kept is not None and (kept.uname, kept.pfp) == ("me", b"picture")
            assert kept.servers[0].to_json() == there.to_json()
            await server.create_group("helpers", aster.Permissions(ban_users=True), colour=0x00FF00)
            groups = await server.fetch_groups()
            helpers = next(one for one in groups if one.name == "helpers")
            assert helpers.permissions == aster.Permissions(ban_users=True) and helpers.colour == 0x00FF00
            await server.set_user_groups(server.user, groups)
            await server.delete_group(helpers)
            assert server.get_group(helpers.uuid) is None

        talk(bot(chat), act)

    def test_any_packet(self, chat: Address) -> None:
        async def act(server: aster.Server) -> None:
            await server.send({"command": "ping"})
            assert (await server.get_response({"command": "get_name"}))["data"] == server.name
            assert await server.get_response({"command": "nope"}) == {"command": "nope", "status": 400}
            with pytest.raises(gamewire.UsageError):
                await server.get_response({"no": "command"})
            many = await asyncio.gather(*(server.get_response({"command": "ping"}) for _ in range(1000)))
            assert all(one["status"] == 200 for one in many)

        talk(bot(chat), act)

    def test_init_commands(self, chat: Address) -> None:
        client = bot(chat)
        heard: list[dict[str, Any]] = []

        @client.event
        async def on_packet(packet: dict[str, Any]) -> None:
            heard.append(packet)
            if packet["command"] == "list_emoji":
                await client.disconnect()

        client.run([{"command": "nope"}, {"command": "list_emoji"}])
        assert {"command": "nope", "status": 400} in heard
        with pytest.raises(gamewire.UsageError):
            run(client.connect([{"no": "command"}]))
        with pytest.raises(TypeError):
            run(client.connect([{"command": object()}]))

    def test_register_and_neither(self, chat: Address) -> None:
        async def name(server: aster.Server) -> tuple[str, int | None]:
            return server.name, server.self_uuid

        new = aster.Client("newcomer", "pw")
        new.add_server(*chat, tls=False, connect_mode=aster.ConnectionMode.REGISTER)
        [(_, uuid)] = talk(new, name)
        by_id = aster.Client()
        by_id.add_server(*chat, tls=False, uuid=uuid, password="pw")
        assert talk(by_id, name)[0][1] == uuid
        anybody = aster.Client()
        anybody.add_server(*chat, tls=False, connect_mode=aster.ConnectionMode.NEITHER)
        assert talk(anybody, name) == [("gamewire sample ☕", None)]

    @pytest.mark.parametrize(
        "options",
        [
            {"password": "wrong"},
            {"username": "nobody"},
            {"connect_mode": aster.ConnectionMode.REGISTER},
            {"uuid": 1},
        ],
    )
    def test_a_refused_login_raises(self, chat: Address, options: dict[str, Any]) -> None:
        client = bot(chat, **options)
        for _ in range(2):  # and may be tried again
            with pytest.raises(gamewire.AuthError) as caught:
                run(client.connect())
            assert isinstance(caught.value, aster.AsterError)

    def test_one_refused_login_ends_all(self, chat: Address, serve: Callable[..., dict[str, Any]]) -> None:
        client = bot(chat)
        client.add_server(*address_of(serve("--aster", "--password", "other")["aster"]), tls=False)
        with pytest.raises(gamewire.AuthError):
            run(client.connect())
        assert not any(one.running for one in client.servers)

    def test_two_servers(self, chat: Address, serve: Callable[..., dict[str, Any]]) -> None:
        other = address_of(serve("--aster", "--password", "secret")["aster"])
        client = bot(chat)
        client.add_server(*other, tls=False)
        ready: list[int] = []

        @client.event
        async def on_connect(server: aster.Server) -> None:
            ready.append(server.port)

        @client.event
        async def on_ready() -> None:
            ready.append(0)
            await client.disconnect()

        run(client.connect())
        assert set(ready[:2]) == {chat[1], other[1]} and ready[2:] == [0]
        with pytest.raises(gamewire.UsageError):
            client.add_server(*other)

    def test_use_outside_of_a_connection(self, chat: Address) -> None:
        client = bot(chat)
        channels: list[aster.Channel] = []

        async def keep(server: aster.Server) -> None:
            channels.append(server.channels[0])
            with pytest.raises(gamewire.UsageError):
                await server.connect()

        server = client.servers[0]
        with pytest.raises(aster.AsterError, match="not connected"):
            run(server.send({"command": "ping"}))
        talk(client, keep)
        with pytest.raises(gamewire.ClosedError) as caught:
            run(channels[0].send("hello"))
        assert isinstance(caught.value, aster.AsterError)
        run(client.disconnect())

    def test_misuse(self) -> None:
        client = aster.Client("bot", "pw")
        with pytest.raises(gamewire.UsageError):
            run(client.connect())
        with pytest.raises(gamewire.UsageError):
            aster.Client().add_server("127.0.0.1")
        with pytest.raises(gamewire.Error):
            client.add_server("127.0.0.1", ca="/no/such/file")
        with pytest.raises(TypeError):

            @client.event  # type: ignore[type-var]
            def on_message(message: aster.Message) -> None:
                pass

        with pytest.raises(gamewire.UsageError):

            @client.event
            async def on_massage() -> None:
                pass

    def test_what_a_handler_raises_goes_to_the_loop(self, chat: Address) -> None:
        client = bot(chat)
        heard: list[str] = []

        @client.event
        async def on_ready() -> None:
            await client.servers[0].channels[0].send("one")
            await client.servers[0].channels[0].send("two")

        @client.event
        async def on_message(message: aster.Message) -> None:
            if message.content == "two":
                await client.disconnect()
            raise RuntimeError(message.content)

        async def go() -> None:
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda _, context: heard.append(str(context["exception"])))
            await client.connect()

        run(go())
        assert heard == ["one", "two"]

    def test_methods_are_handlers_too(self, chat: Address) -> None:
        class Bot(aster.Client):
            async def on_ready(self) -> None:
                await self.disconnect()

        client = Bot("user", "secret")
        client.add_server(*chat, tls=False)
        client.run()

    def test_a_cancelled_client_lets_go(self, chat: Address) -> None:
        client = bot(chat)

        async def go() -> None:
            handling = asyncio.Event()
            ended: list[str] = []

            @client.event
            async def on_ready() -> None:
                handling.set()
                try:
                    await asyncio.sleep(100)
                except asyncio.CancelledError:
                    ended.append("cancelled")
                    raise

            connection = asyncio.create_task(client.connect())
            await handling.wait()
            connection.cancel()
            with pytest.raises(asyncio.CancelledError):
                await connection
            await asyncio.sleep(0)
            assert ended == ["cancelled"] and not client.servers[0].running

        run(go())

    def test_a_cancelled_request_leaves_the_connection(self, chat: Address) -> None:
        async def act(server: aster.Server) -> None:
            task = asyncio.create_task(server.fetch_groups())
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert len(await server.fetch_channels()) == 2

        talk(bot(chat), act)


class TestLookups:
    def test_an_emoji_and_a_picture_from_elsewhere(self) -> None:
        async def go() -> None:
            home = sansio.AsterCommunity(name="home")
            emoji, user = home.add_emoji("cup", b"a cup"), home.add_user("bot", "pw")
            assert user is not None
            async with community(home) as (host, port):
                got = await aster.fetch_emoji(f"<:{host}:{port}:{emoji}:>", tls=False)
                assert (got.name, got.data) == ("cup", b"a cup")
                with pytest.raises(aster.AsterError) as caught:
                    await aster.fetch_emoji(f"<:{host}:{port}:1:>", tls=False)
                assert caught.value.status == 404
                assert await aster.fetch_pfp(host, port, 1, tls=False) is None
                picture = await aster.fetch_pfp(host, port, user, tls=False)
                assert picture is None or isinstance(picture, bytes)
            with pytest.raises(ConnectionRefusedError):
                await aster.fetch_pfp(host, port, user, tls=False)

        run(go())

    @pytest.mark.parametrize("markup", ["", "cup", "<:host:1:>", "<:host:one:2:>", "<:::1:>", "<:::1:2:3:>"])
    def test_what_is_no_emoji(self, markup: str) -> None:
        with pytest.raises(ValueError):
            run(aster.fetch_emoji(markup))


def test_permissions_are_as_on_the_wire() -> None:
    some = aster.Permissions(modify_channels=True, modify_user_groups=False, manage_messages=True, view_channel=False)
    assert some.to_json() == [0b10_00_00_01, 0b01_00_00_00, 0b10_00]
    assert aster.Permissions.from_json(some.to_json()) == some
    assert aster.Permissions.from_json([]) == aster.Permissions()
    assert aster.Permissions.from_json([3, 0, 0, 255]) == aster.Permissions(modify_channels=False)


def test_values_from_and_to_json() -> None:
    user = aster.User.from_json({"uuid": LARGE, "name": "a", "pfp": "UE5H", "groups": [1]})
    assert user.pfp == b"PNG"
    user.update_from_json({"name": "b"})
    assert user.to_json() == {"uuid": LARGE, "name": "b", "pfp": "UE5H", "groups": [1]}
    channel = aster.Channel.from_json(None, {"uuid": 1, "name": "c"})
    assert channel.to_json() == {"uuid": 1, "name": "c", "position": None, "permissions": {}}
    message = aster.Message("hi", user, channel, None, 5, 9, 8)
    assert message.to_json()["author_uuid"] == LARGE and message.to_json()["reply"] == 8 and message.user is user
    assert aster.Emoji.from_json({"name": "e", "uuid": 1, "data": "not base64!"}).data is None
    group = {"uuid": 1, "name": "g", "colour": 5, "position": 0, "permissions": [1, 2, 0]}
    assert aster.Group.from_json(group).to_json() == group
    servers = {"status": 200, "servers": [aster.SyncServer("a", 1).to_json()]}
    data = aster.SyncData.from_json({"status": 200, "uname": "me", "pfp": "UE5H"}, servers)
    assert data is not None and data.pfp == b"PNG" and data.servers[0].ip == "a"
    assert aster.SyncData.from_json({"command": "sync_get", "status": 404}, servers) is None


def test_the_names_of_asterpy(chat: Address) -> None:
    """The bot of its page, with another import, and for a server without TLS."""
    import gamewire.compat.asterpy as asterpy

    client = asterpy.Client("user", "secret")
    said: list[str] = []

    @client.event
    async def on_message(message: asterpy.Message) -> None:
        said.append(message.content)
        await client.disconnect()

    @client.event
    async def on_ready() -> None:
        await client.servers[0].channels[0].send("hello")

    client.add_server(*chat, tls=False)
    client.run()
    assert said == ["hello"]
    assert asterpy.ConnectionMode.REGISTER.value == 2 and issubclass(asterpy.AsterError, gamewire.Error)

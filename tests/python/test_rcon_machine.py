"""`RCONClient` and `RCONResponder`, with no socket; and packets."""

import gamewire
import pytest
from gamewire import rcon, sansio
from gamewire.events import Closed, Failed
from hypothesis import given
from hypothesis import strategies as st

PASSWORD = "top secret"
PEER = ("192.0.2.9", 40000)

int32 = st.integers(-(2**31), 2**31 - 1)


def exchange(
    client: sansio.RCONClient, server: sansio.RCONResponder, now: float = 0.0
) -> tuple[list[object], list[object]]:
    """Until neither has anything to say; what they tell of it."""
    told: tuple[list[object], list[object]] = ([], [])
    busy = True
    while busy:
        busy = False
        for data in client.transmits(now):
            server.receive(data, now)
            busy = True
        for data in server.transmits(now):
            client.receive(data, now)
            busy = True
        told[0].extend(client.events())
        told[1].extend(server.events())
    return told


def pair(
    password: str = PASSWORD, *, chunks: bool = True, **options: object
) -> tuple[sansio.RCONClient, sansio.RCONResponder]:
    return (
        sansio.RCONClient(password, profile="source", chunks=chunks),
        sansio.RCONResponder(PASSWORD, verdict_delay=0, peer=PEER, **options),  # type: ignore[arg-type]
    )


def test_a_conversation() -> None:
    client, server = pair()
    assert not client.datagrams and client.wants_transport
    number = client.execute("status")
    at_client, at_server = exchange(client, server)
    assert at_client == [rcon.Authenticated()]
    [login, command] = at_server
    assert login == rcon.Login(True, 0)
    assert isinstance(command, rcon.Command) and (command.text, command.raw) == ("status", b"status")
    server.answer_part(command.request, "one, ")
    server.answer(command.request, b"two")
    at_client, _ = exchange(client, server, 0.5)
    reply = at_client[-1]
    assert isinstance(reply, rcon.Reply) and reply.id == number and reply.body == b"one, two" and not reply.partial
    assert b"".join(one.body for one in at_client if isinstance(one, rcon.Chunk)) == b"one, two"
    server.print("a line of the console")
    at_client, _ = exchange(client, server)
    assert at_client == [rcon.Unsolicited(1, 0, b"a line of the console")]
    client.close(1)
    assert client.events() == [Closed(None)] and client.done


@pytest.mark.parametrize("chunks", [True, False])
def test_chunks_are_told_to_those_who_want_them(chunks: bool) -> None:
    client, server = pair(chunks=chunks)
    client.execute("status")
    _, [_, command] = exchange(client, server)
    assert isinstance(command, rcon.Command)
    server.answer(command.request, "fine")
    at_client, _ = exchange(client, server, 0.5)
    assert [type(one) for one in at_client] == ([rcon.Chunk, rcon.Reply] if chunks else [rcon.Reply])


def test_bans() -> None:
    bans = sansio.RCONBanList(max_failures=2)
    for failures in (1, 2):
        client, server = pair("wrong", bans=bans)
        at_client, at_server = exchange(client, server)
        assert at_server[0] == rcon.Login(False, failures)
        assert isinstance(at_client[-1], Closed) and isinstance(at_client[-1].error, gamewire.AuthError)
    assert bans.banned(PEER, 0)
    _, server = pair(bans=bans)
    server.transmits(0)
    [closed] = server.events()
    assert isinstance(closed, Closed) and isinstance(closed.error, gamewire.BannedError)
    bans.forgive(PEER)
    assert not bans.banned(PEER, 0)


def test_commands_end_as_they_are_told_to() -> None:
    client, server = pair()
    first, second, third = client.execute("a"), client.execute("b"), client.execute_unanswered("quit")
    exchange(client, server)
    client.expire(first)
    client.cancel(second)
    [one, other] = client.events()
    assert isinstance(one, Failed) and one.id == first and isinstance(one.error, gamewire.TimeoutError)
    assert isinstance(other, Failed) and other.id == second
    for end in (client.expire, client.cancel):
        with pytest.raises(gamewire.UsageError):
            end(first)
    assert client.transmits(5)
    assert rcon.Sent(third) in client.events()


def test_a_connect_that_takes_too_long_is_no_ban() -> None:
    client = sansio.RCONClient(PASSWORD)
    client.receive_end(1.0, TimeoutError())
    [closed] = client.events()
    assert isinstance(closed, Closed) and isinstance(closed.error, gamewire.TimeoutError)


def test_a_connection_that_is_lost_is_made_again() -> None:
    client = sansio.RCONClient(PASSWORD, profile="source", reconnect=1)
    server = sansio.RCONResponder(PASSWORD, verdict_delay=0)
    exchange(client, server)
    number = client.execute("a")
    exchange(client, server)
    client.receive_end(1.0, ConnectionResetError(104, "reset"))
    events = client.events()
    assert any(isinstance(one, Failed) and one.id == number for one in events)
    [lost] = [one for one in events if isinstance(one, rcon.Disconnected)]
    assert isinstance(lost.error, gamewire.ClosedError) and 0.5 < lost.retry_in < 2
    assert not client.wants_transport and client.deadline is not None
    client.on_timeout(client.deadline)
    assert client.wants_transport
    client.opened(3.0)
    at_client, _ = exchange(client, sansio.RCONResponder(PASSWORD, verdict_delay=0), 3.0)
    assert at_client == [rcon.Authenticated()]


@pytest.mark.parametrize("style", ["source", "source2", "minecraft"])
def test_the_client_finds_out_whom_it_talks_to(style: str) -> None:
    client = sansio.RCONClient(PASSWORD)
    server = sansio.RCONResponder(PASSWORD, style=style, verdict_delay=0)
    text = "x" * 10000
    now = 0.0
    for _ in range(2):
        client.execute("long")
        replies: list[str] = []
        while not replies and now < 9:
            told, at_server = exchange(client, server, now)
            replies += [one.text for one in told if isinstance(one, rcon.Reply)]
            commands = [one for one in at_server if isinstance(one, rcon.Command)]
            for command in commands:
                server.answer(command.request, text)
            if not commands and not replies:
                assert client.deadline is not None
                client.on_timeout(now := client.deadline)
        assert replies == [text]


def test_misuse_of_a_responder() -> None:
    server = sansio.RCONResponder(PASSWORD)
    with pytest.raises(gamewire.UsageError):
        server.answer(1, "nobody asked")
    with pytest.raises(gamewire.ClosedError):
        server.print("nobody is there")
    with pytest.raises(gamewire.UsageError, match="style"):
        sansio.RCONResponder(PASSWORD, style="quake")
    with pytest.raises(gamewire.UsageError):
        sansio.RCONBanList(max_failures=0)
    with pytest.raises(TypeError):
        server.receive("text", 0)  # type: ignore[arg-type]


@given(int32, int32, st.binary(max_size=5000), st.binary(max_size=50))
def test_messages_are_read_as_they_were_written(id: int, type: int, body: bytes, rest: bytes) -> None:
    message = rcon.Message(id, type, body)
    encoded = message.encode()
    assert len(encoded) == 14 + len(body)
    assert rcon.Message.decode(encoded + rest) == (message, rest)
    assert sansio.encode_rcon(id, type, body) == encoded
    for size in {0, 3, 4, 13, len(encoded) - 1}:
        with pytest.raises(gamewire.ProtocolError):
            rcon.Message.decode(encoded[:size])
        assert sansio.decode_rcon(encoded[:size]) is None


@given(st.binary(min_size=4, max_size=100))
def test_any_bytes_are_a_message_or_an_error(data: bytes) -> None:
    try:
        message, rest = rcon.Message.decode(data)
    except gamewire.ProtocolError:
        return
    assert data.endswith(rest) and len(message.body) <= len(data) - len(rest)


def test_messages() -> None:
    assert rcon.Message(1, 2, "Zoë").body == "Zoë".encode() and rcon.Message(1, 2, b"\xff").text == "�"
    assert rcon.Message(0, 0, "x").encode() == bytes.fromhex("0b000000 00000000 00000000 78 0000")
    with pytest.raises(gamewire.ProtocolError):
        rcon.Message.decode(b"\x02\0\0\0" + bytes(20))
    with pytest.raises(gamewire.ProtocolError):
        rcon.Message.decode(b"\0\0\0\x7f" + bytes(20))
    for id, type in ((2**31, 0), (0, -(2**31) - 1)):
        with pytest.raises(gamewire.UsageError):
            rcon.Message(id, type)
    with pytest.raises(AttributeError):
        rcon.Message(1, 2).id = 3  # type: ignore[misc]


def test_cvarlists() -> None:
    [cvar] = sansio.decode_cvarlist(b'cvar list\n--------------\nsv_cheats : 0 : , "nf", "rep" : Allow cheats\n')
    assert cvar == rcon.Cvar("sv_cheats", "0", frozenset({"nf", "rep"}), "Allow cheats", False)
    assert sansio.decode_cvarlist(b"Unknown command") == []

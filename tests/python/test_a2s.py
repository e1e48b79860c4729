"""`gamewire.a2s` and its machines."""

import asyncio
import inspect
import multiprocessing
import os
import pathlib
import pickle
import socket
import time
from collections.abc import Callable
from typing import Any

import gamewire
import pytest
from conftest import Address
from gamewire import a2s, sansio
from gamewire.events import Closed, Failed

INFO = bytes.fromhex("ffffffff49") + b"\x11Name \xff\0map\0folder\0game\0\xe0\x01\x05\x20\x01dl\0\x011.0\0"


def test_all_questions(game: Address) -> None:
    with a2s.Client(*game) as server:
        info = server.info()
        assert info.players == 5 and info.engine == "source"
        assert info.server_type == "dedicated" and info.environment == "linux"
        assert info.ping is not None and info.ping * 1000 == pytest.approx(info.ping_ms)
        players = server.players()
        assert [one.name for one in players] == ["Ada", "Zoë", "xX_Sniper_Xx", "Łukasz", "[GW] Grace"]
        assert players[1].raw == "Zoë".encode()
        rules = server.rules()
        assert len(rules.pairs) == rules.declared == 300
        assert rules["mp_buytime"] == rules[b"mp_buytime"] == b"1.5"
        assert server.rules(decode=True)["sv_contact"] == "☕ nobody@example.net"
        assert 0 < server.ping() < 1.5


def test_several_at_once(game: Address) -> None:
    async def ask() -> list[object]:
        async with a2s.AsyncClient(*game) as server:
            return list(await asyncio.gather(server.info(), server.players(), server.rules(), server.ping()))

    info, players, rules, ping = asyncio.run(ask())
    assert isinstance(info, a2s.Info) and isinstance(players, a2s.Players) and isinstance(rules, a2s.Rules)
    assert isinstance(ping, float)


def test_a_closed_client_says_so(game: Address) -> None:
    server = a2s.Client(*game)
    server.close()
    server.close()
    with pytest.raises(gamewire.ClosedError):
        server.info()


def test_silence_times_out() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with a2s.Client(*silent.getsockname(), timeout=0.01, retries=1) as server:
            with pytest.raises(TimeoutError) as caught:
                server.info()
    assert isinstance(caught.value, gamewire.TimeoutError) and caught.value.code == "timeout"


def test_a_closed_port_refuses_and_the_client_goes_on() -> None:
    with a2s.Client("127.0.0.1", 1, timeout=0.3, retries=1) as server:
        for _ in range(2):
            with pytest.raises(ConnectionRefusedError):
                server.info()


def test_an_unknown_name() -> None:
    with a2s.Client("no-such-host.invalid") as server, pytest.raises(OSError) as caught:
        server.info()
    assert isinstance(caught.value, gamewire.ResolveError)


def test_a_socket_of_the_callers(game: Address) -> None:
    for asks in (True, False):
        mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        mine.connect(game)
        with a2s.Client.from_socket(mine) as server:
            assert not asks or server.info().players == 5
        assert mine.fileno() == -1


def test_a_cancelled_question_leaves_the_client_as_it_was(game: Address) -> None:
    async def ask() -> a2s.Info:
        async with a2s.AsyncClient(*game) as server:
            task = asyncio.create_task(server.info())
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await server.info()

    assert asyncio.run(ask()).players == 5


def _ask_in_child(server: a2s.Client, told) -> None:  # type: ignore[no-untyped-def]
    try:
        server.info()
    except gamewire.ClosedError as error:
        told.put(error.code)


def test_a_handle_is_not_for_a_forked_child(game: Address) -> None:
    forking = multiprocessing.get_context("fork")
    told = forking.Queue()
    with a2s.Client(*game) as server:
        server.info()
        child = forking.Process(target=_ask_in_child, args=(server, told))
        child.start()
        assert told.get(timeout=10) == "closed"
        child.join(10)
        assert server.info().players == 5


def test_results_are_values() -> None:
    info = a2s.decode_info(INFO)
    assert info.name == "Name �" and info.raw == INFO and info.app_id == 480
    assert pickle.loads(pickle.dumps(info)) == info
    with pytest.raises(AttributeError):
        info.name = "another"  # type: ignore[misc]
    assert a2s.decode_info(bytearray(INFO)) == a2s.decode_info(memoryview(INFO)) == info


def test_garbage_is_an_error_of_the_protocol() -> None:
    for decode in (a2s.decode_info, a2s.decode_players, a2s.decode_rules):
        with pytest.raises(ValueError) as caught:
            decode(b"\xff\xff\xff\xffX")
        assert isinstance(caught.value, gamewire.ProtocolError)
        with pytest.raises(TypeError):
            decode("text")  # type: ignore[arg-type]


@pytest.mark.parametrize("same", [109, 111, "m", "o", "M", "mac", "MAC", a2s.Environment(111)])
def test_letters_are_equal_to_what_means_the_same(same: object) -> None:
    assert a2s.Environment(109) == same and a2s.Environment.MAC == same
    assert a2s.Environment.LINUX != same


def test_letters_keep_their_byte() -> None:
    old = a2s.ServerType(ord("D"))
    assert old == a2s.ServerType.DEDICATED and old.raw == 68 and hash(old) == hash(a2s.ServerType.DEDICATED)
    assert str(a2s.ServerType(200)) == "unknown" and a2s.ServerType(200) != a2s.ServerType(201)
    assert pickle.loads(pickle.dumps(old)).raw == 68
    with pytest.raises(ValueError):
        a2s.ServerType("neither")


def test_scan_tells_of_each_address_once(game: Address) -> None:
    host, port = game
    asked: list[str | Address] = [f"{host}:{port}", game, "127.0.0.1:1", "no-such-host.invalid"]
    got = dict(a2s.scan(asked, timeout=0.3, retries=0))
    assert set(got) == set(asked)
    assert isinstance(got[game], a2s.Info) and isinstance(got[f"{host}:{port}"], a2s.Info)
    assert isinstance(got["127.0.0.1:1"], gamewire.RefusedError)
    assert isinstance(got["no-such-host.invalid"], gamewire.ResolveError)


def test_scan_asks_for_several_parts(game: Address) -> None:
    [(_, result)] = a2s.scan([game], what=("info", "players", "rules"))
    assert isinstance(result, a2s.Query)
    assert isinstance(result.info, a2s.Info) and isinstance(result.rules, a2s.Rules)
    assert isinstance(result.players, a2s.Players)
    for what in (("nothing",), ()):
        with pytest.raises(ValueError):
            list(a2s.scan([game], what=what))


def test_scan_in_a_loop(game: Address) -> None:
    async def scan() -> list[object]:
        return [result async for _, result in a2s.ascan([game] * 3 + ["127.0.0.1:1"])]

    kinds = [type(one) for one in asyncio.run(scan())]
    assert kinds.count(a2s.Info) == 3 and kinds.count(gamewire.RefusedError) == 1


def test_a_scan_that_is_left_early_ends(game: Address) -> None:
    for _, result in a2s.scan(game for _ in range(100)):
        assert isinstance(result, a2s.Info)
        break


@pytest.mark.parametrize("end", [lambda scan: scan.close(), next])
def test_a_scan_is_not_for_a_forked_child(game: Address, end: Callable[[Any], object]) -> None:
    """What the child does with it leaves the parent's as it is, which they share the sockets of."""
    scan = a2s.scan([game] * 20, in_flight=2)
    told = [next(scan)]
    course = inspect.getgeneratorlocals(scan)["course"]  # type: ignore[arg-type]
    watching = pathlib.Path(f"/proc/self/fdinfo/{course.fileno()}")
    del course
    watched = watching.read_text()
    child = os.fork()
    if child == 0:
        status = 0
        try:
            end(scan)
        except gamewire.ClosedError:
            status = 1
        del scan
        os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == (1 if end is next else 0)
    assert watching.read_text() == watched and "tfd" in watched
    told += scan
    assert len(told) == 20 and all(isinstance(result, a2s.Info) for _, result in told)


def test_a_scan_leaves_others_their_turn() -> None:
    """Also of what ends at once."""
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def scan() -> int:
        other = asyncio.create_task(take_turns())
        told = [one async for one in a2s.ascan("192.0.2.1:0" for _ in range(1000))]
        other.cancel()
        return len(told)

    assert asyncio.run(scan()) == 1000 and turns >= 10


class TestMachine:
    def test_a_question_and_its_answer(self) -> None:
        client = sansio.A2SClient()
        number = client.request_info()
        assert client.transmits(1.0) == [sansio.encode_info()]
        client.receive(INFO, 1.25)
        match client.events():
            case [a2s.InfoReply(id, info, round_trip)]:
                assert (id, round_trip) == (number, 0.25) and info == a2s.decode_info(INFO) or info.ping_ms == 250
            case other:
                raise AssertionError(other)
        assert client.events() == [] and client.deadline is None and not client.done

    def test_a_challenge_is_followed(self) -> None:
        client = sansio.A2SClient()
        client.request_players()
        assert client.transmits(0) == [sansio.encode_players()]
        client.receive(b"\xff\xff\xff\xffA\x01\x02\x03\x04", 0.1)
        assert client.transmits(0.1) == [sansio.encode_players(b"\x01\x02\x03\x04")]
        assert sansio.encode_players(0x04030201) == sansio.encode_players(b"\x01\x02\x03\x04")

    def test_its_own_deadlines_are_enough(self) -> None:
        client = sansio.A2SClient(timeout=1, retries=1)
        number = client.request_rules()
        sent = 0
        now = 100.0
        while not (events := client.events()):
            sent += len(client.transmits(now))
            assert client.deadline is not None
            client.on_timeout(now := client.deadline)
        assert sent == 2 and 102 < now < 105
        [failed] = events
        assert isinstance(failed, Failed) and failed.id == number and isinstance(failed.error, TimeoutError)

    def test_the_end(self) -> None:
        client = sansio.A2SClient()
        number = client.request_info()
        client.transmits(0)
        client.receive_end(0.1, ConnectionRefusedError(111, "refused"))
        first, last = client.events()
        assert isinstance(first, Failed) and first.id == number and isinstance(first.error, gamewire.RefusedError)
        assert isinstance(last, Closed) and client.done
        with pytest.raises(gamewire.ClosedError):
            client.request_info()

    def test_misuse(self) -> None:
        client = sansio.A2SClient()
        client.request_info()
        with pytest.raises(gamewire.UsageError):
            client.request_info()
        with pytest.raises(gamewire.UsageError):
            client.cancel(77)
        with pytest.raises(gamewire.UsageError):
            sansio.A2SClient(timeout=-1)
        with pytest.raises(TypeError):
            client.receive("text", 0)  # type: ignore[arg-type]

    def test_a_fleet(self) -> None:
        fleet = sansio.Fleet(in_flight=1)
        fleet.start(("192.0.2.1", 27015), 7)
        with pytest.raises(gamewire.Error):
            fleet.start(("192.0.2.2", 27015), 8)
        assert fleet.transmits(0) == [(sansio.encode_info(), ("192.0.2.1", 27015))]
        fleet.receive(("192.0.2.1", 27015), INFO, 0.5)
        reply, closed = fleet.events()
        assert isinstance(reply, a2s.Happened) and isinstance(closed, a2s.Happened)
        assert reply.id == closed.id == 7 and reply.event.info.players == 5
        assert isinstance(closed.event, Closed) and fleet.room == 1

    def test_addresses_have_a_scope(self) -> None:
        """As `recvfrom` has it, and as text."""
        fleet = sansio.Fleet()
        fleet.start(("fe80::1", 27015, 0, 2), 1)
        fleet.start(("fe80::1", 27015, 0, 3), 2)
        fleet.start(("fe80::1%4", 27015), 3)
        fleet.start(("192.0.2.1", 27015), 4)
        asked = [address for _, address in fleet.transmits(0)]
        assert asked[:3] == [(f"fe80::1%{scope}", 27015) for scope in (2, 3, 4)]


def test_the_lock_is_not_held_while_waiting() -> None:
    """Another thread gets on while this one waits."""
    import threading

    counted = 0
    over = threading.Event()

    def count() -> None:
        nonlocal counted
        while not over.is_set():
            counted += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        list(a2s.scan([silent.getsockname()], timeout=0.2, retries=0))
    over.set()
    other.join()
    assert counted > 20


class TestEqualQuestions:
    """On asyncio the second waits for the first."""

    def test_at_once(self, game: Address) -> None:
        async def ask() -> list[Any]:
            async with a2s.AsyncClient(*game) as server:
                each = (server.info, server.players, server.rules, server.ping)
                return await asyncio.gather(*(question() for question in each for _ in range(3)))

        told = asyncio.run(asyncio.wait_for(ask(), 30))
        assert [type(one).__name__ for one in told[::3]] == ["Info", "Players", "Rules", "float"]
        assert told[0].players == told[1].players == told[2].players == 5

    def test_the_first_is_cancelled(self, game: Address) -> None:
        async def ask() -> a2s.Info:
            async with a2s.AsyncClient(*game) as server:
                first, second = asyncio.create_task(server.info()), asyncio.create_task(server.info())
                await asyncio.sleep(0)
                first.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await first
                return await second

        assert asyncio.run(asyncio.wait_for(ask(), 30)).players == 5

    def test_the_second_is_cancelled(self, game: Address) -> None:
        async def ask() -> list[a2s.Info]:
            async with a2s.AsyncClient(*game) as server:
                first, second = asyncio.create_task(server.info()), asyncio.create_task(server.info())
                await asyncio.sleep(0)
                second.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await second
                return [await first, await server.info()]

        assert [one.players for one in asyncio.run(asyncio.wait_for(ask(), 30))] == [5, 5]

    def test_the_first_fails(self) -> None:
        async def ask() -> list[Any]:
            async with a2s.AsyncClient("127.0.0.1", 1, timeout=0.1, retries=0) as server:
                return list(await asyncio.gather(server.info(), server.info(), return_exceptions=True))

        told = asyncio.run(asyncio.wait_for(ask(), 30))
        assert [type(one) for one in told] == [gamewire.RefusedError] * 2

    def test_the_client_is_closed(self) -> None:
        async def ask() -> list[Any]:
            with socket.socket(type=socket.SOCK_DGRAM) as silent:
                silent.bind(("127.0.0.1", 0))
                server = a2s.AsyncClient(*silent.getsockname(), timeout=0.1, retries=0)
                both = asyncio.gather(server.info(), server.info(), return_exceptions=True)
                await asyncio.sleep(0)
                await server.close()
                return list(await both)

        told = asyncio.run(asyncio.wait_for(ask(), 30))
        assert [type(one) for one in told] == [gamewire.TimeoutError, gamewire.ClosedError]

"""`gamewire.master` and its machines."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import gamewire
import pytest
from conftest import Address, address_of
from gamewire import master, sansio

PEER = ("192.0.2.9", 40000)
SERVERS = [(f"192.0.2.{i}", 27015) for i in range(1, 6)]


@pytest.fixture
def host(serve: Callable[..., dict[str, str]]) -> Address:
    """A master that lists 300 servers."""
    return address_of(serve("--master", "--servers", "300")["master"])


@contextlib.contextmanager
def playing(answer: Callable[[int, bytes], bytes | None]) -> Iterator[Address]:
    """A master that says so to the first datagram, the second, and so on."""
    with socket.socket(type=socket.SOCK_DGRAM) as at:
        at.bind(("127.0.0.1", 0))
        at.settimeout(0.05)
        over = threading.Event()

        def play() -> None:
            number = 0
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    data, peer = at.recvfrom(2048)
                    said = answer(number, data)
                    number += 1
                    if said is not None:
                        at.sendto(said, peer)

        thread = threading.Thread(target=play)
        thread.start()
        try:
            yield at.getsockname()
        finally:
            over.set()
            thread.join()


def page(*servers: Address, last: bool = False) -> bytes:
    wire = b"".join(socket.inet_aton(host) + port.to_bytes(2, "big") for host, port in servers)
    return b"\xff\xff\xff\xff\x66\x0a" + wire + (bytes(6) if last else b"")


def test_all_of_them(host: Address) -> None:
    found = list(master.find(host=host))
    assert len(found) == len(set(found)) == 300 and {one[1] for one in found} == {found[0][1]}
    assert len(list(master.find(host=f"{host[0]}:{host[1]}", region=["eu", "as"], limit=7))) == 7


def test_in_a_loop(host: Address) -> None:
    async def ask() -> list[Address]:
        return [one async for one in master.afind(host=host)]

    assert len(set(asyncio.run(ask()))) == 300


def test_filters_are_heeded(host: Address) -> None:
    assert len(list(master.find(host=host, linux=True))) + len(list(master.find(host=host, linux=False))) == 300
    assert list(master.find(host=host, gamedir="no such game")) == []


def test_what_came_before_a_silence_is_not_hidden() -> None:
    with playing(lambda number, _: page(*SERVERS) if number == 0 else None) as host:
        found = []
        with pytest.raises(gamewire.TimeoutError):
            for one in master.find(host=host, timeout=0.05, retries=1):
                found.append(one)
        assert found == SERVERS

        async def ask() -> list[Address]:
            found = []
            with pytest.raises(TimeoutError):
                async for one in master.afind(host=host, timeout=0.05, retries=0):
                    found.append(one)
            return found

    with playing(lambda number, _: page(*SERVERS) if number == 0 else None) as host:
        assert asyncio.run(ask()) == SERVERS


def test_silence_and_garbage() -> None:
    with playing(lambda number, _: None) as host, pytest.raises(gamewire.TimeoutError):
        list(master.find(host=host, timeout=0.05, retries=0))
    with playing(lambda number, _: b"garbage") as host, pytest.raises(gamewire.ProtocolError):
        list(master.find(host=host, timeout=0.05, retries=0))


def test_errors() -> None:
    with pytest.raises(gamewire.ResolveError):
        list(master.find(host="no-such-host.invalid"))
    with pytest.raises(gamewire.RefusedError):
        list(master.find(host=("127.0.0.1", 1), timeout=0.5, retries=0))
    # Mistakes are told at once, and not when the first server is wanted.
    mistakes: list[dict[str, Any]] = [
        {"region": "atlantis"},
        {"region": []},
        {"limit": 0},
        {"timeout": -1},
        {"map": ""},
    ]
    for wrong in mistakes:
        with pytest.raises(gamewire.UsageError):
            master.find(**wrong)
    with pytest.raises(ValueError):
        master.find(host="host:port")


def test_a_list_that_is_left_early() -> None:
    with playing(lambda number, _: page(*SERVERS)) as host:
        for one in master.find(host=host):
            assert one == SERVERS[0]
            break


def test_what_is_asked() -> None:
    asked: list[bytes] = []

    def answer(number: int, data: bytes) -> bytes:
        asked.append(data)
        return page(last=True)

    with playing(answer) as host:
        list(master.find(["eu", "as"], host=host, gamedir="tf", map="ctf_2fort", empty=True, gametype=["a", "b"]))
    assert {one[:2] for one in asked} == {b"1\x03", b"1\x04", b"1\x06"}
    conditions = b"\\gamedir\\tf\\map\\ctf_2fort\\empty\\1\\gametype\\a,b"
    assert asked[0] == b"1\x030.0.0.0:0\0" + conditions + b"\0"


class TestFilter:
    def test_conditions(self) -> None:
        assert master.Filter(gamedir="tf", secure=True, full=False, appid=440).text == (
            "\\gamedir\\tf\\secure\\1\\full\\0\\appid\\440"
        )
        assert str(master.Filter().add("a-b", 1)) == "\\a-b\\1"
        for kind in ("dedicated", "d", ord("D"), gamewire.a2s.ServerType.DEDICATED):
            assert master.Filter(type=kind).text == "\\type\\d"
        assert master.Filter() & master.Filter(map="x") == master.Filter(map="x")

    def test_groups(self) -> None:
        made = master.Filter(gamedir="tf").nor(map=["a", "b"], linux=True)
        assert made.text == "\\gamedir\\tf\\nor\\3\\map\\a\\map\\b\\linux\\1"
        inner = master.Filter().any(map=["a", "b"])
        assert master.Filter().nand(inner, secure=True).text == "\\nand\\4\\or\\2\\map\\a\\map\\b\\secure\\1"
        assert master.Filter().all(secure=True).text == "\\and\\1\\secure\\1"

    def test_they_are_values(self) -> None:
        one = master.Filter(map="x")
        assert one.nor(map="y") != one and one.text == "\\map\\x"
        assert len({one, master.Filter(map="x")}) == 1 and repr(one) == "<Filter \\map\\x>"

    @pytest.mark.parametrize(
        "conditions", [{"map": "a\\b"}, {"map": ""}, {"nor": "x"}, {"map": "x" * 200}, {"map": "\n"}]
    )
    def test_what_no_filter_can_say(self, conditions: dict[str, str]) -> None:
        with pytest.raises(gamewire.Error):
            master.Filter(**conditions)
        with pytest.raises(gamewire.Error):
            master.Filter().nor()


class TestMachines:
    def test_they_talk_to_each_other(self) -> None:
        responder = sansio.MasterResponder(page_entries=3)
        responder.publish(
            [
                (SERVERS[0], "\\gamedir\\dod"),
                (SERVERS[1], "\\gamedir\\tf"),
                (SERVERS[2], "\\gamedir\\tf", "europe"),
                (SERVERS[3], "\\gamedir\\tf", 3),
                (SERVERS[4], "\\gamedir\\tf", "sa"),
            ]
        )
        assert len(responder) == 5
        client = sansio.MasterClient()
        number = client.request_list(["eu"], filter="\\gamedir\\tf")
        events = []
        while datagrams := client.transmits(0):
            for one in datagrams:
                responder.receive(PEER, one, 0)
            for answer, address in responder.transmits(0):
                assert address == PEER
                client.receive(answer, 0)
            events += client.events()
        end = events.pop()
        assert isinstance(end, master.Listed) and end.id == number and end.servers == 3
        assert not end.partial and end.error is None
        pages = [one for one in events if isinstance(one, master.Servers)]
        assert {one.region for one in pages} == {"europe"}
        assert [server for one in pages for server in one.servers] == SERVERS[1:4]
        heard = responder.events()
        assert all(isinstance(one, master.Queried) and one.became == "answered" for one in heard)

    def test_encoders(self) -> None:
        assert sansio.encode_master() == b"1\xff0.0.0.0:0\0\0"
        assert sansio.encode_master("europe", SERVERS[0], "\\map\\x") == b"1\x03192.0.2.1:27015\0\\map\\x\0"
        assert sansio.decode_master(page(*SERVERS, last=True)) == (tuple(SERVERS), True)
        assert sansio.decode_master(page(*SERVERS[:1])) == ((SERVERS[0],), False)
        with pytest.raises(gamewire.ProtocolError):
            sansio.decode_master(b"x")
        with pytest.raises(gamewire.UsageError):
            sansio.encode_master("na")

    def test_misuse(self) -> None:
        client = sansio.MasterClient()
        client.request_list()
        with pytest.raises(gamewire.UsageError):
            client.request_list()
        with pytest.raises(gamewire.UsageError):
            client.cancel(99)
        with pytest.raises(gamewire.UsageError):
            sansio.MasterResponder().publish([("0.0.0.0", 0)])
        with pytest.raises(ValueError):
            sansio.MasterResponder().publish([("name.invalid", 1)])
        with pytest.raises(gamewire.UsageError):
            sansio.MasterResponder(page_entries=0)
        responder = sansio.MasterResponder()
        responder.publish(SERVERS)
        assert len(responder) == 5
        responder.receive(PEER, b"garbage", 0)
        [refused] = responder.events()
        assert isinstance(refused, master.Refused)

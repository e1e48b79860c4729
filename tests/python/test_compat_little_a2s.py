"""little_a2s's names."""

import bz2
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from conftest import Address
from gamewire.compat import little_a2s
from gamewire.compat.little_a2s import A2S, A2SClientProtocol, A2SGoldsource, A2SGoldsourceClientProtocol, Reader

WHOLE = b"\xff\xff\xff\xff"
INFO = (
    WHOLE + b"I\x11Name\0map\0folder\0game\0\xe0\x01\x05\x20\x01dl\x01\x011.0\0\xf1"
    b"\x87\x69\x01\0\0\0\0\0\x10\x01\x88\x69tv\0tags\0\xe0\x01\0\0\0\0\0\0"
)
GOLDSOURCE = (
    WHOLE + b"m127.0.0.1:27015\0Name\0map\0folder\0game\0\x05\x20\x2fdw\0\x01"
    b"link\0download\0\0\x01\0\0\0\x02\0\0\0\x01\x01\x01\x03"
)
PLAYERS = WHOLE + b"D\x02\x00Ada\0\x05\0\0\0\0\0\x80\x3f\x01Bob\0\xff\xff\xff\xff\0\0\0\x40"
RULES = WHOLE + b"E\x02\x00a\x001\0b\xff\0\xfe\0"
CHALLENGE = WHOLE + b"A\x78\x56\x34\x12"


@contextmanager
def answering(answer: Callable[[bytes], list[bytes]]) -> Iterator[Address]:
    """A server that answers each datagram so."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)

        def serve() -> None:
            while (got := server.recvfrom(65536))[0] != b"the end":
                for datagram in answer(got[0]):
                    server.sendto(datagram, got[1])

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"the end", server.getsockname())
            thread.join()


def always(answer: bytes) -> Callable[[bytes], list[bytes]]:
    return lambda _: [answer]


def test_its_example(game: Address) -> None:
    with A2S.from_addr(*game, timeout=1) as a2s:
        info = a2s.info()
        assert isinstance(info, little_a2s.ClientEventInfo)
        assert info.players == 5 and info.environment == little_a2s.Environment.LINUX and info.extra.port is not None
        assert [one.name for one in a2s.players().players][:2] == ["Ada", "Zoë"]
        rules = a2s.rules()
        assert len(rules.rules) == 300 and rules.decode()["sv_contact"] == "☕ nobody@example.net"
        assert a2s.events_received() == []
    with pytest.raises(OSError):
        a2s.info()


def test_a_socket_of_the_callers(game: Address) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        mine.connect(game)
        mine.settimeout(1)
        assert A2S(mine).info().players == 5 and mine.gettimeout() == 1


def test_silence_is_a_timeout_for_the_whole_question() -> None:
    with answering(lambda _: []) as silent, A2S.from_addr(*silent, timeout=0.05) as a2s, pytest.raises(TimeoutError):
        a2s.info()


def test_no_such_host() -> None:
    with pytest.raises(OSError):
        A2S.from_addr("no-such-host.invalid", 27015)


def test_a_malformed_answer() -> None:
    for wrong in (b"", b"\xff", WHOLE, WHOLE + b"X", WHOLE + b"I\x11Name", INFO[:-1], PLAYERS[:-1], RULES[:-1], b"no"):
        with answering(always(wrong)) as server, A2S.from_addr(*server) as a2s, pytest.raises(ValueError):
            a2s.info()


def test_challenges() -> None:
    asked: list[bytes] = []

    def answer(datagram: bytes) -> list[bytes]:
        asked.append(datagram)
        return [PLAYERS, INFO] if datagram.endswith(b"\x78\x56\x34\x12") else [CHALLENGE]

    with answering(answer) as server, A2S.from_addr(*server) as a2s:
        assert isinstance(a2s.info(), little_a2s.ClientEventInfo)
        assert isinstance(a2s.events_received()[0], little_a2s.ClientEventPlayers)
        a2s.players()
    assert [len(one) for one in asked] == [25, 29, 9]
    with answering(lambda _: [CHALLENGE]) as server, A2S.from_addr(*server) as a2s, pytest.raises(ValueError):
        a2s.info()


def test_goldsource() -> None:
    with answering(lambda _: [GOLDSOURCE]) as server, A2SGoldsource.from_addr(*server) as a2s:
        info = a2s.info()
    assert isinstance(info, little_a2s.ClientEventGoldsourceInfo)
    assert (info.address, info.environment, info.bots) == ("127.0.0.1:27015", little_a2s.Environment.WINDOWS, 3)
    kind, dll = little_a2s.GoldsourceModType.MULTIPLAYER_ONLY, little_a2s.GoldsourceModDLL.EXTENSION
    assert info.mod == little_a2s.GoldsourceMod("link", "download", 1, 2, kind, dll)


class TestProtocol:
    def test_packets_are_taken_out(self) -> None:
        protocol = A2SClientProtocol()
        protocol.info()
        protocol.players()
        assert list(map(bytes, protocol.packets_to_send())) == [
            WHOLE + b"TSource Engine Query\0",
            WHOLE + b"U" + WHOLE,
        ]
        assert protocol.packets_to_send() == []
        protocol.receive_datagram(CHALLENGE)
        protocol.info()
        protocol.rules()
        assert [bytes(one)[-4:] for one in protocol.packets_to_send()] == [b"\x78\x56\x34\x12"] * 2
        assert protocol.events_received() == [little_a2s.ClientEventChallenge(0x12345678)]
        assert protocol.events_received() == []

    def test_events(self) -> None:
        protocol = A2SClientProtocol(challenge=7)
        for datagram in (INFO, PLAYERS, RULES):
            protocol.receive_datagram(datagram)
        info, players, rules = protocol.events_received()
        assert isinstance(info, little_a2s.ClientEventInfo)
        assert info.extra == little_a2s.ExtraInfo(27015, 0x0110000000000001, 27016, "tv", "tags", 480)
        assert info.id == 480 and info.type == little_a2s.ServerType.DEDICATED and info.visibility == 1
        assert players == little_a2s.ClientEventPlayers(
            [little_a2s.Player(0, "Ada", 5, 1.0), little_a2s.Player(1, "Bob", -1, 2.0)]
        )
        assert isinstance(rules, little_a2s.ClientEventRules) and rules.rules == {b"a": b"1", b"b\xff": b"\xfe"}
        assert rules.decode() == {"a": "1", "b�": "�"}

    def test_parts_in_any_order(self) -> None:
        protocol = A2SClientProtocol()
        parts = [
            b"\xfe\xff\xff\xff\x05\0\0\0\x02\0\xe0\x04" + RULES[:8],
            b"\xfe\xff\xff\xff\x05\0\0\0\x02\x01\xe0\x04" + RULES[8:],
        ]
        protocol.receive_datagram(parts[1])
        protocol.invalidate_response(5)
        protocol.invalidate_response(6)
        for part in reversed(parts):
            assert protocol.events_received() == []
            protocol.receive_datagram(part)
        [rules] = protocol.events_received()
        assert isinstance(rules, little_a2s.ClientEventRules)

    def test_parts_of_goldsource(self) -> None:
        protocol = A2SGoldsourceClientProtocol()
        protocol.receive_datagram(b"\xfe\xff\xff\xff\x05\0\0\0\x12" + RULES[8:])
        protocol.receive_datagram(b"\xfe\xff\xff\xff\x05\0\0\0\x02" + RULES[:8])
        assert len(protocol.events_received()) == 1

    def test_compressed_parts(self) -> None:
        packed = bz2.compress(RULES)
        numbers = len(RULES).to_bytes(4, "little") + zlib.crc32(RULES).to_bytes(4, "little")
        protocol = A2SClientProtocol()
        head = b"\xfe\xff\xff\xff\x05\0\0\x80\x02"
        protocol.receive_datagram(head + b"\x01\xe0\x04" + packed[20:])
        protocol.receive_datagram(head + b"\0\xe0\x04" + numbers + packed[:20])
        assert len(protocol.events_received()) == 1
        for wrong in (b"\xff\xff\xff\x7f" + numbers[4:], numbers[:4] + b"\0\0\0\0", b"\x01\0\0\0" + numbers[4:]):
            with pytest.raises(ValueError):
                protocol.receive_datagram(b"\xfe\xff\xff\xff\x05\0\0\x80\x01\0\xe0\x04" + wrong + packed)

    def test_what_unpacks_to_too_much(self) -> None:
        bomb = WHOLE + b"E\x01\0a\0" + b"x" * (1 << 22) + b"\0"
        numbers = len(bomb).to_bytes(4, "little") + zlib.crc32(bomb).to_bytes(4, "little")
        head = b"\xfe\xff\xff\xff\x05\0\0\x80\x01\0\xe0\x04"
        with pytest.raises(ValueError):
            A2SClientProtocol().receive_datagram(head + numbers + bz2.compress(bomb))

    def test_parts_that_do_not_fit(self) -> None:
        protocol = A2SClientProtocol()
        protocol.receive_datagram(b"\xfe\xff\xff\xff\x05\0\0\0\x02\0\xe0\x04one")
        for wrong in (b"\x03\x01", b"\x02\x02"):
            with pytest.raises(ValueError):
                protocol.receive_datagram(b"\xfe\xff\xff\xff\x05\0\0\0" + wrong + b"\xe0\x04two")
        nested = b"\xfe\xff\xff\xff\x07\0\0\0\x01\0\xe0\x04" * 2000 + RULES
        with pytest.raises(ValueError):
            protocol.receive_datagram(nested)

    def test_open_answers_are_bounded(self) -> None:
        protocol = A2SClientProtocol()
        for number in range(1000):
            protocol.receive_datagram(b"\xfe\xff\xff\xff" + number.to_bytes(4, "little") + b"\x02\0\xe0\x04one")
        assert len(protocol._open) < 100


class TestLowerLevel:
    def test_reader(self) -> None:
        reader = Reader(
            b"\x01d\xff\xff\xff\xff\xfe\xff\xff\xff\xfe\xff\xff\xff\0\0\x80\x3f\x07\0\0\0\0\0\0\0raw\0\xc3\xa9\0"
            b"\xff\0one;\x02ab\x02\0cd\x02\0\0\0efrest"
        )
        assert (reader.read_byte(), reader.read_char()) == (1, "d")
        assert (reader.read_short(), reader.read_ushort()) == (-1, 65535)
        assert (reader.read_long(), reader.read_ulong(), reader.read_float()) == (-2, 2**32 - 2, 1.0)
        assert (reader.read_uint64(), reader.read_null()) == (7, b"raw")
        assert (reader.read_null_utf8(), reader.read_null_string(errors="replace")) == ("é", "�")
        assert reader.read_until(b";") == b"one"
        assert (reader.read_varchar1(), reader.read_varchar2(), reader.read_varchar4()) == (b"ab", b"cd", b"ef")
        assert reader.read(4) == b"rest"

    def test_a_short_reader_takes_nothing(self) -> None:
        reader = Reader(b"\x09ab")
        for short in (reader.read_long, reader.read_null, reader.read_varchar1, lambda: reader.read(4)):
            with pytest.raises(EOFError):
                short()
        assert reader.read() == b"\x09ab"

    def test_values(self) -> None:
        extra = little_a2s.ExtraInfo.from_reader(Reader(b"\x87\x69tags\0"), 0xA0)
        assert extra == little_a2s.ExtraInfo(port=27015, keywords="tags")
        assert (little_a2s.HeaderType.SIMPLE, little_a2s.HeaderType.MULTI) == (-1, -2)
        assert little_a2s.GoldsourceModDLL(0) is little_a2s.GoldsourceModDLL.NATIVE
        mixed: list[object] = [1, "a", 2]
        assert list(little_a2s.filter_type(int, mixed)) == [1, 2] and little_a2s.first(str, mixed) == "a"
        assert little_a2s.first(bytes, mixed) is None

    def test_packets_and_parts(self) -> None:
        assert bytes(little_a2s.ClientPacket(little_a2s.HeaderType.SIMPLE, b"i")) == WHOLE + b"i"
        assert bytes(little_a2s.ClientPacketRules(1)) == WHOLE + b"V\x01\0\0\0"
        whole = little_a2s.MultiPartResponse(5, 2, None, {1: b"b", 0: b"a"})
        assert whole.assemble() == b"ab"
        with pytest.raises(ValueError):
            little_a2s.MultiPartResponse(5, 2, None, {1: b"b"}).assemble()
        header = little_a2s.MultiHeader.from_reader(Reader(b"\x05\0\0\0\x02\x01\xe0\x04"))
        assert header == little_a2s.MultiHeader(5, 1, 2, 1248, None)


def test_threads_may_share_one(game: Address) -> None:
    with A2S.from_addr(*game) as server, ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda i: (server.info, server.players)[i % 2](), range(80)))
    assert [type(one).__name__ for one in told] == ["ClientEventInfo", "ClientEventPlayers"] * 40

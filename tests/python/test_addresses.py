"""What people and lists have for addresses."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import gamewire
import pytest
from conftest import Address
from gamewire import a2s, aster, master, rcon
from gamewire._address import located

NO_ADDRESSES: list[Any] = [
    ("127.0.0.1\0", 1),
    ("127.0.0.1", 65536 + 27015),
    ("127.0.0.1", 0),
    ("127.0.0.1", -1),
    ("bad:x:y", 1),
    ("", 1),
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address(address: Any) -> None:
    """The system would cut the name short, and take the port for 27015."""
    uses: list[Callable[[], object]] = [
        lambda: a2s.Client(*address),
        lambda: a2s.AsyncClient(*address),
        lambda: rcon.Client(address, "secret"),
        lambda: master.find(host=address),
        lambda: aster.Client("user", "secret").add_server(*address),
    ]
    for use in uses:
        with pytest.raises(gamewire.UsageError):
            use()
    [(target, error)] = a2s.scan([address])
    assert target == address and isinstance(error, gamewire.UsageError)


@pytest.mark.parametrize("address", [(None, 1), (b"127.0.0.1", 1), ("127.0.0.1", "1"), ("127.0.0.1", None)])
def test_addresses_of_other_types(address: Any) -> None:
    with pytest.raises(TypeError):
        a2s.Client(*address)


def test_a_host_with_its_port(game: Address) -> None:
    """It goes before the port that stands beside it."""

    async def ask() -> a2s.Info:
        async with a2s.AsyncClient("%s:%d" % game) as server:
            return await server.info()

    with a2s.Client("%s:%d" % game, 1) as server:
        assert server.info().players == 5
    assert asyncio.run(ask()).players == 5
    names = ("127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:0", "127.0.0.1:", ":27015")
    for wrong in (*names, "bad:x:y", "[::1]:x", "[::1]8", "[::1", "[x]:1"):
        with pytest.raises(gamewire.UsageError):
            a2s.Client(wrong)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("::1", ("::1", 9)),
        ("fe80::1%lo", ("fe80::1%lo", 9)),
        ("[::1]", ("::1", 9)),
        ("[::1]:8", ("::1", 8)),
        ("example.org", ("example.org", 9)),
        ("example.org:8", ("example.org", 8)),
    ],
)
def test_hosts_of_all_forms(host: str, expected: Address) -> None:
    assert located(host, 9) == expected


@pytest.mark.parametrize("address", [5, b"127.0.0.1:27015", ("127.0.0.1",)])
def test_what_is_no_pair(address: Any) -> None:
    with pytest.raises(TypeError, match="a text, or a host and a port"):
        rcon.Client(address, "secret")


@pytest.mark.parametrize("host", ["a..b", "x" * 70, "\ud800"])
def test_what_cannot_be_a_name(host: str) -> None:
    async def ask() -> None:
        async with a2s.AsyncClient(host) as server:
            await asyncio.wait_for(server.info(), 5)

    with pytest.raises(gamewire.ResolveError), a2s.Client(host) as server:
        server.info()
    with pytest.raises(gamewire.ResolveError):
        asyncio.run(ask())


@pytest.mark.parametrize("text", ["bad:x:y", "bad:x", "1:2:3:4:5:6:7:8:9", "127.0.0.1:0", "[::1", ""])
def test_a_scan_says_what_is_no_address(text: str) -> None:
    async def scan() -> list[Any]:
        return [one async for one in a2s.ascan([text])]

    for told in (list(a2s.scan([text])), asyncio.run(scan())):
        [(target, error)] = told
        assert target == text and isinstance(error, gamewire.UsageError)


def test_a_scan_goes_on_after_what_is_no_address(game: Address) -> None:
    strange: list[Any] = ["a:b:", "x:y", ("127.0.0.1", 70000), "a..b", "\ud800", "%s:%d" % game]

    async def scan() -> list[Any]:
        return [one async for one in a2s.ascan(strange)]

    for told in (list(a2s.scan(strange)), asyncio.run(scan())):
        found = dict(told)
        assert len(found) == len(strange)
        assert all(isinstance(result, gamewire.Error) for target, result in found.items() if target != strange[-1])
        assert isinstance(found[strange[-1]], a2s.Info)


def test_a_scan_may_go_round(game: Address) -> None:
    told = list(itertools.islice(a2s.scan(itertools.cycle([game]), in_flight=4), 10))
    assert all(isinstance(result, a2s.Info) for _, result in told)

"""What people and lists have for addresses."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import gamewire
import pytest
from conftest import Address
from gamewire import a2s, rcon

NO_ADDRESSES: list[Any] = [("127.0.0.1\0", 1), ("127.0.0.1", 65536 + 27015), ("127.0.0.1", -1), ("", 1)]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address(address: Any) -> None:
    """The system would cut the name short, and take the port for 27015."""
    uses: list[Callable[[], object]] = [
        lambda: a2s.Client(*address),
        lambda: a2s.AsyncClient(*address),
        lambda: rcon.Client(address, "secret"),
    ]
    for use in uses:
        with pytest.raises(gamewire.UsageError):
            use()


@pytest.mark.parametrize("address", [(None, 1), (b"127.0.0.1", 1), ("127.0.0.1", "1"), ("127.0.0.1", None)])
def test_addresses_of_other_types(address: Any) -> None:
    with pytest.raises(TypeError):
        a2s.Client(*address)


@pytest.mark.parametrize("host", ["a..b", "x" * 70, "\ud800"])
def test_what_cannot_be_a_name(host: str) -> None:
    async def ask() -> None:
        async with a2s.AsyncClient(host) as server:
            await asyncio.wait_for(server.info(), 5)

    with pytest.raises(gamewire.ResolveError), a2s.Client(host) as server:
        server.info()
    with pytest.raises(gamewire.ResolveError):
        asyncio.run(ask())


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

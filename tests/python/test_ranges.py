"""Numbers and texts of the right type, but out of range: UsageError, as for all that is called the wrong way."""

import asyncio
import math
from collections.abc import Callable
from typing import Any

import gamewire
import pytest
from asf_calls import opened
from conftest import ASF_PASSWORD, Address
from gamewire import SteamID, a2s, asf, aster, master, rcon, sansio, webapi
from gamewire.compat import little_a2s
from gamewire.compat.valve import rcon as old_rcon

TABLE = '{"apilist":{"interfaces":[]}}'

# What takes a number that is not negative; and what takes one of any sign, or a time, which is large without end.
COUNTS: list[Callable[[Any], object]] = [
    lambda n: a2s.Client("host", 5, retries=n),
    lambda n: a2s.Client("host", n),
    lambda n: a2s.AsyncClient("host", retries=n),
    lambda n: a2s.scan([], rate=n),
    lambda n: a2s.scan([], in_flight=n),
    lambda n: a2s.ascan([], retries=n),
    lambda n: rcon.AsyncClient("host", "secret", in_flight=n),
    lambda n: master.find(retries=n),
    lambda n: master.find(burst=n),
    lambda n: master.find(limit=n),
    lambda n: master.find(n),
    lambda n: webapi.API(interfaces=TABLE, retries=n),
    lambda n: webapi.AsyncAPI(retries=n),
    lambda n: asf.ASF(port=n),
    lambda n: asf.eresult_name(n),
    lambda n: asf.purchase_result_name(n),
    lambda n: aster.Client("user", "secret").add_server("host", n),
    lambda n: sansio.A2SClient(retries=n),
    lambda n: sansio.A2SClient(seed=n),
    lambda n: sansio.A2SClient().cancel(n),
    lambda n: sansio.A2SResponder(max_datagram=n),
    lambda n: sansio.ASFClient(port=n),
    lambda n: sansio.ASFLog(port=n),
    lambda n: sansio.AsterClient(max_line=n),
    lambda n: sansio.AsterCommunity().add_group("name", (n,)),
    lambda n: sansio.Fleet(in_flight=n),
    lambda n: sansio.Fleet().start(("127.0.0.1", n), 1),
    lambda n: sansio.Fleet().start(("127.0.0.1", 1), n),
    lambda n: sansio.MasterClient(seed=n),
    lambda n: sansio.MasterResponder(page_entries=n),
    lambda n: sansio.RCONBanList(max_failures=n),
    lambda n: sansio.RCONClient("secret", reconnect=n),
    lambda n: sansio.RCONResponder("secret", max_failures=n),
    lambda n: sansio.RCONResponder("secret").answer(n, "text"),
    lambda n: sansio.WebAPIClient(port=n),
    lambda n: sansio.decode_rcon(b"", max_frame=n),
    lambda n: SteamID(n),
]
NUMBERS: list[Callable[[Any], object]] = [
    lambda n: rcon.Message(n, 2),
    lambda n: rcon.Message(2, n),
    lambda n: aster.Client("user", "secret").add_server("host", uuid=n),
    lambda n: sansio.AsterCommunity(epoch=n),
    lambda n: sansio.encode_rcon(n, 2),
    lambda n: sansio.encode_info(n),
]
TIMES: list[Callable[[Any], object]] = [
    lambda n: a2s.Client("host", 5, timeout=n),
    lambda n: a2s.scan([], deadline=n),
    lambda n: rcon.Client("host", "secret", timeout=n),
    lambda n: master.find(interval=n),
    lambda n: webapi.API(interfaces=TABLE, timeout=n),
    lambda n: asf.ASF(timeout=n),
    lambda n: aster.Client("user", "secret").add_server("host", timeout=n),
    lambda n: sansio.RCONClient("secret", deadline=n),
]


@pytest.mark.parametrize("take", COUNTS)
@pytest.mark.parametrize("number", [-1, 2**64, 10**400], ids=["-1", "2**64", "10**400"])
def test_counts(take: Callable[[Any], object], number: int) -> None:
    with pytest.raises(gamewire.UsageError):
        take(number)


@pytest.mark.parametrize("take", NUMBERS)
@pytest.mark.parametrize("number", [-(2**63) - 1, 2**64, 10**400], ids=["-2**63-1", "2**64", "10**400"])
def test_numbers_with_a_sign(take: Callable[[Any], object], number: int) -> None:
    with pytest.raises(gamewire.UsageError):
        take(number)


@pytest.mark.parametrize("take", TIMES)
@pytest.mark.parametrize("number", [-1, -(10**400), 10**400, math.nan], ids=["-1", "-10**400", "10**400", "nan"])
def test_times(take: Callable[[Any], object], number: float) -> None:
    with pytest.raises(gamewire.UsageError):
        take(number)


def test_challenges_are_numbers_of_either_kind() -> None:
    assert sansio.encode_players(-1)[-4:] == sansio.encode_players(2**32 - 1)[-4:] == b"\xff" * 4
    assert sansio.encode_players(-(2**31))[-4:] == sansio.encode_players(2**31)[-4:] == b"\0\0\0\x80"
    for wrong in (2**32, -(2**31) - 1):
        with pytest.raises(gamewire.UsageError):
            sansio.encode_players(wrong)


@pytest.mark.parametrize(
    "parts", [(2**32,), (-1,), (10**400,), (1, 2**20), (1, -1), (1, 1, 16), (1, 1, 256), (1, 1, 1, 256)]
)
def test_parts_of_a_steamid(parts: tuple[int, ...]) -> None:
    with pytest.raises(gamewire.SteamIDError):
        SteamID.from_parts(*parts)


def test_another_type_is_another_mistake() -> None:
    takers: list[Callable[[Any], object]] = [
        lambda n: sansio.Fleet(rate=n),
        lambda n: sansio.A2SClient(timeout=n),
        SteamID.from_parts,
    ]
    for take in takers:
        for wrong in ("1", b"1", None, [1]):
            with pytest.raises(TypeError):
                take(wrong)
    with pytest.raises(TypeError):
        sansio.Fleet(rate=1.5)  # type: ignore[arg-type]


def test_what_counts_as_an_int_is_one() -> None:
    assert SteamID.from_parts(True) == SteamID(1)
    sansio.A2SClient(seed=SteamID(7), timeout=1)  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [0, -1, math.nan, 10**400], ids=["0", "-1", "nan", "10**400"])
def test_times_that_no_call_may_take(game: Address, asf_server: Address, seconds: float) -> None:
    async def ask() -> None:
        async with rcon.AsyncClient(game, "secret") as server:
            with pytest.raises(gamewire.UsageError):
                await server.execute("echo", timeout=seconds)
            assert await server("echo on") == "on \n"
        async with opened(asf_server) as handle:
            with pytest.raises(gamewire.UsageError):
                await handle.request("GET", "/Api/ASF", timeout=seconds)
            with pytest.raises(gamewire.UsageError):
                await handle.send_command("version", timeout=seconds)

    with rcon.Client(game, "secret") as server:
        with pytest.raises(gamewire.UsageError):
            server.connect(seconds)
        with pytest.raises(gamewire.UsageError):
            server.execute("echo", timeout=seconds)
        assert server("echo on") == "on \n"
    asyncio.run(ask())
    with pytest.raises(gamewire.UsageError):
        sansio.AsterClient().ask({"command": "x"}, seconds)
    with pytest.raises(gamewire.UsageError):
        sansio.WebAPIClient().discover(seconds)


HALF = "hunter2 \ud800"

SECRETS: list[Callable[[str], object]] = [
    lambda text: asf.ASF(password=text),
    lambda text: asf.ASF(headers={"Name": text}),
    lambda text: asf.ASF().set_password(text),
    lambda text: asyncio.run(asf.ASF().send_command(text)),
    lambda text: asyncio.run(asf.ASF().request("POST", "/Api/X", {"a": text})),
    lambda text: aster.Client("user", text).add_server("host"),
    lambda text: rcon.Client("host", text),
    lambda text: rcon.Message(1, 2, text),
    lambda text: sansio.RCONClient(text),
    lambda text: webapi.API(text, interfaces=TABLE),
]
TEXTS: list[Callable[[str], object]] = [
    lambda text: asf.ASF(text),
    lambda text: asyncio.run(asf.ASF().bot.get_info(text)),
    lambda text: asyncio.run(asf.ASF().request("GET", text)),
    lambda text: aster.Client(text, "secret").add_server("host"),
    lambda text: master.Filter(gamedir=text),
    lambda text: master.find(text),
    lambda text: webapi.API(interfaces=text),
    lambda text: webapi.API(interfaces=TABLE).request("GET", text, "M", 1),
    lambda text: webapi.API(interfaces=TABLE).request("GET", "I", "M", 1, {"a": text}),
    lambda text: sansio.AsterCommunity(name=text),
    lambda text: gamewire.vdf.loads(text),
    lambda text: gamewire.vdf.dumps({"a": text}),
]


@pytest.mark.parametrize("take", SECRETS + TEXTS)
def test_half_of_a_surrogate_pair(take: Callable[[str], object]) -> None:
    """No protocol has a form for it."""
    with pytest.raises(gamewire.UsageError):
        take(HALF)


@pytest.mark.parametrize("take", SECRETS)
def test_half_of_a_surrogate_pair_in_a_secret(take: Callable[[str], object]) -> None:
    """The error that Python has for it knows the text."""
    with pytest.raises(gamewire.UsageError) as caught:
        take(HALF)
    error: BaseException | None = caught.value
    while error is not None:
        assert "hunter2" not in repr(error)
        error = error.__context__


def test_the_old_names() -> None:
    for packet in (little_a2s.ClientPacketInfo, little_a2s.ClientPacketPlayers, little_a2s.ClientPacketRules):
        assert bytes(packet(-(2**31)))[-4:] == b"\0\0\0\x80"
        for wrong in (2**31, -(2**31) - 1, 10**400):
            with pytest.raises(gamewire.UsageError):
                bytes(packet(wrong))
    with pytest.raises(gamewire.UsageError):
        little_a2s.A2S.from_addr("127.0.0.1", 65536 + 27015)
    with pytest.raises(gamewire.UsageError):
        old_rcon.RCON(("127.0.0.1", 65536 + 27015), "secret")

"""What errors say: whom they are about, which options were given, and no secret."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import gamewire
import pytest
from conftest import Address, address_of, text_of
from gamewire import a2s, asf, aster, master, rcon, webapi

SECRET = "hunter2-the-secret"
NOWHERE = ("127.0.0.1", 1)
NO_NAME = "no-such-host.invalid"

SERVERS = b"\xff\xff\xff\xff\x66\x0a" + socket.inet_aton("192.0.2.1") + (27015).to_bytes(2, "big")


@contextlib.contextmanager
def saying(*datagrams: bytes) -> Iterator[Address]:
    """A server that answers so many datagrams with these, and no more."""
    with socket.socket(type=socket.SOCK_DGRAM) as at:
        at.bind(("127.0.0.1", 0))

        def answer() -> None:
            for one in datagrams:
                at.sendto(one, at.recvfrom(2048)[1])

        thread = threading.Thread(target=answer)
        thread.start()
        yield at.getsockname()
        thread.join()


async def ask_a2s(host: str, **options: Any) -> object:
    async with a2s.AsyncClient(host, **options) as server:
        return await server.info()


async def ask_asf(host: str, port: int) -> object:
    async with asf.ASF(host, port, SECRET) as connector:
        return (await connector.asf.get_info()).raise_for_error()


async def ask_rcon(address: str) -> object:
    async with rcon.AsyncClient(address, SECRET) as server:
        return await server("status")


async def ask_aster(host: str, port: int) -> None:
    client = aster.Client("user", SECRET)
    client.add_server(host, port)
    await client.connect()


async def ask_webapi(root: str) -> object:
    async with webapi.AsyncAPI(SECRET, api_root=root) as api:
        return api.versions()


async def ask_master(host: Any) -> object:
    return [one async for one in master.afind(host=host, timeout=0.1, retries=0)]


ASKED: list[Callable[[str, int], object]] = [
    lambda host, port: a2s.Client(host, port).info(),
    lambda host, port: asyncio.run(ask_a2s(f"{host}:{port}")),
    lambda host, port: rcon.execute((host, port), SECRET, "status"),
    lambda host, port: asyncio.run(ask_rcon(f"{host}:{port}")),
    lambda host, port: list(master.find(host=(host, port))),
    lambda host, port: asyncio.run(ask_master((host, port))),
    lambda host, port: webapi.API(SECRET, api_root=f"http://{host}:{port}/"),
    lambda host, port: asyncio.run(ask_webapi(f"http://{host}:{port}/")),
    lambda host, port: asyncio.run(ask_asf(host, port)),
    lambda host, port: asyncio.run(ask_aster(host, port)),
]


@pytest.mark.parametrize("ask", ASKED)
def test_they_say_whom_they_are_about(ask: Callable[[str, int], object]) -> None:
    with pytest.raises(gamewire.RefusedError) as caught:
        ask(*NOWHERE)
    assert str(caught.value) == "127.0.0.1:1: Connection refused"
    with pytest.raises(gamewire.ResolveError) as unnamed:
        ask(NO_NAME, 5)
    assert str(unnamed.value) == f"{NO_NAME}:5: no such name"


def test_they_say_it_once() -> None:
    with a2s.Client(*NOWHERE) as server:
        for _ in range(2):
            with pytest.raises(gamewire.RefusedError, match="^127.0.0.1:1: Connection refused$"):
                server.info()
    failed = rcon.Client(NOWHERE, SECRET)
    for _ in range(2):
        with pytest.raises(gamewire.RefusedError, match="^127.0.0.1:1: Connection refused$"):
            failed.execute("status")


def test_who_is_late_and_who_refuses(game: Address) -> None:
    with saying() as silent:
        with socket.socket(type=socket.SOCK_DGRAM) as mine:
            mine.connect(silent)
            with pytest.raises(TimeoutError, match=f"^{text_of(silent)}: "):
                a2s.Client.from_socket(mine, timeout=0.01, retries=0).info()
        with pytest.raises(TimeoutError, match=f"^{text_of(silent)}: "):
            asyncio.run(ask_a2s(text_of(silent), timeout=0.01, retries=0))
    with pytest.raises(gamewire.AuthError, match=f"^{text_of(game)}: ") as caught:
        rcon.execute(game, SECRET, "status")
    assert SECRET not in str(caught.value)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = text_of(mute.getsockname())
        with pytest.raises(TimeoutError, match=f"^{address}: no answer in time: during the login$"):
            rcon.Client(address, SECRET).connect(0.05)


def test_a_scan_says_it_in_the_same_words() -> None:
    """The address stands beside it."""
    asked: Any = [NO_NAME, NOWHERE, "\ud800"]

    async def scan() -> list[Any]:
        return [one async for one in a2s.ascan(asked)]

    for told in (list(a2s.scan(asked)), asyncio.run(scan())):
        words = {target: str(result) for target, result in told}
        assert words == {NO_NAME: "no such name", NOWHERE: "Connection refused", "\ud800": "no such name"}


class TestValvesMasters:
    """Who asks them is told where the list is now."""

    HINT = "silent since October 2025.*GetServerList"

    @pytest.fixture
    def resolver(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Address], None]:
        def lead_to(address: Address) -> None:
            entry = (socket.AF_INET, socket.SOCK_DGRAM, 0, "", address)
            monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [entry])

        return lead_to

    def test_silence(self, resolver: Callable[[Address], None]) -> None:
        with saying() as silent:
            resolver(silent)
            expected = f"^hl2master.steampowered.com:27011: .*{self.HINT}"
            with pytest.raises(gamewire.TimeoutError, match=expected):
                list(master.find("eu", timeout=0.05, retries=0))
            with pytest.raises(gamewire.TimeoutError, match=expected):
                asyncio.run(ask_master("hl2master.steampowered.com"))

    def test_no_network(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        expected = f"^hl2master.steampowered.com:27011: no such name .*{self.HINT}"
        with pytest.raises(gamewire.ResolveError, match=expected):
            list(master.find())

    def test_not_behind_servers_and_not_of_others(self, resolver: Callable[[Address], None]) -> None:
        with saying(SERVERS) as host:
            resolver(host)
            with pytest.raises(gamewire.TimeoutError) as caught:
                list(master.find("eu", timeout=0.05, retries=0))
        assert "2025" not in str(caught.value)
        with saying() as host:
            resolver(host)
            with pytest.raises(gamewire.TimeoutError) as caught:
                list(master.find(host="master.example.org", timeout=0.05, retries=0))
        assert "2025" not in str(caught.value)


MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: a2s.Client("host", timeout=-1), "timeout=-1, retries=2"),
    (lambda: a2s.AsyncClient("host", retries=1000), "timeout=1.5, retries=1000"),
    (lambda: a2s.scan([], in_flight=0), "in_flight=0"),
    (lambda: a2s.ascan([], what=["names"]), "names"),
    (lambda: rcon.Client("host", SECRET, timeout=-1), "password=…, profile='auto', timeout=-1"),
    (lambda: master.find(interval=-1), "interval=-1"),
    (lambda: asf.ASF(password=SECRET, timeout=-1), "timeout=-1"),
    (lambda: webapi.API(SECRET, timeout=-1), "timeout=-1"),
    (lambda: aster.Client("user", SECRET).add_server("host", timeout=-1), "timeout=-1"),
]


@pytest.mark.parametrize(("make", "said"), MISTAKES)
def test_options_that_are_refused(make: Callable[[], object], said: str) -> None:
    with pytest.raises(gamewire.UsageError) as caught:
        make()
    assert said in str(caught.value) and SECRET not in str(caught.value)


def test_options_of_other_types_show_no_secret() -> None:
    wrong: Any = "1"
    makes: list[Callable[[], object]] = [
        lambda: a2s.Client("host", timeout=wrong),
        lambda: rcon.Client("host", SECRET, timeout=wrong),
        lambda: asf.ASF(password=SECRET, timeout=wrong),
        lambda: webapi.API(SECRET, timeout=wrong),
        lambda: aster.Client("user", SECRET).add_server("host", timeout=wrong),
    ]
    for make in makes:
        with pytest.raises(TypeError) as caught:
            make()
        error: BaseException | None = caught.value
        assert "timeout='1'" in str(error)
        while error is not None:
            assert SECRET not in str(error)
            error = error.__context__


def test_one_text_is_no_list(serve: Callable[..., dict[str, Any]]) -> None:
    """It would be taken for its letters."""
    text: Any = "127.0.0.1:27015"
    uses: list[Callable[[], object]] = [
        lambda: a2s.scan(text),
        lambda: a2s.scan(text.encode()),
        lambda: a2s.ascan(text),
        lambda: a2s.scan([], what="info"),
        lambda: master.find(text.encode()),
        lambda: master.Filter(gamedir=text.encode()),
        lambda: gamewire.vdf.loads("", symbols="WIN32"),
    ]
    for use in uses:
        with pytest.raises(gamewire.UsageError):
            use()
    ready = serve("--asf", "--password", "secret")

    async def ask() -> None:
        host, port = address_of(ready["asf"])
        async with asf.ASF(host, port, "secret") as connector:
            wrong: Any = b"440"
            with pytest.raises(gamewire.UsageError):
                await connector.bot.get_info(wrong)
            with pytest.raises(gamewire.UsageError):
                await connector.bot.redeem("main", wrong)
            with pytest.raises(gamewire.UsageError):
                await connector.bot.add_license("main", wrong)
            with pytest.raises(gamewire.UsageError):
                await connector.bot.add_license("main", apps=wrong.decode())
            with pytest.raises(gamewire.UsageError):
                await connector.twofa.accept_confirmations("main", accepted_creator_ids=wrong)

    asyncio.run(ask())

"""Until there is a socket: names that are slow to be found, servers that are slow to take a connection."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import gamewire
import pytest
from conftest import Address
from gamewire import a2s, asf, rcon, webapi
from gamewire._drive import aio, blocking
from gamewire._drive.opening import Opened, Opening
from gamewire.events import Failed
from test_drive import Questions
from test_threads import LONG

# Less than what connecting may take, and far more than what is waited for.
SOON = 8

NAME = "slow.test"


@pytest.fixture
def busy() -> Iterator[Address]:
    """A server that takes no connection, and refuses none: others wait already."""
    with socket.socket() as listening, contextlib.ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            other = waiting.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(listening.getsockname())
        yield listening.getsockname()


@contextlib.contextmanager
def looking_up(monkeypatch: pytest.MonkeyPatch, slow: Callable[[], object]) -> Iterator[None]:
    """NAME is at 127.0.0.1, which is found after `slow`."""
    find = socket.getaddrinfo

    def found(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != NAME:
            return find(host, *arguments, **options)
        slow()
        return find("127.0.0.1", *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", found)
        yield


class Hasty(Questions):
    """Its requests have a moment, from when it is first asked what to send."""

    def poll_transmit(self, now: float) -> bytes:
        if self.to_send and self.deadline is None:
            self.deadline = now + 0.05
        return super().poll_transmit(now)

    def on_timeout(self, now: float) -> None:
        if self.deadline is not None and now >= self.deadline:
            self.deadline = None
            self.told.append(Failed(1, gamewire.TimeoutError("its time is over")))
            self.to_send.clear()


class Never(Opened):
    def __init__(self) -> None:
        pass

    def wait(self, at_most: float | None = None) -> None:
        time.sleep(LONG if at_most is None else min(at_most, LONG))

    def rest(self) -> bool:
        return False

    def close(self) -> None:
        pass


class TestTimeOfRequests:
    def test_runs_without_a_socket(self) -> None:
        machine = Hasty()
        conversation = blocking.Conversation(machine, Never)
        with pytest.raises(gamewire.TimeoutError, match="its time is over"):
            conversation.ask(lambda: machine.ask(1), LONG)

    def test_runs_without_a_socket_on_asyncio(self) -> None:
        async def open() -> socket.socket:
            await asyncio.Event().wait()
            raise AssertionError

        async def ask() -> None:
            machine = Hasty()
            await asyncio.wait_for(aio.Conversation(machine, open).wait(machine.ask(1)), LONG)

        with pytest.raises(gamewire.TimeoutError, match="its time is over"):
            asyncio.run(ask())

    def test_runs_while_the_server_takes_no_connection(self, busy: Address) -> None:
        async def ask() -> asf.Response:
            async with asf.ASF(*busy, timeout=0.2) as client:
                return await client.asf.get_info()

        begun = time.monotonic()
        assert isinstance(asyncio.run(ask()).error, gamewire.TimeoutError)
        with pytest.raises(gamewire.TimeoutError):
            webapi.API(api_root="http://%s:%d/" % busy, timeout=0.2)
        assert time.monotonic() - begun < SOON

    def test_runs_while_a_name_is_looked_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = threading.Event()

        async def ask() -> None:
            client = a2s.AsyncClient(NAME, timeout=0.1, retries=0)
            try:
                await client.info()
            finally:
                asked.set()  # the loop waits for the resolver when it ends
                await client.close()

        begun = time.monotonic()
        with looking_up(monkeypatch, lambda: asked.wait(LONG)):
            with pytest.raises(gamewire.TimeoutError):
                asyncio.run(ask())
            asked.clear()
            with pytest.raises(gamewire.TimeoutError), a2s.Client(NAME, timeout=0.1, retries=0) as client:
                client.info()
            asked.set()
        assert time.monotonic() - begun < SOON


class TestTimeOfOneCall:
    """It may be over before the connection is there, which is left to the next one."""

    def test_of_a_command(self, busy: Address) -> None:
        client = rcon.Client(busy, "secret", timeout=SOON)
        begun = time.monotonic()
        with pytest.raises(gamewire.TimeoutError):
            client.execute("status", timeout=0.1)
        with pytest.raises(gamewire.TimeoutError):
            client.connect(timeout=0.1)
        assert not client.closed and time.monotonic() - begun < SOON
        client.close()

    def test_the_next_one_goes_on(self, game: Address, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = threading.Event()
        with looking_up(monkeypatch, lambda: asked.wait(LONG)):
            client = rcon.Client((NAME, game[1]), "secret", timeout=LONG)
            with pytest.raises(gamewire.TimeoutError):
                client.connect(timeout=0.05)
            asked.set()
            assert client("echo on") == "on \n"
            client.close()


def test_the_next_address_is_tried(busy: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        there = (socket.AF_INET, socket.SOCK_STREAM, 0, "", listening.getsockname())
        nowhere = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", at) for at in (("127.0.0.1", 1), busy)]
        with monkeypatch.context() as patched:
            patched.setattr(socket, "getaddrinfo", lambda *_, **__: [*nowhere, there])
            opened = Opening((NAME, 1), datagrams=False, timeout=0.05).wait(LONG)
            assert opened is not None
            with opened:
                assert opened.getpeername() == listening.getsockname()
            patched.setattr(socket, "getaddrinfo", lambda *_, **__: nowhere)
            with pytest.raises(TimeoutError):
                Opening((NAME, 1), datagrams=False, timeout=0.05).wait(LONG)
            patched.setattr(socket, "getaddrinfo", lambda *_, **__: nowhere[:1])
            with pytest.raises(ConnectionRefusedError):
                Opening((NAME, 1), datagrams=False, timeout=0.05).wait(LONG)


def test_an_address_that_hangs_leaves_time_for_the_next(
    busy: Address, game: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", at) for at in (busy, game)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with rcon.Client((NAME, 1), "secret", timeout=2) as client:
        assert client("echo on") == "on \n"

    async def ask() -> str:
        async with rcon.AsyncClient((NAME, 1), "secret", timeout=2) as client:
            return await client("echo on")

    assert asyncio.run(ask()) == "on \n"


def test_an_address_of_a_family_that_the_system_lacks_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        both = [(family, socket.SOCK_STREAM, 0, "", listening.getsockname()) for family in (4095, socket.AF_INET)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
        opened = Opening((NAME, 1), datagrams=False, timeout=LONG).wait(LONG)
        assert opened is not None
        opened.close()
        asyncio.run(aio.connect((NAME, 1), datagrams=False, timeout=LONG)).close()


def test_what_connects_is_let_go_while_nobody_waits(busy: Address) -> None:
    opening = Opening(busy, datagrams=False, timeout=LONG)
    assert opening.wait(0.01) is None
    assert not opening.rest()  # nothing is left that a next call could wait for
    machine = Hasty()
    rested: list[Opening] = []

    class Resting(Never):
        def rest(self) -> bool:
            rested.append(self)
            return False

    conversation = blocking.Conversation(machine, Resting)
    for count in (1, 2):
        with pytest.raises(gamewire.TimeoutError):
            conversation.ask(lambda: machine.ask(1), LONG)
        assert len(set(rested)) == count  # each call begins anew


def test_no_thread_of_the_loop_is_needed(game: Address) -> None:
    """Names that hang would take them all."""

    async def ask() -> str:
        await asyncio.get_running_loop().shutdown_default_executor()
        async with rcon.AsyncClient(game, "secret", timeout=LONG) as client:
            return await client("echo on")

    assert asyncio.run(ask()) == "on \n"


def test_whoever_cancels_all_tasks_ends_the_calls(busy: Address) -> None:
    async def ask() -> None:
        client = rcon.AsyncClient(busy, "secret", timeout=None)
        asking = asyncio.create_task(client("echo on"))
        await asyncio.sleep(0.05)
        for task in asyncio.all_tasks() - {asking, asyncio.current_task()}:
            task.cancel()
        with pytest.raises(gamewire.Error):
            await asyncio.wait_for(asking, LONG)
        await client.close()

    asyncio.run(ask())


def test_the_error_of_a_name_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    monkeypatch.setattr(socket, "getaddrinfo", missing)
    [(_, error)] = a2s.scan([NAME])
    assert isinstance(error, gamewire.ResolveError)
    assert error.__cause__ is not None and error.__cause__.__traceback__ is None


class TestFailedLookup:
    """Another one may be answered."""

    @pytest.fixture(autouse=True)
    def first_fails(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        times = iter(range(LONG))

        def fail_once() -> None:
            if next(times) == 0:
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

        with looking_up(monkeypatch, fail_once):
            yield

    def test_of_a_client(self, game: Address) -> None:
        with a2s.Client(NAME, game[1]) as server:
            with pytest.raises(gamewire.ResolveError, match=NAME):
                server.info()
            assert server.info().players == 5

    def test_on_asyncio(self, game: Address) -> None:
        async def ask() -> None:
            async with a2s.AsyncClient(NAME, game[1]) as server:
                told = await asyncio.gather(server.info(), server.players(), return_exceptions=True)
                assert all(isinstance(one, gamewire.ResolveError) and NAME in str(one) for one in told)
                assert (await server.info()).players == 5

        asyncio.run(asyncio.wait_for(ask(), LONG))


class TestOfAScan:
    """Others are heard while a name is looked up."""

    def test_in_a_thread(self, game: Address, monkeypatch: pytest.MonkeyPatch) -> None:
        heard, told = threading.Event(), []
        with looking_up(monkeypatch, lambda: heard.wait(SOON)):
            for target, result in a2s.scan([(NAME, game[1]), game]):
                told.append(target)
                heard.set()
                assert isinstance(result, a2s.Info)
        assert told == [game, (NAME, game[1])]

    def test_on_asyncio(self, game: Address, monkeypatch: pytest.MonkeyPatch) -> None:
        heard, told = threading.Event(), []

        async def scan() -> None:
            async for target, result in a2s.ascan([(NAME, game[1]), game]):
                told.append(target)
                heard.set()
                assert isinstance(result, a2s.Info)

        with looking_up(monkeypatch, lambda: heard.wait(SOON)):
            asyncio.run(scan())
        assert told == [game, (NAME, game[1])]

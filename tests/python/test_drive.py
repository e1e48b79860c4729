"""The drivers: of any machine, over any socket."""

import asyncio
import math
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import gamewire
import pytest
from conftest import Address
from gamewire import a2s, rcon
from gamewire._drive import aio, blocking
from gamewire._drive.opening import Opened
from gamewire.events import Closed
from gamewire.rcon.events import Authenticated, Sent


class Echo:
    """A machine that tells what it was given: two events for each datagram, of which the second one answers."""

    datagrams: ClassVar[bool] = True
    deadline: float | None = None

    def __init__(self) -> None:
        self.done = False
        self.told: list[Any] = []
        self.to_send = [b"question"]

    def receive(self, data: bytes, now: float) -> None:
        self.told += [Authenticated(), Sent(1)]

    def receive_end(self, now: float, error: BaseException | None = None) -> None:
        self.done = True
        self.told.append(Closed(None))

    def on_timeout(self, now: float) -> None: ...

    def poll_transmit(self, now: float) -> bytes:
        return self.to_send[0] if self.to_send else b""

    def transmitted(self, size: int, now: float) -> None:
        del self.to_send[0]

    def events(self) -> list[Any]:
        out, self.told = self.told, []
        return out

    def close(self, now: float) -> None:
        self.receive_end(now)


class Questions(Echo):
    """Sends all that it was asked in one piece, and takes an answer for the numbers in it."""

    def __init__(self) -> None:
        super().__init__()
        self.to_send = []

    def ask(self, number: int) -> int:
        self.to_send.append(str(number).encode())
        return number

    def receive(self, data: bytes, now: float) -> None:
        self.told += [Sent(int(one)) for one in data.decode()]

    def poll_transmit(self, now: float) -> bytes:
        return b"".join(self.to_send)

    def transmitted(self, size: int, now: float) -> None:
        self.to_send.clear()


@pytest.fixture
def ends() -> Any:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    near.setblocking(False)
    with near, far:
        yield near, far


def fail(event: object) -> None:
    raise LookupError("of the handler")


def test_a_handler_that_raises_costs_nothing_that_follows(ends: Any) -> None:
    near, far = ends
    conversation = blocking.Conversation(Echo(), lambda: Opened(near), fail)
    far.send(b"answer")
    with pytest.raises(LookupError):
        conversation.wait_until(lambda: False, 5)
    assert conversation.wait(1) == Sent(1)
    conversation.close()


def test_a_handler_that_raises_on_asyncio(ends: Any) -> None:
    near, far = ends
    heard: list[Any] = []

    async def open() -> socket.socket:
        return near  # type: ignore[no-any-return]

    async def talk() -> Any:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context["exception"]))
        conversation = aio.Conversation(Echo(), open, fail)
        far.send(b"answer")
        return await asyncio.wait_for(conversation.wait(1), 5)

    assert asyncio.run(talk()) == Sent(1)
    assert [type(one) for one in heard] == [LookupError]


class Flood(Echo):
    """Has more to send than any socket takes, and knows what was taken. It is done when all is gone."""

    datagrams = False
    size = 50_000_000

    def __init__(self) -> None:
        super().__init__()
        self.left = self.size

    def poll_transmit(self, now: float) -> bytes:
        return bytes(min(self.left, 100_000))

    def transmitted(self, size: int, now: float) -> None:
        self.left -= size
        self.done = self.left == 0

    def close(self, now: float) -> None:
        self.told.append(Closed(None))


def take_all(far: socket.socket) -> int:
    """What comes until the end."""
    taken = 0
    while piece := far.recv(1 << 20):
        taken += len(piece)
    return taken


class TestWhatASocketDoesNotTake:
    """It stays with the machine, and goes out before the end."""

    @pytest.fixture
    def stream(self) -> Iterator[tuple[socket.socket, socket.socket]]:
        near, far = socket.socketpair()
        near.setblocking(False)
        with near, far:
            yield near, far

    def test_in_a_thread(self, stream: tuple[socket.socket, socket.socket]) -> None:
        near, far = stream
        machine = Flood()
        conversation = blocking.Conversation(machine, lambda: Opened(near))
        assert not conversation.wait_until(lambda: False, 0.05)
        assert 0 < machine.left < Flood.size
        with ThreadPoolExecutor() as other:
            taken = other.submit(take_all, far)
            conversation.close()
            assert taken.result(10) == Flood.size

    def test_on_asyncio(self, stream: tuple[socket.socket, socket.socket]) -> None:
        near, far = stream

        async def open() -> socket.socket:
            return near

        async def talk() -> int:
            machine = Flood()
            conversation = aio.Conversation(machine, open)
            conversation.pump()
            while not conversation.connected:
                await asyncio.sleep(0)
            for _ in range(100):
                conversation.pump()
            assert 0 < machine.left < Flood.size
            taken, _ = await asyncio.gather(asyncio.to_thread(take_all, far), conversation.close())
            return taken

        assert asyncio.run(asyncio.wait_for(talk(), 10)) == Flood.size


class TestAnotherLoop:
    """A handle is of the loop that it was first used on."""

    def test_that_follows_the_first(self, game: Address) -> None:
        server = a2s.AsyncClient(*game)
        assert asyncio.run(server.info()).players == 5
        for call in (server.info, server.ping):
            with pytest.raises(gamewire.ClosedError, match="another event loop"):
                asyncio.run(call())
        for _ in range(2):
            asyncio.run(server.close())
        with pytest.raises(gamewire.ClosedError):
            asyncio.run(server.info())

    def test_that_runs_beside_it(self, game: Address) -> None:
        """Who waits on the first one hears of the end."""

        async def talk() -> None:
            server = rcon.AsyncClient(game, "secret")
            await server.connect()
            ended = asyncio.create_task(server._conversation().wait_until(lambda: False))
            await asyncio.to_thread(lambda: asyncio.run(server.close()))
            await ended
            assert server.closed and not server.connected

        asyncio.run(asyncio.wait_for(talk(), 10))


def test_what_tasks_ask_at_once_goes_out_together(ends: Any) -> None:
    near, far = ends
    far.setblocking(False)

    async def open() -> socket.socket:
        return near  # type: ignore[no-any-return]

    async def talk() -> list[bytes]:
        machine, loop, asked = Questions(), asyncio.get_running_loop(), []
        conversation = aio.Conversation(machine, open)

        async def ask_twice(number: int) -> None:
            for _ in range(2):
                await conversation.wait(machine.ask(number))

        async def answer(times: int) -> None:
            for _ in range(times):
                asked.append(await loop.sock_recv(far, 100))
                far.send(asked[-1])

        await asyncio.gather(ask_twice(1), answer(2))
        await asyncio.gather(*map(ask_twice, (2, 3, 4)), answer(2))
        return asked

    assert asyncio.run(asyncio.wait_for(talk(), 10)) == [b"1", b"1", b"234", b"234"]


def test_a_socket_that_somebody_closed(game: Address) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(game)
        server = a2s.Client.from_socket(sock)
        server.info()
        sock.close()
        with pytest.raises(gamewire.Error):
            server.info()
        with pytest.raises(gamewire.Error):
            server.info()


def test_a_child_may_close_what_it_cannot_use() -> None:
    """It ends nothing and says nothing there: what is open is the parent's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        server = a2s.Client(*silent.getsockname(), timeout=0.01, retries=0)
        with pytest.raises(TimeoutError):
            server.info()
        silent.recv(2048)
        server._machine.request_info()
        child = os.fork()
        if child == 0:
            server.close()
            os._exit(0 if server._conversation.closed else 1)
        assert os.waitpid(child, 0)[1] == 0
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.recv(2048)
        server.close()


def test_waits_without_end(game: Address) -> None:
    with rcon.Client(game, "secret", timeout=math.inf) as server:
        assert "hi" in server.execute("echo hi", timeout=math.inf).text

"""Clients that several threads share: one call at a time, and the others wait for their turn."""

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import gamewire
import pytest
from conftest import Address
from gamewire import a2s, rcon, webapi
from gamewire._drive import blocking
from gamewire._drive.opening import Opened
from gamewire.events import Failed
from gamewire.rcon.events import Sent
from test_drive import Questions
from test_rcon import PASSWORD, let_in, playing, read_message, stay_silent, wait_for_the_end
from web_server import Reply, Request, WebServer

# Longer than anything here takes.
LONG = 30

NO_TABLE = '{"apilist":{"interfaces":[]}}'


@pytest.fixture(autouse=True)
def many_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


class Caller:
    """A thread that makes one call. `result` is what it gave, or the error in its place."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._result: Any = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._call()
        except BaseException as error:
            self._result = error

    @property
    def result(self) -> Any:
        self._thread.join(LONG)
        assert not self._thread.is_alive()
        return self._result


def at_once(call: Callable[[int], Any], threads: int = 8) -> list[Any]:
    """What as many threads are given that call with their number."""
    together = threading.Barrier(threads)

    def run(number: int) -> Any:
        together.wait(LONG)
        return call(number)

    return [one.result for one in [Caller(lambda i=i: run(i)) for i in range(threads)]]  # type: ignore[misc]


def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_each_thread_gets_the_reply_to_its_own_command(game: Address) -> None:
    with rcon.Client(game, "secret") as server:
        for _ in range(20):
            assert at_once(lambda i: server(f"echo {i}")) == [f"{i} \n" for i in range(8)]


def test_the_threads_connect_once(game: Address) -> None:
    server = rcon.Client(game, "secret")
    assert at_once(lambda i: server(f"echo {i}")) == [f"{i} \n" for i in range(8)]
    server.close()


def test_questions_of_all_kinds(game: Address) -> None:
    with a2s.Client(*game) as server:
        kinds = (server.info, server.info, server.players, server.rules, server.ping)
        for _ in range(20):
            told = at_once(lambda i: kinds[i % 5]())
            names = [type(one).__name__ for one in told]
            assert names == ["Info", "Info", "Players", "Rules", "float", "Info", "Info", "Players"]


def test_calls_of_the_web_api() -> None:
    def echo(request: Request) -> Reply:
        return Reply('{"path": "%s"}' % request.path)

    with WebServer(echo).running() as web, webapi.API(api_root=web.root, interfaces=NO_TABLE) as api:
        told = at_once(lambda i: api.request("GET", "IThing", f"Get{i}", 1))
    assert [one["path"].partition("?")[0] for one in told] == [f"/IThing/Get{i}/v1/" for i in range(8)]


def test_a_call_waits_no_longer_for_its_turn_than_it_may() -> None:
    with playing(stay_silent) as address, rcon.Client(address, PASSWORD, timeout=None) as server:
        endless = Caller(lambda: server.execute("endless"))
        until(lambda: server._conversation._driving)
        with pytest.raises(TimeoutError, match="other threads"):
            server.execute("status", timeout=0.05)
        with pytest.raises(TimeoutError):
            server.connect(0.05)
        server.close()
        assert isinstance(endless.result, gamewire.ClosedError)


class TestClose:
    """From another thread it ends the call that waits, and those that wait for their turn."""

    def test_of_a_stream(self) -> None:
        with playing(stay_silent) as address:
            server = rcon.Client(address, PASSWORD, timeout=None)
            server.connect()
            callers = [Caller(lambda: server.execute("endless")) for _ in range(3)]
            until(lambda: server._conversation._driving)
            assert Caller(server.close).result is None
            assert [type(one.result) for one in callers] == [gamewire.ClosedError] * 3
            assert server.closed and not server.connected

    def test_of_a_login(self) -> None:
        """It is not the server that has ended it, which would be a ban."""
        with playing(wait_for_the_end) as address:
            server = rcon.Client(address, PASSWORD, timeout=None)
            caller = Caller(server.connect)
            until(lambda: server.connected)
            assert Caller(server.close).result is None
            assert isinstance(caller.result, gamewire.ClosedError)

    def test_of_datagrams(self) -> None:
        with socket.socket(type=socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            server = a2s.Client(*silent.getsockname(), timeout=LONG)
            caller = Caller(server.info)
            silent.recv(2048)
            assert Caller(server.close).result is None
            assert isinstance(caller.result, gamewire.ClosedError)

    def test_of_a_pause_without_a_connection(self) -> None:
        """The machine waits until it may ask again."""
        told = threading.Event()

        def too_many(request: Request) -> Reply:
            told.set()
            return Reply("", 429, {"Retry-After": str(10 * LONG), "Connection": "close"})

        with WebServer(too_many).running() as web:
            api = webapi.API(api_root=web.root, interfaces=NO_TABLE, timeout=20 * LONG)
            caller = Caller(lambda: api.request("GET", "IThing", "Get", 1))
            told.wait(LONG)
            until(lambda: not api._conversation.connected)
            assert Caller(api.close).result is None
            assert isinstance(caller.result, gamewire.ClosedError)

    def test_twice_at_once(self, game: Address) -> None:
        server = rcon.Client(game, "secret")
        server("echo on")
        assert at_once(lambda _: server.close()) == [None] * 8
        with pytest.raises(gamewire.ClosedError):
            server("echo on")

    def test_what_waits_for_its_turn_sends_nothing(self) -> None:
        heard: list[str] = []

        def listen(peer: socket.socket) -> None:
            let_in(peer)
            with contextlib.suppress(gamewire.ProtocolError):  # the end
                while message := read_message(peer):
                    heard.append(message.text)

        with playing(listen) as address:
            server = rcon.Client(address, PASSWORD, profile="single", timeout=None)
            server.connect()
            first = Caller(lambda: server.execute("first"))
            until(lambda: heard == ["first"])
            others = [Caller(lambda: server.execute("other")) for _ in range(4)]
            server.close()
            assert all(isinstance(one.result, gamewire.ClosedError) for one in [first, *others])
        assert heard == ["first"]


def test_a_call_from_within_a_call_is_refused() -> None:
    """It would wait for itself."""

    def chat(peer: socket.socket) -> None:
        let_in(peer)
        command = read_message(peer)
        peer.sendall(rcon.Message(0, 1, "[Ada] !restart").encode())
        peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "done").encode())
        wait_for_the_end(peer)

    refused: list[type[BaseException]] = []

    def hear(_: object) -> None:
        for call in (lambda: server("restart"), server.connect, server.close):
            with pytest.raises(gamewire.UsageError) as caught:
                call()
            refused.append(caught.type)

    with playing(chat) as address:
        server = rcon.Client(address, PASSWORD, profile="squad", timeout=0.5, on_unsolicited=hear)
        server.connect()
        assert server("x") == "done"
        server.close()
    assert refused == [gamewire.UsageError] * 3


def test_an_iterator_is_of_one_thread_at_a_time(game: Address) -> None:
    """Each address comes to one of the threads; or the generator, as all do, says that it is running."""
    scan = a2s.scan([game] * 20)

    def take(_: int) -> list[Any]:
        taken = []
        while True:
            try:
                taken.append(next(scan))
            except StopIteration:
                return taken
            except ValueError as error:
                assert "already executing" in str(error)

    told = [one for some in at_once(take) for one in some]
    assert len(told) == 20 and all(isinstance(result, a2s.Info) for _, result in told)


class Expiring(Questions):
    """Fails what is told to end."""

    def expire(self, number: int) -> None:
        self.told.append(Failed(number, gamewire.TimeoutError("expired")))


@pytest.fixture
def near() -> Iterator[socket.socket]:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    near.setblocking(False)
    with near, far:
        yield near


def test_the_time_of_a_call_runs_while_it_waits_for_its_turn(
    near: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, now, asked, released = Expiring(), 0.0, 0, threading.Event()

    def clock() -> float:
        nonlocal asked
        asked += 1
        return now

    def begin() -> int:
        released.wait(LONG)
        raise LookupError

    monkeypatch.setattr(blocking, "monotonic", clock)
    conversation = blocking.Conversation(machine, lambda: Opened(near))
    first = Caller(lambda: conversation.ask(begin))
    until(lambda: conversation._driving)
    second = Caller(lambda: conversation.ask(lambda: machine.ask(1), LONG))
    until(lambda: asked >= 2)  # it knows when its time is over, and how long that is
    now = 2 * LONG
    released.set()
    assert isinstance(first.result, LookupError)
    assert isinstance(second.result, gamewire.TimeoutError) and str(second.result) == "expired"


def test_nothing_is_begun_once_another_thread_wants_to_close(near: socket.socket) -> None:
    conversation = blocking.Conversation(Expiring(), lambda: Opened(near))
    conversation._stopped = True  # it waits for the turn that this thread gets first
    for _ in range(2):
        with pytest.raises(gamewire.ClosedError):
            conversation.ask(lambda: pytest.fail("it was begun"))
    assert Caller(conversation.close).result is None
    assert conversation.closed


def test_a_turn_is_given_back_whatever_happens(near: socket.socket) -> None:
    machine = Expiring()
    conversation = blocking.Conversation(machine, lambda: Opened(near))

    def fail() -> Any:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            conversation.ask(fail)
        with pytest.raises(LookupError):
            conversation.wait_until(fail)
    machine.told.append(Sent(1))
    assert Caller(lambda: conversation.ask(lambda: 1)).result == Sent(1)
    conversation.close()

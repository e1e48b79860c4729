"""`gamewire.rcon` against the sample server, and against servers that misbehave."""

import asyncio
import contextlib
import logging
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import gamewire
import pytest
from conftest import Address, address_of, text_of
from gamewire import rcon

PASSWORD = "top secret"

Talk = Callable[[socket.socket], None]


@pytest.fixture
def server(serve: Callable[..., dict[str, str]]) -> Address:
    return address_of(serve("--password", PASSWORD, "--rules", "300")["rcon"])


@contextlib.contextmanager
def playing(*talks: Talk) -> Iterator[Address]:
    """A server that does so on its connections, one after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def play() -> None:
            for talk in talks:
                with contextlib.suppress(OSError):
                    peer, _ = listening.accept()
                    with peer:
                        talk(peer)

        thread = threading.Thread(target=play, daemon=True)
        thread.start()
        yield listening.getsockname()
        thread.join(10)


def read_message(peer: socket.socket) -> rcon.Message:
    size = peer.recv(4, socket.MSG_WAITALL)
    message, rest = rcon.Message.decode(size + peer.recv(int.from_bytes(size, "little"), socket.MSG_WAITALL))
    assert rest == b""
    return message


def let_in(peer: socket.socket) -> None:
    login = read_message(peer)
    peer.sendall(rcon.Message(login.id, rcon.Message.AUTH_RESPONSE).encode())


def stay_silent(peer: socket.socket) -> None:
    let_in(peer)
    wait_for_the_end(peer)


def wait_for_the_end(peer: socket.socket) -> None:
    while peer.recv(4096):
        pass


def test_a_command(server: Address) -> None:
    assert rcon.execute(server, PASSWORD, "echo Hello, world!") == "Hello, world! \n"
    assert "hostname" in rcon.execute(f"{server[0]}:{server[1]}", PASSWORD, "status")


def test_a_connection(server: Address) -> None:
    with rcon.Client(server, PASSWORD) as client:
        assert client.connected and client.authenticated and not client.closed
        reply = client.execute("echo ÄÖ")
        assert reply.text == str(reply) == "ÄÖ \n" and reply.body == "ÄÖ \n".encode()
        assert not reply.partial and 0 < reply.round_trip < 10
        assert client("echo again") == "again \n"
    assert client.closed and not client.connected and not client.authenticated
    with pytest.raises(gamewire.ClosedError):
        client.execute("status")
    client.close()


def test_the_first_command_connects(server: Address) -> None:
    client = rcon.Client(server, PASSWORD)
    assert not client.connected
    assert client("echo x") == "x \n" and client.authenticated
    client.close()


def test_a_client_that_is_never_used_connects_nowhere() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        rcon.Client(listening.getsockname(), PASSWORD).close()
        listening.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_long_replies_come_whole(server: Address) -> None:
    with rcon.Client(server, PASSWORD) as client:
        cvars = list(client.cvars())
    assert len(cvars) == 300
    first = cvars[0]
    assert first.name and first.flags == frozenset({"nf"}) and first.help == "A rule of the sample server."
    assert not first.command


def test_the_wrong_password(server: Address) -> None:
    client = rcon.Client(server, "wrong")
    for _ in range(2):
        with pytest.raises(gamewire.AuthError) as caught:
            client.execute("status")
        assert not isinstance(caught.value, gamewire.BannedError) and caught.value.code == "auth"
    assert client.closed
    with pytest.raises(gamewire.AuthError), rcon.Client(server, "wrong"):
        pass


def test_a_ban(server: Address) -> None:
    for _ in range(10):
        with pytest.raises(gamewire.AuthError):
            rcon.execute(server, "wrong", "status")
    with pytest.raises(gamewire.BannedError) as caught:
        rcon.execute(server, PASSWORD, "status")
    assert caught.value.code == "banned" and isinstance(caught.value, gamewire.AuthError)


def test_an_end_during_the_login_counts_as_a_ban() -> None:
    with playing(lambda peer: None) as server, pytest.raises(gamewire.BannedError):
        rcon.execute(server, PASSWORD, "status")


def test_nobody_is_there() -> None:
    with pytest.raises(gamewire.RefusedError) as caught:
        rcon.execute(("127.0.0.1", 1), PASSWORD, "status")
    assert isinstance(caught.value, ConnectionRefusedError)
    with pytest.raises(gamewire.ResolveError):
        rcon.execute("no-such-host.invalid", PASSWORD, "status")


def test_no_rcon_server() -> None:
    def greet(peer: socket.socket) -> None:
        peer.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
        wait_for_the_end(peer)

    with playing(greet) as server, pytest.raises(gamewire.ProtocolError):
        rcon.execute(server, PASSWORD, "status")


def test_silence_during_the_login() -> None:
    with playing(wait_for_the_end) as server:
        began = time.monotonic()
        with pytest.raises(gamewire.TimeoutError):
            rcon.execute(server, PASSWORD, "status", timeout=0.1)
        assert time.monotonic() - began < 5


def test_the_server_leaves_in_the_middle() -> None:
    def leave(peer: socket.socket) -> None:
        let_in(peer)
        read_message(peer)

    with playing(leave) as server, rcon.Client(server, PASSWORD) as client:
        with pytest.raises(gamewire.ClosedError):
            client.execute("status")
        assert client.closed and not client.authenticated
        with pytest.raises(gamewire.ClosedError):
            client.execute("status")


def test_a_reply_that_is_late_is_dropped() -> None:
    def dawdle(peer: socket.socket) -> None:
        let_in(peer)
        slow, _, fast = read_message(peer), read_message(peer), read_message(peer)
        for command in (slow, fast):
            peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "to " + command.text).encode())
        marker = read_message(peer)
        peer.sendall(rcon.Message(marker.id, rcon.Message.RESPONSE).encode())
        wait_for_the_end(peer)

    with playing(dawdle) as server, rcon.Client(server, PASSWORD, profile="source") as client:
        with pytest.raises(TimeoutError):
            client.execute("slow", timeout=0.1)
        assert client.authenticated
        assert client("fast") == "to fast"


def test_a_timeout_may_be_longer_than_the_clients() -> None:
    def take_time(peer: socket.socket) -> None:
        let_in(peer)
        command = read_message(peer)
        time.sleep(0.3)
        peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "done").encode())
        wait_for_the_end(peer)

    with playing(take_time) as server, rcon.Client(server, PASSWORD, profile="single", timeout=0.1) as client:
        assert client.execute("save", timeout=10).text == "done"


def test_what_has_come_in_time_is_a_partial_reply() -> None:
    def begin(peer: socket.socket) -> None:
        let_in(peer)
        command = read_message(peer)
        peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "some").encode())
        wait_for_the_end(peer)

    with playing(begin) as server, rcon.Client(server, PASSWORD, profile="source") as client:
        reply = client.execute("long", timeout=0.2)
        assert reply.text == "some" and reply.partial


def test_ctrl_c_gives_the_command_up() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    def answer_the_second(peer: socket.socket) -> None:
        let_in(peer)
        read_message(peer)
        command = read_message(peer)
        peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "to " + command.text).encode())
        wait_for_the_end(peer)

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with playing(answer_the_second) as server, rcon.Client(server, PASSWORD, profile="source2") as client:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(KeyboardInterrupt):
                client.execute("slow")
            assert client("fast") == "to fast"
    finally:
        signal.signal(signal.SIGALRM, before)


def test_without_waiting(server: Address) -> None:
    with rcon.Client(server, PASSWORD) as client:
        assert client.execute("echo dropped", block=False) is None
        assert client("echo kept") == "kept \n"


def test_what_is_said_unasked() -> None:
    def chat(peer: socket.socket) -> None:
        let_in(peer)
        command = read_message(peer)
        peer.sendall(rcon.Message(0, 1, "[Ada] hello").encode())
        peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "done").encode())
        wait_for_the_end(peer)

    heard: list[str] = []
    with (
        playing(chat) as server,
        rcon.Client(
            server, PASSWORD, profile="squad", timeout=0.5, on_unsolicited=lambda one: heard.append(one.text)
        ) as client,
    ):
        client.execute("x")
    assert heard == ["[Ada] hello"]


def test_misuse(server: Address) -> None:
    with rcon.Client(server, PASSWORD) as client:
        for command in ("with\0nul", "x" * 5000):
            with pytest.raises(gamewire.UsageError):
                client.execute(command)
        with pytest.raises(TypeError):
            client.execute(7)  # type: ignore[call-overload]
        with pytest.raises(gamewire.UsageError):
            client.execute("\ud800")
        assert client("echo on") == "on \n"
    with pytest.raises(gamewire.UsageError, match="auto, source"):
        rcon.Client(server, PASSWORD, profile="quake")  # type: ignore[arg-type]
    with pytest.raises(gamewire.UsageError):
        rcon.Client(server, "with\0nul")
    with pytest.raises(gamewire.UsageError):
        rcon.Client(server, PASSWORD, timeout=-1)
    with pytest.raises(ValueError):
        rcon.Client("host:port", PASSWORD)


@pytest.mark.parametrize("profile", ["auto", "source", "source2", "minecraft", "single", "squad", "rust-legacy"])
def test_profiles_have_the_names_of_the_command_line(profile: str) -> None:
    rcon.Client("127.0.0.1", PASSWORD, profile=profile).close()  # type: ignore[arg-type]


def test_passwords_are_shown_nowhere(server: Address, caplog: pytest.LogCaptureFixture) -> None:
    shown = []
    with caplog.at_level(logging.DEBUG, "gamewire"):
        with rcon.Client(server, PASSWORD) as client:
            client.execute("echo x")
            shown.append(repr(client))
        with pytest.raises(gamewire.AuthError) as caught:
            rcon.execute(server, "wrong one", "status")
    shown += [caplog.text, str(caught.value), repr(caught.value), repr(rcon.Message(1, rcon.Message.AUTH, PASSWORD))]
    assert "RCONClient: connected to" in caplog.text
    assert not any(PASSWORD in one or "wrong one" in one for one in shown)


def test_the_logger_is_silent_by_default(server: Address) -> None:
    code = (
        "import sys, gamewire\ntry: gamewire.rcon.execute(sys.argv[1], 'wrong', 'x')\nexcept gamewire.AuthError: pass\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, text_of(server)], capture_output=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


class TestAsync:
    def test_many_in_flight(self, server: Address) -> None:
        async def ask() -> list[str]:
            async with rcon.AsyncClient(server, PASSWORD, profile="source", timeout=60) as client:
                return list(await asyncio.gather(*(client(f"echo {i}") for i in range(1000))))

        assert asyncio.run(ask()) == [f"{i} \n" for i in range(1000)]

    def test_commands_are_sent_ahead_of_replies_if_wanted(self) -> None:
        def answer_both_at_once(peer: socket.socket) -> None:
            let_in(peer)
            asked = [read_message(peer) for _ in range(4)]  # two commands, and a marker behind each
            for one in asked:
                text = "to " + one.text if one.type == rcon.Message.EXECUTE else ""
                peer.sendall(rcon.Message(one.id, rcon.Message.RESPONSE, text).encode())
            wait_for_the_end(peer)

        async def ask(server: Address) -> list[str]:
            async with rcon.AsyncClient(server, PASSWORD, profile="source", in_flight=2) as client:
                return list(await asyncio.gather(client("one"), client("two")))

        with playing(answer_both_at_once) as server:
            assert asyncio.run(ask(server)) == ["to one", "to two"]

    def test_its_state(self, server: Address) -> None:
        async def ask() -> None:
            client = rcon.AsyncClient(server, PASSWORD)
            assert not client.connected and not client.closed
            await client.connect()
            assert client.connected and client.authenticated
            names = [one.name async for one in client.cvars()]
            assert len(names) == 300
            assert await client.execute("echo x", block=False) is None
            await client.close()
            await client.close()
            assert client.closed and not client.authenticated
            with pytest.raises(gamewire.ClosedError):
                await client("status")

        asyncio.run(ask())

    def test_errors(self, server: Address) -> None:
        async def ask(address: Address, password: str) -> None:
            async with rcon.AsyncClient(address, password, timeout=0.3) as client:
                await client("status")

        with pytest.raises(gamewire.AuthError):
            asyncio.run(ask(server, "wrong"))
        with pytest.raises(gamewire.RefusedError):
            asyncio.run(ask(("127.0.0.1", 1), PASSWORD))
        with playing(wait_for_the_end) as silent, pytest.raises(gamewire.TimeoutError):
            asyncio.run(ask(silent, PASSWORD))
        with playing(lambda peer: None) as hostile, pytest.raises(gamewire.BannedError):
            asyncio.run(ask(hostile, PASSWORD))

    def test_a_cancelled_command_leaves_the_rest(self) -> None:
        def answer_the_second(peer: socket.socket) -> None:
            let_in(peer)
            read_message(peer)
            command = read_message(peer)
            peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, "to " + command.text).encode())
            wait_for_the_end(peer)

        async def ask(server: Address) -> str:
            async with rcon.AsyncClient(server, PASSWORD, profile="source2") as client:
                slow = asyncio.create_task(client("slow"))
                await asyncio.sleep(0.1)
                slow.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await slow
                return await client("fast")

        with playing(answer_the_second) as server:
            assert asyncio.run(ask(server)) == "to fast"

    def test_each_command_has_its_own_patience(self) -> None:
        async def ask(server: Address) -> None:
            async with rcon.AsyncClient(server, PASSWORD, profile="source2") as client:
                with pytest.raises(gamewire.TimeoutError):
                    await client.execute("slow", timeout=0.1)
                assert client.authenticated
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await client.execute("slow")

        with playing(stay_silent) as server:
            asyncio.run(ask(server))

    def test_one_that_waits_long_keeps_no_other_waiting(self) -> None:
        async def ask(server: Address) -> None:
            async with rcon.AsyncClient(server, PASSWORD, profile="source2", timeout=3600, in_flight=3) as client:
                long = asyncio.create_task(client.execute("slow"))
                short = (client.execute("slow", timeout=seconds) for seconds in (0.2, 0.1))
                try:
                    ended = await asyncio.wait_for(asyncio.gather(*short, return_exceptions=True), 10)
                finally:
                    long.cancel()
                assert [type(one) for one in ended] == [gamewire.TimeoutError] * 2

        with playing(stay_silent) as server:
            asyncio.run(ask(server))

    def test_what_was_sent_arrives(self) -> None:
        """A server that does not read is sent no more than its connection holds; what that took goes out before the
        end."""
        reads, heard = threading.Event(), []

        def listen(peer: socket.socket) -> None:
            let_in(peer)
            reads.wait(10)
            with contextlib.suppress(gamewire.ProtocolError):  # the end
                while True:
                    heard.append(read_message(peer).text)

        async def flood(server: Address) -> list[str]:
            client, sent = rcon.AsyncClient(server, PASSWORD, profile="source"), []
            await client.connect()
            with pytest.raises(gamewire.TimeoutError):
                for number in range(20_000):
                    command = f"{number:04000}"
                    await client.execute(command, block=False, timeout=0.5)
                    sent.append(command)
            reads.set()
            await client.close()
            return sent

        with playing(listen) as server:
            sent = asyncio.run(flood(server))
        assert [one for one in heard if one in set(sent)] == sent

    def test_commands_without_a_limit_do_not_hold_up_the_end(self) -> None:
        heard: list[bytes] = []

        async def ask(server: Address) -> None:
            client = rcon.AsyncClient(server, PASSWORD, profile="single", timeout=None)
            await client.connect()
            asked = [asyncio.create_task(client.execute(f"command {number}")) for number in range(20)]
            await asyncio.sleep(0.1)
            async with asyncio.timeout(10):
                await client.close()
            for one in asked:
                with pytest.raises(gamewire.ClosedError):
                    await one

        def listen(peer: socket.socket) -> None:
            let_in(peer)
            while some := peer.recv(4096):
                heard.append(some)

        with playing(listen) as server:
            asyncio.run(ask(server))
        assert b"command 0" in b"".join(heard) and b"command 1" not in b"".join(heard)


class TestModule:
    """`python -m gamewire.rcon`"""

    def run(self, *arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "gamewire.rcon", *map(str, arguments)]
        return subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=60)

    def test_commands(self, server: Address) -> None:
        ran = self.run(text_of(server), "-p", PASSWORD, "-e", "echo one", "-e", "echo two")
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "one \ntwo \n", "")

    def test_failures(self, server: Address) -> None:
        ran = self.run(text_of(server), "-p", "wrong", "-e", "status")
        assert ran.returncode == 5 and ran.stdout == "" and "wrong" not in ran.stderr.replace("wrong password", "")
        assert self.run("127.0.0.1:1", "-p", "x", "-e", "status").returncode == 3
        assert self.run("-e", "status").returncode == 2

    def test_nothing_that_a_terminal_obeys(self, server: Address) -> None:
        words = (text_of(server), "-p", PASSWORD, "-e", "echo \x1b[31mred")
        assert self.run(*words).stdout == "\x1b[31mred \n"  # as it is, for who reads it from a file
        near, far = pty.openpty()
        with open(near, "rb", buffering=0) as terminal:
            with open(far, "wb") as other:
                subprocess.run([sys.executable, "-m", "gamewire.rcon", *words], stdout=other, timeout=60, check=True)
            assert terminal.read(1000) == "�[31mred \r\n".encode()

    def test_the_shell(self, server: Address) -> None:
        lines = "echo hello\n!disconnect\nstatus\nexit\n!nothing\n!exit\n"
        ran = self.run(text_of(server), "-p", PASSWORD, stdin=lines)
        assert ran.returncode == 0, ran.stderr
        assert "hello" in ran.stdout and "Not connected." in ran.stdout
        assert "Use !exit" in ran.stdout and "Unknown command !nothing" in ran.stdout


LINE = "%-40s : %-8s : %-16s : %s\n"
LISTED = "cvar list\n--------------\n" + LINE % ("sv_gravity", "800", ', "sv"', "How things fall.")
FOOT = "--------------\n%3i total convars/concommands\n"


@contextlib.contextmanager
def listing(reply: str, more: bool = False) -> Iterator[rcon.Client]:
    """A client whose server says so to `cvarlist`; `more`: and does not end its reply."""

    def answer(peer: socket.socket) -> None:
        let_in(peer)
        command = read_message(peer)
        peer.sendall(rcon.Message(command.id, rcon.Message.RESPONSE, reply).encode())
        if not more:
            marker = read_message(peer)
            peer.sendall(rcon.Message(marker.id, rcon.Message.RESPONSE).encode())
        wait_for_the_end(peer)

    timeout = 0.2 if more else 10
    with playing(answer) as server, rcon.Client(server, PASSWORD, profile="source", timeout=timeout) as client:
        yield client


class TestCvars:
    @pytest.mark.parametrize(("foot", "partial"), [(FOOT % 1, False), (FOOT % 2, True), ("", True)])
    def test_a_list_tells_whether_it_is_cut_short(self, foot: str, partial: bool) -> None:
        with listing(LISTED + foot) as client:
            cvars = client.cvars()
            assert [one.name for one in cvars] == ["sv_gravity"] and cvars.partial is partial
            assert list(cvars) == []

    def test_a_list_whose_end_does_not_come(self) -> None:
        with listing(LISTED + FOOT % 1, more=True) as client:
            cvars = client.cvars()
            assert next(cvars).value == "800" and cvars.partial

    def test_nothing_but_the_beginning_comes(self) -> None:
        with listing("cvar list\n", more=True) as client:
            cvars = client.cvars()
            assert list(cvars) == [] and cvars.partial

    @pytest.mark.parametrize("reply", ["", 'Unknown command "cvarlist"\n', "Unknown or incomplete command\nsee"])
    def test_what_is_no_list(self, reply: str) -> None:
        with listing(reply) as client:
            with pytest.raises(gamewire.UnsupportedError) as caught:
                client.cvars()
            assert str(caught.value) == f"{client._course.peer}: it lists no variables: {reply.partition(chr(10))[0]}"
            assert client.authenticated

    def test_on_asyncio(self, server: Address) -> None:
        async def ask() -> int:
            async with rcon.AsyncClient(server, PASSWORD) as client:
                cvars = client.cvars()
                names = [one.name async for one in cvars]
                assert not cvars.partial
                return len(names)

        async def ask_in_vain(address: Address) -> None:
            async with rcon.AsyncClient(address, PASSWORD, profile="single") as client:
                with pytest.raises(gamewire.UnsupportedError, match=f"{text_of(address)}: it lists no variables: what"):
                    [one async for one in client.cvars()]

        def refuse(peer: socket.socket) -> None:
            let_in(peer)
            peer.sendall(rcon.Message(read_message(peer).id, rcon.Message.RESPONSE, "what?").encode())
            wait_for_the_end(peer)

        assert asyncio.run(ask()) == 300
        with playing(refuse) as address:
            asyncio.run(ask_in_vain(address))

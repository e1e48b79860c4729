"""The shell of `gamewire rcon`, in a terminal of its own."""

import fcntl
import pty
import select
import signal
import stat
import termios
import time

from rcon_datagrams import battleye, battleye_packet, goldsource
from rcon_server import *
from support import *
from test_rcon import Home, refusing_port

LIST = cvarlist(
    ("sv_gravity", "800", ("sv",), "World gravity."),
    ("sv_contact", "☕", (), "Who to ask"),
    ("changelevel", "cmd", (), "Change the map"),
    ("help", "cmd", (), "Find help about a command"),
)
REPLIES = {
    b"cvarlist": LIST,
    b"status": b"hostname: \x1b[31mA server\n\tplayers : 3\n",
    b"help sv_gravity": b"sv_gravity - World gravity.\n",
}


class Terminal:
    """The shell in a terminal; `expect` waits for what it shows."""

    def __init__(self, home, *arguments, env=None, before=lambda: None):
        self.screen, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [GAMEWIRE, "rcon", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env={**os.environ, **home.env, "TERM": "xterm", "LC_ALL": "C.UTF-8", **(env or {})},
            preexec_fn=lambda: (fcntl.ioctl(0, termios.TIOCSCTTY, 0), before()),  # /dev/tty is this one
        )  # fmt: skip
        os.close(theirs)
        self.seen = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.screen)

    def read(self, seconds=10):
        if not select.select([self.screen], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.screen, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen += piece
        return bool(piece)

    def expect(self, text):
        """What stood before `text`, which is taken."""
        text = text.encode()
        while text not in self.seen:
            if not self.read():
                raise AssertionError(f"{text} does not come: {self.seen}")
        before, _, self.seen = self.seen.partition(text)
        return before.decode()

    def type(self, text):
        os.write(self.screen, text.encode())

    def end(self):
        """At a prompt: before it a Ctrl-D is for the terminal, not for the shell."""
        self.type("\x04")
        while self.read():
            pass
        return self.process.wait(timeout=10)


class Shell(TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())
        self.server = self.enterContext(Rcon(source(REPLIES)))
        self.prompt = f"{self.server.address} ] "

    def terminal(self, *arguments, **how):
        return self.enterContext(Terminal(self.home, *arguments, **how))

    def connected(self):
        terminal = self.terminal(self.server.address, env={"GAMEWIRE_RCON_PASSWORD": "secret"})
        terminal.expect(self.prompt)
        return terminal

    def history_file(self):
        file = self.home.path / ".local/state/gamewire/rcon_history"
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def history(self):
        file = self.history_file()
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        return file.read_text().splitlines()

    def until_listed(self):
        """The list of variables has been fetched."""
        while "cvarlist" not in self.server.commands:
            time.sleep(0.01)
        time.sleep(0.3)

    def test_the_prompt_and_what_it_says_without_a_server(self):
        terminal = self.terminal()
        terminal.expect("RCON ] ")
        terminal.type("status\n")
        terminal.expect("Not connected. Use !connect")
        terminal.type("!nonsense\n")
        terminal.expect("Unknown command !nonsense")
        terminal.type("!\n")
        terminal.expect("Unknown command !")
        terminal.expect("RCON ] ")
        self.assertEqual(terminal.end(), 0)

    def test_connect_execute_disconnect(self):
        terminal = self.terminal()
        terminal.expect("RCON ] ")
        terminal.type(f"!connect {self.server.address} 'secret'\n")
        terminal.expect(self.prompt)
        terminal.type("status\n")
        terminal.expect("hostname: \\x1b[31mA server\r\n")
        terminal.expect("players : 3\r\n")
        terminal.expect(self.prompt)
        terminal.type("!disconnect\n")
        terminal.expect("RCON ] ")
        self.assertEqual(terminal.end(), 0)

    def test_the_password_is_asked_for_and_not_shown(self):
        terminal = self.terminal(self.server.address)
        terminal.expect(f"Password for {self.server.address}: ")
        terminal.type("secret\n")
        self.assertNotIn("secret", terminal.expect(self.prompt))
        terminal.end()

    def test_ctrl_c_ends_the_question_for_a_password_and_a_resized_terminal_does_not(self):
        terminal = self.terminal(self.server.address)
        question = f"Password for {self.server.address}: "
        terminal.expect(question)
        terminal.type("\x03")
        self.assertIn("no password", terminal.expect("RCON ] "))
        terminal.type(f"!connect {self.server.address}\n")
        terminal.expect(question)
        terminal.type("\x03")
        terminal.expect("no password")
        self.assertNotIn("^C", terminal.expect("RCON ] "))
        terminal.type(f"!connect {self.server.address}\n")
        self.assertNotIn("^C", terminal.expect(question))
        fcntl.ioctl(terminal.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        time.sleep(0.2)
        terminal.type("secret\n")
        terminal.expect(self.prompt)
        self.assertEqual(terminal.end(), 0)

    def test_exit_and_quit_stay_here(self):
        terminal = self.connected()
        for command in ("exit", "quit"):
            terminal.type(command + "\n")
            terminal.expect("Use !exit to leave this shell, or !shutdown")
        terminal.type("!exit\n")
        self.assertEqual(terminal.process.wait(timeout=10), 0)
        self.assertNotIn("exit", self.server.commands)

    def test_trouble_with_a_server_ends_nothing(self):
        terminal = self.terminal()
        terminal.type(f"!connect {self.server.address} wrong\n")
        terminal.expect("wrong password")
        terminal.type(f"!connect 127.0.0.1:{refusing_port()} x\n")
        terminal.expect("refused")
        terminal.type(f"!connect {self.server.address} secret\n")
        terminal.expect(self.prompt)
        terminal.type("half a li")
        terminal.expect("half a li")
        self.server.drop()
        terminal.expect("Lost connection to server")
        terminal.expect("RCON ] half a li")  # what was typed is still there
        terminal.type("\x03")
        terminal.expect("RCON ] ")
        self.assertEqual(terminal.end(), 0)

    def test_ctrl_c_forgets_a_line_or_the_command_that_runs(self):
        replies = {b"slow": None, b"fast": b"here\n"}
        with Rcon(single(replies)) as server:
            server.serve = lambda connection, it: never_answer(connection, it)
            terminal = self.terminal(server.address, "--profile", "single", env={"GAMEWIRE_RCON_PASSWORD": "secret"})
            prompt = f"{server.address} ] "
            terminal.expect(prompt)
            terminal.type("abc\x03")
            terminal.expect("^C")
            terminal.expect(prompt)
            terminal.type("slow\n")
            while not server.commands:
                time.sleep(0.01)
            terminal.type("\x03")
            terminal.expect(prompt)
            self.assertEqual(server.commands, ["slow"])
            self.assertEqual(terminal.end(), 0)

    def test_completion(self):
        terminal = self.connected()
        self.until_listed()
        terminal.type("sv_\t")
        listed = terminal.expect("World gravity.")
        self.assertIn("Who to ask", listed)
        terminal.type("g\t")
        terminal.expect("ravity ")  # it draws no more than is new
        terminal.type("\t")
        terminal.expect("800")
        terminal.type("\x15he\t")  # which the server lists too
        terminal.expect("lp ")
        terminal.type("sv_gr\t\n")
        terminal.expect("sv_gravity - World gravity.")
        terminal.type("!dis\t\n")
        terminal.expect("RCON ] ")
        terminal.end()

    def test_a_server_without_variables_is_no_trouble(self):
        with Rcon(single({b"/time": b"1 hour\n"})) as server:
            terminal = self.terminal(server.address, env={"GAMEWIRE_RCON_PASSWORD": "secret"})
            terminal.expect(f"{server.address} ] ")
            terminal.type("/time\n")
            terminal.expect("1 hour\r\n")
            terminal.expect("] ")
            self.assertEqual(terminal.end(), 0)

    def test_a_server_that_is_silent_about_its_variables_holds_nothing_up(self):
        with Rcon(single({b"cvarlist": None, b"/time": b"1 hour\n"})) as server:
            env = {"GAMEWIRE_RCON_PASSWORD": "secret"}
            terminal = self.terminal(server.address, "--timeout", "60", env=env)
            terminal.expect(f"{server.address} ] ")
            while "cvarlist" not in server.commands:
                time.sleep(0.01)
            terminal.type("/time\n")
            terminal.expect("1 hour\r\n")
            terminal.expect("] ")
            terminal.end()

    def test_what_the_server_says_unasked_stands_above_the_line(self):
        terminal = self.connected()
        self.until_listed()
        terminal.type("half a li\x02\x02")
        terminal.expect("half a li")
        self.server.connections[0].sendall(packet(0, 1, b"[ChatAll] Ann\x1b[2J: hi\x07\n") + packet(0, 1))
        self.assertNotIn("\x1b[2J", terminal.expect("[ChatAll] Ann\\x1b[2J: hi\\x07\r\n"))
        terminal.expect(self.prompt + "half a li")
        terminal.type("the \n")  # the cursor is where it was
        terminal.expect("half a the li")
        terminal.expect(self.prompt)
        self.assertEqual(self.server.commands[-1], "half a the li")
        self.assertEqual(terminal.end(), 0)

    def test_what_it_says_above_a_line_of_several_rows(self):
        terminal = self.connected()
        self.until_listed()
        fcntl.ioctl(terminal.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
        terminal.process.send_signal(signal.SIGWINCH)
        terminal.type("x" * 100)
        terminal.expect("x" * 10)
        time.sleep(0.3)
        self.server.connections[0].sendall(packet(0, 1, b"news"))
        before = terminal.expect("news\r\n")
        self.assertTrue(before.endswith("\r\x1b[2A\x1b[J"), before)  # from the third row to the first
        terminal.type("\x15")
        self.assertEqual(terminal.end(), 0)

    def test_goldsource(self):
        replies = {b"echo": b"\n", b"cvarlist": LIST, b"status": b"hostname: old\n"}
        with Scripted(goldsource(replies)) as server:
            terminal = self.terminal("--protocol", "goldsource")
            terminal.expect("RCON ] ")
            terminal.type(f"!connect {server.address} wrong\n")
            terminal.expect("wrong password: Bad rcon_password.\r\n")
            terminal.expect("RCON ] ")
            terminal.type(f"!connect {server.address} secret\n")
            terminal.expect(f"{server.address} ] ")
            terminal.type("status\n")
            terminal.expect("hostname: old\r\n")
            while not any(b"cvarlist" in request for request in server.requests):
                time.sleep(0.01)
            time.sleep(1)
            terminal.expect("] ")
            terminal.type("sv_gr\t")
            terminal.expect("avity ")
            terminal.type("\x15!shut\t\n")
            terminal.expect("] ")
            while not server.requests[-1].endswith(b" exit\0"):
                time.sleep(0.01)
        terminal.type("status\n")
        self.assertNotIn("refused", terminal.expect("Lost connection to server: Connection refused."))
        terminal.expect("RCON ] ")
        self.assertEqual(terminal.end(), 0)

    def test_battleye(self):
        acknowledged = []
        whole = battleye({b"players": b"none\n"}, acknowledged=acknowledged)

        def talkative(request, number):
            said = [battleye_packet(2, b"\7Player #1 connected")] if request[7:8] == b"\1" else []
            return said + whole(request, number)

        with Scripted(talkative) as server:
            terminal = self.terminal(server.address, "--protocol", "battleye", env={"GAMEWIRE_RCON_PASSWORD": "secret"})
            terminal.expect(f"{server.address} ] ")
            terminal.type("players\n")
            terminal.expect("Player #1 connected\r\n")
            terminal.expect("none\r\n")
            terminal.expect("] ")
            self.assertEqual(terminal.end(), 0)
        self.assertEqual(acknowledged, [7])

    def test_history_is_kept_and_holds_no_password(self):
        terminal = self.terminal()
        for line in (
            f'!connect {self.server.address} "secret"', "status", " status", "rcon_password newone", "say secret",
            "sv_Password x; rcon_password y", "!conect host mistyped", "connect host mistyped",
            "#login s3", "pw s3", "status; rcon s3", "status;login s3", "a;; b; #login s3; c", "a; !conect host s3; pw",
            "stats; users;",
        ):  # fmt: skip
            terminal.expect("] ")
            terminal.type(line + "\n")
        terminal.expect("] ")
        terminal.end()
        kept = [
            f"!connect {self.server.address}", "status", "rcon_password", "sv_Password", "!conect", "connect", "#login", "pw",
            "status; rcon", "status;login", "a;; b; #login", "a; !conect", "stats; users;",
        ]  # fmt: skip
        self.assertEqual(self.history(), kept)

        again = self.terminal()
        again.expect("RCON ] ")
        again.type("\x10" * (len(kept) - kept.index("status")))
        again.expect("status")
        again.type("\n")
        again.expect("Not connected")
        again.expect("RCON ] ")
        again.end()
        self.assertEqual(self.history(), kept + ["status"])

    def test_a_history_that_has_grown_long_is_shortened(self):
        lines = [f"line {number}" for number in range(2001)]
        file = self.history_file()
        file.write_text("".join(f"{line}\n" for line in lines))
        for before, kept in ((on_a_full_disk, lines), (lambda: None, lines[-1000:])):
            terminal = self.terminal(before=before)
            terminal.expect("RCON ] ")
            terminal.end()
            self.assertTrue(file.read_text().splitlines() == kept)  # a difference would fill the screen
            self.assertEqual(os.listdir(file.parent), [file.name])

    def test_without_a_history_it_works_as_well(self):
        file = self.history_file()
        endless = lambda at: os.symlink("/dev/zero", at)
        little = in_little_memory(1 << 30)
        for make, remove in ((os.mkfifo, os.unlink), (os.mkdir, os.rmdir), (endless, os.unlink)):
            make(file)
            # What has no end is not read to where memory ends.
            terminal = self.terminal(before=little)
            terminal.expect("RCON ] ")
            terminal.type("status\n")
            terminal.expect("Not connected")
            terminal.expect("RCON ] ")
            self.assertEqual(terminal.end(), 0)
            remove(file)


def never_answer(connection, server):
    incoming = packets(connection)
    log_in(connection, server, incoming, b"secret", False)
    for _, type, body in incoming:
        if type == EXECUTE:
            server.commands.append(body.decode())

"""gamewire aster, against gamewire serve --aster and against servers that do as they are told."""

import json
import os
import pty
import signal
import socket
import subprocess
import tempfile
import threading
import time

from support import *

SECRET = {"GAMEWIRE_ASTER_PASSWORD": "secret"}


class Home(Served):
    """`gamewire serve --aster`."""

    def __init__(self, *arguments):
        super().__init__("--aster", "--password", "secret", *arguments)
        self.address = json.loads(self.ready.removeprefix("ready "))["aster"]

    def aster(self, *arguments, user="user", **how):
        login = ("--user", user) if user else ()
        return gamewire("aster", self.address, "--plain", *login, *arguments, env=SECRET, **how)


class Lines:
    """A server of one connection: a list of what it says after each line that it hears."""

    def __init__(self, *replies):
        self.replies = replies
        self.heard = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def serve(self):
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as stream:
            for reply in self.replies:
                self.heard.append(stream.readline())
                stream.write(b"".join(json.dumps(one).encode() + b"\n" if isinstance(one, dict) else one for one in reply))
                stream.flush()
            stream.read(1)


BANNER = {"command": "API_version", "status": 200, "version": [1, 0, 0]}
LOGIN = {"command": "login", "status": 200, "uuid": 111}


@through_every_transport
class Aster(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.__exit__)

    def test_channels(self):
        got = self.check(self.home.aster("channels", "--json"), 0).objects
        self.assertEqual([one["name"] for one in got], ["general", "random"])
        self.assertEqual(got[0]["kind"], "channel")
        self.assertTrue(got[0]["uuid"].isdigit())
        self.assertIn("general", self.check(self.home.aster("channels"), 0).out)

    def test_history_by_name_and_by_id(self):
        got = self.check(self.home.aster("--json", "history", "#general", "-n", 2), 0).objects
        self.assertEqual(len(got), 2)
        channel = got[0]["channel"]
        self.assertEqual(got[0]["author_name"], "user")
        self.assertAlmostEqual(got[0]["date"], time.time(), delta=600)
        self.assertEqual(self.check(self.home.aster("--json", "history", channel, "-n", 1), 0).object["kind"], "message")

    def test_what_is_sent_is_there(self):
        text = f"hello \x1b[31m {os.getpid()} {self.id()}"
        sent = self.check(self.home.aster("send", "random", text, "--json"), 0).object
        got = self.check(self.home.aster("history", "random", "--json", "-n", 1), 0).object
        self.assertEqual((got["uuid"], got["content"]), (sent["message"], text))
        self.assertNotIn("\x1b", self.check(self.home.aster("history", "random"), 0).out)
        piped = self.check(self.home.aster("send", "random", "-", stdin=b"two\nlines\n"), 0).out.strip()
        got = self.check(self.home.aster("history", "random", "--json", "-n", 1), 0).object
        self.assertEqual((got["uuid"], got["content"]), (piped, "two\nlines"))

    def test_the_trace_holds_nothing_of_it(self):
        with tempfile.NamedTemporaryFile() as file:
            self.check(self.home.aster("channels", "--trace", file.name), 0)
            self.assertEqual(file.read(), b"")

    def test_users_and_a_new_one(self):
        name = f"new {self.id()}"
        self.check(self.home.aster("--register", "users", user=name), 0)
        got = {one["name"]: one for one in self.check(self.home.aster("users", "--json", user=name), 0).objects}
        self.assertTrue(got[name]["online"])
        self.assertFalse(got["user"]["online"])
        again = self.home.aster("--register", "--json", "users", user=name)
        self.check(again, 5, "auth")
        self.assertIn("taken", again.object["error"]["message"])

    def test_any_request(self):
        got = self.check(self.home.aster("request", '{"command": "get_name"}'), 0).object
        self.assertEqual(got, {"command": "get_name", "data": "gamewire sample ☕", "status": 200})
        got = self.check(self.home.aster("request", '{"command": "get_metadata"}', user=None), 0).object
        self.assertIn("user", [one["name"] for one in got["data"]])
        self.check(self.home.aster("--json", "request", '{"command": "nope"}'), 7, "server")
        self.check(self.home.aster("--json", "request", '{"command": "online"}', user=None), 5, "auth")
        for none in ("[]", "{}", "x", '{"command": 7}'):
            self.check(self.home.aster("--json", "request", none), 2, "usage")

    def test_tail_until_ctrl_c(self):
        process = start(
            "aster", self.home.address, "--plain", "--user", "user", "--json", "tail", "random", env={**os.environ, **SECRET}
        )
        try:
            said = None
            for _ in range(50):  # until it listens
                said = self.check(self.home.aster("send", "random", "tail this"), 0).out.strip()
                self.check(self.home.aster("send", "general", "not this"), 0)
                if select_readable(process.stdout, 0.2):
                    break
            got = json.loads(process.stdout.readline())
            self.assertEqual((got["kind"], got["content"], got["author_name"]), ("posted", "tail this", "user"))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
        self.assertEqual(process.returncode, 130)

    def test_what_goes_wrong(self):
        self.check(self.home.aster("--json", "channels", user="nobody"), 5, "auth")
        refused = self.check(self.home.aster("--json", "channels", user=None), 5, "auth")
        self.assertEqual(refused.object["error"]["message"], "not logged in: give --user or --uuid")
        self.check(self.home.aster("--json", "send", "nowhere", "x"), 7, "server")
        self.check(self.home.aster("--json", "send", "general", " "), 7, "server")
        self.check(gamewire("aster", f"127.0.0.1:{free_port()}", "--plain", "--json", "users"), 3, "refused")
        plain = self.check(gamewire("aster", self.home.address, "--json", "users"), 6, "tls")
        self.assertIn("--plain", plain.object["error"]["message"])

    def test_a_name_is_told_with_its_address(self):
        port = self.home.address.rpartition(":")[2]
        named = ("aster", "-4", f"localhost:{port}", "--plain", "--user", "user", "--json")
        for arguments, code in ((("channels",), 0), (("send", "nowhere", "x"), 7), (("users",), 0)):
            told = self.check(gamewire(*named, *arguments, env=SECRET), code).objects[0]
            self.assertEqual((told["address"], told["resolved"]), (f"localhost:{port}", self.home.address))
        nowhere = ("aster", "-4", f"localhost:{free_port()}", "--plain", "--json", "users")
        told = self.check(gamewire(*nowhere), 3, "refused").object
        self.assertEqual(told["resolved"].partition(":")[0], "127.0.0.1")
        self.assertNotIn("resolved", self.check(self.home.aster("channels", "--json"), 0).objects[0])

    def test_its_options_may_stand_behind_what_is_to_be_done(self):
        for arguments in (
            ("channels", "--plain", "--user", "user"), ("history", "general", "--user", "user", "-n", 1, "--plain"),
            ("history", "--plain", "-n", 1, "general", "--user", "user"),
            ("send", "--user", "user", "random", "users", "--plain"),
        ):  # fmt: skip
            with self.subTest(arguments):
                self.check(gamewire("aster", self.home.address, *arguments, env=SECRET), 0)
        self.check(gamewire("aster", self.home.address, "--plain", "users", "channels"), 2)
        self.check(gamewire("aster", self.home.address, "--plain", "users", "--count", "1"), 2)

    def test_a_server_that_says_nothing_or_something_else(self):
        with Lines([]) as server:
            self.check(gamewire("aster", server.address, "--plain", "--json", "--timeout", 0.3, "users"), 4, "timeout")
        with Lines([{"command": "API_version", "status": 200, "version": [2, 0, 0]}]) as server:
            self.check(gamewire("aster", server.address, "--plain", "--json", "users"), 2, "unsupported")
        with Lines([BANNER, LOGIN], [b"rubbish\n", {"command": "get_name", "status": 200, "data": "\x1b]0;x\x07"}]) as server:
            result = gamewire(
                "aster", server.address, "--plain", "--user", "a", "request", '{"command":"get_name"}', env=SECRET
            )
            self.check(result, 0)
            self.assertEqual(server.heard[0], b'{"command":"login","uname":"a","passwd":"secret"}\n')

    def ask(self, replies, *arguments):
        with Lines([BANNER, LOGIN], *replies) as server:
            return gamewire(
                "aster", server.address, "--plain", "--user", "a", "--timeout", 5, *arguments, env=SECRET, timeout=20
            )

    def test_an_answer_without_what_it_has_to_say(self):
        pong = {"command": "ping", "status": 200}

        def data(command, what):
            return {"command": command, "data": what, "status": 200}

        user = {"name": "\x1b[31mred", "uuid": 5, "pfp": "!!! no base64"}
        for command, replies in {
            ("users",): [[data("get_metadata", {}), pong]],
            ("channels",): [[data("list_channels", 7), pong]],
            ("send", "7", "x"): [[{"command": "send", "status": 200}]],
            ("send", "7", "y"): [[{"command": "send", "status": 200, "message": 1 << 63}]],
            ("history", "7"): [[data("get_metadata", [user, user]), pong], [data("history", [{"content": 7}])]],
        }.items():
            self.check(self.ask(replies, "--json", *command), 6, "protocol")
        # Of a list with one that is none, those before it.
        result = self.ask([[data("get_metadata", [user, {"uuid": 1 << 64}]), pong]], "users")
        self.check(result, 6)
        self.assertIn("\\x1b[31mred", result.out)

    def test_a_text_that_is_too_long_for_one_request(self):
        long = ("--json", "send", "7", "-")
        with Lines([BANNER, LOGIN], []) as server:
            login = ("--plain", "--user", "a", "--timeout", 5)
            told = gamewire("aster", server.address, *login, *long, stdin=b"x" * 3_000_000, env=SECRET)
        self.assertIn("3000000 bytes", self.check(told, 6, "limit").object["error"]["message"])

    def test_who_is_refused_what_it_needs_does_not_wait(self):
        for action in (("tail",), ("tail", "general"), ("send", "general", "x"), ("history", "general")):
            self.check(self.home.aster("--json", *action, user=None, timeout=20), 5, "auth")

    def test_nothing_of_a_server_is_obeyed_by_a_terminal(self):
        name = {"command": "get_name", "status": 200, "data": "\x9b31m\u202e\x7f"}
        evil = json.dumps(name, ensure_ascii=False).encode() + b"\n"
        mine, theirs = pty.openpty()
        with Lines([BANNER, LOGIN], [evil]) as server:
            line = command_line(
                ("aster", server.address, "--plain", "--user", "a", "request", '{"command":"get_name"}')
            )
            subprocess.run(line, stdout=theirs, env={**os.environ, **SECRET}, timeout=20, check=True)
        os.close(theirs)
        self.assertIn(b'"\\x9b31m\\u202e\\x7f"', os.read(mine, 4096))
        os.close(mine)


class Usage(TestCase):
    def test_what_is_not_possible(self):
        for wrong in (
            ("aster",),
            ("aster", "127.0.0.1"),
            ("aster", "127.0.0.1", "dance"),
            ("aster", "127.0.0.1", "history"),
            ("aster", "127.0.0.1", "--uuid", "x", "users"),
            ("aster", "127.0.0.1", "--plain", "--insecure", "users"),
            ("aster", "127.0.0.1", "--register", "users"),
            ("aster", "127.0.0.1:0x", "users"),
        ):
            self.check(gamewire(*wrong, "--json"), 2, "usage")

    def test_what_it_cannot_do_is_named(self):
        result = gamewire("aster", "127.0.0.1", "dance", "--json")
        self.assertIn("unknown command 'dance'", result.object["error"]["message"])

    def test_the_address_is_told(self):
        for given, address in (("127.0.0.1", "127.0.0.1:2345"), ("[::1]:7", "[::1]:7"), ("127.0.0.1:0", "127.0.0.1:0")):
            told = self.check(gamewire("aster", given, "--user", "a", "users", "--json"), 2, "usage").object
            self.assertEqual(told["address"], address)

    def test_an_empty_file_is_no_password(self):
        with tempfile.NamedTemporaryFile("w") as file:
            login = ("--plain", "--user", "a", "--password-file", file.name)
            told = self.check(gamewire("aster", "127.0.0.1:1", *login, "users", "--json"), 2, "usage").object
            self.assertIn("no password", told["error"]["message"])

    def test_a_tail_has_no_deadline(self):
        self.check(gamewire("aster", "127.0.0.1:1", "--plain", "tail", "--deadline", 1, "--json"), 2, "usage")

    def test_who_logs_in_is_one(self):
        both = ("--user", "a", "--uuid", "1")
        known = {"GAMEWIRE_ASTER_PASSWORD": "secret"}
        self.check(gamewire("aster", "127.0.0.1:1", "--plain", *both, "users", "--json", env=known), 2, "usage")

    def test_a_password_is_asked_for_nowhere_without_a_terminal(self):
        result = gamewire("aster", "127.0.0.1", "--user", "a", "users", "--json")
        self.check(result, 2, "usage")
        self.assertIn("GAMEWIRE_ASTER_PASSWORD", result.object["error"]["message"])


def select_readable(stream, seconds):
    import select

    return bool(select.select([stream], [], [], seconds)[0])


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]

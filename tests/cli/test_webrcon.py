"""`gamewire rcon --protocol webrcon`: Rust servers."""

import contextlib
import os
import pathlib
import socket
import subprocess
import tempfile

from rcon_server import Rcon
from support import *
from test_rcon import Home, rcon, refusing_port
from webrcon_server import receive_head, webrcon

REPLIES = {b"status": b"hostname: A \"server\" \xc3\xa4\n", b"empty": b"", b"long": b"0123456789\n" * 5000, b"silence": None}
WEBRCON = ("--protocol", "webrcon")
ON_WEBSOCKETS = (os.environ.get("GAMEWIRE_SYSTEM_PYTHON", "python3"), pathlib.Path(__file__).with_name("webrcon_on_websockets.py"))
ON_GAMEWIRE = (os.environ.get("GAMEWIRE_WEBRCON_SERVER", ""),)


@contextlib.contextmanager
def serving(program, password):
    """The address of a server that is a program, and says back what it is asked."""
    if not program[0]:
        raise unittest.SkipTest("no such server in this build: see meson.build")
    with subprocess.Popen([*program, password], stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip()
            if not port and process.wait() == 3:
                raise unittest.SkipTest("no python3-websockets here")
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()


@through_every_transport
class WebRcon(TestCase):
    def rcon(self, server, *arguments, **how):
        return rcon(server.address, *WEBRCON, *arguments, **how)

    def test_commands_in_order(self):
        with Rcon(webrcon(REPLIES, unasked=[("logged", 0, "Log"), ('{"Message":"hi"}', -1, "Chat")])) as server:
            result = self.check(self.rcon(server, "-e", "status", "-e", "empty", "-e", "long", "-e", "say \"x\"\\"), 0)
            self.assertEqual(server.commands, ["status", "empty", "long", "say \"x\"\\"])
        self.assertEqual(result.out.encode(), REPLIES[b"status"] + REPLIES[b"long"])

    def test_json(self):
        with Rcon(webrcon(REPLIES)) as server:
            object = self.check(self.rcon(server, "--json", "-e", "status"), 0).object
        self.assertEqual((object["command"], object["output"]), ("status", 'hostname: A "server" ä\n'))

    def test_a_wrong_password(self):
        http = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
        for how in ({}, {"refusal": http}):
            with Rcon(webrcon(REPLIES, password="other", **how)) as server:
                result = self.check(self.rcon(server, "--json", "-e", "status", "-e", "long"), 5, "auth")
                self.assertNotIn("secret", result.out + result.err)
                self.assertEqual((server.passwords, server.commands), (["secret"], []))

    def test_a_password_of_any_kind(self):
        env = {"GAMEWIRE_RCON_PASSWORD": "a b/c?d#é"}
        with Rcon(webrcon(REPLIES, password="a%20b%2Fc%3Fd%23%C3%A9")) as server:
            self.check(self.rcon(server, "-e", "status", env=env), 0)

    def test_a_server_of_another_kind(self):
        with Rcon(lambda connection, _: connection.sendall(b"SSH-2.0-x\r\n")) as server:
            self.check(self.rcon(server, "--json", "-e", "status"), 6, "protocol")
        not_found = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        with Rcon(webrcon(REPLIES, password="other", refusal=not_found)) as server:
            self.check(self.rcon(server, "--json", "-e", "status"), 7, "http")

    def test_nobody_answers(self):
        with Rcon(lambda connection, _: connection.recv(1 << 16)) as server:
            self.check(self.rcon(server, "--json", "--timeout", "0.3", "-e", "status"), 4, "timeout")

    def test_a_command_without_an_answer_is_not_the_end(self):
        with Rcon(webrcon(REPLIES)) as server:
            result = self.check(self.rcon(server, "--json", "--timeout", "0.5", "-e", "status", "-e", "silence", "-e", "status"), 4)
        outputs = [one.get("output", one.get("error", {}).get("code")) for one in result.objects]
        self.assertEqual(outputs, ['hostname: A "server" ä\n', "timeout", 'hostname: A "server" ä\n'])

    def test_nor_is_the_first_one(self):
        with Rcon(webrcon(REPLIES)) as server:
            result = self.check(self.rcon(server, "--json", "--timeout", "0.5", "-e", "silence", "-e", "status"), 4)
        silence, status = result.objects
        self.assertEqual((silence["command"], silence["error"]["code"]), ("silence", "timeout"))
        self.assertEqual(status["output"], 'hostname: A "server" ä\n')

    def test_an_end_in_the_login_is_a_ban(self):
        def at_once(connection, server):
            receive_head(connection)
            connection.shutdown(socket.SHUT_RDWR)

        for serve in (at_once, webrcon(lambda _: None, limit=0), webrcon(lambda _: None, limit=1)):
            with Rcon(serve) as server:
                result = self.check(self.rcon(server, "--json", "-e", "status", "-e", "status"), 5, "banned")
                self.assertNotIn("command", result.object)

    def test_the_end_that_was_asked_for_is_none(self):
        with Rcon(webrcon(lambda _: None, limit=1)) as server:
            self.check(self.rcon(server, "-e", "quit"), 0)
        with Rcon(webrcon(REPLIES, limit=2)) as server:
            self.check(self.rcon(server, "-e", "status", "-e", "quit"), 0)

    def test_an_end_in_a_reply_is_none(self):
        with Rcon(webrcon({b"a": b"", b"b": None}, limit=2)) as server:
            _, failed = self.check(self.rcon(server, "--json", "-e", "a", "-e", "b"), 3).objects
            self.assertEqual((failed["command"], failed["error"]["code"]), ("b", "closed"))

    def test_refused(self):
        self.check(rcon(f"127.0.0.1:{refusing_port()}", *WEBRCON, "--json", "-e", "status"), 3, "refused")

    def test_the_password_is_in_no_trace(self):
        with Rcon(webrcon(REPLIES)) as server, tempfile.NamedTemporaryFile() as file:
            self.check(self.rcon(server, "--trace", file.name, "-e", "status"), 0)
            self.assertNotIn(b"secret".hex(), file.read().decode())

    def check_program(self, program, code, kind):
        long = "é" * 500
        with serving(program, "secret") as address:
            result = self.check(rcon(address, *WEBRCON, "-e", "status", "-e", 'say "x"\\', "-e", long), 0)
            self.assertEqual(result.out, f'status\nsay "x"\\\n{long}\n')
        with serving(program, "other") as address:
            result = self.check(rcon(address, *WEBRCON, "--json", "-e", "status"), code, kind)
            self.assertNotIn("secret", result.out + result.err)

    def test_a_server_of_anothers_making(self):
        self.check_program(ON_WEBSOCKETS, 5, "auth")

    def test_a_server_on_our_layer(self):
        self.check_program(ON_GAMEWIRE, 7, "http")

    def test_a_host_of_the_config_file(self):
        with Rcon(webrcon(REPLIES)) as server:
            config = f'[hosts.a]\naddress = "{server.address}"\npassword = "secret"\nprotocol = "webrcon"\n'
            with Home(config) as home:
                self.check(rcon("a", "-e", "status", env=home.env), 0)

    def test_profiles_are_of_source(self):
        self.check(rcon("127.0.0.1", *WEBRCON, "--profile", "single", "--json", "-e", "status"), 2, "usage")

import itertools
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import threading
import time

from rcon_server import *
from support import *

QUICK = ("--timeout", "0.5")
REPLIES = {b"status": b"hostname: A server\nplayers : 3\n", b"empty": b"", b"long": b"0123456789\n" * 1200}
SECRET = {"GAMEWIRE_RCON_PASSWORD": "secret"}


def rcon(*arguments, env=SECRET, **how):
    return gamewire("rcon", *arguments, env=env, **how)


def refusing_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Home:
    """A home folder of its own."""

    def __init__(self, config=None, mode=0o600):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.env = {"HOME": self.folder.name, "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "GAMEWIRE_RCON_PASSWORD": ""}
        if config is not None:
            file = self.path / ".config/gamewire/config.toml"
            file.parent.mkdir(parents=True)
            file.write_text(config)
            file.chmod(mode)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()


class Commands(TestCase):
    def test_the_output_is_the_reply(self):
        with Rcon(source(REPLIES)) as server:
            result = self.check(rcon(server.address, "-e", "status"), 0)
        self.assertEqual(result.out, "hostname: A server\nplayers : 3\n")
        self.assertEqual(result.err, "")
        self.assertEqual(server.commands, ["status"])

    def test_several_in_order_on_one_connection(self):
        with Rcon(source(lambda command: command + b"!")) as server:
            result = self.check(rcon(server.address, "-e", "b", "--execute", "a -x", "-e", "exit"), 0)
            self.assertEqual(result.out, "b!\na -x!\nexit!\n")
            self.assertEqual(server.commands, ["b", "a -x", "exit"])
            self.assertEqual(len(server.connections), 1)

    def test_a_long_reply_is_whole_and_alone(self):
        for profile in ("auto", "source"):
            with self.subTest(profile), Rcon(source(REPLIES)) as server:
                result = self.check(rcon(server.address, "--profile", profile, "-e", "long", "-e", "status"), 0)
                self.assertEqual(result.out.encode(), REPLIES[b"long"] + REPLIES[b"status"])

    def test_a_server_of_the_other_kind(self):
        for profile in ("auto", "single"):
            with self.subTest(profile), Rcon(single({b"/time": b"1 hour", b"/x": b"x"})) as server:
                result = self.check(rcon(server.address, "--profile", profile, "-e", "/time", "-e", "/x"), 0)
                self.assertEqual(result.out, "1 hour\nx\n")

    def test_nothing_is_printed_for_an_empty_reply(self):
        with Rcon(source(REPLIES)) as server:
            self.assertEqual(self.check(rcon(server.address, "-e", "empty", "-e", "status"), 0).out.count("\n"), 2)

    def test_bytes_reach_a_pipe_as_they_are(self):
        odd = b"\x1b[31mred\x07\xff\xa7c\n"
        with Rcon(source({b"odd": odd})) as server:
            process = subprocess.run(
                [GAMEWIRE, "rcon", server.address, "-e", "odd"], capture_output=True, env={**os.environ, **SECRET}
            )
        self.assertEqual(process.stdout, odd)

    def test_json(self):
        with Rcon(source({b"status": b"\x1b[31m\xe2\x98\x95\n", b"\xc3\xa9": b"\xff"})) as server:
            first, second = self.check(rcon(server.address, "--json", "-e", "status", "-e", "é"), 0).objects
        self.assertGreater(first.pop("ms"), 0)
        self.assertEqual(first, {"address": server.address, "command": "status", "output": "\x1b[31m☕\n"})
        self.assertEqual((second["command"], second["output"], second["output_hex"]), ("é", "\ufffd", "ff"))

    def test_a_name_is_resolved(self):
        with Rcon(source(REPLIES)) as server:
            result = self.check(rcon("-4", f"localhost:{server.port}", "--json", "-e", "status"), 0).object
        self.assertEqual(result["address"], f"localhost:{server.port}")
        self.assertEqual(result["resolved"], server.address)


class Failures(TestCase):
    def failing(self, server, code, error, *more):
        result = self.check(rcon(server.address, "--json", *QUICK, *more, "-e", "status"), code, error)
        self.assertEqual(result.object["address"], server.address)
        return result.object

    def test_a_wrong_password(self):
        with Rcon(source(REPLIES, password=b"other")) as server:
            self.failing(server, 5, "auth")
            self.assertEqual(server.passwords, ["secret"])  # never tried again: servers count
            self.assertIn("wrong password", rcon(server.address, "-e", "status").err)

    def test_closed_during_the_login_is_banned(self):
        with Rcon(hang_up()) as server:
            self.failing(server, 5, "banned")
        with Rcon(lambda connection, _: connection.close()) as server:
            self.failing(server, 5, "banned")

    def test_closed_during_a_command(self):
        with Rcon(hang_up(after_login=True)) as server:
            self.assertEqual(self.failing(server, 3, "closed")["command"], "status")

    def test_a_lost_connection_ends_the_run(self):
        with Rcon(hang_up(after_login=True)) as server:
            for how in ({"-e": ("-e", "a", "-e", "b")}, {"stdin": b"a\nb\n"}):
                told = self.check(rcon(server.address, "--json", *how.pop("-e", ()), **how), 3).objects
                self.assertEqual([one["error"]["code"] for one in told], ["closed", "closed"])

    def lost_after_one(self, last=b""):
        """A server that answers one command, says `last`, and is gone."""

        def serve(connection, server):
            incoming = packets(connection)
            log_in(connection, server, incoming, b"secret", False)
            id, _, body = next(incoming)
            server.commands.append(body.decode())
            connection.sendall(packet(id, VALUE, b"one!\n") + last)
            if not last:
                connection.shutdown(socket.SHUT_RDWR)

        return Rcon(serve)

    def test_what_is_not_executed_any_more_is_told(self):
        broken = struct.pack("<i", -5) + b"xxxx"
        for transport in TRANSPORTS:
            for last, code, status in ((b"", "closed", 3), (broken, "protocol", 6)):
                for _ in range(5):  # the end may be noticed before the second command is sent, and after
                    with self.subTest((transport, code)), self.lost_after_one(last) as server:
                        options = ("--json", "--profile", "single", "--transport", transport)
                        one, two, three = self.check(rcon(server.address, *options, "-e", "one", "-e", "two", "-e", "three"), status).objects
                        self.assertEqual((one["command"], one["output"]), ("one", "one!\n"))
                        self.assertEqual((two["command"], two["error"]["code"]), ("two", code))
                        self.assertEqual((three["command"], three["error"]["code"]), ("three", "closed"))

    def test_neither_is_it_forgotten_in_a_script(self):
        # What would end it is no exception: it was over before.
        for transport, next in itertools.product(TRANSPORTS, ("two", "restart")):
            with self.subTest((transport, next)), self.lost_after_one() as server:
                options = ("--json", "--profile", "single", "--transport", transport)
                process = start("rcon", server.address, *options, stdin=subprocess.PIPE, env={**os.environ, **SECRET})
                process.stdin.write("one\n")
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["output"], "one!\n")
                time.sleep(0.5)  # by now it knows
                out, _ = process.communicate(f"\n# nothing\n{next}\nthree\n", timeout=20)
                self.assertEqual(process.returncode, 3)
                self.assertEqual([json.loads(line)["command"] for line in out.splitlines()], [next, "three"])
            with self.subTest(transport), self.lost_after_one() as server:
                self.check(rcon(server.address, *options, stdin=b"one\n"), 0)

    def test_what_a_served_game_is_told_after_its_end(self):
        for transport in TRANSPORTS:
            with self.subTest(transport), Served("--password", "secret") as served:
                quit, echo = self.check(rcon(served.address, "--json", "--transport", transport, "-e", "exit", "-e", "echo hi"), 3).objects
                self.assertEqual((quit["command"], "error" in quit), ("exit", False))
                self.assertEqual((echo["command"], echo["error"]["code"]), ("echo hi", "closed"))

    def test_a_name_is_told_with_its_address(self):
        port = refusing_port()
        for command in (("rcon", "-e", "x"), ("cvars",)):
            for transport in TRANSPORTS:
                name = (f"localhost:{port}", "-4", "--json", "--transport", transport)
                told = self.check(gamewire(*command, *name, env=SECRET), 3, "refused").object
                self.assertEqual((told["address"], told["resolved"]), (f"localhost:{port}", f"127.0.0.1:{port}"))
        with Rcon(hang_up(after_login=True)) as server:
            told = self.check(rcon(f"localhost:{server.port}", "-4", "--json", "-e", "x"), 3, "closed").object
            self.assertEqual((told["resolved"], told["command"]), (server.address, "x"))

    def test_a_server_that_ends_as_told_is_no_failure(self):
        for command in ("quit", "EXIT", "changelevel de_dust2", "_restart"):
            with self.subTest(command), Rcon(hang_up(after_login=True)) as server:
                self.assertEqual(self.check(rcon(server.address, "-e", command), 0).out, "")

    def test_who_is_silent_has_not_ended(self):
        for transport in TRANSPORTS:
            with self.subTest(transport), Rcon(single({b"map x": None, b"next": b"here"})) as server:
                options = ("--json", "--profile", "single", "--transport", transport, *QUICK)
                silent, heard = self.check(rcon(server.address, *options, "-e", "map x", "-e", "next"), 4).objects
                self.assertEqual((silent["command"], silent["error"]["code"]), ("map x", "timeout"))
                self.assertEqual(heard["output"], "here")

    def test_refused_and_silent_and_unknown(self):
        result = self.check(rcon(f"127.0.0.1:{refusing_port()}", "--json", "-e", "x"), 3, "refused")
        self.assertNotIn("command", result.object)
        with Rcon(silent) as server:
            self.failing(server, 4, "timeout")
        for protocol, port in (("source", 27015), ("goldsource", 27015), ("battleye", 2306), ("webrcon", 28016)):
            for transport in TRANSPORTS:
                unknown = ("no.such.host.invalid", "--protocol", protocol, "--transport", transport)
                told = self.check(rcon(*unknown, "--json", "-e", "x", *QUICK), 3, "resolve").object
                self.assertEqual(told["address"], f"no.such.host.invalid:{port}")

    def test_a_command_without_an_answer(self):
        replies = {b"status": None, b"next": b"here\n"}
        with Rcon(source(replies)) as server:
            one, other = rcon(server.address, "--json", "--profile", "source2", *QUICK, "-e", "status", "-e", "next").objects
            self.assertEqual((one["command"], one["error"]["code"]), ("status", "timeout"))
            self.assertEqual(other["output"], "here\n")  # the connection is still good
            self.failing(server, 4, "timeout", "--profile", "source2")

    def test_no_rcon_server(self):
        with Rcon(lambda connection, _: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
            self.failing(server, 6, "protocol")

    def test_a_reply_that_is_cut_short(self):
        def serve(connection, server):
            incoming = packets(connection)
            log_in(connection, server, incoming, b"secret", True)
            connection.sendall(packet(next(incoming)[0], VALUE, b"the first part"))
            connection.shutdown(socket.SHUT_RDWR)

        with Rcon(serve) as server:
            result = rcon(server.address, "--json", "--profile", "source", "-e", "x")
            self.assertEqual((result.code, result.object["output"], result.object["partial"]), (1, "the first part", True))

    def test_usage(self):
        for arguments in (
            ("-e", "status"), ("127.0.0.1", "--profile", "quake", "-e", "x"), ("127.0.0.1", "-e"),
            ("127.0.0.1", "--protocol", "telnet"), ("127.0.0.1:0", "-e", "x"), ("127.0.0.1", "-e", "a\nb", "extra"),
            ("127.0.0.1", "--password", "a", "--password-file", "b", "-e", "x"), ("", "-e", "x"),
        ):  # fmt: skip
            with self.subTest(arguments):
                self.assertEqual(self.check(rcon(*arguments), 2).out, "")

    def test_what_was_not_run_is_told(self):
        def third(connection, server):
            serve = single({b"a": b"1\n", b"b": b"2\n", b"c": None})
            threading.Thread(target=serve, args=(connection, server), daemon=True).start()
            while len(server.commands) < 3:
                time.sleep(0.01)
            connection.shutdown(socket.SHUT_RDWR)

        profile = ("--profile", "single")
        commands, script = ("-e", "a", "-e", "b", "-e", "c", "-e", "d", "-e", "e"), b"a\nb\nc\n# d\n\nd\ne"
        for how in ({"arguments": commands}, {"arguments": (), "stdin": script}):
            arguments = how.pop("arguments")
            with self.subTest(how), Rcon(third) as server:
                a, b, c, d, e = self.check(rcon(server.address, "--json", *profile, *arguments, **how), 3).objects
                self.assertEqual([one["command"] for one in (a, b, c, d, e)], list("abcde"))
                self.assertEqual([one["error"]["code"] for one in (c, d, e)], ["closed"] * 3)
            with self.subTest(how), Rcon(third) as server:
                result = self.check(rcon(server.address, *profile, *arguments, **how), 3)
                self.assertEqual((result.out, "2 more not run" in result.err), ("1\n2\n", True))

    def test_a_command_that_does_not_fit(self):
        with Rcon(source(REPLIES)) as server:
            long, short = rcon(server.address, "--json", "-e", "x" * 20000, "-e", "status").objects
            self.assertEqual((long["error"]["code"], server.commands), ("usage", ["status"]))
            self.assertIn("at most 1446 bytes (with --profile source 4086)", long["error"]["message"])
            long = self.check(rcon(server.address, "--json", "--profile", "source", "-e", "x" * 4087), 2, "usage").object
            self.assertIn("at most 4086 bytes, none", long["error"]["message"])
            self.check(rcon(server.address, "--profile", "source", "-e", "x" * 4086), 0)


class Script(TestCase):
    def test_commands_from_standard_input(self):
        with Rcon(source(lambda command: command + b"!\n")) as server:
            result = self.check(rcon(server.address, stdin=b"# comment\n\nfirst\n  second 2  \nlast"), 0)
        self.assertEqual(result.out, "first!\nsecond 2!\nlast!\n")
        self.assertEqual(result.err, "")

    def test_a_byte_order_mark_is_no_part_of_the_first(self):
        with Rcon(source(REPLIES)) as server:
            self.check(rcon(server.address, stdin=b"\xef\xbb\xbfstatus\nempty\n"), 0)
            self.assertEqual(server.commands, ["status", "empty"])

    def test_what_cannot_be_read_is_no_script(self):
        folder = os.open("/", os.O_RDONLY)
        self.addCleanup(os.close, folder)
        with Rcon(source(REPLIES)) as server:
            line = command_line(("rcon", server.address))
            told = subprocess.run(line, stdin=folder, env={**os.environ, **SECRET}, capture_output=True, timeout=20)
            self.assertEqual((told.returncode, b"standard input" in told.stderr), (2, True))

    def test_it_can_connect_by_itself(self):
        with Rcon(source(REPLIES, password=b"two words")) as server:
            script = f'!connect {server.address} "two words"\nstatus\n!disconnect\n'
            self.assertIn("A server", self.check(rcon(stdin=script.encode()), 0).out)
            result = self.check(rcon(stdin=script.encode() + b"status\n"), 2)
            self.assertIn("Not connected", result.err)

    def test_a_mistake_does_not_end_it(self):
        with Rcon(source(lambda command: command + b"!\n")) as server:
            connect = f"!connect {server.address} secret\n"
            for mistake in ("!connect", "!bogus", "!", "exit", "!connect 127.0.0.1:0", f"!connect 127.0.0.1:{refusing_port()} x"):
                for script in (f"{mistake}\n{connect}again\n", f"{connect}{mistake}\n!disconnect\n{connect}again\n"):
                    with self.subTest(script):
                        status = 3 if mistake.endswith(" x") else 2
                        self.assertEqual(self.check(rcon(stdin=script.encode()), status).out, "again!\n")

    def test_exit_and_quit_stay_here(self):
        for command in (b"exit", b"quit", b"EXIT now", b"quit;"):
            with self.subTest(command), Rcon(source(REPLIES)) as server:
                self.assertIn("!shutdown", self.check(rcon(server.address, stdin=command + b"\nstatus\n"), 2).err)
                self.assertEqual(server.commands, ["status"])

    def test_shutdown_sends_exit(self):
        with Rcon(source(REPLIES)) as server:
            self.check(rcon(server.address, stdin=b"!shutdown\n"), 0)
            while not server.commands:  # it is sent, and not waited for
                time.sleep(0.01)
            self.assertEqual(server.commands, ["exit"])

    def test_exit_ends_it(self):
        with Rcon(source(REPLIES)) as server:
            self.check(rcon(server.address, stdin=b"!exit\nstatus\n"), 0)
            self.assertEqual(server.commands, [])

    def test_mistakes(self):
        for line in (b"!connect", b"!connect a b c", b'!connect "a', b"!nonsense", b"!", b"status"):
            with self.subTest(line):
                self.check(rcon(stdin=line + b"\n"), 2)

    def test_help(self):
        with Rcon(source({b"help status": b"status - Shows who plays\n"})) as server:
            result = self.check(rcon(server.address, stdin=b"help\n!help\nhelp status\nhelp !connect\n"), 0)
        self.assertEqual(result.out.count("!disconnect"), 2)
        self.assertIn("status - Shows who plays", result.out)
        self.assertIn("!connect ADDRESS [PASSWORD]\n", result.out)

    def test_with_json_there_is_nothing_else_on_standard_output(self):
        with Rcon(source(REPLIES)) as server:
            script = b"help\n!help\nhelp !connect\nhelp exit\nstatus\n"
            result = self.check(rcon(server.address, "--json", stdin=script), 0)
        self.assertEqual(result.object["command"], "status")
        self.assertEqual(result.err.count("!disconnect"), 2)


class Passwords(TestCase):
    def logs_in(self, server, *arguments, env):
        return self.check(rcon(server.address, *arguments, "-e", "status", env=env), 0)

    def test_the_option_works_with_a_warning(self):
        with Home() as home, Rcon(source(REPLIES)) as server:
            result = self.logs_in(server, "--password", "secret", env=home.env)
            self.assertIn("--password-file", result.err)
            self.assertNotIn("secret", result.err)

    def test_a_file(self):
        with Home() as home, Rcon(source(REPLIES)) as server:
            for text in ("secret", "secret\n", "secret\r\n", "secret\nmore\n", f"{MARK}secret\n"):
                (home.path / "password").write_text(text)
                self.logs_in(server, "--password-file", home.path / "password", env=home.env)
            self.check(rcon(server.address, "--password-file", home.path / "none", "-e", "x", env=home.env), 2)

    def test_an_empty_file_is_no_password(self):
        with Rcon(source(REPLIES)) as server, Home() as home:
            file = home.path / "password"
            for text in ("", "\n", "\nsecret\n"):
                file.write_text(text)
                config = f'[hosts.a]\naddress = "{server.address}"\npassword_file = "{file}"\n'
                with self.subTest(text), Home(config) as other:
                    for given, env in (((server.address, "--password-file", file), home.env), (("a",), other.env)):
                        result = self.check(rcon(*given, "--json", "-e", "x", env=env), 2, "usage")
                        self.assertIn("no password", result.object["error"]["message"])
            self.assertEqual(server.passwords, [])

    def test_a_file_that_others_may_read_works_with_a_warning(self):
        with Home() as home, Rcon(source(REPLIES)) as server:
            file = home.path / "password"
            file.write_text("secret")
            for mode, warns in ((0o644, True), (0o640, True), (0o602, True), (0o600, False), (0o400, False)):
                file.chmod(mode)
                for options in ((), ("--json",)):
                    with self.subTest((oct(mode), options)):
                        result = self.logs_in(server, "--password-file", file, *options, env=home.env)
                        self.assertEqual(result.err.count("\n"), warns)
                        self.assertEqual(f"chmod 600 {file}" in result.err, warns)

    def test_a_file_that_is_a_pipe(self):
        with Home() as home, Rcon(source(REPLIES)) as server:
            pipe = home.path / "pipe"
            os.mkfifo(pipe, 0o644)
            writer = threading.Thread(target=lambda: pipe.write_text("secret\n"), daemon=True)
            writer.start()
            self.assertEqual(self.logs_in(server, "--password-file", pipe, env=home.env).err, "")
            writer.join()

    def test_their_order(self):
        with Rcon(source(REPLIES)) as server:
            with Home(f'[hosts."{server.address}"]\npassword = "wrong"\n') as home:
                (home.path / "password").write_text("secret")
                wrong = {**home.env, "GAMEWIRE_RCON_PASSWORD": "wrong"}
                self.logs_in(server, "--password-file", home.path / "password", env=wrong)
                self.logs_in(server, "--password", "secret", env=wrong)
                self.logs_in(server, env={**home.env, **SECRET})
                self.check(rcon(server.address, "--json", "-e", "status", env=home.env), 5, "auth")

    def test_nobody_to_ask(self):
        with Home() as home, Rcon(source(REPLIES)) as server:
            result = self.check(rcon(server.address, "-e", "status", "--json", env=home.env), 2, "usage")
            self.assertIn("GAMEWIRE_RCON_PASSWORD", result.object["error"]["message"])
            self.assertEqual(server.connections, [])
            result = self.check(rcon("127.0.0.1", "-e", "status", "--json", env=home.env), 2, "usage")
            self.assertEqual(result.object["address"], "127.0.0.1:27015")

    def test_hosts_of_the_config_file(self):
        with Rcon(single({b"status": b"here"})) as server:
            config = f'[hosts.arena]\naddress = "{server.address}"\npassword = "secret"\nprofile = "single"\n'
            with Home(config) as home:
                for given in ("arena", server.address):
                    result = self.check(rcon(given, "--json", "-e", "status", env=home.env), 0)
                    self.assertEqual((result.object["address"], result.object["output"]), (server.address, "here"))
                os.rename(home.path / ".config", home.path / "elsewhere")
                self.check(rcon("arena", "-e", "x", env={**home.env, "XDG_CONFIG_HOME": str(home.path / "elsewhere")}), 0)

    def test_a_config_file_that_others_may_read_works_with_a_warning(self):
        with Rcon(source(REPLIES)) as server:
            config = f'[hosts.a]\naddress = "{server.address}"\npassword = "secret"\n[hosts.b]\naddress = "{server.address}"\n'
            for mode in (0o644, 0o640, 0o604, 0o620):
                with self.subTest(oct(mode)), Home(config, mode) as home:
                    result = self.check(rcon("a", "-e", "status", "--json", env=home.env), 0)
                    self.assertIn("config.toml: others may read it", result.err)
                    for given in ("b", f"localhost:{server.port}"):  # whose password is not from there
                        result = self.check(rcon("-4", given, "-e", "status", env={**home.env, **SECRET}), 0)
                        self.assertEqual(result.err, "")

    def test_a_config_file_with_mistakes_names_the_line_and_no_password(self):
        for config, line in (
            ('[hosts.a]\npassword = "topsecret\n', 2), ("[hosts.a]\n\npassword = 12\n", 3),
            ('[hosts.a]\npasword = "topsecret"\n', 2),
        ):  # fmt: skip
            with self.subTest(config), Home(config) as home:
                result = self.check(rcon("a", "-e", "x", env=home.env), 2)
                self.assertIn(f"line {line}", result.err)
                self.assertNotIn("topsecret", result.err)

    def test_the_password_is_in_no_trace(self):
        with Rcon(source(REPLIES)) as server, tempfile.NamedTemporaryFile() as file:
            self.check(rcon(server.address, "--trace", file.name, "-e", "status"), 0)
            self.assertNotIn(b"secret".hex(), file.read().decode())


class Cvars(TestCase):
    LIST = cvarlist(
        ("sv_gravity", "800", ("sv", "nf"), "World gravity."),
        ("sv_cheats", "0", ("nf", "rep"), "Allow cheats"),
        ("mp_timelimit", "30", (), ""),
        ("changelevel", "cmd", (), "Change server to the specified map"),
    )

    def cvars(self, *arguments):
        with Rcon(source({b"cvarlist": self.LIST}, size=100)) as server:
            return gamewire("cvars", server.address, *arguments, env=SECRET)

    def test_json(self):
        first, *_, last = self.check(self.cvars("--json"), 0).objects
        self.assertEqual(
            first,
            {"name": "sv_gravity", "value": "800", "flags": ["sv", "nf"], "help": "World gravity.", "command": False},
        )
        self.assertEqual((last["name"], last["command"]), ("changelevel", True))

    def test_a_pattern(self):
        names = [o["name"] for o in self.check(self.cvars("--json", "SV_*"), 0).objects]
        self.assertEqual(names, ["sv_gravity", "sv_cheats"])
        self.assertEqual(self.check(self.cvars("nothing"), 0).out, "")

    def test_a_table(self):
        lines = self.check(self.cvars(), 0).out.splitlines()
        self.assertEqual(lines[0].split(), ["sv_gravity", "800", "[sv,nf]", "World", "gravity."])
        self.assertEqual(len(lines), 4)

    def test_a_list_that_is_cut_short(self):
        with Rcon(source({b"cvarlist": self.LIST[:-40]})) as server:
            self.assertIn("cut short", self.check(gamewire("cvars", server.address, env=SECRET), 1).err)

    def test_a_server_without_any(self):
        with Rcon(single({})) as server:
            result = self.check(gamewire("cvars", server.address, "--json", env=SECRET), 2, "unsupported")
            self.assertIn("Unknown command", result.object["error"]["message"])
            self.assertEqual(result.object["address"], server.address)

    def test_errors_are_those_of_rcon(self):
        with Rcon(hang_up()) as server:
            self.check(gamewire("cvars", server.address, "--json", env=SECRET), 5, "banned")
        with Rcon(hang_up(after_login=True)) as server:
            self.check(gamewire("cvars", server.address, "--json", env=SECRET), 3, "closed")

import os
import pty
import signal
import tempfile
import time

from support import *

COMMANDS = ("info", "players", "rules", "query", "ping", "scan", "decode", "rcon", "cvars", "serve", "steamid", "vdf", "demo", "help")


class Usage(TestCase):
    def test_alone_it_prints_help_to_stderr(self):
        result = self.check(gamewire(), 2)
        self.assertEqual(result.out, "")
        for command in COMMANDS:
            self.assertIn(command, result.err)

    def test_help_of_every_command_has_examples(self):
        self.assertIn("Examples:", self.check(gamewire("--help"), 0).out)
        for command in COMMANDS:
            result = self.check(gamewire(command, "--help"), 0)
            self.assertRegex(result.out, rf"Examples?:\n  .*gamewire .*{command}")
            self.assertIn("--json", result.out)
            self.assertEqual(result.err, "")

    def test_the_version(self):
        self.assertRegex(self.check(gamewire("--version"), 0).out, r"^gamewire \d+\.\d+\.\d+\n$")

    def test_mistakes_are_exit_code_2_and_said_on_stderr(self):
        for arguments in (
            ("nonsense",), ("--nonsense",), ("help", "x"), ("info",), ("info", "--nonsense", "h"), ("info", "--timeout", "0", "h"),
            ("info", "--timeout", "nan", "h"), ("info", "--timeout", "-1", "h"), ("info", "--timeout", "x", "h"),
            ("info", "--deadline", "inf", "h"), ("info", "--retries", "-1", "h"), ("info", "--retries", "1.5", "h"),
            ("info", "--retries", "1000", "h"), ("info", "--transport", "pigeon", "h"), ("info", "-4", "-6", "h"),
            ("-4", "info", "h", "-6"), ("ping", "-c", "0", "h"), ("ping", "-i", "0", "h"), ("info", "--timeout"),
            ("decode", "a", "b"), ("demo", "extra"), ("steamid",), ("steamid", "1", "--nonsense"), ("steamid", "1", "2", "-x", "3"),
            ("vdf",), ("vdf", "a", "b"), ("vdf", "a", "--define"),
        ):  # fmt: skip
            with self.subTest(arguments):
                result = self.check(gamewire(*arguments), 2)
                self.assertEqual(result.out, "")
                self.assertTrue(result.err.startswith("gamewire: "), result.err)

    def test_a_closed_standard_input_is_no_empty_file(self):
        commands = [("scan",), ("scan", "-"), ("decode",), ("vdf", "-")]
        if "epoll" in TRANSPORTS:
            commands.append(("exporter", "--listen", "127.0.0.1:0"))
        for command in commands:
            with self.subTest(command):
                process = start(*command, preexec_fn=lambda: os.close(0))
                self.addCleanup(process.kill)
                out, err = process.communicate(timeout=10)
                self.assertEqual(process.returncode, 2, out)
                self.assertIn("Bad file descriptor", err)

    def test_an_address_is_told_to_the_byte(self):
        odd = os.fsdecode(b"\xff.invalid:1")
        commands = [("info",), ("players",), ("rules",), ("query",), ("ping", "-c", 1), ("master",), ("rcon", "-e", "x")]
        if "epoll" in TRANSPORTS:
            commands.append(("watch", "-c", 1))
        for command in commands:
            with self.subTest(command):
                told = gamewire(*command, "--json", *SHORT, odd, env={"GAMEWIRE_RCON_PASSWORD": "x"}).objects[-1]
                self.assertEqual(told["address_hex"], os.fsencode(odd).hex())
        for command in (("info",), ("rcon", "-e", "x")):
            told = self.check(gamewire(*command, "--json", odd + "99999"), 2, "usage").object
            self.assertEqual(told["address_hex"], os.fsencode(odd + "99999").hex())

    def test_of_an_option_that_is_given_twice_the_last_counts(self):
        with Scripted(lambda *_: None) as server:
            often = ("--timeout", 9, "--retries", 3, "--timeout", 0.05, "--retries", 0)
            for twice in (
                ("info", *often, server.address), (*often, "info", server.address),
                (*often[:4], "info", server.address, *often[4:]),
            ):  # fmt: skip
                with self.subTest(twice):
                    self.check(gamewire(*twice), 4)
                    self.assertEqual(len(server.requests), 1)
                    server.requests.clear()
            self.check(gamewire("info", "--retries", 0, "--retries", 99, server.address), 2)
            self.check(gamewire("scan", "--what", "rules", "--what", "nothing"), 2)
            self.assertEqual(server.requests, [])
        self.check(gamewire("scan", "/dev/null", "/dev/null"), 2)  # which are no options

    def test_help_is_a_command_too(self):
        self.assertEqual(gamewire("help").out, gamewire("--help").out)
        for command in COMMANDS:
            self.assertEqual(self.check(gamewire("help", command), 0).out, gamewire(command, "--help").out)
        self.assertIn("\nCommands:\n", gamewire("--help").out)

    def test_a_command_that_there_is_not(self):
        for arguments in (("bogus",), ("bogus", "x", "-c"), ("help", "bogus"), ("--timeout", 1, "bogus")):
            result = self.check(gamewire(*arguments), 2)
            self.assertEqual(result.err, "gamewire: unknown command 'bogus'\nTry `gamewire --help`.\n")

    def test_without_a_command_the_object_has_the_error_alone(self):
        for arguments in (("--json",), ("--json", "bogus"), ("help", "--json", "bogus"), ("--json", "--bogus")):
            result = self.check(gamewire(*arguments), 2, "usage")
            self.assertEqual(list(result.object), ["error"])

    def test_only_a_mistake_in_the_arguments_is_answered_with_a_hint(self):
        self.assertIn("Try `gamewire info --help`.", gamewire("info").err)
        with Served() as served:
            taken = served.address.split(":")[1]
            for arguments in (("scan", "/nonexistent"), ("serve", "--port", taken), ("info", "a b")):
                self.assertNotIn("Try", gamewire(*arguments).err)

    def test_with_json_a_mistake_is_an_object_too(self):
        result = self.check(gamewire("info", "--timeout", "x", "--json", "h"), 2, "usage")
        self.assertEqual(result.object["command"], "info")
        self.assertIn("--timeout", result.object["error"]["message"])


class Output(TestCase):
    def on_terminal(self, *arguments, env=None):
        """What a terminal would be sent."""
        mine, theirs = pty.openpty()
        process = subprocess.Popen(
            [GAMEWIRE, *arguments], stdout=theirs, env={**os.environ, "TERM": "xterm", **(env or {})}
        )
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(mine, 65536):
                seen += piece
        except OSError:  # the other end is closed
            pass
        os.close(mine)
        process.wait(timeout=10)
        return seen.decode()

    def test_colour_only_on_a_terminal_and_never_with_no_color(self):
        with Scripted(answering(info=info())) as server:
            self.assertIn("\x1b[", self.on_terminal("info", server.address))
            self.assertNotIn("\x1b", self.on_terminal("info", server.address, env={"NO_COLOR": "1"}))
            self.assertNotIn("\x1b", self.on_terminal("info", server.address, env={"TERM": "dumb"}))
            self.assertNotIn("\x1b", gamewire("info", server.address, env={"TERM": "xterm"}).out)

    def test_json_on_a_terminal_holds_nothing_that_it_obeys(self):
        name = "\x1b[2J\x7f\u009b1m\u202e"
        with Scripted(answering(info=info(name=name))) as server:
            seen = self.on_terminal("info", "--json", server.address)
            self.assertTrue(seen.strip().isprintable())
            self.assertEqual(json.loads(seen)["name"], name)
            self.assertEqual(gamewire("info", "--json", server.address).object["name"], name)

    def test_a_reader_that_leaves_early_is_no_crash(self):
        with Scripted(answering(info=info())) as server:
            process = start("info", "--json", *([server.address] * 200))
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.wait(timeout=20), 0)
            self.assertEqual(process.stderr.read(), "")
            process.stderr.close()

    def test_neither_is_one_of_the_help(self):
        for arguments in (("--help",), ("info", "--help"), ("--version",), ("help",)):
            mine, theirs = os.pipe()
            os.close(mine)
            process = subprocess.run([GAMEWIRE, *arguments], stdout=theirs, stderr=subprocess.PIPE)
            os.close(theirs)
            self.assertEqual((process.returncode, process.stderr), (0, b""))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_disk_is_told(self):
        with open("/dev/full", "w") as full:
            for help in (("--help",), ("help",)):
                process = subprocess.run([GAMEWIRE, *help], stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(process.returncode, 1)
                self.assertIn(b"No space left", process.stderr)
        with Scripted(answering(info=info())) as server, open("/dev/full", "w") as full:
            process = subprocess.run([GAMEWIRE, "info", server.address], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"standard output", process.stderr)

    def test_results_come_as_they_are_there(self):
        with Scripted(answering(info=info())) as good, Scripted(lambda *_: None) as silent:
            process = start("info", "--json", "--timeout", 10, good.address, silent.address)
            self.assertEqual(json.loads(process.stdout.readline())["address"], good.address)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=5)
            self.assertEqual(process.returncode, 130)

    def test_an_interrupt_that_is_ignored_stays_so(self):
        ignore = lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)
        with Scripted(lambda *_: None) as server:
            for command in (("info",), ("ping", "-c", 1)):
                process = start(*command, "--timeout", 0.3, "--retries", 0, server.address, preexec_fn=ignore)
                server.requests.clear()
                while not server.requests:
                    time.sleep(0.01)
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=10)
                self.assertEqual(process.returncode, 4)

    def test_ctrl_c_ends_a_query_at_once(self):
        with Scripted(lambda *_: None) as server:
            process = start("info", "--timeout", 30, server.address)
            while not server.requests:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=5)
            self.assertEqual(process.returncode, 130)


class Demo(TestCase):
    def test_it_shows_everything_and_succeeds(self):
        result = self.check(gamewire("demo"), 0)
        for shown in ("gamewire info", "gamewire players", "gamewire rules", "gamewire ping", "packet loss", "gamewire rcon", "hostname: gamewire"):
            self.assertIn(shown, result.out)
        for command in ("info", "players", "rules"):
            self.assertRegex(result.out, rf"\$ gamewire {command} [\d.:]+\n.* ms\n")
        self.assertRegex(result.out, r"gamewire scan[^$]* #8")
        self.assertRegex(result.err, r"^8 asked, 8 answered;.*\n$")

    def test_it_shows_each_answer_once_and_that_all_drivers_get_it(self):
        shown = self.check(gamewire("demo"), 0).out
        for once in ("players     8/32", "       time  name\n", "  decalfrequency "):
            self.assertEqual(shown.count(once), 1, once)
        below = shown.split("\nThrough each driver, as --transport names them:\n")[1].split("\n\n")[0].splitlines()
        self.assertEqual({line.split()[0] for line in below}, set(TRANSPORTS))
        for i, line in enumerate(below):
            same = ": the same answers" if i else ""
            self.assertRegex(line, rf"^  \w+ +info [\d.]+ ms, players [\d.]+ ms, rules [\d.]+ ms{same}$")

    def test_its_json_is_all_json(self):
        kinds = [o.get("kind") for o in self.check(gamewire("demo", "--json"), 0).objects]
        each = len(TRANSPORTS) * 3
        self.assertEqual(kinds[: each + 1], ["info", "players", "rules"] * len(TRANSPORTS) + ["ping"])

    def test_its_trace_holds_all_of_it(self):
        with tempfile.NamedTemporaryFile() as file:
            self.check(gamewire("demo", "--trace", file.name), 0)
            kinds = [o["kind"] for o in self.check(gamewire("decode", file.name), 0).objects]
        self.assertLessEqual({"challenge", "info", "players", "rules"}, set(kinds))

    def test_ctrl_c_ends_it(self):
        process = start("demo")
        while "seq=1" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 130)

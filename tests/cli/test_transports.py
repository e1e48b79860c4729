import os
import resource
import signal
import socket
import subprocess
import tempfile
import time

from support import *

ALL = ("blocking", "asio", "epoll")


class Choice(TestCase):
    def kernel_objects(self, *options):
        """What a scan through that transport waits by: each has descriptors that the others have no use for."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            silent.settimeout(10)
            process = start("scan", *options, stdin=subprocess.PIPE)
            try:
                process.stdin.write("127.0.0.1:%d\n" % silent.getsockname()[1])
                process.stdin.flush()
                silent.recv(2048)
                here = f"/proc/{process.pid}/fd"
                links = [os.readlink(f"{here}/{number}") for number in os.listdir(here)]
            finally:
                process.terminate()
                process.communicate(timeout=10)
        return {link.split(":")[1] for link in links if link.startswith("anon_inode:")}

    @unittest.skipUnless(os.path.isdir("/proc/self/fd"), "no /proc here")
    def test_each_is_what_it_is_called_and_one_is_the_default(self):
        expected = {
            "blocking": set(),
            "asio": {"[eventpoll]", "[eventfd]", "[timerfd]"},
            "epoll": {"[eventpoll]", "[timerfd]"},
        }
        for name in TRANSPORTS:
            with self.subTest(name):
                self.assertEqual(self.kernel_objects("--transport", name), expected[name])
        self.assertEqual(self.kernel_objects(), expected[DEFAULT_TRANSPORT])
        self.assertIn(f"default {DEFAULT_TRANSPORT}", " ".join(gamewire("--help").out.split()))

    @unittest.skipIf(set(ALL) == set(TRANSPORTS), "this build has them all")
    def test_one_that_this_build_lacks_is_unsupported(self):
        for name in set(ALL) - set(TRANSPORTS):
            for command in (("info", "127.0.0.1"), ("ping", "127.0.0.1"), ("scan",), ("serve", "--port", 0)):
                self.check(gamewire(*command, "--json", "--transport", name), 2, "unsupported")


@through_every_transport
class Essentials(TestCase):
    def test_what_is_served_is_what_is_asked_for(self):
        for options in ((), ("--engine", "goldsource"), ("--compress", "--rules", 300), ("--delay", 0.05)):
            with self.subTest(options), Served("--loss", 5, *options) as served:
                quick = ("--timeout", 0.2, "--retries", 9, served.address)
                whole = self.check(gamewire("query", "--json", *quick), 0).object
                for part in ("info", "players", "rules"):
                    alone = self.check(gamewire(part, "--json", *quick), 0).object
                    for field in ("address", "ping_ms"):
                        alone.pop(field, None)
                    self.assertEqual(alone, whole[part])

    def test_a_served_trace_holds_both_sides(self):
        with tempfile.NamedTemporaryFile(mode="r") as file:
            with Served("--trace", file.name) as served:
                self.check(gamewire("query", served.address), 0)
            trace = file.read()
            kinds = {o["kind"] for o in self.check(gamewire("decode", file.name), 0).objects}
        self.assertLessEqual({"challenge", "info", "players", "rules"}, kinds)
        self.assertIn(INFO_REQUEST.hex(), trace)

    def test_a_client_trace_holds_both_sides(self):
        with Scripted(answering(info=info())) as server, tempfile.NamedTemporaryFile(mode="r") as file:
            self.check(gamewire("info", *SHORT, "--trace", file.name, server.address), 0)
            self.assertIn(INFO_REQUEST.hex(), file.read())
            self.assertEqual(self.check(gamewire("decode", file.name), 0).object["name"], "A server")

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_trace_that_cannot_be_written_is_told_at_the_end(self):
        full = ("--json", "--trace", "/dev/full")
        with Scripted(answering(info=info())) as server:
            for command in (("info", server.address), ("ping", "-c", 1, server.address), ("scan", "-")):
                with self.subTest(command):
                    result = self.check(gamewire(*command, *full, stdin=server.address.encode()), 6)
                    answer, *_, trouble = result.objects
                    self.assertGreater(answer["ping_ms"], 0)
                    self.assertEqual((trouble["command"], trouble["error"]["code"]), (command[0], "limit"))
                    self.assertIn("trace", trouble["error"]["message"])

    def test_a_trace_to_standard_error_and_to_nowhere(self):
        with Scripted(answering(info=info())) as server, tempfile.TemporaryDirectory() as folder:
            process = start("info", "--json", "--trace", "-", server.address, cwd=folder)
            out, err = process.communicate(timeout=10)
            self.assertEqual(json.loads(out)["name"], "A server")
            self.assertEqual(self.check(gamewire("decode", stdin=err.encode()), 0).object["name"], "A server")
            self.assertEqual(os.listdir(folder), [])
            server.requests.clear()
            self.check(gamewire("info", "--trace", "", server.address), 2)
            self.assertEqual(server.requests, [])

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_who_serves_goes_on_without_its_trace(self):
        served = Served("--trace", "/dev/full")
        for _ in range(2):
            self.check(gamewire("info", *SHORT, served.address), 0)
        served.process.terminate()
        _, err = served.process.communicate(timeout=10)
        self.assertEqual(served.process.returncode, 6)
        self.assertIn("trace", err)

    def test_signals_end_a_server(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 0)):
            served = Served()
            served.process.send_signal(number)
            _, err = served.process.communicate(timeout=10)
            self.assertEqual((served.process.returncode, err), (code, ""))

    def test_ctrl_c_ends_a_query_at_once(self):
        with Scripted(lambda *_: None) as server:
            process = start("info", "--timeout", 30, server.address)
            while not server.requests:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=5)
            self.assertEqual(process.returncode, 130)

    @unittest.skipIf("UBSAN_OPTIONS" in os.environ, "the sanitizer needs descriptors of its own to look at memory")
    def test_without_descriptors(self):
        """Whether it is the system that says so or a library."""
        process = start(
            "info", "--json", "127.0.0.1:1", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
        )
        out, _ = process.communicate(timeout=10)
        self.assertEqual((process.returncode, json.loads(out)["error"]["code"]), (6, "limit"))

    @needs_slow_names
    def test_a_name_that_is_not_found_in_time_is_a_timeout(self):
        for command in ("info", "query"):
            result = gamewire(command, "--json", "--deadline", 0.2, "host.slow", env=SLOW_NAMES)
            got = self.check(result, 4, "timeout").object
            self.assertEqual(list(got), ["address", "error"])
        result = gamewire("rcon", "--json", "--deadline", 0.2, "--password", "x", "-e", "y", "host.slow", env=SLOW_NAMES)
        self.check(result, 4)

    @needs_slow_names
    def test_ctrl_c_ends_a_search_for_a_name_at_once(self):
        process = start("info", "--timeout", 30, "host.slow", env={**os.environ, **SLOW_NAMES})
        while not catches(process, signal.SIGINT):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 130)

    def test_a_server_that_refuses_in_the_middle_has_said_what_it_said(self):
        for _ in range(5):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
                server.bind(("127.0.0.1", 0))
                address = "127.0.0.1:%d" % server.getsockname()[1]
                process = start("query", "--json", "--timeout", 0.3, address)
                for answer in (challenge(), info()):
                    _, peer = server.recvfrom(2048)
                    server.sendto(answer, peer)
            out, _ = process.communicate(timeout=10)
            got = json.loads(out)
            self.assertEqual((process.returncode, got["info"]["name"]), (1, "A server"))
            self.assertEqual([got[part]["error"]["code"] for part in ("players", "rules")], ["refused"] * 2)

    def test_a_name_that_does_not_resolve_fails_as_a_whole(self):
        got = self.check(gamewire("query", "--json", "no-such-name.invalid"), 3, "resolve").object
        self.assertEqual(list(got), ["address", "error"])
        self.assertEqual(gamewire("query", "no-such-name.invalid").err.count("\n"), 1)

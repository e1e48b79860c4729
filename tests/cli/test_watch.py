import http.client
import os
import pathlib
import pty
import re
import select
import signal
import struct
import fcntl
import tempfile
import termios

from support import *


def lines_of(text):
    """The metrics in a text of Prometheus, by name and labels."""
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


@unittest.skipUnless("epoll" in TRANSPORTS, "not in this build")
class Watch(TestCase):
    def test_rounds_as_objects(self):
        with Served("--players", 3) as server:
            result = gamewire("watch", "--json", "-c", 2, "-i", 0.05, *SHORT, server.address, "127.0.0.1:1")
        self.assertEqual(result.code, 1)
        up, down, *second = result.objects
        self.assertEqual(
            (up["address"], up["kind"], up["up"], up["players"], up["max_players"]), (server.address, "watch", True, 3, 32)
        )
        self.assertGreater(up["ping_ms"], 0)
        self.assertEqual((down["up"], down["error"]["code"]), (False, "refused"))
        self.assertEqual([one["address"] for one in second], [server.address, "127.0.0.1:1"])

    def test_its_exit_status_is_that_of_the_last_round(self):
        watch = ("watch", "--json", "-i", 0.05, *SHORT)
        self.check(gamewire(*watch, "-c", 1, "127.0.0.1:1", "127.0.0.1:2"), 3)
        with Scripted(lambda request, number: [info()] if number > 1 else None) as server:
            self.check(gamewire(*watch, "-c", 1, server.address), 4)
            self.check(gamewire(*watch, "-c", 1, server.address), 0)
        with Scripted(lambda request, number: [info()] if number > 1 else None) as server:
            first, second = self.check(gamewire(*watch, "-c", 2, server.address), 0).objects
            self.assertEqual((first["up"], second["up"]), (False, True))

    def test_a_name_is_told_with_its_address(self):
        with Served() as server:
            port = server.address.rpartition(":")[2]
            names = (f"localhost:{port}", "localhost:1", server.address, "no.such.host.invalid")
            up, down, literal, unknown = gamewire("watch", "--json", "-4", "-c", 1, *SHORT, *names).objects
        self.assertEqual(list(up)[:4], ["address", "resolved", "kind", "up"])
        self.assertEqual((up["resolved"], down["resolved"]), (server.address, "127.0.0.1:1"))
        self.assertNotIn("resolved", {**literal, **unknown})

    def test_two_names_of_one_server_share_its_answer(self):
        names = lambda server: (server.address, f"localhost:{server.port}", f"127.1:{server.port}", "-4")
        watch = ("watch", "--json", "-c", 1, "--timeout", 1)
        with Scripted(lambda request, number: [info()] if number == 2 else None) as server:
            result = self.check(gamewire(*watch, "--retries", 1, *names(server)), 0)
            self.assertEqual([one["up"] for one in result.objects], [True] * 3)
            self.assertEqual(len({one["ping_ms"] for one in result.objects}), 1)
            self.assertEqual(len(server.requests), 2)
        with Scripted(lambda *_: None) as server:
            result = self.check(gamewire(*watch, "--retries", 0, *names(server)), 4)
            self.assertEqual([one["error"]["code"] for one in result.objects], ["timeout"] * 3)
            self.assertEqual(len(server.requests), 1)

    @needs_slow_names
    def test_a_name_that_takes_too_long_is_not_waited_for(self):
        with Served() as server:
            names = (server.address, "never.slow", "one.more.slow")
            result = gamewire("watch", "--json", "-c", 2, "-i", 0.05, "--deadline", 0.2, *names, env=SLOW_NAMES)
        self.assertEqual([one["up"] for one in result.objects], [True, False, False] * 2)
        self.assertEqual({one["error"]["code"] for one in result.objects if not one["up"]}, {"timeout"})

    def test_lines_without_a_terminal(self):
        with Served("--players", 3) as server:
            result = gamewire("watch", "-c", 1, server.address)
        head, row = result.out.splitlines()
        self.assertEqual(head.split(), ["ADDRESS", "PLAYERS", "PING", "MAP", "NAME"])
        self.assertEqual(row.split()[:2], [server.address, "3/32"])

    def test_what_is_no_address_is_misuse(self):
        result = gamewire("watch", "a:b:c:d")
        self.assertEqual((result.code, result.out), (2, ""))
        told = self.check(gamewire("watch", "--json", "127.0.0.1:1", "x:99999"), 2, "usage").object
        self.assertEqual(told["address"], "x:99999")

    def test_another_driver_is_misuse(self):
        result = gamewire("watch", "-c", 1, "--transport", "blocking", "127.0.0.1:1")
        self.assertEqual((result.code, result.out), (2, ""))
        self.assertIn("epoll", result.err)
        for command in (("watch", "127.0.0.1:1"), ("exporter", "/dev/null")):
            self.check(gamewire(*command, "--json", "--transport", "asio"), 2, "unsupported")

    def on_a_terminal(self, *arguments, terminal="xterm"):
        leader, follower = pty.openpty()
        self.addCleanup(os.close, leader)
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 100, 0, 0))
        process = subprocess.Popen(
            command_line(["watch", *arguments]), stdin=follower, stdout=follower, stderr=follower, env={**os.environ, "TERM": terminal}
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        os.close(follower)
        return leader, process

    def read_until(self, leader, wanted):
        seen = b""
        while wanted not in seen:
            self.assertTrue(select.select([leader], [], [], 20)[0], f"{wanted} does not come: {seen}")
            seen += os.read(leader, 65536)
        return seen

    def test_a_table_until_q_and_the_terminal_is_as_it_was(self):
        with Served("--players", 3) as server:
            leader, process = self.on_a_terminal("-i", "0.1", server.address)
            seen = self.read_until(leader, b"3/32")
            os.write(leader, b"q")
            seen += self.read_until(leader, b"\x1b[?1049l")
        self.assertEqual(process.wait(10), 0)
        self.assertTrue(seen.startswith(b"\x1b[?1049h"))
        self.assertLess(seen.find(b"\x1b[?7l"), seen.find(b"ADDRESS"))  # no line runs into the next one
        self.assertIn(b"\x1b[?7h", seen)
        self.assertIn(b"q to quit", seen)

    def test_a_terminal_that_moves_no_cursor_gets_lines(self):
        with Served("--players", 3) as server:
            leader, process = self.on_a_terminal("-c", 1, server.address, terminal="dumb")
            self.assertNotIn(b"\x1b[?", self.read_until(leader, b" ms"))
        self.assertEqual(process.wait(10), 0)

    def test_ctrl_c(self):
        with Served() as server:
            leader, process = self.on_a_terminal("-i", "0.1", server.address)
            self.read_until(leader, b"/32")
            process.send_signal(signal.SIGINT)
            self.read_until(leader, b"\x1b[?1049l")
        self.assertEqual(process.wait(10), 130)

    def test_ctrl_z_gives_the_screen_back_for_a_while(self):
        with Served() as server:
            leader, process = self.on_a_terminal("-i", "0.1", server.address)
            self.read_until(leader, b"/32")
            process.send_signal(signal.SIGTSTP)
            self.read_until(leader, b"\x1b[?1049l")
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            self.assertTrue(os.WIFSTOPPED(status))
            process.send_signal(signal.SIGCONT)
            self.read_until(leader, b"\x1b[?1049h")
            self.read_until(leader, b"/32")
            os.write(leader, b"q")
            self.read_until(leader, b"\x1b[?1049l")
        self.assertEqual(process.wait(10), 0)

    def test_a_resized_terminal_is_drawn_on_anew(self):
        with Served() as server:
            leader, process = self.on_a_terminal("-i", "60", server.address)
            self.read_until(leader, b"/32")
            fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 12, 0, 0))
            process.send_signal(signal.SIGWINCH)
            self.read_until(leader, "ADDRESS    …".encode())
            os.write(leader, b"q")
            self.read_until(leader, b"\x1b[?1049l")

    def resize(self, leader, process, rows, columns=100):
        fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process.send_signal(signal.SIGWINCH)

    def shows(self, leader, wanted):
        """Waits for a new picture of these lines; one that ends in a blank is the beginning of its line."""
        lines, seen = [], b""
        fits = lambda line, start: line.startswith(start) if start.endswith(" ") else line == start
        while len(lines) != len(wanted) or not all(map(fits, lines, wanted)):
            self.assertTrue(select.select([leader], [], [], 10)[0], f"shows {lines}, and not {wanted}")
            *drawn, seen = (seen + os.read(leader, 65536)).split(b"\x1b[J")
            if drawn:
                lines = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", drawn[-1].decode()).replace("\r", "").split("\n")

    def shows_part(self, leader, addresses, first, count=18):
        """The head, addresses from the `first` on, counted from 1, and below them what part that is."""
        rows = [f"{one} " for one in addresses[first - 1 : first - 1 + count]]
        self.shows(leader, ["ADDRESS ", *rows, f"{first}-{first + count - 1} of {len(addresses)} · q to quit"])

    def long_list(self, count):
        """On a terminal of 20 rows; the second round is far away. With their addresses."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(Served("--servers", count, "--bind", "127.9.0.1", "--list", f"{folder}/list"))
        addresses = pathlib.Path(f"{folder}/list").read_text().split()
        leader, process = self.on_a_terminal("-i", "600", *addresses)
        self.read_until(leader, b"/32")
        return leader, process, addresses

    def test_keys_move_a_long_list(self):
        leader, process, addresses = self.long_list(50)
        for key, first in (
            (b"j", 2), (b"\x1b[B", 3), (b"\x1bOB", 4), (b"k", 3), (b"\x1b[A", 2), (b"\x1bOA", 1), (b"k", 1),
            (b" ", 19), (b"\x1b[6~", 33), (b"\x1b[6~", 33), (b"j", 33), (b"b", 15), (b"\x1b[5~", 1), (b"b", 1),
            (b"G", 33), (b"g", 1), (b"\x1b[F", 33), (b"\x1b[H", 1), (b"\x1bOF", 33), (b"\x1bOH", 1),
            (b"\x1b[4~", 33), (b"\x1b[1~", 1), (b"\x1b[8~", 33), (b"\x1b[7~", 1), (b"\x1b[1;5F", 33), (b"\x1b[1;2A", 32),
            (b"kkj", 31), (b"\x1b[A\x1b[A\x1b[B", 30), (b"x", 30), (b"\x1b[15~", 30), (b"\x1b[3~", 30),
        ):  # fmt: skip
            with self.subTest(key):
                os.write(leader, key)
                self.shows_part(leader, addresses, first)
        os.write(leader, b"q")
        self.assertEqual(process.wait(10), 0)

    def test_a_key_may_come_in_pieces_and_escape_is_none(self):
        leader, process, addresses = self.long_list(30)
        at = 1
        for *begun, last, first in (
            (b"\x1b", b"[", b"B", 2), (b"\x1b[", b"6", b"~", 13), (b"\x1bO", b"H", 1), (b"\x1b", b"j", 2),
            (b"\x1b", b"\x1b", b"\x1b[B", 3), (b"\x1b[6", b"\x1b[A", 2), (b"\x1b[" + b"6" * 300, b"~", 2), (b"j", 3),
        ):  # fmt: skip
            with self.subTest(begun=begun, last=last):
                for piece in begun:
                    os.write(leader, piece)
                    self.shows_part(leader, addresses, at)
                os.write(leader, last)
                self.shows_part(leader, addresses, first)
                at = first
        os.write(leader, b"\x1b")
        self.shows_part(leader, addresses, at)
        os.write(leader, b"q")
        self.assertEqual(process.wait(10), 0)

    def test_a_list_that_fits_does_not_move(self):
        leader, process, addresses = self.long_list(18)
        for key in b"j", b" ", b"G":
            os.write(leader, key)
            self.shows(leader, ["ADDRESS ", *(f"{one} " for one in addresses), "q to quit"])

    def test_the_part_that_is_shown_fits_the_screen(self):
        leader, process, addresses = self.long_list(30)
        os.write(leader, b"G")
        self.shows_part(leader, addresses, 13)
        self.resize(leader, process, 25)
        self.shows_part(leader, addresses, 8, 23)
        self.resize(leader, process, 3)
        self.shows_part(leader, addresses, 8, 1)
        os.write(leader, b" ")
        self.shows_part(leader, addresses, 9, 1)
        ninth = f"{addresses[8]} "
        self.resize(leader, process, 2)
        self.shows(leader, [ninth, "9-9 of 30 · q to quit"])
        self.resize(leader, process, 2, 20)
        self.shows(leader, [ninth, "9-9 of 30"])
        self.resize(leader, process, 2, 5)
        self.shows(leader, ["127.…", "9-9 …"])
        self.resize(leader, process, 1)
        self.shows(leader, [ninth])
        self.resize(leader, process, 32)
        self.shows(leader, ["ADDRESS ", *(f"{one} " for one in addresses), "q to quit"])

    def test_names_of_servers_reach_no_terminal_raw(self):
        evil = WHOLE + b"I\x11\x1b[31mred\0map\0folder\0game\0\x01\0\1\2\0dl\0\0v\0"
        with Scripted(lambda request, number: [evil]) as server:
            leader, process = self.on_a_terminal("-i", "0.1", server.address)
            seen = self.read_until(leader, b"red")
            os.write(leader, b"q")
            self.read_until(leader, b"\x1b[?1049l")
        self.assertIn(rb"\x1b[31mred", seen)
        self.assertNotIn(b"\x1b[31mred", seen)


@unittest.skipUnless("epoll" in TRANSPORTS, "not in this build")
class Exporter(TestCase):
    def serve(self, *addresses, options=()):
        process = subprocess.Popen(
            command_line(["exporter", "--listen", "127.0.0.1:0", *SHORT, *options]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        process.stdin.write("".join(f"{one}\n" for one in addresses))
        process.stdin.close()
        ready = json.loads(process.stdout.readline().removeprefix("ready "))
        self.assertRegex(ready["exporter"], r"^http://127\.0\.0\.1:\d+/metrics$")
        return process, ready["exporter"].split("/")[2]

    def get(self, at, path="/metrics", method="GET"):
        asked = http.client.HTTPConnection(at, timeout=20)
        self.addCleanup(asked.close)
        asked.request(method, path)
        answer = asked.getresponse()
        return answer, answer.read().decode()

    def test_metrics_of_what_is_up_and_what_is_not(self):
        with Served("--players", 7) as server:
            _, at = self.serve("# ours", f"{server.address}  # the first", "", "127.0.0.1:1")
            answer, text = self.get(at)
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        got = lines_of(text)
        label = f'{{address="{server.address}"}}'
        self.assertEqual(got["gamewire_up" + label], "1")
        self.assertEqual(got["gamewire_players" + label], "7")
        self.assertEqual(got["gamewire_max_players" + label], "32")
        self.assertIn("gamewire_bots" + label, got)
        self.assertGreater(float(got["gamewire_ping_seconds" + label]), 0)
        self.assertEqual(got['gamewire_up{address="127.0.0.1:1"}'], "0")
        self.assertNotIn('gamewire_players{address="127.0.0.1:1"}', got)
        (info,) = [line for line in got if line.startswith("gamewire_info")]
        for word in (server.address, 'name="gamewire sample server', 'map="', 'game="Playground"'):
            self.assertIn(word, info)

    def test_text_of_servers_is_quoted(self):
        evil = WHOLE + b'I\x11a"b\\c\nd\xff\0map\0folder\0game\0\x01\0\1\2\0dl\0\0v\0'
        with Scripted(lambda request, number: [evil]) as server:
            _, at = self.serve(server.address)
            _, text = self.get(at)
        self.assertIn('name="a\\"b\\\\c\\nd\ufffd"', text)

    def test_those_who_ask_at_once_share_a_round(self):
        asked = []
        info = WHOLE + b"I\x11n\0m\0f\0g\0\x01\0\1\2\0dl\0\0v\0"
        with Scripted(lambda request, number: asked.append(request) or [info]) as server:
            _, at = self.serve(server.address)
            for _ in range(3):
                self.get(at)
        self.assertEqual(len(asked), 1)

    def test_other_paths_and_methods(self):
        _, at = self.serve("127.0.0.1:1")
        self.assertEqual(self.get(at, "/")[0].status, 200)
        self.assertEqual(self.get(at, "/other")[0].status, 404)
        self.assertEqual(self.get(at, method="POST")[0].status, 405)
        answer, body = self.get(at, method="HEAD")
        self.assertEqual((answer.status, body), (200, ""))

    def test_more_servers_than_are_asked_at_once(self):
        """The fleet has room for 2000."""
        with tempfile.TemporaryDirectory() as folder:
            listed = f"{folder}/list"
            with Served("--servers", 2500, "--bind", "127.9.0.1", "--list", listed):
                addresses = pathlib.Path(listed).read_text().split()
                _, at = self.serve(*addresses)
                _, text = self.get(at)
        got = lines_of(text)
        self.assertEqual([one for one in addresses if got[f'gamewire_up{{address="{one}"}}'] != "1"], [])

    def test_what_is_printed_alike_is_listed_once(self):
        process = subprocess.Popen(
            command_line(["exporter", "--listen", "127.0.0.1:0", *SHORT]), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with process:
            self.addCleanup(process.kill)
            process.stdin.write(b"a\xff:1\na\xfe:1\n")
            process.stdin.close()
            ready = json.loads(process.stdout.readline().removeprefix(b"ready "))
            _, text = self.get(ready["exporter"].split("/")[2])
            process.terminate()
        self.assertEqual(text.count("gamewire_up{"), 1)

    def test_it_listens_where_a_name_leads(self):
        process = start("exporter", "-4", "--listen", "localhost:0", stdin=subprocess.DEVNULL)
        with process:
            self.addCleanup(process.kill)
            ready = json.loads(process.stdout.readline().removeprefix("ready "))
            self.assertRegex(ready["exporter"], r"^http://127\.0\.0\.1:\d+/metrics$")
            process.terminate()
        self.check(gamewire("exporter", "--json", "--listen", "no.such.host.invalid:0", "/dev/null"), 3, "resolve")

    def test_misuse(self):
        for arguments in (["/no/such/file"], ["/"], ["--listen", "nowhere", "/dev/null"], ["--transport", "asio", "/dev/null"]):
            self.assertEqual(gamewire("exporter", *arguments).code, 2)
        for without_port in ("127.0.0.1", "::1", "[::1]", "localhost", "localhost:", ":0", "localhost:65536", "[::1]:x"):
            self.assertEqual(gamewire("exporter", "--listen", without_port, "/dev/null", timeout=5).code, 2)

    def test_a_list_without_end_is_refused(self):
        self.assertEqual(gamewire("exporter", "--listen", "127.0.0.1:0", "/dev/zero").code, 6)

    def test_who_is_listed_twice_has_metrics_once(self):
        _, at = self.serve(f"{MARK}127.0.0.1:1", "\v127.0.0.1:1\f # again", "127.0.0.1\f", "127.0.0.1:27015")
        _, text = self.get(at)
        series = [line.split(" ")[0] for line in text.splitlines() if line.startswith("gamewire_up")]
        self.assertEqual(series, ['gamewire_up{address="127.0.0.1:1"}', 'gamewire_up{address="127.0.0.1:27015"}'])

    def test_it_ends_when_told_to(self):
        for number, code in ((signal.SIGTERM, 0), (signal.SIGINT, 130)):
            process, at = self.serve("127.0.0.1:1")
            self.get(at)
            process.send_signal(number)
            self.assertEqual(process.wait(10), code)


if __name__ == "__main__":
    unittest.main()

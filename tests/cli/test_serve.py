import bz2
import os
import re
import shutil
import signal
import socket
import struct
import time
import unittest
import zlib

from support import *


def whole(address, kind, count):
    request = WHOLE + kind + WHOLE
    return ask_served(address, request, count)


class Serve(TestCase):
    def query(self, served, *options):
        return self.check(gamewire("query", "--json", "--timeout", 1, *options, served.address), 0).object

    def test_the_ready_line_says_where(self):
        with Served() as served:
            self.assertRegex(served.ready, r'^ready \{"a2s":"(127\.0\.0\.1:\d+)","rcon":"\1"\}\n$')
            got = self.query(served)
        self.assertEqual(len(got["players"]["players"]), got["info"]["players"])
        self.assertEqual(got["info"]["port"], int(served.address.rsplit(":")[-1]))

    def test_as_many_players_and_rules_as_asked_for_in_every_form(self):
        for engine in ("source", "goldsource"):
            for count, rule_count in ((0, 0), (1, 1), (64, 300), (255, 400)):
                with self.subTest(engine=engine, players=count):
                    with Served("--engine", engine, "--players", count, "--rules", rule_count) as served:
                        got = self.query(served)
                    self.assertEqual(got["info"]["engine"], engine)
                    self.assertEqual(got["info"]["players"], count)
                    self.assertEqual("mod" in got["info"], engine == "goldsource")
                    self.assertEqual(len(got["players"]["players"]), count)
                    self.assertEqual(len(got["rules"]["rules"]), rule_count)
                    self.assertEqual(len({name for name, _ in got["rules"]["rules"]}), rule_count)

    def test_no_question_is_answered_without_a_challenge(self):
        with Served() as served:
            host, port = served.address.split(":")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.settimeout(5)
                for request in (INFO_REQUEST, WHOLE + b"U" + WHOLE, WHOLE + b"V" + b"\0\0\0\0"):
                    client.sendto(request, (host, int(port)))
                    answer = client.recv(65536)
                    self.assertEqual((answer[:5], len(answer)), (WHOLE + b"A", 9))

    def test_long_replies_are_split_and_compressed_ones_unpack(self):
        with Served("--rules", 300, "--compress") as served:
            first = whole(served.address, b"V", 1)[0]
            mark, id, total, index, size = struct.unpack("<iIBBH", first[:12])
            self.assertEqual(mark, -2)
            self.assertTrue(id & 0x80000000)
            rest = whole(served.address, b"V", total)
            body = b"".join(d[12:] for d in sorted(rest, key=lambda d: d[9]))
            length, crc = struct.unpack("<II", body[:8])
            message = bz2.decompress(body[8:])
            self.assertEqual((len(message), zlib.crc32(message)), (length, crc))
            self.assertEqual(message[:7], WHOLE + b"E" + struct.pack("<H", 300))
            self.assertEqual(len(self.query(served)["rules"]["rules"]), 300)

    def test_goldsource_has_its_own_split_and_no_compression(self):
        with Served("--rules", 100, "--engine", "goldsource", "--compress") as served:
            first = whole(served.address, b"V", 1)[0]
            count = first[8] & 15
            parts = sorted(whole(served.address, b"V", count), key=lambda d: d[8] >> 4)
            message = b"".join(d[9:] for d in parts)
            self.assertEqual(message[:7], WHOLE + b"E" + struct.pack("<H", 100))
            served.process.terminate()
            self.assertIn("compression", served.process.communicate(timeout=10)[1])

    def test_the_same_seed_makes_up_the_same(self):
        def made_up(*options):
            with Served(*options) as served:
                got = self.query(served)
            del got["address"], got["ping_ms"], got["info"]["port"]
            return got

        self.assertEqual(made_up("--seed", 5, "--rules", 50), made_up("--seed", 5, "--rules", 50))
        self.assertNotEqual(made_up("--seed", 5, "--rules", 50), made_up("--seed", 6, "--rules", 50))

    def test_lost_datagrams_are_retried_and_all_lost_is_silence(self):
        with Served("--loss", 40, "--seed", 3) as served:
            self.check(gamewire("query", "--timeout", 0.05, "--retries", 20, served.address), 0)
        with Served("--loss", 100) as served:
            self.check(gamewire("info", *SHORT, served.address), 4)

    def test_signals_end_it(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 0)):
            served = Served()
            served.process.send_signal(number)
            _, err = served.process.communicate(timeout=10)
            self.assertEqual((served.process.returncode, err), (code, ""))

    def test_it_listens_where_it_is_told(self):
        try:
            socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).bind(("::1", 0))
        except OSError as error:
            self.skipTest(f"no IPv6 here: {error}")
        with Served("--bind", "::1") as served:
            self.assertRegex(served.ready, r'^ready \{"a2s":"(\[::1\]:\d+)","rcon":"\1"\}\n$')
            self.query(served)

    def test_what_cannot_be_served_is_a_usage_error(self):
        for options in (
            ("--players", 256), ("--players", -1), ("--port", 65536), ("--engine", "quake"), ("--loss", 101),
            ("--engine", "goldsource", "--rules", 5000), ("--rules", 60000), ("--bind", "192.0.2.1"),
            ("--bind", "127.0.0.1:80"),
        ):  # fmt: skip
            with self.subTest(options):
                result = self.check(gamewire("serve", "--port", 0, "--json", *options), 2, "usage")
                self.assertEqual(result.object["command"], "serve")
                self.assertNotEqual(result.err, "")

    def test_more_rules_than_clients_take_are_told(self):
        for options, told in ((("--rules", 4000), True), (("--rules", 4000, "--compress"), False), (("--rules", 300), False)):
            served = Served(*options)
            code = gamewire("rules", *SHORT, served.address).code
            served.process.terminate()
            _, err = served.process.communicate(timeout=10)
            self.assertEqual((bool(err), code != 0), (told, told), err)

    @unittest.skipUnless(os.path.exists("/proc/self/status"), "no /proc here")
    def test_what_waits_for_its_delay_is_bounded(self):
        with Served("--delay", 1000, env={**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1"}) as served:
            host, port = served.address.split(":")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flood:
                for i in range(4000):  # of 240 MB
                    flood.sendto(bytes(60_000), (host, int(port)))
                    if i % 3 == 0:
                        time.sleep(0.0005)
            with open(f"/proc/{served.process.pid}/status") as status:
                (peak,) = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
        self.assertLess(peak, 150_000)

    def test_a_port_in_use_is_a_usage_error(self):
        with Served() as served:
            port = served.address.rsplit(":", 1)[1]
            self.check(gamewire("serve", "--port", port), 2)

    def test_its_trace_can_be_decoded(self):
        with Served("--trace", "/dev/stderr") as served:
            self.query(served)
            served.process.terminate()
            trace = served.process.communicate(timeout=10)[1]
        got = self.check(gamewire("decode", stdin=trace.encode()), 0).objects
        self.assertLessEqual({"challenge", "info", "players", "rules"}, {o["kind"] for o in got})

    def test_so_can_that_of_its_master(self):
        with Served("--master", "--trace", "/dev/stderr") as served:
            master = json.loads(served.ready.removeprefix("ready "))["master"]
            listed = self.check(gamewire("master", "--json", master), 0).objects
            served.process.terminate()
            trace = served.process.communicate(timeout=10)[1]
        got = self.check(gamewire("decode", stdin=trace.encode()), 0).objects
        self.assertTrue(listed)
        self.assertIn("master", {one["kind"] for one in got})


@unittest.skipUnless(shutil.which("quakestat"), "quakestat is not installed")
class Quakestat(TestCase):
    """Another program reads the same server alike."""

    def ask(self, address):
        out = subprocess.run(
            ["quakestat", "-a2s", address, "-R", "-P", "-xml", "-utf8"], capture_output=True, timeout=20, check=True
        ).stdout.decode(errors="replace")
        number = lambda tag: int(re.search(f"<{tag}>(\\d+)</{tag}>", out)[1])
        found = dict(re.findall(r'<rule name="([^"]*)">([^<]*)</rule>', out))
        scores = [int(score) for score in re.findall(r"<score>(-?\d+)</score>", out)]
        return number("numplayers"), number("maxplayers"), re.search("<map>(.*)</map>", out)[1], found, scores

    def test_it_reads_every_form(self):
        for options in (
            (), ("--players", 0), ("--players", 64, "--rules", 300), ("--engine", "goldsource"),
            ("--engine", "goldsource", "--players", 64, "--rules", 300), ("--engine", "goldsource", "--players", 0),
        ):  # fmt: skip
            with self.subTest(options), Served(*options) as served:
                mine = gamewire("query", "--json", served.address).object
                count, most, name, found, scores = self.ask(served.address)
                self.assertEqual((count, most), (mine["info"]["players"], mine["info"]["max_players"]))
                self.assertEqual(name, mine["info"]["map"])
                self.assertEqual(sorted(scores), sorted(p["score"] for p in mine["players"]["players"]))
                for rule, value in mine["rules"]["rules"]:
                    if value.isascii():
                        self.assertEqual(found[rule], value)

    def test_it_reads_the_info_of_a_compressing_server(self):
        with Served("--rules", 300, "--compress") as served:  # it cannot unpack the rules
            self.assertEqual(self.ask(served.address)[:2], (12, 32))


class Rcon(TestCase):
    """What `gamewire serve` answers to RCON."""

    def rcon(self, served, *commands, password="secret"):
        options = [o for command in commands for o in ("-e", command)]
        return gamewire("rcon", "--json", served.address, *options, env={"GAMEWIRE_RCON_PASSWORD": password})

    def test_its_commands(self):
        with Served("--password", "secret", "--players", 3) as served:
            results = self.check(
                self.rcon(served, "status", "echo  two words", "nonsense x", "sv_gravity", "help sv_gravity", "", "help"), 0
            ).objects
        status, echo, unknown, variable, help, empty, usage = [o["output"] for o in results]
        self.assertRegex(status, r"hostname: gamewire sample server.*\nmap     : \w+\nplayers : 3 ")
        self.assertEqual((echo, unknown, empty), ("two words \n", 'Unknown command "nonsense"\n', ""))
        self.assertTrue(variable.startswith('"sv_gravity" = "800"\n'))
        self.assertEqual((help, usage), (variable, "Usage: help NAME\n"))

    def test_as_many_cvars_as_rules_with_the_same_values(self):
        for count in (0, 3, 500):
            with self.subTest(count), Served("--password", "secret", "--rules", count) as served:
                rules = self.check(gamewire("rules", "--json", served.address), 0).object["rules"]
                (list,) = self.check(self.rcon(served, "cvarlist"), 0).objects
                self.assertIn(f"{count:3} total convars/concommands", list["output"])
                if count == 0:
                    continue
                cvars = gamewire("cvars", "--json", served.address, env={"GAMEWIRE_RCON_PASSWORD": "secret"})
                cvars = [[o["name"], o["value"]] for o in self.check(cvars, 0).objects]
                self.assertEqual(cvars, rules)

    def test_exit_shuts_it_down_and_is_answered(self):
        with Served("--password", "secret") as served:
            self.assertEqual(self.check(self.rcon(served, "exit"), 0).object["output"], "")
            self.assertEqual(served.process.wait(timeout=10), 0)

    def test_ten_wrong_passwords_ban(self):
        with Served("--password", "secret") as served:
            for attempt in range(10):
                self.assertEqual(self.rcon(served, "status", password="wrong").code, 5, attempt)
            self.check(self.rcon(served, "status"), 5, "banned")

    def test_without_a_password_nobody_logs_in(self):
        with Served() as served:
            self.check(self.rcon(served, "status"), 5, "auth")
            self.check(gamewire("rcon", "--json", "--password", "", served.address, "-e", "x"), 5, "auth")

    def test_a_port_that_is_taken(self):
        with Served("--password", "secret") as served:
            port = served.address.rsplit(":")[-1]
            self.check(gamewire("serve", "--port", port), 2)

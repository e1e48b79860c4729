import os
import pty
import signal
import tempfile

from support import *

NO_NAME = "x" * 64 + ".invalid"  # a label too long: no name server need be asked


def scan(targets, *options, **how):
    """Scans a list, given as lines, bytes or text."""
    if isinstance(targets, (list, tuple)):
        targets = "".join(f"{line}\n" for line in targets)
    if isinstance(targets, str):
        targets = targets.encode()
    return gamewire("scan", "--json", *options, stdin=targets, **how)


class ScanTestCase(TestCase):
    def summary(self, result):
        """The one line on stderr; its sum has to be right, always."""
        (line,) = result.err.splitlines()
        got = json.loads(line)
        self.assertEqual(
            list(got)[:9],
            ["kind", "asked", "answered", "failed", "packets_sent", "packets_received", "dropped", "seconds",
             "queries_per_second"],
        )  # fmt: skip
        self.assertEqual(got["kind"], "summary")
        self.assertEqual(got["asked"], got["answered"] + sum(got["failed"].values()))
        self.assertEqual(got["asked"], len(result.objects))
        return got

    def codes(self, result):
        """What became of each line, by its address."""
        return {o["address"]: o["error"]["code"] if "error" in o else "" for o in result.objects}


class CrowdTestCase(ScanTestCase):
    """Many servers in one process."""

    def serve(self, count, *options):
        file = tempfile.NamedTemporaryFile(mode="r")
        self.addCleanup(file.close)
        served = Served("--servers", count, "--list", file.name, *options)
        self.addCleanup(served.__exit__)
        self.assertEqual(json.loads(served.ready.removeprefix("ready "))["servers"], count)
        return file.name, file.read().splitlines()


@through_every_transport
class Whole(CrowdTestCase):
    def test_all_of_300_that_lose_some_are_found_each_under_its_address(self):
        path, addresses = self.serve(300, "--loss", 2)
        self.assertEqual(len(set(addresses)), 300)
        result = self.check(gamewire("scan", "--json", "--timeout", 0.2, "--retries", 6, path), 0)
        got = {o["address"]: o for o in result.objects}
        self.assertEqual(set(got), set(addresses))
        for number, address in enumerate(addresses, 1):
            self.assertTrue(got[address]["name"].endswith(f" #{number}"))
            self.assertGreater(got[address]["ping_ms"], 0)
        summary = self.summary(result)
        self.assertEqual((summary["asked"], summary["answered"], summary["failed"]), (300, 300, {}))
        self.assertGreater(summary["packets_sent"], 600)  # each twice, for the challenge, and what was lost
        self.assertGreaterEqual(summary["packets_received"], 600)
        self.assertAlmostEqual(summary["queries_per_second"], 300 / summary["seconds"], 3)


class Crowd(CrowdTestCase):
    def test_a_result_is_as_info_prints_it(self):
        _, addresses = self.serve(2)
        mine = scan(addresses[1:]).object
        other = gamewire("info", "--json", addresses[1]).object
        self.assertEqual(list(mine), list(other))
        del mine["ping_ms"], other["ping_ms"]
        self.assertEqual(mine, other)

    def test_several_parts_are_as_query_prints_them(self):
        _, addresses = self.serve(40, "--players", 70, "--rules", 150)
        result = self.check(scan(addresses, "--what", "rules,info,players", "--in-flight", 7), 0)
        self.summary(result)
        got = {o["address"]: o for o in result.objects}
        self.assertEqual(set(got), set(addresses))
        for address in (addresses[0], addresses[39]):
            other = gamewire("query", "--json", address).object
            self.assertEqual(list(got[address]), list(other))
            for part in ("info", "players", "rules"):
                self.assertEqual(got[address][part], other[part])
        names = {json.dumps(o["players"]["players"]) for o in result.objects}
        self.assertEqual(len(names), 40)  # each made up its own

    def test_one_part_is_as_its_command_prints_it(self):
        _, addresses = self.serve(2)
        self.assertEqual(
            scan(addresses[:1], "--what", "players").object, gamewire("players", "--json", addresses[0]).object
        )

    def test_the_rate_is_kept_to(self):
        _, addresses = self.serve(30)
        result = self.check(scan(addresses, "--rate", 100), 0)
        self.assertGreater(self.summary(result)["seconds"], 0.5)  # 60 packets

    def test_late_answers(self):
        _, addresses = self.serve(20, "--delay", 0.15)
        result = self.check(scan(addresses, "--timeout", 2), 0)
        for got in result.objects:
            self.assertGreaterEqual(got["ping_ms"], 150)

    def test_a_single_server_can_be_late_too(self):
        with Served("--delay", 0.1) as served:
            self.assertGreaterEqual(gamewire("info", "--json", served.address).object["ping_ms"], 100)

    def test_a_line_for_people(self):
        _, addresses = self.serve(5)
        result = self.check(gamewire("scan", stdin="\n".join(addresses).encode()), 0)
        lines = result.out.splitlines()
        self.assertEqual(sorted(line.split()[0] for line in lines), sorted(addresses))
        for line in lines:
            self.assertRegex(line, r"\d+\.\d\d ms +12/32  \w+ +gamewire sample server ☕ #\d$")
        self.assertRegex(result.err, r"^5 asked, 5 answered; 10 packets sent, 10 received; .* per second\n$")

    def test_crowds_that_there_cannot_be(self):
        for options in (
            ("--servers", 0), ("--servers", 2, "--bind", "::1"), ("--servers", 2, "--bind", "192.0.2.1"),
            ("--servers", 3, "--bind", "127.255.255.253"), ("--servers", 2, "--list", "/nonexistent/list"),
            ("--list", "/nonexistent/list"), ("--delay", -1),
        ):  # fmt: skip
            with self.subTest(options):
                self.check(gamewire("serve", "--port", 0, "--json", *options), 2, "usage")

    def test_a_crowd_answers_only_for_its_own_addresses(self):
        served = Served("--servers", 3)
        self.addCleanup(served.__exit__)
        port = served.address.split(":")[1]
        result = scan([f"127.0.0.{i}:{port}" for i in (1, 3, 4)], *SHORT)
        self.assertEqual(list(self.codes(result).values()), ["", "", "timeout"])

    def test_a_list_of_one(self):
        with tempfile.NamedTemporaryFile(mode="r") as file:
            with Served("--list", file.name) as served:
                self.assertEqual(file.read(), served.address + "\n")


class Lists(ScanTestCase):
    def test_comments_blanks_and_line_ends(self):
        with Scripted(answering(info=info())) as one, Scripted(answering(info=info())) as two:
            text = f"# all of them\r\n\r\n  {one.address}\t# mine\r\n#{two.address}\n\n \t\n{two.address}"
            result = self.check(scan(text), 0)
        self.assertEqual(self.codes(result), {one.address: "", two.address: ""})
        self.assertEqual(self.summary(result)["asked"], 2)

    def test_an_empty_list(self):
        for nothing in (b"", b"\n", b"# nothing\n"):
            self.assertEqual(self.summary(self.check(scan(nothing), 0))["asked"], 0)

    def test_every_line_has_its_result_however_often_it_is_there(self):
        with Scripted(answering(info=info())) as server:
            for in_flight in (1, 3, 2000):
                result = self.check(scan([server.address] * 50, "--in-flight", in_flight, "--rate", 0), 0)
                self.assertEqual(self.codes(result), {server.address: ""})
                self.assertEqual(self.summary(result)["answered"], 50)

    def test_lines_that_are_no_address_have_a_result_and_stop_nothing(self):
        bad = ["a b", "1.2.3.4:0", "1.2.3.4:99999", "[::1", "::1]:5", ":27015", "host:port", "x" * 5000]
        with Scripted(answering(info=info())) as server:
            result = self.check(scan([*bad, server.address]), 1)
        codes = self.codes(result)
        self.assertEqual(codes.pop(server.address), "")
        self.assertEqual(set(codes.values()), {"usage"})
        self.assertEqual(set(codes), {line[:1024] for line in bad})
        self.assertEqual(self.summary(result)["failed"], {"usage": len(bad)})

    def test_bytes_that_are_no_text(self):
        result = self.check(scan(b"\xff\x1b[2J\n\0\n"), 2)
        self.assertEqual(result.objects[0]["address_hex"], "ff1b5b324a")
        table = self.check(gamewire("scan", stdin=b"\xff\x1b[2J\n"), 2)
        self.assertNotIn("\x1b", table.out)

    def test_the_port_that_is_added(self):
        result = scan(["192.0.2.1", "::1", "[::2]"], "-4", "--timeout", 0.05, "--retries", 0)
        self.assertEqual(set(self.codes(result)), {"192.0.2.1:27015", "[::1]:27015", "[::2]:27015"})

    def test_names(self):
        with Scripted(answering(info=info())) as server:
            lines = [f"localhost:{server.port}", f"127.0.0.1:{server.port}", f"LOCALHOST:{server.port}"]
            result = self.check(scan([*lines, NO_NAME, f"{NO_NAME}:5"]), 1)
        got = {o["address"]: o for o in result.objects}
        self.assertEqual(len(got), 5)
        for line in lines:
            self.assertEqual(got[line].get("resolved"), server.address if line != server.address else None)
            self.assertEqual(got[line]["name"], "A server")
        for line in (f"{NO_NAME}:27015", f"{NO_NAME}:5"):
            self.assertEqual(got[line]["error"]["code"], "resolve")
        self.assertEqual(self.summary(result)["failed"], {"resolve": 2})

    def test_many_names(self):
        lines = [f"{i}.{NO_NAME}" for i in range(100)] * 2
        result = self.check(scan(lines), 3)
        self.assertEqual(self.summary(result)["failed"], {"resolve": 200})

    def test_both_families_at_once(self):
        try:
            v6 = Scripted(answering(info=info(name="six")), "::1")
        except OSError as error:
            self.skipTest(f"no IPv6 here: {error}")
        with v6, Scripted(answering(info=info(name="four"))) as v4:
            result = self.check(scan([v6.address, v4.address]), 0)
            self.assertEqual({o["address"]: o["name"] for o in result.objects}, {v6.address: "six", v4.address: "four"})
            only = self.check(scan([v6.address, v4.address], "-6"), 1)
            self.assertEqual(self.codes(only), {v6.address: "", v4.address: "resolve"})

    def test_a_list_that_is_not_there(self):
        self.check(gamewire("scan", "--json", "/nonexistent/list"), 2, "usage")
        for options in ((), ("--json",)):
            result = self.check(gamewire("scan", "/", *options), 2)
            self.assertEqual(result.err, "gamewire: /: Is a directory\n")

    def test_options_that_make_no_sense(self):
        for options in (
            ("--rate", -1), ("--rate", "x"), ("--in-flight", 0), ("--in-flight", 1000001), ("--what", "nothing"),
            ("--what", ""), ("--what", "info,"), ("a", "b"),
        ):  # fmt: skip
            with self.subTest(options):
                self.check(gamewire("scan", "--json", *options), 2, "usage")

    def peak_memory(self, count):
        """In KiB, of a scan of so many lines of 800 bytes that are no addresses."""
        env = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1"}
        with subprocess.Popen(["seq", "-f", "x" * 800 + " %.0f", str(count)], stdout=subprocess.PIPE) as lines:
            process = subprocess.Popen(
                [GAMEWIRE, "scan", "--json"], stdin=lines.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                env=env,
            )  # fmt: skip
            lines.stdout.close()
            self.assertEqual(json.load(process.stderr)["asked"], count)
            process.stderr.close()
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 2)
        return used.ru_maxrss

    def test_a_long_list_passes_through_in_little_memory(self):
        self.assertLess(self.peak_memory(150_000), self.peak_memory(100) + 50_000)  # it is 120 MB


@through_every_transport
class Failures(ScanTestCase):
    def test_what_fails_and_how_is_told(self):
        with Scripted(lambda *_: None) as silent, Scripted(answering(info=info())) as good:
            dead = f"127.0.0.1:{unused_port()}"
            result = self.check(scan([silent.address, dead, good.address], *SHORT), 1)
            self.assertEqual(self.codes(result), {silent.address: "timeout", dead: "refused", good.address: ""})
            self.assertEqual(self.summary(result)["failed"], {"timeout": 1, "refused": 1})
            self.assertEqual(result.objects[-1]["address"], silent.address)  # in the order in which they end

    def test_a_server_that_refuses_is_asked_again_soon_whatever_the_timeout(self):
        result = self.check(scan([f"127.0.0.1:{unused_port()}"], "--timeout", 100), 3, "refused")
        self.assertEqual(self.summary(result)["packets_sent"], 3)

    def test_exit_codes(self):
        with Scripted(lambda *_: None) as silent:
            dead = f"127.0.0.1:{unused_port()}"
            self.check(scan([silent.address], *SHORT), 4)
            self.check(scan([dead, dead], *SHORT), 3)
            self.check(scan([dead, silent.address], *SHORT), 1)

    def test_answers_that_are_none(self):
        with Scripted(answering(info=WHOLE + b"I\x11cut")) as bad:
            self.check(scan([bad.address], *SHORT), 6, "protocol")

    def test_a_part_that_fails_leaves_the_others(self):
        with Scripted(answering(info=info(), rules=rules(("a", "b")))) as server:
            result = self.check(scan([server.address], *SHORT, "--what", "info,players,rules"), 1)
            got = result.object
            self.assertEqual(got["kind"], "query")
            self.assertEqual(got["info"]["name"], "A server")
            self.assertEqual(got["players"]["error"]["code"], "timeout")
            self.assertEqual(got["rules"]["rules"], [["a", "b"]])
            self.assertNotIn("error", got)
            self.assertEqual(self.summary(result)["answered"], 1)

    def test_a_failure_for_people(self):
        dead = f"127.0.0.1:{unused_port()}"
        result = self.check(gamewire("scan", *SHORT, stdin=f"{dead}\nno address\n".encode()), 1)
        self.assertRegex(result.out, rf"{dead} +\w")
        self.assertIn("2 asked, 0 answered, 2 failed (refused 1, usage 1)", result.err)

    def test_names_of_servers_are_never_obeyed(self):
        with Scripted(answering(info=info(name="\x1b]0;title\x07\u202e"))) as server:
            result = self.check(gamewire("scan", stdin=server.address.encode()), 0)
        self.assertNotIn("\x1b", result.out)
        self.assertNotIn("\u202e", result.out)


@through_every_transport
class Running(ScanTestCase):
    def start(self, *options, **how):
        process = start("scan", "--json", *options, stdin=subprocess.PIPE, **how)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def say(self, process, line):
        process.stdin.write(line + "\n")
        process.stdin.flush()

    def test_results_come_while_the_list_still_does(self):
        with Scripted(answering(info=info())) as one, Scripted(answering(info=info())) as two:
            process = self.start()
            for server in (one, two, one):
                self.say(process, server.address)
                self.assertEqual(json.loads(process.stdout.readline())["address"], server.address)
            _, err = process.communicate(timeout=10)
        self.assertEqual((process.returncode, json.loads(err)["asked"]), (0, 3))

    def test_nobody_waits_for_a_silent_server(self):
        with Scripted(answering(info=info())) as good, Scripted(lambda *_: None) as silent:
            process = self.start("--timeout", 20)
            self.say(process, silent.address)
            self.say(process, good.address)
            self.assertEqual(json.loads(process.stdout.readline())["address"], good.address)

    def test_nobody_waits_behind_many_lines_of_a_silent_server(self):
        with Scripted(answering(info=info())) as good, Scripted(lambda *_: None) as silent:
            process = self.start("--timeout", 20, "--in-flight", 2)
            self.say(process, "\n".join([silent.address] * 1000 + [good.address]))
            self.assertEqual(json.loads(process.stdout.readline())["address"], good.address)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=5)
            self.assertEqual(json.loads(err)["unfinished"], 1000)

    @needs_slow_names
    def test_nobody_waits_behind_many_names_that_are_not_found(self):
        with Scripted(answering(info=info())) as good:
            process = self.start(env={**os.environ, **SLOW_NAMES})
            self.say(process, "\n".join([*(f"host{i}.slow" for i in range(20_000)), good.address]))
            self.assertEqual(json.loads(process.stdout.readline())["address"], good.address)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(timeout=5), 130)

    def test_ctrl_c_prints_the_summary_of_what_was_done(self):
        for options in ((), ("--in-flight", 2)):
            with Scripted(answering(info=info())) as good, Scripted(lambda *_: None) as silent:
                process = self.start("--timeout", 20, *options)
                self.say(process, silent.address)
                self.say(process, good.address)
                process.stdout.readline()
                process.send_signal(signal.SIGINT)
                _, err = process.communicate(timeout=5)
                summary = json.loads(err)
                self.assertEqual(process.returncode, 130)
                self.assertEqual((summary["asked"], summary["answered"], summary["unfinished"]), (1, 1, 1))

    def test_ctrl_c_while_the_list_is_waited_for(self):
        process = self.start()
        self.say(process, "no address")
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=5), 130)
        summary = json.loads(process.stderr.readline())
        self.assertEqual((summary["asked"], summary["failed"]), (1, {"usage": 1}))
        self.assertNotIn("unfinished", summary)

    def test_a_reader_that_leaves_early_ends_it(self):
        with Scripted(answering(info=info())) as server:
            process = self.start()
            self.say(process, server.address)
            process.stdout.readline()
            process.stdout.close()
            self.say(process, server.address)
            self.assertEqual(process.wait(timeout=10), 0)  # though the list has not ended
            self.assertEqual(process.stderr.read(), "")
            process.stdout = None

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_disk_is_told(self):
        with Scripted(answering(info=info())) as server, open("/dev/full", "w") as full:
            process = subprocess.run(
                [GAMEWIRE, "scan"], input=server.address.encode(), stdout=full, stderr=subprocess.PIPE, timeout=10
            )
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"standard output", process.stderr)

    def test_progress_on_a_terminal_is_gone_at_the_end(self):
        with Scripted(lambda *_: None) as silent:
            mine, theirs = pty.openpty()
            with subprocess.Popen(
                [GAMEWIRE, "scan", "--timeout", "0.6", "--retries", "0"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"},
            ) as process:  # fmt: skip
                os.close(theirs)
                process.communicate(silent.address.encode(), timeout=10)
            seen = b""
            try:
                while piece := os.read(mine, 65536):
                    seen += piece
            except OSError:  # the other end is closed
                pass
            os.close(mine)
        lines = seen.decode().split("\r\x1b[K")
        self.assertTrue(any("1 in flight" in line for line in lines[:-1]))
        self.assertTrue(lines[-1].startswith("1 asked, 0 answered, 1 failed (timeout 1)"), lines)

    def test_a_byte_order_mark_is_no_part_of_the_first_line(self):
        with Scripted(answering(info=info())) as server:
            for mark, code in ((MARK, 0), (MARK * 2, 1)):
                result = self.check(scan([f"{mark}{server.address}", server.address]), code)

    def test_its_trace_can_be_decoded(self):
        with Scripted(answering(info=info())) as server, tempfile.NamedTemporaryFile() as file:
            self.check(scan([server.address], "--trace", file.name), 0)
            self.assertEqual(gamewire("decode", file.name).object["name"], "A server")

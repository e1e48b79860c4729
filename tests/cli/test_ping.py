import signal
import time

from support import *

QUICK = ("-i", "0.05", *SHORT)


@through_every_transport
class Ping(TestCase):
    def test_a_line_per_reply_and_a_summary(self):
        with Scripted(answering(info=info())) as server:
            result = self.check(gamewire("ping", "-c", 3, *QUICK, server.address), 0)
        for number in (1, 2, 3):
            self.assertRegex(result.out, rf"{server.address}: seq={number} time=\d+\.\d+ ms\n")
        self.assertIn(f"--- {server.address} ping statistics ---", result.out)
        self.assertRegex(result.out, r"3 packets transmitted, 3 received, 0% packet loss, time \d+ms")
        self.assertRegex(result.out, r"rtt min/avg/max/mdev = \d+\.\d+/\d+\.\d+/\d+\.\d+/\d+\.\d+ ms")

    def test_a_heading_names_the_server_and_its_address(self):
        with Scripted(answering(info=info())) as server:
            for host in ("localhost", "127.0.0.1"):
                result = self.check(gamewire("ping", "-4", "-c", 1, f"{host}:{server.port}"), 0)
                self.assertEqual(result.out.splitlines()[0], f"PING {host} ({server.address})")
                self.assertEqual(result.out.count("PING"), 1)

    def test_json_has_an_object_per_reply_and_a_summary(self):
        with Scripted(lambda _, n: None if n == 2 else [challenge()]) as server:
            result = self.check(gamewire("ping", "--json", "-c", 3, *QUICK, server.address), 1)
        first, lost, third, summary = result.objects
        self.assertEqual(list(first), ["address", "kind", "seq", "ping_ms"])
        self.assertEqual((first["kind"], first["seq"], third["seq"]), ("ping", 1, 3))
        self.assertEqual((lost["seq"], lost["error"]["code"]), (2, "timeout"))
        self.assertEqual((summary["kind"], summary["sent"], summary["received"]), ("summary", 3, 2))
        self.assertAlmostEqual(summary["loss_percent"], 100 / 3)
        self.assertLessEqual(summary["min_ms"], summary["avg_ms"])
        self.assertLessEqual(summary["avg_ms"], summary["max_ms"])

    def test_a_challenge_is_pong_enough_and_not_followed(self):
        with Scripted(lambda *_: [challenge()]) as server:
            self.check(gamewire("ping", "-c", 2, *QUICK, server.address), 0)
            self.assertEqual(server.requests, [INFO_REQUEST] * 2)

    def test_the_round_trip_is_that_of_the_datagram(self):
        def slowly(*_):
            time.sleep(0.04)
            return [challenge()]

        with Scripted(slowly) as server:
            result = gamewire("ping", "--json", "-c", 1, "--timeout", 1, server.address)
        self.assertGreaterEqual(result.objects[0]["ping_ms"], 40)
        self.assertLess(result.objects[0]["ping_ms"], 500)

    def test_a_silent_server_is_a_timeout_and_never_asked_twice_for_one(self):
        with Scripted(lambda *_: None) as server:
            result = self.check(gamewire("ping", "-c", 2, "-i", "0.05", "--timeout", 0.1, server.address), 4)
            self.assertEqual(len(server.requests), 2)
        self.assertIn("2 packets transmitted, 0 received, 100% packet loss", result.out)
        self.assertNotIn("rtt", result.out)

    def test_a_refused_one_does_not_end_the_others(self):
        result = self.check(gamewire("ping", "--json", "-c", 2, *QUICK, f"127.0.0.1:{unused_port()}"), 3)
        self.assertEqual([o.get("error", {}).get("code") for o in result.objects], ["refused", "refused", None])

    def test_a_name_that_does_not_resolve_ends_at_once(self):
        self.check(gamewire("ping", "--json", "-c", 5, "no-such-name.invalid"), 3, "resolve")

    def test_the_interval_is_kept(self):
        with Scripted(answering(info=info())) as server:
            begin = time.monotonic()
            self.check(gamewire("ping", "-c", 4, "-i", 0.1, *SHORT, server.address), 0)
            self.assertGreaterEqual(time.monotonic() - begin, 0.3)

    def test_a_deadline_ends_the_run(self):
        with Scripted(answering(info=info())) as server:
            result = self.check(gamewire("ping", "--json", "--deadline", 0.3, "-i", 0.05, server.address), 0)
        self.assertGreater(len(result.objects), 2)

    def test_a_deadline_ends_the_pause_too_and_the_sum_is_right(self):
        with Scripted(lambda _, n: [challenge()] if n == 1 else None) as server:
            begin = time.monotonic()
            result = self.check(gamewire("ping", "--json", "--deadline", 0.4, "-i", 300, server.address), 0)
            result = self.check(gamewire("ping", "--json", "--deadline", 0.4, "-i", 0.1, server.address), 4)
            self.assertLess(time.monotonic() - begin, 200)
            *lost, summary = result.objects
            self.assertEqual((summary["sent"], summary["received"]), (len(server.requests) - 1, 0))
            self.assertEqual([o["seq"] for o in lost], list(range(1, summary["sent"] + 1)))

    @needs_slow_names
    def test_what_was_never_sent_is_not_lost(self):
        result = gamewire("ping", "--json", "--deadline", 0.2, "host.slow", env=SLOW_NAMES)
        self.assertEqual([o["error"]["code"] for o in self.check(result, 4).objects], ["timeout"])

    def test_several_addresses_need_a_count(self):
        with Scripted(answering(info=info())) as server:
            self.check(gamewire("ping", server.address, server.address), 2)
            result = self.check(gamewire("ping", "-c", 1, "--json", server.address, server.address), 0)
        self.assertEqual([o["kind"] for o in result.objects], ["ping", "summary"] * 2)

    def interrupt(self, server, *options):
        process = start("ping", "-i", 0.1, *options, server.address)
        lines = [process.stdout.readline() for _ in range(2)]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        return process.returncode, "".join(lines) + out, err

    def test_without_a_count_it_runs_until_ctrl_c_and_sums_up(self):
        with Scripted(answering(info=info())) as server:
            code, out, err = self.interrupt(server)
            self.assertEqual((code, err), (130, ""))
            self.assertIn(" received, 0% packet loss", out)
            code, out, _ = self.interrupt(server, "--json")
            self.assertEqual(code, 130)
            self.assertEqual(json.loads(out.splitlines()[-1])["kind"], "summary")

    def test_ctrl_c_does_not_wait_for_an_answer(self):
        with Scripted(lambda *_: None) as server:
            process = start("ping", "--timeout", 20, server.address)
            while not server.requests:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=5)
        self.assertEqual(process.returncode, 130)
        self.assertIn("1 packets transmitted, 0 received", out)

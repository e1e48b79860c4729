import struct
import time

from support import *

ALL_EXTRA = (
    b"\xf1"
    + struct.pack("<HQH", 27016, 90071992547409931, 27020)
    + text("Source TV")
    + text("ctf,nocrits")
    + struct.pack("<Q", (5 << 32) | 1_604_030)
)


class Info(TestCase):
    def ask(self, message, *options):
        with Scripted(answering(info=message)) as server:
            result = gamewire("info", "--json", *SHORT, *options, server.address)
            self.assertEqual(result.object["address"], server.address)
            return result

    def test_every_field_of_the_source_form_in_its_order(self):
        result = self.check(self.ask(info(extra=ALL_EXTRA)), 0)
        got = result.object
        self.assertGreater(got.pop("ping_ms"), 0)
        del got["address"]
        want = {
            "kind": "info", "engine": "source", "protocol": 17, "name": "A server", "map": "a_map",
            "folder": "folder", "game": "A game", "app_id": 1604030, "app_id_16": 440, "players": 3,
            "max_players": 24, "bots": 1, "server_type": "dedicated", "environment": "linux", "password": True,
            "vac": True, "version": "1.2.3", "port": 27016, "steam_id": "90071992547409931",
            "spectator_port": 27020, "spectator_name": "Source TV", "keywords": "ctf,nocrits",
            "game_id": str((5 << 32) | 1_604_030), "partial": False, "trailing_bytes": 0,
        }  # fmt: skip
        self.assertEqual(list(got.items()), list(want.items()))

    def test_fields_that_the_reply_lacks_are_left_out(self):
        got = self.check(self.ask(info()), 0).object
        self.assertEqual(got["app_id"], 440)
        for field in ("port", "steam_id", "spectator_port", "keywords", "game_id", "ship", "mod", "server_address"):
            self.assertNotIn(field, got)

    def test_the_ship_has_three_more_fields(self):
        got = self.check(self.ask(info(app_id=2400, ship=b"\x01\x02\x03")), 0).object
        self.assertEqual(got["ship"], {"mode": 1, "witnesses": 2, "duration": 3})
        self.assertEqual(got["version"], "1.2.3")

    def test_the_goldsource_form_with_a_mod(self):
        mod = b"\x01" + text("http://mod") + text("") + text("1.1") + struct.pack("<IIBB", 2, 184000000, 1, 1)
        got = self.check(self.ask(goldsource_info(mod)), 0).object
        self.assertEqual(got["engine"], "goldsource")
        self.assertEqual(got["protocol"], 47)
        self.assertEqual(got["server_address"], "10.0.0.1:27015")
        self.assertEqual((got["players"], got["max_players"], got["bots"]), (5, 16, 2))
        self.assertEqual(
            list(got["mod"].items()),
            [("link", "http://mod"), ("download", ""), ("hl_version", "1.1"), ("version", 2), ("size", 184000000),
             ("server_only", True), ("custom_dll", True)],
        )  # fmt: skip
        for field in ("app_id", "app_id_16", "version", "steam_id"):
            self.assertNotIn(field, got)

    def test_a_proxy_that_says_nothing_of_bots(self):
        got = self.check(self.ask(goldsource_info(tail=b"\x01", type=b"p")), 0).object
        self.assertNotIn("bots", got)
        self.assertEqual(got["server_type"], "proxy")
        self.assertTrue(got["vac"])

    def test_extra_data_that_ends_early_is_a_partial_result(self):
        result = self.ask(info(extra=ALL_EXTRA[:6]))
        self.check(result, 1)
        self.assertTrue(result.object["partial"])
        self.assertEqual(result.object["name"], "A server")

    def test_bytes_behind_the_last_field_are_counted(self):
        got = self.check(self.ask(info(extra=b"\0abc")), 0).object
        self.assertEqual(got["trailing_bytes"], 3)

    def test_a_name_that_is_no_utf8_comes_with_its_bytes(self):
        got = self.check(self.ask(info(name=b"caf\xe9")), 0).object
        self.assertEqual(got["name"], "caf\ufffd")
        self.assertEqual(got["name_hex"], "636166e9")
        self.assertNotIn("map_hex", got)

    def test_decode_reads_the_numbers_that_rust_hides(self):
        extra = b"\x20" + text("mp500,cp312,qp7,v2400")
        got = self.check(self.ask(info(extra=extra), "--decode"), 0).object["decoded"]
        self.assertEqual((got["cp"], got["mp"], got["qp"]), (312, 500, 7))
        plain = self.check(self.ask(info(extra=extra)), 0).object
        self.assertNotIn("decoded", plain)

    def test_decode_reads_the_tags_of_unreal_games(self):
        extra = b"\x20" + text(",OWNINGID:90071992547409920,OWNINGNAME:A, B,NUMOPENPUBCONN:5")
        got = self.check(self.ask(info(extra=extra), "--decode"), 0).object["decoded"]
        self.assertEqual(got["tags"]["OWNINGNAME"], "A, B")
        self.assertEqual(got["tags"]["NUMOPENPUBCONN"], "5")


@through_every_transport
class Conversation(TestCase):
    def test_a_challenge_is_followed(self):
        def reply(request, _):
            return [info()] if request == INFO_REQUEST + b"\x01\x02\x03\x04" else [challenge(b"\x01\x02\x03\x04")]

        with Scripted(reply) as server:
            self.check(gamewire("info", *SHORT, server.address), 0)
            self.assertEqual(server.requests, [INFO_REQUEST, INFO_REQUEST + b"\x01\x02\x03\x04"])

    def test_endless_challenges_are_a_protocol_error(self):
        with Scripted(lambda _, n: [challenge(struct.pack("<I", n))]) as server:
            self.check(gamewire("info", "--json", *SHORT, server.address), 6, "protocol")
            self.assertLess(len(server.requests), 20)

    def test_silence_is_a_timeout_after_all_attempts(self):
        with Scripted(lambda *_: None) as server:
            begin = time.monotonic()
            result = gamewire("info", "--json", "--timeout", 0.1, "--retries", 2, server.address)
            self.assertLess(time.monotonic() - begin, 3)
            self.check(result, 4, "timeout")
            self.assertEqual(len(server.requests), 3)

    def test_a_deadline_ends_the_whole_query(self):
        with Scripted(lambda *_: None) as server:
            begin = time.monotonic()
            self.check(gamewire("info", "--json", "--deadline", 0.3, server.address), 4, "timeout")
            self.assertLess(time.monotonic() - begin, 1.2)

    def test_an_answer_to_the_second_attempt_counts(self):
        with Scripted(lambda _, n: [info()] if n == 2 else None) as server:
            self.check(gamewire("info", "--timeout", 0.1, server.address), 0)

    def test_a_closed_port_is_refused(self):
        self.check(gamewire("info", "--json", f"127.0.0.1:{unused_port()}"), 3, "refused")

    def test_a_name_that_does_not_resolve(self):
        result = self.check(gamewire("info", "--json", "no-such-name.invalid"), 3, "resolve")
        self.assertEqual(result.object["address"], "no-such-name.invalid:27015")

    def test_a_name_shows_where_it_led(self):
        with Scripted(answering(info=info())) as server:
            got = self.check(gamewire("info", "--json", *SHORT, f"localhost:{server.port}"), 0).object
            self.assertEqual(list(got)[:3], ["address", "resolved", "kind"])
            self.assertEqual(got["address"], f"localhost:{server.port}")
            self.assertEqual(got["resolved"], server.address)

    def test_a_server_on_ipv6(self):
        try:
            server = Scripted(answering(info=info()), host="::1")
        except OSError as error:
            self.skipTest(f"no IPv6 here: {error}")
        with server:
            got = self.check(gamewire("info", "--json", "-6", *SHORT, server.address), 0).object
            self.assertEqual(got["address"], server.address)
            self.check(gamewire("info", "--json", "-4", *SHORT, server.address), 3, "resolve")

    def test_a_text_instead_of_an_answer_is_the_servers_error(self):
        with Scripted(lambda *_: [WHOLE + b"lYou are banned.\n\0"]) as server:
            result = self.check(gamewire("info", "--json", *SHORT, server.address), 7, "server")
            self.assertIn("You are banned.", result.object["error"]["message"])

    def test_a_text_that_is_no_utf8_comes_with_its_bytes(self):
        with Scripted(lambda *_: [WHOLE + b"lgo \xff away\0"]) as server:
            error = self.check(gamewire("info", "--json", *SHORT, server.address), 7, "server").object["error"]
            self.assertTrue(error["message"].endswith(": go \ufffd away"))
            self.assertTrue(bytes.fromhex(error["message_hex"]).endswith(b": go \xff away"))
            parts = self.check(gamewire("query", "--json", *SHORT, server.address), 7).object
            self.assertEqual(parts["rules"]["error"], error)
            line = self.check(gamewire("ping", "--json", "-c", 1, *SHORT, server.address), 7).objects[0]
            self.assertEqual(line["error"], error)
            self.assertIn("go \ufffd away", self.check(gamewire("info", *SHORT, server.address), 7).err)

    def test_only_answers_of_another_kind_are_a_protocol_error(self):
        with Scripted(lambda *_: [info()]) as server:
            for command in ("players", "rules"):
                self.check(gamewire(command, "--json", *SHORT, server.address), 6, "protocol")

    def test_a_damaged_answer_is_a_protocol_error(self):
        with Scripted(lambda *_: [WHOLE + b"I\x11cut"]) as server:
            self.check(gamewire("info", "--json", *SHORT, server.address), 6, "protocol")


class Targets(TestCase):
    def test_one_line_for_each_and_the_exit_code_of_them_all(self):
        dead = f"127.0.0.1:{unused_port()}"
        with Scripted(answering(info=info())) as good, Scripted(lambda *_: None) as silent:
            both = gamewire("info", "--json", *SHORT, good.address, good.address)
            self.assertEqual([o["kind"] for o in self.check(both, 0).objects], ["info", "info"])
            mixed = self.check(gamewire("info", "--json", *SHORT, good.address, dead), 1)
            self.assertEqual([o["address"] for o in mixed.objects], [good.address, dead])
            self.check(gamewire("info", *SHORT, silent.address, silent.address), 4)
            self.check(gamewire("info", *SHORT, dead, dead), 3)
            self.check(gamewire("info", *SHORT, dead, silent.address), 1)

    def test_what_is_no_address_is_an_error_of_its_own(self):
        for bad in ("host:99999", "host:port", "a b", "", "[::1", "host:0"):
            with self.subTest(bad):
                result = self.check(gamewire("info", "--json", bad), 2, "usage")
                self.assertEqual(result.object["address"], bad)

    def test_options_stand_before_or_after_the_command(self):
        with Scripted(answering(info=info())) as server:
            for arguments in (
                ("--json", *SHORT, "info", server.address),
                ("info", server.address, *SHORT, "--json"),
                ("--json", "info", *SHORT, server.address),
            ):
                self.assertEqual(self.check(gamewire(*arguments), 0).object["kind"], "info")


class Table(TestCase):
    def test_it_shows_what_matters_and_no_control_characters(self):
        with Scripted(answering(info=info(name="evil\x1b[31m\x07\u202e\u009bname"))) as server:
            result = self.check(gamewire("info", *SHORT, server.address), 0)
        self.assertIn(server.address, result.out)
        self.assertIn("a_map", result.out)
        self.assertIn(r"evil\x1b[31m", result.out)
        for character in "\x1b\x07\u202e\u009b":
            self.assertNotIn(character, result.out)

    def test_what_nobody_would_see_is_written_out(self):
        with Scripted(answering(info=info(name="a\u200bb\u00ad\ufeff\U000e0041\u2028"))) as server:
            result = self.check(gamewire("info", *SHORT, server.address), 0)
        self.assertIn(r"a\u200bb\xad\ufeff\U000e0041\u2028", result.out)

    def test_errors_stand_on_stderr(self):
        with Scripted(lambda *_: [WHOLE + b"l\x1b[2Jgo away\0"]) as server:
            result = self.check(gamewire("info", *SHORT, server.address), 7)
        self.assertEqual(result.out, "")
        self.assertIn("go away", result.err)
        self.assertNotIn("\x1b", result.err)

import random
import struct
import zlib

from support import *

MANY = [(f"rule_{i:03}", random.Random(i).randbytes(8).hex()) for i in range(120)]
PLAYERS = players((0, "Ann", 12, 61.5), (1, "", -3, 0.0))


class Players(TestCase):
    def ask(self, message, *options):
        with Scripted(answering(players=message)) as server:
            return gamewire("players", "--json", *SHORT, *options, server.address)

    def test_each_player_in_the_order_of_the_wire(self):
        got = self.check(self.ask(PLAYERS), 0).object
        self.assertEqual(list(got)[:5], ["address", "kind", "declared", "partial", "players"])
        self.assertEqual((got["kind"], got["declared"], got["partial"]), ("players", 2, False))
        self.assertEqual(
            [list(p.items()) for p in got["players"]],
            [[("index", 0), ("name", "Ann"), ("score", 12), ("duration", 61.5)],
             [("index", 1), ("name", ""), ("score", -3), ("duration", 0.0)]],
        )  # fmt: skip

    def test_an_empty_server(self):
        got = self.check(self.ask(players()), 0).object
        self.assertEqual((got["declared"], got["players"]), (0, []))

    def test_the_ship_tells_deaths_and_money(self):
        tail = struct.pack("<iiii", 2, 1500, 0, -7)
        got = self.check(self.ask(players((0, "A", 1, 2.0), (1, "B", 1, 2.0), tail=tail)), 0).object
        self.assertEqual([(p["deaths"], p["money"]) for p in got["players"]], [(2, 1500), (0, -7)])

    def test_a_list_cut_short_is_kept_as_partial(self):
        for message in (PLAYERS[:-3], players((0, "Ann", 1, 1.0), declared=9)):
            result = self.check(self.ask(message), 1)
            self.assertTrue(result.object["partial"])
            self.assertEqual([p["name"] for p in result.object["players"]], ["Ann"])

    def test_times_that_are_no_numbers_are_null(self):
        message = players((0, "A", 0, float("nan")), (0, "B", 0, float("inf")), (0, "C", 0, -1.0))
        got = self.check(self.ask(message), 0).object
        self.assertEqual([p["duration"] for p in got["players"]], [None, None, -1.0])

    def test_names_that_are_no_utf8_come_with_their_bytes(self):
        got = self.check(self.ask(players((0, b"\xff\xfe", 0, 1.0), (0, "ok", 0, 1.0))), 0).object["players"]
        self.assertEqual(list(got[0])[:3], ["index", "name", "name_hex"])
        self.assertEqual(got[0]["name_hex"], "fffe")
        self.assertNotIn("name_hex", got[1])

    def test_the_table_never_obeys_a_name(self):
        with Scripted(answering(players=players((0, "\x1b]0;title\x07", 5, 3661.0)))) as server:
            result = self.check(gamewire("players", *SHORT, server.address), 0)
        self.assertNotIn("\x1b", result.out)
        self.assertIn("1:01:01", result.out)


class Rules(TestCase):
    def ask(self, message, *options):
        with Scripted(answering(rules=message)) as server:
            return gamewire("rules", "--json", *SHORT, *options, server.address)

    def test_pairs_keep_their_order_and_repeats(self):
        got = self.check(self.ask(rules(("b", "1"), ("a", "2"), ("b", "3"), ("", ""))), 0).object
        self.assertEqual(list(got)[:5], ["address", "kind", "declared", "partial", "rules"])
        self.assertEqual(got["rules"], [["b", "1"], ["a", "2"], ["b", "3"], ["", ""]])
        self.assertEqual(got["declared"], 4)
        self.assertNotIn("rules_hex", got)

    def test_a_list_cut_short_is_kept_as_partial(self):
        result = self.check(self.ask(rules(("a", "1"), ("b", "2"))[:-2]), 1)
        self.assertTrue(result.object["partial"])
        self.assertEqual(result.object["rules"], [["a", "1"]])

    def test_bytes_that_are_no_utf8_come_in_hex_as_well(self):
        got = self.check(self.ask(rules(("a", b"\xe9"), (b"\x80", "z"))), 0).object
        self.assertEqual(got["rules"], [["a", "\ufffd"], ["\ufffd", "z"]])
        self.assertEqual(got["rules_hex"], [["61", "e9"], ["80", "7a"]])

    def test_every_form_of_split_reply_in_any_order(self):
        message = rules(*MANY)
        forms = {
            "source": split_source(message),
            "source with an id that looks like a header": split_source(message, id=0x7FFFFFFF),
            "source 2006": split_source(message, with_size=False),
            "goldsource": split_goldsource(message),
            "compressed": split_compressed(message),
            "compressed 2006": split_compressed(message, with_size=False),
            "compressed in one piece": split_compressed(message, size=4000),
        }
        for name, datagrams in forms.items():
            for order in (datagrams, datagrams[::-1], [d for d in datagrams for _ in (1, 2)]):
                with self.subTest(name):
                    got = self.check(self.ask(order), 0).object
                    self.assertEqual(got["rules"], [list(pair) for pair in MANY])

    def test_a_lost_fragment_is_asked_for_again(self):
        datagrams = split_source(rules(*MANY))

        def reply(_, number):
            return datagrams[:-1] if number == 1 else datagrams

        with Scripted(reply) as server:
            self.check(gamewire("rules", "--timeout", 0.2, "--retries", 2, server.address), 0)

    def test_a_wrong_checksum_is_a_protocol_error(self):
        message = rules(*MANY)
        self.check(self.ask(split_compressed(message, crc=zlib.crc32(message) ^ 1)), 6, "protocol")

    def test_a_reply_beyond_all_limits_is_one(self):
        datagrams = [b"\xfe\xff\xff\xff" + struct.pack("<IBBH", 9, 255, i, 1200) + bytes(1200) for i in range(255)]
        self.assertIn(self.check(self.ask(datagrams), 6).object["error"]["code"], ("limit", "protocol"))

    def test_decode_reads_the_pages_of_arma(self):
        mod = struct.pack("<IB", 0xDEADBEEF, 4) + struct.pack("<I", 450814997) + b"\x06CBA_A3"
        data = b"\x03\x00" + struct.pack("<H", 1) + b"\x01\x00" + struct.pack("<I", 7) + b"\x01" + mod + b"\x01\x03abc"
        escaped = data.replace(b"\x01", b"\x01\x01").replace(b"\x00", b"\x01\x02").replace(b"\xff", b"\x01\x03")
        pages = [escaped[:20], escaped[20:]]
        pairs = [(bytes([i + 1, len(pages)]), page) for i, page in enumerate(pages)]
        result = self.check(self.ask(rules(*pairs, ("timeLeft", "5")), "--decode"), 0)
        got = result.object["decoded"]
        self.assertEqual([(m["name"], m["steam_id"]) for m in got["mods"]], [("CBA_A3", "450814997")])
        self.assertEqual([d["bit"] for d in got["dlcs"]], [1])
        self.assertEqual(got["signatures"], ["abc"])

    def test_what_is_decoded_in_part_is_a_partial_result(self):
        cut = b"\x03\x00" + struct.pack("<H", 0) + b"\x01\x00" + b"\x01" + struct.pack("<IB", 0xDEADBEEF, 4) + b"\x07"
        message = rules((b"\x01\x01", cut.replace(b"\x01", b"\x01\x01").replace(b"\x00", b"\x01\x02").replace(b"\xff", b"\x01\x03")))
        self.assertTrue(self.check(self.ask(message, "--decode"), 1).object["decoded"]["partial"])
        self.check(self.ask(message), 0)
        with Scripted(answering(info=info(), players=PLAYERS, rules=message)) as server:
            for command in ("rules", "query"):
                self.check(gamewire(command, "--decode", *SHORT, server.address), 1)


class Query(TestCase):
    def test_all_parts_in_one_object(self):
        with Scripted(answering(info=info(), players=PLAYERS, rules=split_source(rules(*MANY)))) as server:
            got = self.check(gamewire("query", "--json", *SHORT, server.address), 0).object
        self.assertEqual(list(got), ["address", "kind", "info", "players", "rules", "ping_ms"])
        self.assertEqual(got["kind"], "query")
        self.assertEqual(got["info"]["name"], "A server")
        self.assertEqual(len(got["players"]["players"]), 2)
        self.assertEqual(len(got["rules"]["rules"]), len(MANY))

    def test_a_part_that_failed_holds_its_error(self):
        with Scripted(answering(info=info(), rules=rules(("a", "1")))) as server:
            result = self.check(gamewire("query", "--json", *SHORT, server.address), 1)
            table = self.check(gamewire("query", *SHORT, server.address), 1)
        got = result.object
        self.assertEqual(got["players"], {"error": {"code": "timeout", "message": "no answer in time"}})
        self.assertEqual(got["rules"]["rules"], [["a", "1"]])
        self.assertNotIn("error", got)
        self.assertIn("players: no answer in time", table.err)
        self.assertIn("A server", table.out)

    def test_a_dead_server_is_one_kind_of_failure(self):
        with Scripted(lambda *_: None) as server:
            result = self.check(gamewire("query", "--json", *SHORT, server.address), 4, "timeout")
        self.assertEqual(result.object["info"]["error"]["code"], "timeout")
        self.check(gamewire("query", "--json", f"127.0.0.1:{unused_port()}"), 3, "refused")

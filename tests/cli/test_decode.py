import os
import tempfile

from support import *

SPLIT = split_source(rules(("name", "x" * 900), ("b", "2")))


def lines(*datagrams):
    return "".join(d.hex() + "\n" for d in datagrams).encode()


class Decode(TestCase):
    def decode(self, data, code=0):
        return self.check(gamewire("decode", stdin=data), code).objects

    def test_an_object_per_message_in_the_order_in_which_they_complete(self):
        got = self.decode(
            lines(info(), SPLIT[0], challenge(), players((0, "Ann", 1, 2.0)), SPLIT[1], WHOLE + b"j\0", goldsource_info())
        )
        self.assertEqual([o["kind"] for o in got], ["info", "challenge", "players", "rules", "ping", "info"])
        self.assertEqual(got[0]["name"], "A server")
        self.assertEqual(got[1]["challenge"], "0a0b0c0d")
        self.assertEqual(got[3]["rules"][1], ["b", "2"])
        self.assertEqual(got[5]["engine"], "goldsource")

    def test_blanks_comments_case_and_line_ends_do_not_matter(self):
        spaced = b"\n   \r\n# a comment\n\tFF ff FF ff 41  0A0b 0c 0D # behind it\r\nffffffff41 0102030 4"
        self.assertEqual([o["challenge"] for o in self.decode(spaced)], ["0a0b0c0d", "01020304"])

    def test_nothing_is_all_good(self):
        for empty in (b"", b"\n\n", b"# only\n"):
            self.assertEqual(self.decode(empty), [])

    def test_a_bad_line_is_an_error_and_does_not_stop_it(self):
        bad = [b"zz", b"fff", b"ffffffff", b"01020304", b"ffffffff58", b"ffffffff4911", b"feffffff", b"\0\0", b"\xff\xfe"]
        for line in bad:
            with self.subTest(line):
                error, good = self.decode(b"# first\n" + line + b"\n" + lines(challenge()), 6)
                self.assertEqual(error["line"], 2)
                self.assertEqual(error["error"]["code"], "protocol")
                self.assertEqual(good["kind"], "challenge")

    def test_a_split_message_that_never_completed(self):
        got = self.decode(lines(SPLIT[0], challenge()), 6)
        self.assertEqual(got[1], {"kind": "incomplete", "id": 7, "have": 1, "total": 2})

    def test_a_late_copy_of_a_fragment_is_nothing_but_a_repeated_message_is(self):
        for copies in (SPLIT[:1], SPLIT[1:], SPLIT[:1] * 3):
            self.assertEqual([o["kind"] for o in self.decode(lines(*SPLIT, *copies, challenge()))], ["rules", "challenge"])
        self.assertEqual([o["kind"] for o in self.decode(lines(*SPLIT, *SPLIT))], ["rules", "rules"])

    def test_a_damaged_compressed_message(self):
        message = rules(("a", "1" * 2000))
        self.assertEqual(self.decode(lines(*split_compressed(message)))[0]["rules"][0][1], "1" * 2000)
        (error,) = self.decode(lines(*split_compressed(message, crc=1)), 6)
        self.assertEqual(error["error"]["code"], "protocol")

    def test_a_compressed_message_that_declares_more_than_the_limit(self):
        for declared in (0x100001, 0x7FFFFFFF, 0xFFFFFFFF):
            for with_size in (True, False):
                with self.subTest(declared=declared, with_size=with_size):
                    message = split_compressed(rules(("a", "1")), declared=declared, with_size=with_size)
                    (error,) = self.decode(lines(*message), 6)
                    self.assertEqual(error["error"]["code"], "limit")

    def test_a_cut_message_is_partial_and_so_not_decoded(self):
        self.assertTrue(self.decode(lines(rules(("a", "1"), ("b", "2"))[:-1]), 6)[0]["partial"])

    def test_a_text_from_the_server(self):
        self.assertEqual(self.decode(lines(WHOLE + b"lhello\0")), [{"kind": "print", "text": "hello"}])

    def test_a_huge_line_is_one_error(self):
        got = self.decode(b"f" * 5_000_000 + b"\n" + lines(challenge()), 6)
        self.assertEqual([o.get("kind") for o in got], [None, "challenge"])

    def test_very_many_lines(self):
        count = 200_000
        result = self.check(gamewire("decode", stdin=lines(challenge()) * count), 0)
        self.assertEqual(result.out.count("\n"), count)

    def test_a_file_by_name_and_one_that_is_not_there(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(lines(challenge()))
            file.flush()
            self.assertEqual(self.check(gamewire("decode", file.name), 0).object["kind"], "challenge")
            self.assertEqual(self.check(gamewire("decode", "-", stdin=lines(challenge())), 0).object["kind"], "challenge")
        self.check(gamewire("decode", "--json", file.name), 2, "usage")
        self.check(gamewire("decode", os.path.dirname(file.name)), 2)

    def test_messages_come_out_while_more_is_awaited(self):
        process = start("decode", stdin=subprocess.PIPE)
        process.stdin.write(lines(challenge()).decode())
        process.stdin.flush()
        self.assertEqual(json.loads(process.stdout.readline())["kind"], "challenge")
        process.communicate()
        self.assertEqual(process.returncode, 0)


class Trace(TestCase):
    def test_a_byte_order_mark_is_no_part_of_the_first_line(self):
        line = challenge().hex()
        result = self.check(gamewire("decode", stdin=f"{MARK}{line}\n{line}\n".encode()), 0)
        self.assertEqual([one["kind"] for one in result.objects], ["challenge"] * 2)
        result = self.check(gamewire("decode", stdin=f"{line}\n{MARK}{line}\n".encode()), 6)
        self.assertIn("column 1:", result.objects[1]["error"]["message"])

    def test_pages_of_a_master_server(self):
        servers = bytes([10, 0, 0, 1]) + struct.pack(">H", 27015) + bytes([10, 0, 0, 2]) + struct.pack(">H", 27016)
        with Scripted(lambda *_: [WHOLE + b"f\n" + servers + bytes(6)]) as server, tempfile.NamedTemporaryFile() as file:
            self.check(gamewire("master", "--trace", file.name, *SHORT, server.address), 0)
            page = self.check(gamewire("decode", file.name), 0).object
        addresses = ["10.0.0.1:27015", "10.0.0.2:27016"]
        self.assertEqual(page, {"kind": "master", "addresses": addresses, "last": True, "trailing_bytes": 0})
        cut = self.check(gamewire("decode", stdin=(WHOLE + b"f\n" + servers[:9]).hex().encode()), 0).object
        self.assertEqual((cut["addresses"], cut["last"], cut["trailing_bytes"]), (addresses[:1], False, 3))

    def test_decode_reads_what_trace_wrote(self):
        def reply(request, _):
            if not request.endswith(b"\x0a\x0b\x0c\x0d"):
                return [challenge()]
            return answering(info=info(), players=players(), rules=SPLIT)(request, 0)

        with tempfile.TemporaryDirectory() as folder, Scripted(reply) as server:
            path = os.path.join(folder, "trace")
            self.check(gamewire("query", "--trace", path, *SHORT, server.address), 0)
            sent = [line for line in open(path) if line.startswith("# >")]
            self.assertEqual(len(sent), len(server.requests))
            self.assertTrue(all(INFO_REQUEST.hex() in line or "ffffffff5" in line for line in sent))
            got = self.check(gamewire("decode", path), 0).objects
        self.assertEqual(sorted({o["kind"] for o in got}), ["challenge", "info", "players", "rules"])

    def test_a_file_that_cannot_be_written_is_a_usage_error(self):
        self.check(gamewire("info", "--json", "--trace", "/nonexistent/file", "127.0.0.1"), 2, "usage")

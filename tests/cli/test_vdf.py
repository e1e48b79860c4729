import struct
import tempfile
import zlib

from support import *


class Vdf(TestCase):
    def convert(self, text, *options, code=0):
        data = text if isinstance(text, bytes) else text.encode()
        return self.check(gamewire("vdf", "-", "--json", *options, stdin=data), code)

    def to_json(self, text, *options):
        return self.convert(text, *options).object

    def to_vdf(self, value, *options):
        result = subprocess.run(
            command_line(["vdf", "--to-vdf", "-", *options]), input=json.dumps(value).encode(), capture_output=True
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_values_stay_strings_and_order_is_kept(self):
        result = self.convert('"App"\n{\n"id" "440" // a comment\n"z" 1.5\na {} }\n"last" ""')
        self.assertEqual(result.out, '{"App":{"id":"440","z":"1.5","a":{}},"last":""}\n')

    def test_without_json_it_is_for_people(self):
        result = self.check(gamewire("vdf", "-", stdin=b"a { b c }"), 0)
        self.assertEqual(result.out, '{\n  "a": {\n    "b": "c"\n  }\n}\n')

    def test_repeated_keys_become_an_array(self):
        self.assertEqual(self.to_json("k 1 a x k 2 k { b c } A y"), {"k": ["1", "2", {"b": "c"}], "a": "x", "A": "y"})

    def test_escapes(self):
        text = r'"path" "C:\\new\q \"x\""'
        self.assertEqual(self.to_json(text), {"path": r'C:\new\q "x"'})
        self.assertEqual(self.to_json(r'"path" "C:\new\"', "--no-escapes"), {"path": "C:\\new\\"})

    def test_conditions(self):
        text = "a 1 [$X360] b 2 [!$X360] c { d 3 } [$POSIX] e [$PS3] { f 4 } g 5 [$WIN32] h 6 [$linux || $X360]"
        text = text.replace("} [$POSIX]", "}")
        self.assertEqual(self.to_json(text), {"b": "2", "c": {"d": "3"}, "g": "5", "h": "6"})
        self.assertEqual(self.to_json("a 1 [$X360] b 2 [$PS3]", "--define", "X360", "--define", "$PS3"), {"a": "1", "b": "2"})

    def test_other_files_are_named(self):
        self.assertEqual(self.to_json('#include "a" #base b'), {"#include": "a", "#base": "b"})

    def test_a_byte_order_mark(self):
        self.assertEqual(self.to_json(b"\xef\xbb\xbfa b"), {"a": "b"})

    def test_bytes_that_are_not_utf8(self):
        self.assertEqual(self.to_json(b'"a" "x\xff"'), {"a": "x\ufffd", "a_hex": "78ff"})
        self.assertEqual(self.to_json(b'"a\xff" "x"'), {"a\ufffd_key_hex": "61ff", "a\ufffd": "x"})
        both = self.to_json(b'"a" "x\xff" "a_hex" "mine" b c a_hex_hex "y\xff"')
        self.assertEqual(both, {"a": "x\ufffd", "a_hex": "mine", "a_hex_hex_hex": "78ff", "b": "c", "a_hex_hex": "y\ufffd", "a_hex_hex_hex_hex": "79ff"})
        self.assertEqual(self.to_json(b'a b a "x\xff" a {}'), {"a": ["b", "x\ufffd", {}], "a_hex": [None, "78ff", None]})
        keys = self.to_json(b'"a\xff" 1 "a\xfe" 2')
        self.assertEqual(keys, {"a\ufffd_key_hex": ["61ff", "61fe"], "a\ufffd": ["1", "2"]})

    def test_errors_have_line_and_column(self):
        for text, line, column in (("a b\n  }", 2, 3), ('a "b\n', 1, 3), ("a {\n", 2, 1), ("ä", 1, 1), ("a b\n\nc [x] d", 3, 3)):
            with self.subTest(text):
                error = self.convert(text, code=6).object
                self.assertEqual((error["file"], error["line"], error["column"]), ("-", line, column))
                self.assertEqual(error["error"]["code"], "protocol")
                self.assertIn(f"line {line}, column {column}", error["error"]["message"])
        result = self.check(gamewire("vdf", "-", stdin=b"a b\n  }"), 6)
        self.assertEqual(result.out, "")
        self.assertIn("-:2:3: ", result.err)

    def test_depth_is_limited(self):
        for text in (b"a{" * 50_000 + b"}" * 50_000, b"a{" * 50_000):
            self.assertEqual(self.convert(text, code=6).object["error"]["code"], "limit")
        self.convert(b"a{" * 1000 + b"}" * 1000)
        deep = b"\0a\0" * 50_000
        self.assertEqual(self.convert(deep, "--binary", code=6).object["error"]["code"], "limit")

    def test_what_has_no_end_is_not_read_to_it(self):
        self.check(gamewire("vdf", "--json", "/dev/zero"), 6, "limit")
        self.check(gamewire("vdf", "--json", "--to-vdf", "/dev/zero"), 6, "limit")
        self.convert("a b " * 100, "--max-bytes", "400")
        self.assertEqual(self.convert("a b " * 100, "--max-bytes", "399", code=6).object["error"]["code"], "limit")

    def test_short_of_memory_it_says_so(self):
        command, little = command_line(["vdf", "--json", "-"]), in_little_memory(120 << 20)
        text = "".join(f"{i} 1 " for i in range(1 << 20)).encode()
        self.check(Result(subprocess.run(command, input=text, capture_output=True, preexec_fn=little)), 6, "limit")

    def test_entries_are_limited(self):
        for text, options in (("a { b c }", ()), (b"\0a\0\x01b\0c\0\x08\x08", ("--binary",)), ('{"a":{"b":"c"}}', ("--to-vdf",))):
            self.convert(text, *options, "--max-entries", "2")
            self.assertEqual(self.convert(text, *options, "--max-entries", "1", code=6).object["error"]["code"], "limit")
        self.assertEqual(self.convert('{"a":[1,2,3]}', "--to-vdf", "--max-entries", "2", code=6).object["error"]["code"], "limit")

    def test_nothing_is_written_that_could_not_be_read(self):
        def nested(depth):
            return '{"a":' * depth + '"v"' + "}" * depth

        self.convert(self.convert(nested(1025), "--to-vdf").out)
        for depth in (1026, 50_000):
            self.assertEqual(self.convert(nested(depth), "--to-vdf", code=6).object["error"]["code"], "limit")

    def test_many_keys_take_no_time(self):
        text = "".join(f'"key{i}" "{i}"\n' for i in range(100_000))
        got = self.to_json(text)
        self.assertEqual((len(got), got["key99999"]), (100_000, "99999"))
        self.assertEqual(self.to_vdf(got).decode().count("\n"), 100_000)
        self.assertEqual(len(self.to_json("k v\n" * 100_000)["k"]), 100_000)

    def test_binary_keeps_numbers(self):
        entries = (
            b"\0block\0" + b"\x01s\0text\0" + b"\x02i\0" + struct.pack("<i", -2) + b"\x03f\0" + struct.pack("<f", 0.1)
            + b"\x07u\0" + struct.pack("<Q", 2**64 - 1) + b"\x0aq\0" + struct.pack("<q", -(2**62)) + b"\x08"
        )  # fmt: skip
        result = self.convert(entries + b"\x08", "--binary")
        want = {"block": {"s": "text", "i": -2, "f": 0.1, "u": str(2**64 - 1), "q": str(-(2**62))}}
        self.assertEqual(result.object, want)
        self.assertIn('"f":0.1,', result.out)
        self.assertEqual(self.to_json(entries + b"\x0b", "--binary"), want)
        for bad in (entries, entries + b"\x08\x08", entries[:-9], b"\x0c\0"):
            error = self.convert(bad, "--binary", code=6).object
            self.assertEqual(error["error"]["code"], "protocol")
            self.assertIn("offset", error)

    def test_vbkv_is_recognised_and_its_checksum_verified(self):
        body = b"\x01a\0b\0\x0b"
        checksum = struct.pack("<I", zlib.crc32(body))
        for options in ((), ("--binary",)):
            self.assertEqual(self.to_json(b"VBKV" + checksum + body, *options), {"a": "b"})
            error = self.convert(b"VBKV\0\0\0\0" + body, *options, code=6).object
            self.assertIn("checksum", error["error"]["message"])

    def test_to_vdf_and_back(self):
        value = {"a": {"b": ["1", {"c": "d"}, ""], "e\"\\": "f\n\tg\\"}, "#include": "x", "ä": {}}
        text = self.to_vdf(value)
        self.assertTrue(text.startswith(b'"a"\n{\n\t"b"\t\t"1"\n\t"b"\n\t{\n\t\t"c"\t\t"d"\n\t}\n'), text)
        self.assertEqual(self.to_json(text), value)
        paths = {"a": "C:\\new\\"}
        self.assertEqual(self.to_vdf(paths, "--no-escapes"), b'"a"\t\t"C:\\new\\"\n')
        self.assertEqual(self.to_vdf({"a": 1, "b": -2.50, "c": True}), b'"a"\t\t"1"\n"b"\t\t"-2.5"\n"c"\t\t"1"\n')

    def test_to_binary_and_back(self):
        value = {"a": {"s": "t", "i": -5, "f": 0.1, "big": str(2**40), "empty": {}}, "k": [1, 2]}
        data = self.to_vdf(value, "--binary")
        self.assertTrue(data.startswith(b"\0a\0\x01s\0t\0\x02i\0\xfb\xff\xff\xff\x03f\0"))
        self.assertEqual(self.to_json(data, "--binary"), value)
        self.assertEqual(self.to_vdf({"n": 2**40}, "--binary"), b"\x0an\0" + struct.pack("<q", 2**40) + b"\x08")

    def test_what_is_not_utf8_goes_to_json_and_back(self):
        text = b'"a"\t\t"caf\xe9"\n"k"\t\t"\xff"\n"k"\t\t"b"\n"k"\n{\n\t"a_hex"\t\t"x"\n\t"a"\t\t"\xfe"\n}\n"b"\t\t"1"\n'
        shown = self.convert(text)
        self.assertEqual((shown.object["a_hex"], shown.object["k_hex"]), ("636166e9", ["ff", None, None]))
        self.assertEqual(self.to_vdf(shown.object), text)
        binary = b"\x01a\0caf\xe9\0\x02n\0\7\0\0\0\x08"
        self.assertEqual(self.to_vdf(self.to_json(binary, "--binary"), "--binary"), binary)

    def test_a_key_that_ends_in_hex_is_one_unless_it_tells_of_its_neighbour(self):
        lost = "\ufffd"
        for other in (
            {"a_hex": "fe61"}, {"a_hex": "f"}, {"a_hex": lost}, {"a_hex": ["ff"] * 2}, {"a_hex": {"b": "ff"}}, {"a_hex": 1},
            {"b_hex": "ff"}, {"_hex": "ff"}, {"a_hex": "efbfbd"}, {"x": "", "a_hex": "ff"},
        ):  # fmt: skip
            with self.subTest(other):
                self.assertEqual(set(self.to_json(self.to_vdf({"a": lost, **other}))), {"a", *other})
        self.assertEqual(self.to_vdf({"a": "b", "a_hex": "62"}), b'"a"\t\t"b"\n"a_hex"\t\t"62"\n')
        for value in ({"a_hex": None}, {"a": lost, "a_hex": None}, {"a": lost, "a_hex": ["ff", None]}):
            self.convert(json.dumps(value), "--to-vdf", code=6)

    def test_json_that_is_no_vdf(self):
        for text in ("", "{", "[]", '"a"', "1", "null", '{"a":null}', '{"a":[[1]]}', '{"a":1}}'):
            with self.subTest(text):
                self.assertEqual(self.convert(text, "--to-vdf", code=6).object["error"]["code"], "protocol")
        self.convert(json.dumps({"a": '"'}), "--to-vdf", "--no-escapes", code=2)
        self.convert('{"a":"\\u0000"}', "--to-vdf", "--binary", code=2)

    def test_a_file_by_name_and_one_that_is_not_there(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"a b }")
            file.flush()
            self.assertEqual(self.check(gamewire("vdf", "--json", file.name), 6).object["file"], file.name)
        self.check(gamewire("vdf", "--json", file.name), 2, "usage")
        self.check(gamewire("vdf", "--json", "/"), 2, "usage")

import json
import os
import signal
import tempfile
import time
import urllib.parse

from support import *
from webapi_server import *

NO_KEY = {"STEAM_API_KEY": ""}
WITH_KEY = {"STEAM_API_KEY": KEY}
SUMMARIES = "/ISteamUser/GetPlayerSummaries/v2/"
DETAILS = "/ISteamRemoteStorage/GetPublishedFileDetails/v1/"
ECHO = "/ITestService/Echo/v1/"
INFO = "ISteamWebAPIUtil/GetServerInfo"


class Asking(TestCase):
    def webapi(self, server, *arguments, env=None, **how):
        """Runs the command, which never shows the key."""
        result = gamewire("webapi", "--url", server.url, *arguments, env={**NO_KEY, **(env or {})}, **how)
        self.assertNotIn(KEY, result.out + result.err)
        return result


@through_every_transport
class WebApiCalls(Asking):
    def test_the_interfaces(self):
        with WebApi() as server:
            result = self.check(self.webapi(server), 0)
            objects = self.check(self.webapi(server, "--json"), 0).objects
        self.assertRegex(result.out, r"(?m)^ISteamUser +3 methods$")
        self.assertEqual(len(result.out.splitlines()), 5)
        self.assertEqual(objects[0], {
            "kind": "interface", "interface": "ISteamUser",
            "methods": ["GetPlayerSummaries/v1", "GetPlayerSummaries/v2", "ResolveVanityURL/v1"],
        })  # fmt: skip
        self.assertEqual(server.paths, [LIST_PATH] * 2)

    def test_the_methods_of_one(self):
        with WebApi() as server:
            result = self.check(self.webapi(server, "ISteamRemoteStorage"), 0)
            objects = self.check(self.webapi(server, "ISteamUser", "--json"), 0).objects
            self.check(self.webapi(server, "--json", "INothing"), 2, "usage")
        self.assertEqual(
            result.out,
            "GetPublishedFileDetails/v1 POST\n"
            "    itemcount           uint32  required\n"
            "    publishedfileids[]  uint64  required\n",
        )
        self.assertEqual(objects[1]["description"], "Names and pictures of users")
        self.assertEqual(objects[2], {
            "kind": "method", "interface": "ISteamUser", "method": "ResolveVanityURL", "version": 1, "http_method": "GET",
            "parameters": [
                {"name": "key", "type": "string", "optional": False},
                {"name": "vanityurl", "type": "string", "optional": False},
                {"name": "url_type", "type": "int32", "optional": True},
            ],
        })  # fmt: skip

    def test_a_call(self):
        with WebApi({SUMMARIES: answer('{"response":{"players":[{"steamid":"76561197960435530"}]}}')}) as server:
            call = ("ISteamUser/GetPlayerSummaries", "steamids=76561197960435530, &")
            result = self.check(self.webapi(server, *call, env=WITH_KEY), 0)
            line = self.check(self.webapi(server, "--json", *call, env=WITH_KEY), 0)
        self.assertEqual(json.loads(result.out), line.object)
        self.assertEqual(len(line.out.splitlines()), 1)
        self.assertIn('  "response"', result.out)
        self.assertEqual([r.key for r in server.requests], [KEY] * 4)
        self.assertEqual(server.requests[1].target, SUMMARIES + "?steamids=76561197960435530%2C%20%26")
        self.assertEqual(server.connections, 2)  # one for the list and the call

    def test_answers_that_are_odd(self):
        with WebApi({INFO_PATH: answer("", fields={"x-eresult": 1})}) as server:
            self.assertEqual(self.check(self.webapi(server, INFO), 0).out, "")
            server.replies[INFO_PATH] = answer('{"a":"\\ud800",\r\n"b":1e999}')
            self.assertEqual(self.check(self.webapi(server, INFO, "--json"), 0).out, '{"a":"\\ud800","b":1e999}\n')
            self.assertEqual(self.check(self.webapi(server, INFO), 0).out, '{\n  "a": "\\ud800",\n  "b": 1e999\n}\n')
            server.replies[INFO_PATH] = answer(' {"a" : 1, "a":[ ] ,"b": {}, "a":["{}\\"",[2]]} ')
            self.assertEqual(self.check(self.webapi(server, INFO, "--json"), 0).out, '{"a":1,"a":[],"b":{},"a":["{}\\"",[2]]}\n')
            many = '{\n  "a": 1,\n  "a": [],\n  "b": {},\n  "a": [\n    "{}\\"",\n    [\n      2\n    ]\n  ]\n}\n'
            self.assertEqual(self.check(self.webapi(server, INFO), 0).out, many)
            server.replies[INFO_PATH] = answer('{"big":18446744073709551615,"b":[1.5,null],"a":"\u00e4"}')
            self.assertEqual(self.check(self.webapi(server, INFO, "--json"), 0).out, '{"big":18446744073709551615,"b":[1.5,null],"a":"ä"}\n')

    def test_a_version(self):
        with WebApi({"/ISteamUser/GetPlayerSummaries/v1/": answer()}) as server:
            self.check(self.webapi(server, "/ISteamUser/GetPlayerSummaries/v0001/", "steamids=1", env=WITH_KEY), 0)
            self.check(self.webapi(server, "--json", "ISteamUser/GetPlayerSummaries/v3", "steamids=1"), 2, "usage")
            self.check(self.webapi(server, "--json", "ISteamUser/GetPlayerSummaries/3", "steamids=1"), 2, "usage")

    def test_a_post_has_its_parameters_in_the_body(self):
        with WebApi({DETAILS: answer(), ECHO: answer()}) as server:
            call = ("ISteamRemoteStorage/GetPublishedFileDetails", "publishedfileids=7", "itemcount=2", "publishedfileids=8")
            self.check(self.webapi(server, *call), 0)
            self.check(self.webapi(server, "ITestService/Echo", "flag=true"), 0)
            self.check(self.webapi(server, "ITestService/Echo", 'input_json={"flag":true,"query":{"a":[1]}}'), 0)
        details, echo, nested = (server.requests[i] for i in (1, 3, 5))
        self.assertEqual((details.method, details.target), ("POST", DETAILS))
        self.assertEqual(details.body, "publishedfileids%5B0%5D=7&itemcount=2&publishedfileids%5B1%5D=8")
        self.assertEqual(echo.body, "flag=1")
        self.assertTrue(nested.body.startswith("input_json=%7B%22flag"))

    def test_a_message_goes_in_input_json_and_all_others_with_it(self):
        arguments = ('query={"a":[18446744073709551616, 0.10]}', "flag=1", "count=7", "big=18446744073709551615", 'odd="\\é')
        with WebApi({ECHO: answer()}) as server:
            self.check(self.webapi(server, "ITestService/Echo", *arguments), 0)
        ((name, sent),) = urllib.parse.parse_qsl(server.requests[1].body)
        self.assertEqual((name, json.loads(sent)), ("input_json", {
            "query": {"a": [18446744073709551616, 0.1]}, "flag": True, "count": 7, "big": 18446744073709551615, "odd": '"\\é',
        }))  # fmt: skip

    def test_a_key_as_a_parameter_if_that_is_wished(self):
        with WebApi({SUMMARIES: answer(), ECHO: answer()}) as server:
            call = ("ISteamUser/GetPlayerSummaries", "steamids=1", "--key-in", "parameter")
            self.check(self.webapi(server, *call, env=WITH_KEY), 0)
            self.check(self.webapi(server, "ITestService/Echo", "flag=0", "--key-in", "parameter", env=WITH_KEY), 0)
        self.assertEqual(server.requests[1].query, f"steamids=1&key={KEY}")
        self.assertEqual((server.requests[3].query, server.requests[3].body), ("", f"flag=0&key={KEY}"))
        self.assertEqual([r.key for r in server.requests], [None] * 4)

    def test_what_is_wrong_is_not_sent(self):
        wrong = {
            ("ISteamUser/Nothing",): "no such method",
            ("ISteamUser/GetPlayerSummaries",): "missing: steamids, of type string",
            ("ISteamUser/GetPlayerSummaries", "steamids=1", "steamid=2"): "no such parameter: steamid",
            ("ISteamUser/GetPlayerSummaries", "steamids=1", "steamids=2"): "given twice",
            ("ISteamUser/ResolveVanityURL", "vanityurl=x", "url_type=x"): "url_type, of type int32",
            ("ITestService/Echo", "flag=1", "count=-1"): "count, of type uint32",
            ("ITestService/Echo", "flag=1", "query=[]"): "query, of type {message}",
            ("ITestService/Echo", "flag=1", "query={"): "query, of type {message}",
            ("ITestService/Echo", "flag=1", "query={}{}"): "query, of type {message}",
            ("ITestService/Echo", "flag=maybe", "query={}"): "flag, of type bool",
            ("ITestService/Echo", "flag=1", "count=-1", "query={}"): "count, of type uint32",
            ("ITestService/Echo", "query={}"): "missing: flag",
            ("ITestService/Echo", "flag=1", "query={}", "query={}"): "query is given twice",
            ("ITestService/Echo", "flag=1", "query={}", "other=1"): "no such parameter: other",
            ("ITestService/Echo", "input_json={"): "input_json",
            ("ISteamRemoteStorage/GetPublishedFileDetails", "itemcount=2", "publishedfileids[0]=1", "publishedfileids=2"): "publishedfileids",
            ("ISteamRemoteStorage/GetPublishedFileDetails", "itemcount=2", "publishedfileids[0]=1", "publishedfileids[2]=2"): "numbered from [0]",
            (INFO, "input_json={}"): "input_json",
        }  # fmt: skip
        with WebApi() as server:
            for call, message in wrong.items():
                with self.subTest(call):
                    result = self.check(self.webapi(server, "--json", *call, env=WITH_KEY), 2, "usage")
                    self.assertIn(message, result.object["error"]["message"])
            result = self.check(self.webapi(server, "ISteamUser/GetPlayerSummaries", "steamids=1"), 2)
            self.assertIn("STEAM_API_KEY", result.err)
            asked = len(server.requests)
            self.check(self.webapi(server, INFO, "key=x"), 2)
            twice = self.webapi(server, "ITestService/Echo", 'input_json={"flag":true}', 'input_json={"flag":true}')
            self.assertIn("input_json is given twice", self.check(twice, 2).err)
            self.check(self.webapi(server, INFO, "nonsense"), 2)
            self.check(self.webapi(server, "ISteamUser", "a=b"), 2)
        self.assertEqual(set(server.paths), {LIST_PATH})
        self.assertEqual(len(server.requests), asked)

    def test_a_table_that_is_kept(self):
        with WebApi({INFO_PATH: answer()}) as server, tempfile.TemporaryDirectory() as folder:
            table = os.path.join(folder, "table")
            self.check(self.webapi(server, "--table", table, INFO), 0)
            self.assertEqual(server.paths, [LIST_PATH, INFO_PATH])
            self.assertEqual(os.stat(table).st_mode & 0o777, 0o600)
            self.check(self.webapi(server, "--table", table, INFO), 0)
            self.assertEqual(server.paths, [LIST_PATH, INFO_PATH, INFO_PATH])
            listed = self.check(self.webapi(server, "--table", table), 0)
            self.assertEqual(len(server.requests), 3)
            self.assertIn("ISteamUser", listed.out)
            open(table, "w").write("something else")
            self.check(self.webapi(server, "--json", "--table", table, INFO), 2, "usage")
            result = self.check(self.webapi(server, "--table", os.path.join(folder, "no", "table"), INFO), 0)
            self.assertIn("cannot be written", result.err)
            self.check(self.webapi(server, "--json", "--table", "/dev/zero", INFO), 6, "limit")
            pipe = os.path.join(folder, "pipe")
            os.mkfifo(pipe)
            self.check(self.webapi(server, "--json", "--table", pipe, INFO), 2, "usage")

    def test_names_are_told_to_the_byte(self):
        with WebApi({}) as server:
            told = self.check(self.webapi(server, "--json", os.fsdecode(b"I\xff/M\xff")), 2).object
        self.assertEqual((told["interface_hex"], told["method_hex"]), (b"I\xff".hex(), b"M\xff".hex()))

    def keep(self, server, table, **how):
        """Asks for the table, to be kept."""
        process = start("webapi", "--url", server.url, "--table", table, env={**os.environ, **NO_KEY}, **how)
        out, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0, err)
        self.assertIn("ISteamUser", out)
        return err

    def test_a_table_that_does_not_fit_on_the_disk_is_not_kept(self):
        with WebApi({}) as server, tempfile.TemporaryDirectory() as folder:
            table = os.path.join(folder, "table")
            self.assertIn("cannot be written", self.keep(server, table, preexec_fn=on_a_full_disk))
            self.assertEqual(os.listdir(folder), [])
            self.assertEqual(self.keep(server, table), "")
            self.assertEqual(os.listdir(folder), ["table"])

    def test_a_link_leads_to_the_table_that_is_kept(self):
        with WebApi({}) as server, tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            table = os.path.join(folder, "table")
            os.symlink("second", table)
            os.symlink(os.path.join(other, "third"), os.path.join(folder, "second"))
            self.assertEqual(self.keep(server, table), "")
            self.assertEqual(sorted(os.listdir(folder)), ["second", "table"])
            self.assertEqual(os.listdir(other), ["third"])
            self.assertTrue(os.path.islink(table))
            self.keep(server, table)
            self.assertEqual(len(server.requests), 1)

    def test_a_list_with_an_odd_method(self):
        listing = json.loads(LIST)
        listing["apilist"]["interfaces"][0]["methods"].insert(0, {"name": "Odd", "version": "x", "httpmethod": "GET"})
        with WebApi({INFO_PATH: answer("7")}, listing=json.dumps(listing)) as server:
            self.assertEqual(self.check(self.webapi(server, INFO), 0).out, "7\n")
            self.assertRegex(self.check(self.webapi(server), 0).out, r"(?m)^ISteamUser +3 methods$")

    def test_what_is_too_much(self):
        deep = "[" * 65 + "7" + "]" * 65
        with WebApi({INFO_PATH: answer(deep)}) as server:
            self.check(self.webapi(server, "--json", INFO), 6, "limit")
            server.replies[INFO_PATH] = answer('{"a":"' + "x" * 100_000 + '"}')
            self.check(self.webapi(server, "--json", INFO, "--max-bytes", 100_000), 6, "limit")
            self.check(self.webapi(server, INFO, "--max-bytes", 100_008), 0)
            for name, text in (("vdf", "r { " + "a b " * 99 + "}"), ("xml", "<r>" + "<a/>" * 99 + "</r>")):
                server.replies[INFO_PATH] = answer(text)
                options = ("--json", INFO, "--format", name, "--max-entries")
                self.assertEqual(len(self.check(self.webapi(server, *options, 100), 0).object["r"]["a"]), 99)
                self.check(self.webapi(server, *options, 99), 6, "limit")
                self.check(self.webapi(server, *options[1:], 99), 6)

    def test_json_that_is_not_utf8_is_told_apart(self):
        with WebApi({INFO_PATH: answer(b'{"a":"\xff"}')}) as server:
            error = self.check(self.webapi(server, "--json", INFO), 6, "protocol").object
        self.assertIn("not UTF-8", error["error"]["message"])

    def test_xml_that_is_ill_formed(self):
        for text in ("<a>\x1b[2J", "<a><b></a>", "<a/><b/>"):
            with WebApi({INFO_PATH: answer(text)}) as server:
                for options in ((), ("--json",)):
                    result = self.check(self.webapi(server, INFO, "--format", "xml", *options), 6)
                    self.assertNotIn("\x1b", result.out + result.err)
                    self.assertEqual(bool(result.out), bool(options))

    def test_formats(self):
        vdf = '"response"\n{\n\t"servertime"\t\t"7"\n}\n'
        xml = "<?xml version='1.0'?><!DOCTYPE response><response><servertime>7</servertime></response>"
        with WebApi({INFO_PATH: lambda r, _: answer(vdf if "vdf" in r.query else xml)}) as server:
            for name, text in (("vdf", vdf), ("xml", xml)):
                result = self.check(self.webapi(server, INFO, "--format", name), 0)
                self.assertEqual(result.out.rstrip("\n"), text.rstrip("\n"))
                result = self.check(self.webapi(server, INFO, "--format", name, "--json"), 0)
                self.assertEqual(result.object, {"response": {"servertime": "7"}})
        self.assertEqual(server.requests[1].query, "format=vdf")

    def test_the_moods_of_a_server(self):
        refused = page("403 Forbidden", f"<h1>Forbidden</h1>Please verify your <pre>key=</pre> parameter. {KEY}")
        moods = {
            "a refused key": (refused, 5, "auth", "verify your key= parameter. ****"),
            "another refused key": (page("401 Unauthorized", "verify your key= parameter"), 5, "auth", "key"),
            "a private profile": (page("401 Unauthorized", "Unauthorized"), 7, "http", "access is denied"),
            "a mistake": (page("400 Bad Request", "Required parameter 'x' is missing"), 7, "http", "parameter 'x'"),
            "unknown": (page("404 Not Found", "Not Found"), 7, "http", "no such method"),
            "the wrong verb": (answer("", "405 Method Not Allowed"), 7, "http", "HTTP method"),
            "in trouble": (page("500 Internal Server Error", "oops"), 7, "server", "oops"),
            "overloaded": (answer("", "503 Service Unavailable"), 7, "server", "not available"),
            "odd": (answer("", "418 Teapot"), 7, "http", "418"),
            "a page": (answer("<html>maintenance", "200 OK", HTML), 6, "protocol", "maintenance"),
            "no JSON": (answer("{"), 6, "protocol", "not JSON"),
            "no success": (answer("{}", fields={"x-eresult": 8, "x-error_message": "bad app"}), 7, "server", "EResult 8: bad app"),
            "cut short": (answer("{}", fields={"Content-Length": 100}, close=True), 3, "closed", "inside the answer"),
            "no HTTP": ((b"SSH-2.0-x\r\n", False), 6, "protocol", "not HTTP"),
            "gone": ((b"", True), 3, "closed", "before the answer"),
        }  # fmt: skip
        for mood, (reply, code, kind, message) in moods.items():
            with self.subTest(mood), WebApi({INFO_PATH: reply}) as server:
                error = self.check(self.webapi(server, "--json", INFO, env=WITH_KEY), code, kind).object
                self.assertIn(message, error["error"]["message"])
                self.assertEqual((error["address"], error["method"]), (server.address, "GetServerInfo"))
        self.assertNotIn("status", error)

    def test_what_fails_before_a_call(self):
        for listing, code, kind in ((" ", 6, "protocol"), ("{}", 6, "protocol"), ('{"apilist":{"interfaces":[7]}}', 6, "protocol")):
            with self.subTest(listing), WebApi(listing=listing) as server:
                self.check(self.webapi(server, "--json", INFO), code, kind)
        with WebApi({LIST_PATH: page("403 Forbidden", "no")}) as server:
            self.check(self.webapi(server, "--json"), 5, "auth")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        self.check(gamewire("webapi", "--json", "--url", f"http://127.0.0.1:{port}", env=NO_KEY), 3, "refused")
        told = self.check(gamewire("webapi", "-4", "--json", "--url", f"http://localhost:{port}", env=NO_KEY), 3, "refused")
        self.assertEqual((told.object["address"], told.object["resolved"]), (f"localhost:{port}", f"127.0.0.1:{port}"))
        self.check(gamewire("webapi", "--json", "--url", "http://no-such-name.invalid", env=NO_KEY), 3, "resolve")

    def test_redirects_are_told_and_the_key_stays_here(self):
        with WebApi() as elsewhere, WebApi() as server:
            location = f"{elsewhere.url}/x?key={KEY}"
            server.replies[INFO_PATH] = answer("", "302 Found", {"Location": location})
            error = self.check(self.webapi(server, "--json", INFO, env=WITH_KEY), 7, "http").object
        self.assertIn(f"{elsewhere.url}/x?key=****", error["error"]["message"])
        self.assertEqual(elsewhere.connections, 0)

    def test_a_429_is_asked_again(self):
        def reply(_, number):
            return answer() if number == 4 else answer("", "429 Too Many Requests", {"Retry-After": 0})

        with WebApi({INFO_PATH: reply}) as server:
            self.check(self.webapi(server, INFO), 0)
            self.assertEqual(server.paths, [LIST_PATH] + [INFO_PATH] * 3)
            server.replies[INFO_PATH] = answer("", "429 Too Many Requests", {"Retry-After": 3600})
            error = self.check(self.webapi(server, "--json", INFO), 7, "http").object
            self.assertEqual((error["status"], error["retry_after"]), (429, 3600.0))
            dates = {"Date": "Fri, 31 Dec 1999 23:00:00 GMT", "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}
            server.replies[INFO_PATH] = answer("", "429 Too Many Requests", dates)
            self.assertEqual(self.check(self.webapi(server, "--json", INFO), 7, "http").object["retry_after"], 3599.0)
            del server.requests[:]
            server.replies[INFO_PATH] = answer("", "429 Too Many Requests", {"Retry-After": 0})
            self.check(self.webapi(server, "--json", INFO, "--retries", 1), 7, "http")
            self.assertEqual(server.paths, [LIST_PATH] + [INFO_PATH] * 2)

    def test_slow_chunked_and_a_connection_that_was_dropped(self):
        with WebApi({INFO_PATH: lambda *_: None}) as server:
            self.check(self.webapi(server, "--json", INFO, "--deadline", 0.3), 4, "timeout")
        with WebApi({INFO_PATH: answer("7")}) as server:
            data, _ = answer(LIST, chunked=True)
            server.replies[LIST_PATH] = (data, True)  # closed behind it, without a word
            self.assertEqual(self.check(self.webapi(server, INFO), 0).out, "7\n")
            self.assertEqual(server.connections, 2)

    def test_a_post_is_not_sent_over_a_connection_that_was_closed(self):
        call = ("ISteamRemoteStorage/GetPublishedFileDetails", "itemcount=1", "publishedfileids=7")
        data, _ = answer(LIST)
        with WebApi({DETAILS: answer("7"), LIST_PATH: (data, True)}) as server:
            self.assertEqual(self.check(self.webapi(server, *call), 0).out, "7\n")
            self.assertEqual((server.connections, server.paths), (2, [LIST_PATH, DETAILS]))

    def test_ctrl_c_ends_it(self):
        with WebApi({LIST_PATH: lambda *_: None}) as server:
            process = start("webapi", "--url", server.url)
            while not server.requests:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, 130)

    def test_over_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            context, trusting = certificate(folder)
            with WebApi({INFO_PATH: answer("7")}, tls=context) as server:
                result = self.webapi(server, "--json", INFO, env={**WITH_KEY, **trusting})
                if result.code == 2 and "no TLS" in result.out:
                    self.skipTest("a build without TLS")
                self.assertEqual(self.check(result, 0).out, "7\n")
                self.assertEqual(server.requests[1].key, KEY)
                server.replies[DETAILS] = answer("7")
                server.replies[LIST_PATH] = (answer(LIST)[0], True)
                post = ("ISteamRemoteStorage/GetPublishedFileDetails", "itemcount=1", "publishedfileids=7")
                self.assertEqual(self.check(self.webapi(server, *post, env=trusting), 0).out, "7\n")
                asked = len(server.requests)
                self.check(self.webapi(server, "--json", INFO, env=WITH_KEY), 6, "tls")
                self.assertEqual(len(server.requests), asked)
            with WebApi() as server:
                url = server.url.replace("http:", "https:")
                self.check(gamewire("webapi", "--json", "--url", url, env=NO_KEY), 6, "tls")


class WebApiKeys(Asking):
    def test_a_file_that_others_may_read_works_with_a_warning(self):
        with WebApi({SUMMARIES: answer()}) as server, tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "key")
            call = ("ISteamUser/GetPlayerSummaries", "steamids=1", "--key-file", path)
            result = self.check(self.webapi(server, *call), 2)
            self.assertIn("No such file", result.err)
            with open(path, "w") as file:
                file.write(f"  {KEY} \nsomething else\n")
            self.assertEqual(server.requests, [])
            for mode, warns in ((0o644, True), (0o600, False)):
                os.chmod(path, mode)
                result = self.check(self.webapi(server, *call, env={"STEAM_API_KEY": "another"}), 0)
                self.assertEqual(f"chmod 600 {path}" in result.err, warns)
        self.assertEqual({request.key for request in server.requests}, {KEY})

    def test_a_file_that_is_none(self):
        with WebApi() as server, tempfile.TemporaryDirectory() as folder:
            self.check(self.webapi(server, "--json", "--key-file", folder), 2, "usage")
            self.check(self.webapi(server, "--json", "--key-file", "/dev/zero"), 6, "limit")
            self.assertEqual(server.requests, [])

    def test_a_server_that_repeats_it(self):
        half = KEY[:16]
        forms = (KEY, KEY.lower(), f"{half}%{ord(KEY[16]):x}{KEY[17:]}", f"&#{ord(KEY[0])};{KEY[1:]}",
                 f"&#x{ord(KEY[0]):X};{KEY[1:]}", f"{half}<b>{KEY[16:]}</b>", f"\\u{ord(KEY[0]):04x}{KEY[1:]}")  # fmt: skip
        with WebApi({INFO_PATH: lambda r, n: page("400 Bad Request", forms[n % len(forms)])}) as server, \
             tempfile.TemporaryDirectory() as folder:  # fmt: skip
            table = os.path.join(folder, "table")
            for _ in forms:
                for options in ((), ("--json",)):
                    result = self.check(self.webapi(server, INFO, "--table", table, *options, env=WITH_KEY), 7)
                    said = (result.err + result.out).upper().replace(" ", "")
                    self.assertIn("****", said)
                    self.assertNotIn(KEY[2:14], said)
                    self.assertNotIn(KEY[18:], said)
        echoed = json.dumps({"key": KEY, "lower": KEY.lower(), KEY: [f"\\{KEY}"]})
        for name, text in (("json", echoed), ("json", f'{{"a":"\\u{ord(KEY[0]):04x}{KEY[1:]}"}}'), ("vdf", f'a "{KEY}"'),
                           ("xml", f"<a>{KEY}</a>")):  # fmt: skip
            with WebApi({INFO_PATH: answer(text)}) as server:
                for options in ((), ("--json",)):
                    result = self.check(self.webapi(server, INFO, "--format", name, *options, env=WITH_KEY), 0)
                    self.assertNotIn(KEY[1:].lower(), result.out.lower())
        with WebApi(listing=LIST.replace("access key", f"such as {KEY}").replace("ITestService", f"I{KEY}")) as server:
            for what in ((), ("ISteamUser",)):
                for options in ((), ("--json",)):
                    result = self.check(self.webapi(server, *what, *options, env=WITH_KEY), 0)
                    self.assertIn("****", result.out)

    def test_what_is_no_key_is_not_sent_and_not_shown(self):
        with WebApi() as server:
            result = self.check(self.webapi(server, env={"STEAM_API_KEY": f"{KEY} {KEY}"}), 2)
        self.assertEqual(server.requests, [])

    def test_it_does_not_go_out_unencrypted_unnoticed(self):
        result = gamewire("webapi", "--url", "http://no-such-name.invalid", env=WITH_KEY)
        self.assertIn("unencrypted", result.err)
        self.assertNotIn(KEY, result.out + result.err)
        with WebApi() as server:
            self.assertEqual(self.check(self.webapi(server, env=WITH_KEY), 0).err, "")

    def test_urls(self):
        with WebApi({f"/proxy{LIST_PATH}": answer(LIST)}) as server:
            for url, code in ((server.url + "/proxy", 0), (server.url + "/proxy/", 0), (server.address, 2),
                              (server.url.replace("//", "//user:secret@"), 2), (server.url + "/?x", 2),
                              (server.url + "/a b", 2), ("http://", 2), ("ftp://127.0.0.1", 2)):  # fmt: skip
                with self.subTest(url):
                    result = gamewire("webapi", "--url", url, env=NO_KEY)
                    self.assertEqual(result.code, code, result.out + result.err)
                    self.assertNotIn("secret", result.err)
                    self.assertLessEqual(result.err.count("--url"), 1)
            self.assertEqual(len(server.requests), 2)

    def test_the_trace_holds_nothing_of_it(self):
        with WebApi({INFO_PATH: answer()}) as server, tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "trace")
            self.check(self.webapi(server, INFO, "--trace", path, env=WITH_KEY), 0)
            self.assertNotIn(KEY.encode().hex(), open(path).read())


@through_every_transport
class MasterByWebApi(TestCase):
    LISTING = "/IGameServersService/GetServerList/v1/"

    def master(self, server, *arguments, env=WITH_KEY):
        return gamewire("master", "--webapi", "--url", server.url, *arguments, env=env)

    def test_the_servers_that_can_be_queried(self):
        with WebApi({self.LISTING: answer(SERVERS)}) as server:
            options = ("--filter", "gamedir=tf", "secure=1", "--nor", "map=x", "--limit", 50)
            result = self.check(self.master(server, *options), 0)
        self.assertEqual(result.out, "192.0.2.7:27015\n[2001:db8::7]:27016\n")
        self.assertIn("left out: 1 servers behind Steam's relays", result.err)
        (request,) = server.requests
        self.assertEqual(request.key, KEY)
        self.assertEqual(request.query, "limit=50&filter=%5Cgamedir%5Ctf%5Csecure%5C1%5Cnor%5C1%5Cmap%5Cx")

    def test_each_is_listed_once_and_no_more_than_asked_for(self):
        many = [{"addr": f"192.0.2.{host}:27015"} for host in (1, 1, 2, 3, 2, 4)]
        with WebApi({self.LISTING: answer(json.dumps({"response": {"servers": many}}))}) as server:
            listed = [f"192.0.2.{host}:27015" for host in (1, 2, 3, 4)]
            self.assertEqual(self.check(self.master(server), 0).out.split(), listed)
            self.assertEqual(self.check(self.master(server, "--limit", 3), 0).out.split(), listed[:3])
            self.assertEqual(len(self.check(self.master(server, "--json", "--limit", 2), 0).objects), 2)

    def test_json_has_them_all_and_says_which_are_not_there(self):
        with WebApi({self.LISTING: answer(SERVERS)}) as server:
            result = self.check(self.master(server, "--json"), 0)
        self.assertEqual(server.requests[0].query, "limit=20000")
        first, fake, last = result.objects
        self.assertEqual(first, {
            "kind": "server", "address": "192.0.2.7:27015", "region": "europe", "name": 'First "of" all',
            "map": "ctf_2fort", "folder": "tf", "app_id": 440, "steam_id": "90071992547409920", "port": 27015,
            "players": 7, "max_players": 24, "bots": 2, "vac": True, "dedicated": True, "version": "9543365",
            "keywords": "ctf,increased_maxplayers",
        })  # fmt: skip
        self.assertEqual((fake["address"], fake["fake"]), ("169.254.12.34:44556", True))
        self.assertEqual((last["address"], last["region"]), ("[2001:db8::7]:27016", "world"))
        self.assertIn("left out: 1 servers without an address to query, such as '192.0.2.8:0'", result.err)

    def test_what_the_answer_lacks_is_left_out(self):
        bare = '{"response":{"servers":[{"addr":"192.0.2.1:1"},{"addr":"192.0.2.2:2","players":0,"name":"","secure":false,"region":-1}]}}'
        with WebApi({self.LISTING: answer(bare)}) as server:
            first, second = self.check(self.master(server, "--json"), 0).objects
        self.assertEqual(first, {"kind": "server", "address": "192.0.2.1:1"})
        second_has = {"kind": "server", "address": "192.0.2.2:2", "region": "world", "name": "", "players": 0, "vac": False}
        self.assertEqual(second, second_has)

    def test_regions(self):
        with WebApi({self.LISTING: answer(SERVERS)}) as server:
            self.assertEqual(self.master(server, "--region", "eu").out, "192.0.2.7:27015\n")
            self.assertEqual(self.master(server, "--region", "asia").out, "")
            self.assertEqual(len(self.master(server, "--region", "all").out.splitlines()), 2)

    def test_failures(self):
        with WebApi({self.LISTING: answer('{"response":{}}')}) as server:
            self.assertEqual(self.check(self.master(server), 0).out, "")
            without = self.check(self.master(server, env=NO_KEY), 2)
            self.assertIn("STEAM_API_KEY", without.err)
            self.check(self.master(server, "127.0.0.1"), 2)
            self.assertEqual(len(server.requests), 1)
            for reply, code, kind in ((page("403 Forbidden", "key"), 5, "auth"), (answer("{"), 6, "protocol"),
                                      (answer('{"response":[]}'), 6, "protocol"),
                                      (answer("", "429 Too Many Requests", {"Retry-After": 99}), 7, "http")):  # fmt: skip
                server.replies[self.LISTING] = reply
                result = self.check(self.master(server, "--json"), code, kind)
                self.assertEqual(result.object["address"], server.address)
                self.assertNotIn(KEY, result.out)
            server.replies[self.LISTING] = answer('{"response":{"servers":[{"addr":"192.0.2.1:1"},{"addr":7}]}}')
            result = self.check(self.master(server), 1)
            self.assertEqual(result.out, "192.0.2.1:1\n")
            self.assertIn("1 of 2 servers are not as they should be", result.err)

    def test_servers_that_are_odd_are_told_and_the_others_stay(self):
        many = [{"addr": "192.0.2.1:1"}, {"addr": f"{KEY}\x1b"}, {"name": "x"}, {"addr": "192.0.2.2:0"}, {"addr": "192.0.2.3:3"}]
        with WebApi({self.LISTING: answer(json.dumps({"response": {"servers": many}}))}) as server:
            for options in ((), ("--json",)):
                result = self.check(self.master(server, *options), 0)
                self.assertIn("left out: 3 servers without an address to query, such as '****", result.err)
                self.assertNotIn("\x1b", result.err)
                self.assertEqual(len(result.out.splitlines()), 2)
            many[1] = {"addr": "192.0.2.2:2", "players": []}
            server.replies[self.LISTING] = answer(json.dumps({"response": {"servers": many}}))
            result = self.check(self.master(server, "--json"), 1)
            self.assertEqual([each["address"] for each in result.objects[:2]], ["192.0.2.1:1", "192.0.2.3:3"])
            self.assertEqual(result.objects[2]["error"]["code"], "protocol")

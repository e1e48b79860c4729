"""`gamewire asf`, against the one that `gamewire serve --asf` plays, and against servers that do as they are told."""

import http.server
import json
import os
import ssl
import subprocess
import tempfile
import threading
import unittest

from support import *
from tls_proxy import make_certificate

NOWHERE = {"ASF_HOST": "", "ASF_PORT": "", "ASF_PASSWORD": "", "ASF_PATH": ""}


def served_url(served):
    return json.loads(served.ready.removeprefix("ready "))["asf"]


class Scripted(http.server.ThreadingHTTPServer):
    """An HTTP server: `reply(path)` gives status and body, and may give fields; TLS with a certificate."""

    daemon_threads = True

    def __init__(self, reply, certificate=None):
        seen = self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                seen.append((self.command, self.path, self.headers.get("Authentication")))
                status, body, *fields = reply(self.path)
                self.send_response(status)
                for name, value in fields:
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        self.thread = threading.Thread(target=self.serve_forever)

    def handle_error(self, *_):
        pass  # a client that does not like the certificate

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()


def envelope(result="fine"):
    return lambda _: (200, json.dumps({"Result": result, "Message": "OK", "Success": True}).encode())


class AsfCase(TestCase):
    def asf(self, *arguments, env=None, **how):
        return gamewire("asf", *arguments, env={**NOWHERE, **(env or {})}, **how)


@through_every_transport
@unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
class Asf(AsfCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served("--asf")
        cls.url = served_url(cls.served)
        cls.addClassCleanup(cls.served.__exit__)

    def ask(self, *arguments, **how):
        return self.asf("--url", self.url, *arguments, **how)

    def test_the_result_is_printed_and_with_json_the_whole_envelope(self):
        plain = self.check(self.ask("info"), 0)
        self.assertEqual(json.loads(plain.out)["Version"], "6.3.9.6")
        whole = self.check(self.ask("info", "--json"), 0).object
        self.assertEqual(list(whole), ["Result", "Message", "Success", "http_status"])
        self.assertEqual((whole["http_status"], whole["Result"]), (200, json.loads(plain.out)))

    def test_bots(self):
        told = self.check(self.ask("bot", "main,second", "--json"), 0).object["Result"]
        self.assertEqual(list(told), ["main", "second"])
        self.assertEqual(told["main"]["s_SteamID"], str(told["main"]["SteamID"]))
        self.assertEqual(self.check(self.ask("bot", "nobody", "--json"), 0).object["Result"], {})

    def test_the_trace_holds_nothing_of_it(self):
        with tempfile.NamedTemporaryFile() as file:
            self.check(self.ask("info", "--trace", file.name), 0)
            self.assertEqual(file.read(), b"")

    def test_what_was_not_done_is_exit_7(self):
        stopped = self.check(self.ask("stop", "second"), 0)
        self.assertEqual((stopped.out, stopped.err), ("Done!\n", ""))
        again = self.check(self.ask("stop", "second"), 7)
        self.assertIn("already stopped", again.err)
        whole = self.check(self.ask("stop", "second", "--json"), 7, "server").object
        self.assertEqual((whole["Success"], whole["http_status"]), (False, 200))
        self.check(self.ask("start", "second"), 0)
        self.check(self.ask("start", "nobody"), 7)

    def test_what_needs_a_body_has_one(self):
        self.check(self.ask("pause", "main"), 0)
        self.check(self.ask("resume", "main"), 0)

    def test_a_result_that_is_there_is_printed_also_where_not_all_was_done(self):
        keys = ("AAAAA-BBBBB-CCCCC", "XXXXX-YYYYY-ZZZZZ")
        told = self.check(self.ask("redeem", "main,spare", *keys), 7)
        self.assertIsNone(json.loads(told.out)["spare"][keys[0]])
        self.assertIn("18446744073709551615", told.out)
        self.check(self.ask("redeem", "main", *keys), 0)

    def test_commands(self):
        self.assertRegex(self.check(self.ask("command", "!version"), 0).out, r"^<main> ASF V6.3.9.6\n$")
        self.assertEqual(self.check(self.ask("command", "wait", "0.01"), 0).out, "<ASF> Done!\n")
        self.check(self.ask("command", "nonsense"), 7)
        self.check(self.ask("command", "version", "-x"), 2)
        self.check(self.ask("command", "--", "version", "-x"), 0)

    def test_the_end_of_the_log(self):
        lines = self.check(self.ask("log", "--count", 2), 0).out.splitlines()
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertRegex(line, r"^2026-08-21 22:\d\d:\d\d\|ArchiSteamFarm-1\|INFO\|")
        self.assertEqual(len(self.check(self.ask("log", "--count", 1, "--json"), 0).object["Result"]["Content"]), 1)

    def test_tokens(self):
        result = self.check(self.ask("token", "ASF"), 1)
        self.assertEqual([one["Success"] for one in json.loads(result.out).values()], [True, False, False])
        self.assertEqual(len(result.err.splitlines()), 2)
        self.check(self.ask("token", "main"), 0)
        for options in ((), ("--json",)):
            told = self.check(self.ask("token", "second,spare", *options), 7)
            self.assertIn(": second: ", told.err)

    def test_any_route(self):
        self.assertEqual(
            self.check(self.ask("request", "get", "HealthCheck", "--json"), 0).object,
            {"StatusText": "Healthy", "Status": 2, "http_status": 200},
        )
        self.check(self.ask("request", "POST", "/Api/Storage/gw", '{"a":[1,2]}'), 0)
        self.assertEqual(json.loads(self.check(self.ask("request", "GET", "/Api/Storage/gw"), 0).out), {"a": [1, 2]})
        self.check(self.ask("request", "DELETE", "/Api/Storage/gw"), 0)
        self.check(self.ask("request", "GET", "/Api/Nothing", "--json"), 7, "http")
        self.check(self.ask("request", "GET", "/elsewhere", "--json"), 7, "http")

    def test_no_answer_in_time(self):
        self.check(self.ask("command", "wait", "5", "--timeout", "0.2", "--json"), 4, "timeout")

    def test_where_it_is_is_told_in_three_ways(self):
        host, port = self.url.removeprefix("http://").split(":")
        nowhere = {"ASF_HOST": "127.0.0.1", "ASF_PORT": str(unused_port())}
        self.check(self.ask("info", env=nowhere), 0)
        self.check(self.asf("info", "--json", env=nowhere), 3, "refused")
        self.check(self.asf("info", env={"ASF_HOST": host, "ASF_PORT": port}), 0)
        with tempfile.NamedTemporaryFile("w", suffix=".env") as file:
            file.write(f"# of ASF\nexport ASF_HOST='{host}'\nASF_PORT={port}\n\nnonsense\n")
            file.flush()
            bare = {name: value for name, value in os.environ.items() if not name.startswith("ASF_")}
            run = lambda env: subprocess.run([GAMEWIRE, *Chosen.options, "asf", "--env", file.name, "info"], env=env, capture_output=True)
            self.assertEqual(run(bare).returncode, 0)
            self.assertEqual(run({**bare, "ASF_PORT": str(unused_port())}).returncode, 3)


class AsfMisused(AsfCase):
    def test_nothing_is_sent(self):
        for arguments in (
            ("nonsense",),
            ("bot",),
            ("bot", "a", "b"),
            ("redeem", "main"),
            ("request", "GET"),
            ("request", "POST", "/Api/Command", "{"),
            ("log", "--count", "0"),
            ("--url", "ftp://example.net", "info"),
            ("--url", "http://user:secret@example.net", "info"),
            ("--url", "http://", "info"),
            ("--env", "/nonexistent", "info"),
            ("--env", "/", "info"),
            (),
        ):
            with self.subTest(arguments):
                self.check(self.asf(*arguments), 2)
        self.check(self.asf("info", env={"ASF_PORT": "x"}), 2)

    def test_a_name_is_told_with_its_address(self):
        port = unused_port()
        for transport in TRANSPORTS:
            for action in (("info",), ("log", "--follow")):
                url = ("-4", "--url", f"http://localhost:{port}", "--transport", transport)
                told = self.check(self.asf(*url, "--json", *action), 3, "refused").object
                self.assertEqual(told["address"], f"http://localhost:{port}")
                self.assertEqual(told["resolved"], f"127.0.0.1:{port}")


class AsfPasswords(AsfCase):
    @unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
    def test_a_wrong_one_is_exit_5_and_so_is_a_ban(self):
        with Served("--asf", "--password", "right") as served:
            url = served_url(served)
            self.check(self.asf("--url", url, "info", env={"ASF_PASSWORD": "right"}), 0)
            self.check(self.asf("--url", url, "info", "--json"), 5, "auth")
            for _ in range(5):
                wrong = self.check(self.asf("--url", url, "info", "--json", env={"ASF_PASSWORD": "wrong"}), 5, "auth")
                self.assertEqual(wrong.object["http_status"], 401)
                self.assertNotIn("wrong\"", wrong.out)
            self.check(self.asf("--url", url, "info", "--json", env={"ASF_PASSWORD": "right"}), 5, "banned")

    def test_it_is_asked_once(self):
        body = b'{"Result":{"Permanent":true,"StatusCode":401},"Message":"Failed!","Success":false}'
        with Scripted(lambda _: (401, body)) as server:
            self.check(self.asf("--url", f"http://127.0.0.1:{server.port}", "info", env={"ASF_PASSWORD": "a b"}), 5)
            self.assertEqual(server.seen, [("GET", "/Api/ASF", "a b")])


    def test_how_a_file_has_it(self):
        bare = {name: value for name, value in os.environ.items() if not name.startswith("ASF_")}
        for written, password in (
            ("swordfish # ours", "swordfish"),
            ("sword#fish", "sword#fish"),
            ("'sword # fish'  # ours", "sword # fish"),
            ('"it\'s"', "it's"),
            (r'"a\"b\\c"  # ours', r'a"b\c'),
            (r'"C:\here"', r"C:\here"),
            ('"here\\"', "here\\"),
            ("'open", "'open"),
            ("# ours", None),
        ):
            with self.subTest(written), Scripted(envelope()) as server, tempfile.NamedTemporaryFile("w") as file:
                file.write(f"ASF_PASSWORD={written}\n")
                file.flush()
                command = [GAMEWIRE, "asf", "--env", file.name, "--url", f"http://127.0.0.1:{server.port}", "info"]
                self.assertEqual(subprocess.run(command, env=bare, capture_output=True).returncode, 0)
                self.assertEqual(server.seen, [("GET", "/Api/ASF", password)])

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self):
        bare = {name: value for name, value in os.environ.items() if not name.startswith("ASF_")}
        with Scripted(envelope()) as server, tempfile.NamedTemporaryFile("w", encoding="utf-8-sig") as file:
            file.write(f"ASF_PORT={server.port}\n")
            file.flush()
            told = subprocess.run([GAMEWIRE, "asf", "--env", file.name, "info"], env=bare, capture_output=True)
            self.assertEqual((told.returncode, len(server.seen)), (0, 1))

    def test_what_a_request_is_made_of_is_said(self):
        for request in (("GET", "/Api/A B"), ("POST", "/Api/ASF", "{")):
            told = self.check(self.asf("request", *request, "--json"), 2, "usage").object
            self.assertIn("PATH has no blanks, JSON is JSON", told["error"]["message"])

    def test_the_password_of_a_file_that_was_not_named_is_for_its_own_host(self):
        bare = {name: value for name, value in os.environ.items() if not name.startswith("ASF_")}
        with tempfile.TemporaryDirectory() as here, Scripted(envelope()) as server:
            path = os.path.join(here, ".env")
            own, url = f"ASF_HOST=127.0.0.1\nASF_PORT={server.port}\n", ("--url", f"http://localhost:{server.port}")
            there = {"ASF_HOST": "127.0.0.1", "ASF_PORT": str(server.port)}
            for text, arguments, env, sent in (
                (own, (), {}, True),
                (own, url, {}, True),
                ("", url, {}, True),  # ASF's default is this host
                ("", (), there, True),
                ("ASF_HOST=asf.example\n", url, {}, False),
                ("ASF_HOST=asf.example\n", (), there, False),
                ("ASF_HOST=asf.example\n", (*url, "--env", ".env"), {}, True),
                ("ASF_HOST=asf.example\n", url, {"ASF_PASSWORD": "swordfish"}, True),
            ):
                with self.subTest((text, arguments, env)):
                    with open(path, "w") as file:
                        file.write(text + "ASF_PASSWORD=swordfish\n")
                    os.chmod(path, 0o600)
                    command = [GAMEWIRE, "asf", "-4", *arguments, "info"]
                    told = subprocess.run(command, cwd=here, env={**bare, **env}, capture_output=True, text=True)
                    self.assertEqual((told.returncode, server.seen.pop()[2]), (0, "swordfish" if sent else None))
                    self.assertEqual("asf.example" in told.stderr, not sent)
                    self.assertNotIn("swordfish", told.stderr)

    def test_a_file_that_others_may_read_works_with_a_warning(self):
        bare = {name: value for name, value in os.environ.items() if not name.startswith("ASF_")}
        with tempfile.TemporaryDirectory() as here, Scripted(envelope()) as server:
            path = os.path.join(here, ".env")
            for text, options, env, warns in (
                ("ASF_PASSWORD=swordfish\n", (), {}, True),
                ("ASF_PASSWORD=swordfish\n", ("--env", path), {}, True),
                ("ASF_PASSWORD=swordfish\n", (), {"ASF_PASSWORD": "other"}, False),  # which counts
                ("ASF_PATH=/Api\n", (), {}, False),
            ):
                with self.subTest((text, options, env)):
                    with open(path, "w") as file:
                        file.write(text)
                    os.chmod(path, 0o644)
                    command = [GAMEWIRE, "asf", *options, "--url", f"http://127.0.0.1:{server.port}", "info"]
                    told = subprocess.run(command, cwd=here, env={**bare, **env}, capture_output=True, text=True)
                    self.assertEqual((told.returncode, "chmod 600" in told.stderr), (0, warns))

    def test_a_folder_of_that_name_and_a_file_without_end(self):
        with tempfile.TemporaryDirectory() as here, Scripted(envelope()) as server:
            os.mkdir(os.path.join(here, ".env"))
            command = [GAMEWIRE, "asf", "--url", f"http://127.0.0.1:{server.port}", "info"]
            self.assertEqual(subprocess.run(command, cwd=here, capture_output=True).returncode, 0)
            self.check(self.asf("--env", "/dev/zero", "info"), 6)


class AsfPaths(AsfCase):
    def test_what_stands_before_the_api(self):
        with Scripted(envelope()) as server:
            at = {"ASF_PORT": str(server.port)}
            self.check(self.asf("info", env={**at, "ASF_PATH": "Some/Api"}), 0)
            self.check(self.asf("--url", f"http://127.0.0.1:{server.port}/ASF/", "bot", "a b/c"), 0)
            self.check(self.asf("info", env=at), 0)
            self.assertEqual([path for _, path, _ in server.seen], ["/Some/Api/ASF", "/ASF/Api/Bot/a%20b%2Fc", "/Api/ASF"])

    def test_the_shapes_of_2017(self):
        with Scripted(envelope("\r\n<main> ASF V3.0.5.0")) as server:
            url = f"http://127.0.0.1:{server.port}"
            told = self.check(self.asf("--legacy", "--url", url, "command", "version"), 0)
            self.assertEqual(told.out, "<main> ASF V3.0.5.0\n")
            self.assertEqual(server.seen[0][:2], ("GET", "/IPC?command=version"))


class AsfAnswers(AsfCase):
    def ask(self, body, *options, status=200):
        with Scripted(lambda _: (status, body)) as server:
            return self.asf("--url", f"http://127.0.0.1:{server.port}", "info", *options)

    def test_what_is_no_answer_of_asf_is_told_as_it_came(self):
        for body in (b"fine", b"{", b"\xff"):
            with self.subTest(body):
                told = self.check(self.ask(body, "--json"), 6, "protocol").object
                self.assertEqual((told["body"], told["http_status"]), (body.decode(errors="replace"), 200))
        self.assertEqual(self.check(self.ask(b"[1]", "--json"), 6, "protocol").object["Result"], [1])

    def test_a_server_that_fails(self):
        self.check(self.ask(b"", "--json", status=500), 7, "server")

    def test_a_redirect_is_not_followed_and_says_where_it_leads(self):
        elsewhere = ("Location", "https://elsewhere.test/?password=swordfish")
        with Scripted(lambda _: (302, b"", elsewhere)) as server:
            at = ("--url", f"http://127.0.0.1:{server.port}", "info")
            told = self.check(self.asf(*at, "--json", env={"ASF_PASSWORD": "swordfish"}), 7, "http").object
            plain = self.asf(*at, env={"ASF_PASSWORD": "swordfish"})
        self.assertIn("https://elsewhere.test/", told["error"]["message"])
        self.assertIn("https://elsewhere.test/", plain.err)
        self.assertNotIn("swordfish", plain.err + told["error"]["message"])

    def test_a_terminal_gets_no_escapes_and_numbers_stay_exact(self):
        told = self.check(self.ask(b'{"Result":{"a":18446744073709551615,"b":0.1},"Success":true}'), 0)
        self.assertEqual(told.out, '{\n  "a": 18446744073709551615,\n  "b": 0.1\n}\n')


    def test_json_of_any_depth_costs_no_stack(self):
        deep = 500_000
        for result in (b"[" * deep + b"]" * deep, b'{"a":' * deep + b"1" + b"}" * deep):
            for option in ([], ["--json"]):
                told = self.ask(b'{"Result":' + result + b',"Message":"OK","Success":true}', *option)
                self.assertEqual(told.code, 6)

    def test_what_breaks_off_inside_its_envelope_is_no_success(self):
        self.check(self.ask(b'{"Result":{"a":[,"Message":"OK","Success":true}', "--json"), 6, "protocol")

    def test_a_page_of_errors_does_not_show_the_password(self):
        for body in (b'{"Message":"sent: swordfish","Success":false,"Result":{"swordfish":["swordfish"]}}', b"sent: swordfish"):
            for option in ([], ["--json"]):
                for action in ("info", "log"):
                    with Scripted(lambda _, body=body: (500, body)) as server:
                        url = f"http://127.0.0.1:{server.port}"
                        told = self.asf("--url", url, action, *option, env={"ASF_PASSWORD": "swordfish"})
                    self.assertEqual(told.code, 7)
                    self.assertNotIn("swordfish", told.out + told.err)

    def test_a_password_that_is_a_word_of_ours_does_not_show_by_what_is_missing(self):
        body = b'{"Message":"Failed!","Success":false,"Result":null}'
        for password in ("wrong", "Success"):
            with Scripted(lambda _: (401, body)) as server:
                at = ("--url", f"http://127.0.0.1:{server.port}", "info")
                told = self.check(self.asf(*at, "--json", env={"ASF_PASSWORD": password}), 5, "auth").object
                self.assertEqual((told["error"]["message"], told["Success"]), ("wrong password, or none", False))
                self.assertIn("wrong password", self.asf(*at, env={"ASF_PASSWORD": password}).err)


class AsfOverTls(AsfCase):
    def setUp(self):
        if gamewire("asf", "--url", "https://127.0.0.1:1", "info", env=NOWHERE).code == 2:
            self.skipTest("built without TLS")
        self.certificate = make_certificate(self)

    def test_certificates_are_looked_at_unless_told_otherwise(self):
        with Scripted(envelope(), self.certificate) as server:
            url = f"https://127.0.0.1:{server.port}"
            self.check(self.asf("--url", url, "info", "--json"), 6, "tls")
            self.assertEqual(server.seen, [])
            self.assertEqual(self.check(self.asf("--url", url, "info", "--ca", self.certificate), 0).out, "fine\n")
            self.check(self.asf("--url", url, "info", "--insecure"), 0)
            self.check(self.asf("--url", url, "info", "--ca", "/nonexistent"), 2)

"""ArchiSteamFarm's log as it is written: `gamewire asf log --follow`, and the stream of `gamewire serve --asf`."""

import contextlib
import http.client
import json
import os
import pathlib
import pty
import signal
import socket
import subprocess
import unittest

from support import *
from test_asf import AsfCase, NOWHERE, Scripted, served_url
from tls_proxy import TlsProxy, make_certificate

SYSTEM_PYTHON = os.environ.get("GAMEWIRE_SYSTEM_PYTHON", "python3")
READER = pathlib.Path(__file__).with_name("log_by_websockets.py")


def ask(url, path, **headers):
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


class Following:
    """`gamewire asf log --follow` while it runs."""

    def __init__(self, url, *options, password="", **how):
        env = {**os.environ, **NOWHERE, "ASF_PASSWORD": password}
        self.process = start("asf", "--url", url, "log", "--follow", *options, env=env, **how)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def line(self):
        return self.process.stdout.readline().rstrip("\n")

    def lines(self, count):
        return [self.line() for _ in range(count)]

    def note(self):
        return self.process.stderr.readline().rstrip("\n")

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@through_every_transport
@unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
class AsfFollow(AsfCase):
    def test_the_file_and_then_what_is_written_none_twice(self):
        with Served("--asf") as served:
            url = served_url(served)
            before = self.check(self.asf("--url", url, "log"), 0).out.splitlines()
            with Following(url) as log:
                self.assertEqual(log.lines(len(before)), before)
                written = []
                for path, line in (("/HealthCheck", "GET /HealthCheck 200"), ("/Api/ASF?password=a", "GET /Api/ASF 200")):
                    ask(url, path)
                    written.append(log.line())
                    self.assertTrue(written[-1].endswith("|INFO|IPC|" + line), written)
                code, out, err = log.end()
            self.assertEqual((code, out, err), (130, "", ""))
            whole = self.check(self.asf("--url", url, "log"), 0).out.splitlines()
            self.assertEqual(whole, [*before, *written])

    def test_count(self):
        with Served("--asf") as served:
            url = served_url(served)
            with Following(url, "--count", 1) as log:
                self.assertIn("|second|OnLoggedOn()", log.line())
                ask(url, "/HealthCheck")
                self.assertIn("GET /HealthCheck", log.line())  # and nothing that the server shows from its memory

    def test_json_has_an_object_for_each_entry(self):
        with Served("--asf") as served:
            url = served_url(served)
            with Following(url, "--json", "--count", 1) as log:
                self.assertEqual(list(json.loads(log.line())), ["time", "process", "level", "logger", "message"])
                ask(url, "/HealthCheck")
                self.assertEqual(
                    {name: value for name, value in json.loads(log.line()).items() if name != "time"},
                    {"process": "ArchiSteamFarm-1", "level": "INFO", "logger": "IPC", "message": "GET /HealthCheck 200"},
                )

    def test_a_wrong_password_is_sent_once(self):
        with Served("--asf", "--password", "right") as served:
            url = served_url(served)
            self.check(self.asf("--url", url, "log", "--follow", "--json", env={"ASF_PASSWORD": "wrong"}), 5, "auth")

    def test_a_refusal_is_final(self):
        file = json.dumps({"Result": {"Content": ["a", "b"], "TotalLines": 2}, "Success": True}).encode()
        with Scripted(lambda path: (200, file) if "File" in path else (404, b"")) as server:
            told = self.asf("--url", f"http://127.0.0.1:{server.port}/ASF", "log", "--follow", env={"ASF_PASSWORD": "p"})
            self.assertEqual(self.check(told, 7).out, "a\nb\n")
            self.assertEqual(
                server.seen, [("GET", "/ASF/Api/NLog/File?count=1000&lastAt=0", "p"), ("GET", "/ASF/Api/NLog", "p")]
            )

    def test_without_a_file_there_is_the_stream(self):
        with Scripted(lambda _: (404, b"")) as server:
            told = self.check(self.asf("--url", f"http://127.0.0.1:{server.port}", "log", "--follow", "--json"), 7, "http")
            self.assertIn("there is no log file", told.err)
            self.assertEqual([path for _, path, _ in server.seen], ["/Api/NLog/File?count=1000&lastAt=0", "/Api/NLog"])

    def test_a_terminal_gets_no_escapes(self):
        mine, theirs = pty.openpty()
        with Served("--asf") as served:
            url = served_url(served)
            line = command_line(("asf", "--url", url, "log", "--follow", "--count", 1))
            with subprocess.Popen(line, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, **NOWHERE}) as process:
                os.close(theirs)
                shown = os.read(mine, 4096)
                self.check(self.asf("--url", url, "command", "\x1b[31mred"), 7)
                while b"POST /Api/Command" not in shown:
                    shown += os.read(mine, 4096)
                process.kill()
        os.close(mine)
        self.assertIn(b"[31mred", shown)
        self.assertNotIn(b"\x1b", shown)

    def test_a_connection_that_is_lost_is_renewed_over_tls_too(self):
        if self.asf("--url", "https://127.0.0.1:1", "info").code == 2:
            self.skipTest("built without TLS")
        certificate = make_certificate(self)
        with Served("--asf", "--password", "right") as served:
            url = served_url(served)
            with TlsProxy(url.removeprefix("http://"), certificate) as proxy:
                with Following(f"https://127.0.0.1:{proxy.port}", "--ca", certificate, password="right") as log:
                    log.lines(4)
                    ask(url, "/HealthCheck")
                    first = log.line()
                    self.assertIn("GET /HealthCheck", first)
                    proxy.cut()
                    self.assertRegex(log.note(), r"^gamewire: https://127.0.0.1:\d+: .*; connecting again in \d+\.\d s$")
                    ask(url, "/swagger/ASF/swagger.json")
                    self.assertIn("GET /swagger", log.line())  # and not what was told before
                    self.assertEqual(log.end()[:2], (130, ""))


class AsfFollowMisused(AsfCase):
    def test_only_the_log_is_followed(self):
        self.check(self.asf("info", "--follow"), 2)
        self.check(self.asf("--legacy", "log", "--follow"), 2)
        self.check(self.asf("log", "--follow", "--url", "http://127.0.0.1:1", "--json"), 3, "refused")


@unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
class ServedLog(AsfCase):
    """What `serve --asf` says at /Api/NLog."""

    def read(self, url, most):
        done = subprocess.run([SYSTEM_PYTHON, READER, url.replace("http://", "ws://"), str(most)], capture_output=True, timeout=30)
        if done.returncode == 3:
            self.skipTest("no python3-websockets here")
        return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()

    def test_history_and_who_says_something_is_left(self):
        with Served("--asf") as served:
            url = served_url(served)
            for _ in range(30):
                ask(url, "/HealthCheck")
            file = json.loads(ask(url, "/Api/NLog/File")[1])["Result"]["Content"]
            code, lines, err = self.read(url + "/Api/NLog", 20)
            self.assertEqual((code, lines), (0, [*file[-20:], "1000"]), err)

    def test_a_password_is_wanted_before(self):
        with Served("--asf", "--password", "right") as served:
            url = served_url(served)
            self.assertEqual(self.read(url + "/api/nlog?password=right", 1)[0], 0)
            code, lines, _ = self.read(url + "/api/nlog?password=wrong", 1)
            self.assertEqual((code, len(lines)), (4, 1))
            self.assertIn("401", lines[0])

    def handshake(self, served, *lines, path="/Api/NLog", behind=b""):
        host, port = served_url(served).removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 10) as peer:
            peer.sendall("\r\n".join((f"GET {path} HTTP/1.1", "Host: x", *lines, "", "")).encode() + behind)
            said = b""
            while b"\r\n\r\n" not in said:
                said += peer.recv(65536)
            status, rest = said.split(b"\r\n", 1)[0], said.split(b"\r\n\r\n", 1)[1]
            while behind and not rest.endswith(behind[6:]):
                rest += peer.recv(65536)
            return status.decode()

    def test_whatever_is_asked_for_gets_an_answer(self):
        key, upgrade = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", ("Connection: Upgrade", "Upgrade: websocket")
        version = "Sec-WebSocket-Version: 13"
        ping = b"\x89\x85\0\0\0\0there"
        with Served("--asf") as served:
            ok = "HTTP/1.1 101 Switching Protocols"
            self.assertEqual(self.handshake(served, *upgrade, key, version), ok)
            self.assertEqual(self.handshake(served, *upgrade, key, version, behind=ping), ok)  # it is answered
            for lines, status in (
                ((), 400),
                (upgrade, 426),
                ((*upgrade, version), 400),
                ((*upgrade, key, "Sec-WebSocket-Version: 8"), 426),
                ((upgrade[1], key, version), 400),
                ((upgrade[0], "Upgrade: h2c", key, version), 400),
            ):
                with self.subTest(lines):
                    self.assertIn(f" {status} ", self.handshake(served, *lines))
            self.assertIn(" 200 ", self.handshake(served, *upgrade, key, version, path="/Api/ASF"))

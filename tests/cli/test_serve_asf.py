"""The ArchiSteamFarm of `gamewire serve --asf`, by what it says on the wire."""

import http.client
import json
import socket
import time
import unittest

from support import *


class Asf:
    """A kept connection to it."""

    def __init__(self, served, password=None):
        self.address = json.loads(served.ready[len("ready ") :])["asf"].removeprefix("http://")
        self.password = password
        self.connection = http.client.HTTPConnection(self.address, timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def ask(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.password is not None:
            headers.setdefault("Authentication", self.password)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request(method, path, data, headers)
        answer = self.connection.getresponse()
        self.chunked = answer.getheader("Transfer-Encoding") == "chunked"
        self.answer = answer
        text = answer.read()
        return answer.status, json.loads(text) if "json" in (answer.getheader("Content-Type") or "") else text

    def raw(self, request):
        host, port = self.address.split(":")
        with socket.create_connection((host, int(port)), 10) as peer:
            peer.sendall(request)
            said = b""
            while piece := peer.recv(65536):
                said += piece
            return said


@unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
class ServeAsf(TestCase):
    def test_answers_come_in_chunks_and_in_envelopes(self):
        with Served("--asf") as served, Asf(served) as asf:
            status, info = asf.ask("GET", "/Api/ASF")
            self.assertEqual((status, list(info), asf.chunked), (200, ["Result", "Message", "Success"], True))
            config = info["Result"]["GlobalConfig"]
            self.assertEqual(config["s_SteamOwnerID"], str(config["SteamOwnerID"]))
            status, started = asf.ask("POST", "/Api/Bot/spare/Start")
            self.assertEqual((status, started), (200, {"Message": "Done!", "Success": True}))
            status, again = asf.ask("POST", "/api/bot/SPARE,main/start")
            self.assertEqual((status, "Result" in again, again["Success"]), (200, False, False))
            self.assertEqual(asf.ask("GET", "/HealthCheck"), (200, {"StatusText": "Healthy", "Status": 2}))

    def test_bots_are_selected_as_asf_selects_them(self):
        with Served("--asf") as served, Asf(served) as asf:
            for selector, names in (
                ("ASF", ["main", "second", "spare"]),
                ("@online", ["main", "second"]),
                ("main%2Cspare", ["main", "spare"]),
                ("n..", ["second", "spare"]),
                ("r!%5Es", ["second", "spare"]),
                ("nobody", []),
            ):
                with self.subTest(selector):
                    status, told = asf.ask("GET", f"/Api/Bot/{selector}")
                    self.assertEqual((status, list(told["Result"])), (200, names))
            main = asf.ask("GET", "/Api/Bot/main")[1]["Result"]["main"]
            self.assertEqual(main["s_SteamID"], str(main["SteamID"]))
            self.assertEqual(asf.ask("GET", "/Api/Bot/r!%28")[0], 400)
            self.assertEqual(asf.ask("POST", "/Api/Bot/nobody/Stop")[0], 400)

    def test_expressions_that_are_made_to_take_forever_do_not(self):
        with Served("--asf") as served, Asf(served) as asf:
            asf.ask("POST", f"/Api/Bot/{'x' * 40}", {"BotConfig": {}})
            self.assertEqual(asf.ask("GET", "/Api/Bot/r!(x%2Bx%2B)%2By")[1]["Result"], {})

    def test_names_are_as_long_as_those_of_files_and_text(self):
        with Served("--asf") as served, Asf(served) as asf:
            self.assertEqual(asf.ask("POST", f"/Api/Bot/{'x' * 10000}", {"BotConfig": {}})[0], 400)
            self.assertEqual(asf.ask("POST", "/Api/Bot/main/Rename", {"NewName": "x" * 10000})[0], 400)
            self.assertEqual(asf.ask("POST", "/Api/Bot/%FF", {"BotConfig": {}})[1]["Result"], {"\ufffd": True})
            self.assertIn("\ufffd", asf.ask("GET", "/Api/Bot/ASF")[1]["Result"])
            log = asf.ask("GET", "/Api/NLog/File")[1]["Result"]["Content"]
            self.assertTrue(any("|\ufffd|OnChanged()" in line for line in log), log)

    def test_lines_of_the_log_have_an_end(self):
        with Served("--asf") as served, Asf(served) as asf:
            asf.ask("GET", "/Api/" + "x" * 5000)
            self.assertLess(len(asf.ask("GET", "/Api/NLog/File?count=1")[1]["Result"]["Content"][0]), 1100)

    def test_wrong_passwords_ban(self):
        with Served("--asf", "--password", "right") as served, Asf(served) as asf:
            refused = lambda status, permanent: (
                status,
                {"Result": {"Permanent": permanent, "StatusCode": status}, "Message": "Failed!", "Success": False},
            )
            for _ in range(6):  # which is not counted
                self.assertEqual(asf.ask("GET", "/Api/ASF"), refused(401, True))
            self.assertEqual(asf.ask("GET", "/Api/ASF", headers={"Authentication": "right"})[0], 200)
            self.assertEqual(asf.ask("GET", "/Api/ASF?password=right")[0], 200)
            # The query counts only where there is no such field.
            wrong = {"Authentication": "wrong"}
            self.assertEqual(asf.ask("GET", "/Api/ASF?password=right", headers=wrong), refused(401, True))
            for _ in range(4):
                self.assertEqual(asf.ask("GET", "/Api/Nothing", headers=wrong), refused(401, True))
            self.assertEqual(asf.ask("GET", "/Api/ASF", headers={"Authentication": "right"}), refused(403, False))
            self.assertEqual(asf.ask("GET", "/HealthCheck")[0], 200)

    def test_what_the_framework_refuses(self):
        with Served("--asf") as served, Asf(served) as asf:
            status, problem = asf.ask("POST", "/Api/Bot/main/Pause", b"", {"Content-Type": "text/plain"})
            self.assertEqual((status, problem["title"], "Success" in problem), (415, "Unsupported Media Type", False))
            self.assertEqual(asf.ask("POST", "/Api/Bot/main/Pause")[0], 415)
            self.assertEqual(asf.ask("POST", "/Api/Bot/main/Pause", {})[0], 200)
            status, problem = asf.ask("POST", "/Api/Command", {})
            self.assertEqual((status, problem["status"]), (400, 400))
            self.assertIn("'Command'", problem["errors"]["$"][0])
            for bad in (b"", b"{", b"[]", b'{"Command":5}'):
                self.assertEqual(asf.ask("POST", "/Api/Command", bad)[0], 400)
            self.assertEqual(asf.ask("POST", "/Api/Bot/main/Input", {"Type": "Login", "Value": "a"})[0], 400)
            self.assertEqual(asf.ask("PUT", "/Api/ASF", {}), (405, b""))
            self.assertEqual(asf.answer.getheader("Allow"), "GET, POST")
            self.assertEqual(asf.ask("GET", "/Api/Nothing"), (404, b""))
            self.assertEqual(asf.ask("GET", "/IPC?command=version")[0], 404)
            self.assertEqual(asf.answer.getheader("Content-Type"), "text/html")

    def test_a_post_without_a_length(self):
        with Served("--asf") as served, Asf(served) as asf:
            said = asf.raw(b"POST /Api/Bot/main/Stop HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(said.startswith(b"HTTP/1.1 411 Length Required\r\nConnection: close\r\n"), said)

    def test_keys_and_exact_numbers(self):
        with Served("--asf") as served, Asf(served) as asf:
            keys = ["AAAAA-BBBBB-CCCCC", "XXXXX-YYYYY-ZZZZZ"]
            told = asf.ask("POST", "/Api/Bot/ASF/Redeem", {"keystoredeem": keys})[1]
            self.assertFalse(told["Success"])  # for one bot did not try
            self.assertEqual(told["Result"]["spare"], dict.fromkeys(keys))
            good, bad = told["Result"]["main"].values()
            self.assertEqual(good["purchase_receipt_info"]["transactionid"], 2**64 - 1)
            self.assertEqual((good["purchase_result_details"], bad["purchase_result_details"]), (0, 14))
            self.assertNotIn("transactionid", bad["purchase_receipt_info"])
            self.assertTrue(asf.ask("POST", "/Api/Bot/main/Redeem", {"KeysToRedeem": keys})[1]["Success"])
            tokens = asf.ask("GET", "/Api/Bot/main,second/TwoFactorAuthentication/Token")[1]
            self.assertEqual([one["Success"] for one in tokens["Result"].values()], [True, False])
            self.assertTrue(tokens["Success"])

    def test_a_configuration_is_replaced_and_of_twins_the_last_counts(self):
        with Served("--asf") as served, Asf(served) as asf:
            posted = {"Enabled": False, "SteamPassword": "p", "s_SteamMasterClanID": "103582791440160998"}
            self.assertEqual(asf.ask("POST", "/Api/Bot/fresh", {"BotConfig": posted})[1]["Result"], {"fresh": True})
            config = asf.ask("GET", "/Api/Bot/fresh")[1]["Result"]["fresh"]["BotConfig"]
            self.assertEqual(config["SteamMasterClanID"], 103582791440160998)
            self.assertNotIn("SteamPassword", config)
            asf.ask("POST", "/Api/Bot/fresh", {"BotConfig": {}})
            self.assertTrue(asf.ask("GET", "/Api/Bot/fresh")[1]["Result"]["fresh"]["BotConfig"]["Enabled"])

    def test_the_log_file_is_paged_backwards(self):
        with Served("--asf") as served, Asf(served) as asf:
            asf.ask("POST", "/Api/Command", {"Command": "!status"})
            whole = asf.ask("GET", "/Api/NLog/File?count=1000")[1]["Result"]
            self.assertEqual(len(whole["Content"]), whole["TotalLines"])
            last = asf.ask("GET", "/Api/NLog/File?count=2")[1]["Result"]["Content"]
            before = asf.ask("GET", f"/Api/NLog/File?count=2&lastAt={whole['TotalLines'] - 2}")[1]["Result"]["Content"]
            self.assertEqual(before + last, whole["Content"][-4:])
            self.assertEqual(asf.ask("GET", "/Api/NLog/File?count=0")[0], 400)
            self.assertEqual(asf.ask("GET", "/Api/NLog")[0], 400)

    def test_slow_calls_and_commands(self):
        with Served("--asf") as served, Asf(served) as asf:
            before = time.monotonic()
            told = asf.ask("POST", "/Api/Command", {"Command": "wait 0.5"})[1]
            self.assertGreaterEqual(time.monotonic() - before, 0.5)
            self.assertTrue(told["Result"].startswith("\n<"))
            unknown = asf.ask("POST", "/Api/Command", {"Command": "nonsense"})
            self.assertEqual(unknown, (200, {"Result": None, "Message": "Failed!", "Success": False}))

    def test_what_is_kept(self):
        with Served("--asf") as served, Asf(served) as asf:
            self.assertEqual(asf.ask("GET", "/Api/Storage/a%2Fb")[1], {"Result": None, "Message": "OK", "Success": True})
            asf.ask("POST", "/Api/Storage/a%2Fb", [1, {"a": None}])
            self.assertEqual(asf.ask("GET", "/Api/Storage/a%2Fb")[1]["Result"], [1, {"a": None}])

    def test_a_restart_drops_connections_and_an_exit_ends_it(self):
        with Served("--asf") as served, Asf(served) as asf:
            self.assertEqual(asf.ask("POST", "/Api/ASF/Restart"), (200, {"Message": "OK", "Success": True}))
            self.assertEqual(asf.connection.sock.recv(1), b"")  # without a word
            with self.assertRaises(ConnectionRefusedError):
                Asf(served).ask("GET", "/Api/ASF")
            deadline = time.monotonic() + 20
            while True:
                with Asf(served) as again:
                    try:
                        self.assertEqual(again.ask("POST", "/Api/ASF/Exit")[0], 200)
                        break
                    except ConnectionRefusedError:
                        self.assertLess(time.monotonic(), deadline)
                        time.sleep(0.05)
            self.assertEqual(served.process.wait(20), 0)

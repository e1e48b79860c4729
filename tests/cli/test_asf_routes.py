"""Every route of ArchiSteamFarm's IPC, from `gamewire asf` to `gamewire serve --asf`; over TLS too, and from other clients."""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

from support import *
from test_asf import AsfCase, served_url
from tls_proxy import TlsProxy, make_certificate

TABLE = pathlib.Path(__file__).parents[2] / "core/gamewire/asf/routes.hpp"
BOT = "/Api/Bot/main"
LICENSES = {"Apps": [730], "Packages": [1]}
TYPE = "ArchiSteamFarm.Steam.Storage.BotConfig"
DUMPER = "SteamTokenDumperPlugin/GlobalConfigExtension"

# Method, route, path, body, and what has to be in the answer's result, or its status where that is not 200. Those that end
# the server stand last.
ROUTES = (
    ("GET", "/Api/ASF", "/Api/ASF", None, '"Version":"6.3.9.6"'),
    ("POST", "/Api/ASF", "/Api/ASF", {"GlobalConfig": {"SteamOwnerID": 5}}, ""),
    ("POST", "/Api/ASF/Encrypt", "/Api/ASF/Encrypt", {"CryptoMethod": 1, "StringToEncrypt": "a"}, '"'),
    ("POST", "/Api/ASF/Hash", "/Api/ASF/Hash", {"HashingMethod": 1, "StringToHash": "a"}, '"'),
    ("POST", "/Api/ASF/Update", "/Api/ASF/Update", {}, (200, False)),
    ("GET", "/Api/Bot/{bots}", BOT, None, '"BotName":"main"'),
    ("POST", "/Api/Bot/{bots}", "/Api/Bot/fresh", {"BotConfig": {}}, '"fresh":true'),
    ("POST", "/Api/Bot/{bot}/Rename", "/Api/Bot/fresh/Rename", {"NewName": "stale"}, ""),
    ("DELETE", "/Api/Bot/{bots}", "/Api/Bot/stale", None, ""),
    ("POST", "/Api/Bot/{bots}/Stop", BOT + "/Stop", None, ""),
    ("POST", "/Api/Bot/{bots}/Start", BOT + "/Start", None, ""),
    ("POST", "/Api/Bot/{bots}/Pause", BOT + "/Pause", {}, ""),
    ("POST", "/Api/Bot/{bots}/Resume", BOT + "/Resume", None, ""),
    ("POST", "/Api/Bot/{bots}/Redeem", BOT + "/Redeem", {"KeysToRedeem": ["AAAAA-BBBBB-CCCCC"]}, "18446744073709551615"),
    ("POST", "/Api/Bot/{bots}/RedeemPoints/{definition}", BOT + "/RedeemPoints/5?forced=true", None, '"main":1'),
    ("POST", "/Api/Bot/{bots}/AddLicense", BOT + "/AddLicense", LICENSES, '"730":'),
    ("POST", "/Api/Bot/{bots}/RemoveLicense", BOT + "/RemoveLicense", LICENSES, '"730":'),
    ("GET", "/Api/Bot/{bots}/Inventory", BOT + "/Inventory", None, '"asset_count"'),
    ("GET", "/Api/Bot/{bots}/Inventory/{app}/{context}", BOT + "/Inventory/753/6?language=english", None, '"Assets"'),
    ("POST", "/Api/Bot/{bots}/GamesToRedeemInBackground", BOT + "/GamesToRedeemInBackground",
     {"GamesToRedeemInBackground": {"AAAAA-BBBBB-CCCCC": "A game"}}, '"A game"'),
    ("GET", "/Api/Bot/{bots}/GamesToRedeemInBackground", BOT + "/GamesToRedeemInBackground", None, '"UnusedKeys"'),
    ("DELETE", "/Api/Bot/{bots}/GamesToRedeemInBackground", BOT + "/GamesToRedeemInBackground", None, ""),
    ("POST", "/Api/Bot/{bots}/Input", BOT + "/Input", {"Type": 3, "Value": "ABCDE"}, ""),
    ("GET", "/Api/Bot/{bots}/TwoFactorAuthentication/Token", BOT + "/TwoFactorAuthentication/Token", None, '"Success":true'),
    ("GET", "/Api/Bot/{bots}/TwoFactorAuthentication/Confirmations", BOT + "/TwoFactorAuthentication/Confirmations", None,
     '"creator_id"'),
    ("POST", "/Api/Bot/{bots}/TwoFactorAuthentication/Confirmations", BOT + "/TwoFactorAuthentication/Confirmations",
     {"Accept": True, "AcceptedCreatorIDs": [7212345678]}, '"creator_id"'),
    ("DELETE", "/Api/Bot/{bots}/TwoFactorAuthentication", BOT + "/TwoFactorAuthentication", None, '"Success":true'),
    ("POST", "/Api/Bot/{bots}/TwoFactorAuthentication", BOT + "/TwoFactorAuthentication",
     {"identity_secret": "YQ==", "shared_secret": "YQ=="}, '"Success":true'),
    ("POST", "/Api/Command", "/Api/Command", {"Command": "version"}, "V6.3.9.6"),
    ("GET", "/Api/NLog/File", "/Api/NLog/File?count=1", None, '"TotalLines"'),
    ("GET", "/Api/NLog", "/Api/NLog", None, (400, False)),  # no WebSocket is asked for
    ("GET", "/Api/Type/{type}", f"/Api/Type/{TYPE}", None, '"Body"'),
    ("GET", "/Api/Structure/{structure}", f"/Api/Structure/{TYPE}", None, '"AcceptGifts"'),
    ("POST", "/Api/Storage/{key}", "/Api/Storage/key", [18446744073709551615], ""),
    ("GET", "/Api/Storage/{key}", "/Api/Storage/key", None, "[18446744073709551615]"),
    ("DELETE", "/Api/Storage/{key}", "/Api/Storage/key", None, ""),
    ("GET", "/Api/Plugins", "/Api/Plugins?official=true&custom=false", None, '"SteamTokenDumperPlugin"'),
    ("POST", "/Api/Plugins/Update", "/Api/Plugins/Update", {}, (200, False)),
    ("GET", "/Api/IPC/Bans", "/Api/IPC/Bans", None, "[]"),
    ("DELETE", "/Api/IPC/Bans", "/Api/IPC/Bans", None, ""),
    ("DELETE", "/Api/IPC/Bans/{ip}", "/Api/IPC/Bans/192.0.2.1", None, (400, False)),  # it is not banned
    ("GET", "/Api/WWW/GitHub/Release", "/Api/WWW/GitHub/Release", None, '"ChangelogHTML"'),
    ("GET", "/Api/WWW/GitHub/Release/{version}", "/Api/WWW/GitHub/Release/6.3.9.6", None, '"ChangelogHTML"'),
    ("GET", "/Api/WWW/GitHub/Wiki/History/{page}", "/Api/WWW/GitHub/Wiki/History/Home", None, '"2026-08-10'),
    ("GET", "/Api/WWW/GitHub/Wiki/Page/{page}", "/Api/WWW/GitHub/Wiki/Page/Home?revision=abc", None, "<p>"),
    ("GET", "/HealthCheck", "/HealthCheck", None, '"Healthy"'),
    ("GET", "/swagger/ASF/swagger.json", "/swagger/ASF/swagger.json", None, '"openapi"'),
    ("GET", f"/Api/{DUMPER}", f"/Api/{DUMPER}", None, '"SteamTokenDumperPluginEnabled"'),
    ("GET", "/Api/metrics", "/Api/metrics", None, (404, None)),  # of a plugin that is not there
    ("POST", "/Api/ASF/Restart", "/Api/ASF/Restart", None, ""),
    ("POST", "/Api/ASF/Exit", "/Api/ASF/Exit", None, ""),
)
ENDING = 2
SAMPLE = ("/Api/ASF", BOT, "/Api/Command", "/Api/Storage/key", "/HealthCheck", "/Api/NLog", "/Api/metrics")


def request(method, path, body):
    return ("request", method, path, *(() if body is None else (json.dumps(body),)), "--json")


class RouteCase(AsfCase):
    def check_route(self, route, *options):
        method, _, path, body, wanted = route
        status, success = (200, True) if isinstance(wanted, str) else wanted
        with self.subTest(f"{method} {path}"):
            whole = self.check(self.asf(*options, *request(method, path, body)), 0 if success else 7).object
            self.assertEqual((whole["http_status"], whole.get("Success", success)), (status, success))
            if isinstance(wanted, str):
                self.assertIn(wanted, json.dumps(whole, separators=(",", ":")))


@through_every_transport
@unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
class AsfRoutes(RouteCase):
    def test_none_is_missing(self):
        table = re.findall(r'\{route::\w+, "([A-Z]+)", "([^"]+)"', TABLE.read_text())
        self.assertEqual(sorted(table), sorted(route[:2] for route in ROUTES))
        self.assertEqual(len(table), 51)

    def test_each(self):
        with Served("--asf") as served:
            for route in ROUTES[:-ENDING]:
                self.check_route(route, "--url", served_url(served))

    def test_those_that_end_the_server(self):
        for route in ROUTES[-ENDING:]:
            with Served("--asf") as served:
                self.check_route(route, "--url", served_url(served))

    def test_over_tls(self):
        if self.asf("--url", "https://127.0.0.1:1", "info").code == 2:
            self.skipTest("built without TLS")
        certificate = make_certificate(self)
        with Served("--asf", "--password", "right") as served:
            with TlsProxy(served_url(served).removeprefix("http://"), certificate) as proxy:
                secure = ("--url", f"https://127.0.0.1:{proxy.port}", "--ca", certificate)
                wrong = self.asf(*secure, "info", "--json", env={"ASF_PASSWORD": "wrong"})
                self.check(wrong, 5, "auth")
                self.env = {"ASF_PASSWORD": "right"}
                for route in ROUTES:
                    if route[2] in SAMPLE:
                        self.check_route(route, *secure)

    env = {}

    def asf(self, *arguments, env=None, **how):
        return super().asf(*arguments, env={**self.env, **(env or {})}, **how)


@unittest.skipUnless("epoll" in TRANSPORTS, "served on epoll alone")
@unittest.skipUnless(shutil.which("curl"), "no curl here")
class AsfFromCurl(RouteCase):
    def curl(self, url, *options):
        out = subprocess.run(["curl", "-sS", "--max-time", "20", "-w", "\n%{http_code}\n", *options, url], capture_output=True)
        self.assertEqual(out.returncode, 0, out.stderr)
        body, status = out.stdout.decode().rstrip("\n").rsplit("\n", 1)
        return int(status), body

    def test_it_gets_what_it_asks_for(self):
        with Served("--asf", "--password", "right") as served:
            url, password = served_url(served), ("-H", "Authentication: right")
            self.assertEqual(self.curl(url + "/Api/ASF")[0], 401)
            status, body = self.curl(url + "/Api/ASF", *password)
            self.assertEqual((status, json.loads(body)["Result"]["Version"]), (200, "6.3.9.6"))
            status, body = self.curl(url + "/Api/ASF?password=right")
            self.assertEqual(status, 200)
            posts = ("-H", "Content-Type: application/json", "-d", '{"Command":"version"}')
            status, body = self.curl(url + "/Api/Command", *password, *posts)
            self.assertEqual((status, json.loads(body)["Success"]), (200, True))
            status, body = self.curl(url + "/Api/Command", *password, "-H", "Expect: 100-continue", *posts)
            self.assertEqual(status, 200)

    def test_one_connection_for_two(self):
        with Served("--asf") as served:
            url = served_url(served) + "/HealthCheck"
            told = subprocess.run(["curl", "-sSv", "--max-time", "20", url, url], capture_output=True)
        self.assertEqual(told.stdout, 2 * b'{"StatusText":"Healthy","Status":2}')
        self.assertRegex(told.stderr, b"Re-using existing connection")

"""What each call of gamewire.asf sends, and that our server takes it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asf_calls import asked, enveloped, run, sent
from conftest import ASF_PASSWORD, Address
from web_server import Reply, WebServer

import gamewire
from gamewire import asf
from gamewire.asf import ASF


ROUTES: list[tuple[Callable[[ASF], Awaitable[Any]], str, Any]] = [
    (lambda a: a.asf.get_info(), "GET /Api/ASF", None),
    (lambda a: a.asf.update_config({"Debug": True}), "POST /Api/ASF", {"GlobalConfig": {"Debug": True}}),
    (
        lambda a: a.asf.encrypt("x"),
        "POST /Api/ASF/Encrypt",
        {"CryptoMethod": 1, "StringToEncrypt": "x"},
    ),
    (lambda a: a.asf.hash("x", "pbkdf2"), "POST /Api/ASF/Hash", {"HashingMethod": 2, "StringToHash": "x"}),
    (lambda a: a.asf.exit(), "POST /Api/ASF/Exit", None),
    (lambda a: a.asf.restart(), "POST /Api/ASF/Restart", None),
    (lambda a: a.asf.update(), "POST /Api/ASF/Update", {"Channel": None, "Forced": False}),
    (lambda a: a.bot.get_info("a^b, c#?/ü"), "GET /Api/Bot/a%5Eb%2C%20c%23%3F%2F%C3%BC", None),
    (lambda a: a.bot.get_info(["a", "b"]), "GET /Api/Bot/a%2Cb", None),
    (lambda a: a.bot.update_config("a", {"Enabled": True}), "POST /Api/Bot/a", {"BotConfig": {"Enabled": True}}),
    (lambda a: a.bot.delete({"a"}), "DELETE /Api/Bot/a", None),
    (lambda a: a.bot.start("a"), "POST /Api/Bot/a/Start", None),
    (lambda a: a.bot.stop("a"), "POST /Api/Bot/a/Stop", None),
    (lambda a: a.bot.resume("a"), "POST /Api/Bot/a/Resume", None),
    (lambda a: a.bot.pause("a"), "POST /Api/Bot/a/Pause", {"Permanent": False, "ResumeInSeconds": 0}),
    (lambda a: a.bot.redeem("a", "K"), "POST /Api/Bot/a/Redeem", {"KeysToRedeem": ["K"]}),
    (lambda a: a.bot.redeem_points("a", 7, True), "POST /Api/Bot/a/RedeemPoints/7?forced=true", None),
    (lambda a: a.bot.add_license("a", apps=[440]), "POST /Api/Bot/a/AddLicense", {"Apps": [440]}),
    (
        lambda a: a.bot.remove_license("a", ["app/1", "s/2", 3]),
        "POST /Api/Bot/a/RemoveLicense",
        {"Apps": [1], "Packages": [2, 3]},
    ),
    (lambda a: a.bot.get_inventory("a"), "GET /Api/Bot/a/Inventory", None),
    (
        lambda a: a.bot.get_inventory("a", 753, 6, "english"),
        "GET /Api/Bot/a/Inventory/753/6?language=english",
        None,
    ),
    (lambda a: a.bot.get_games_to_redeem_in_background("a"), "GET /Api/Bot/a/GamesToRedeemInBackground", None),
    (
        lambda a: a.bot.add_games_to_redeem_in_background("a", {"K": "Game"}),
        "POST /Api/Bot/a/GamesToRedeemInBackground",
        {"GamesToRedeemInBackground": {"K": "Game"}},
    ),
    (
        lambda a: a.bot.delete_games_to_redeem_in_background("a"),
        "DELETE /Api/Bot/a/GamesToRedeemInBackground",
        None,
    ),
    (lambda a: a.bot.input("a", "SteamGuard", "12345"), "POST /Api/Bot/a/Input", {"Type": 3, "Value": "12345"}),
    (lambda a: a.bot.rename("a", "b"), "POST /Api/Bot/a/Rename", {"NewName": "b"}),
    (lambda a: a.twofa.get_token("a"), "GET /Api/Bot/a/TwoFactorAuthentication/Token", None),
    (lambda a: a.twofa.get_confirmations("a"), "GET /Api/Bot/a/TwoFactorAuthentication/Confirmations", None),
    (
        lambda a: a.twofa.accept_confirmations("a", accepted_type="Trade", accepted_creator_ids=[1 << 63]),
        "POST /Api/Bot/a/TwoFactorAuthentication/Confirmations",
        {"Accept": True, "AcceptedType": 2, "s_AcceptedCreatorIDs": ["9223372036854775808"], "WaitIfNeeded": False},
    ),
    (
        lambda a: a.twofa.import_authenticator("a", {"identity_secret": "i", "shared_secret": "s", "Session": 1}),
        "POST /Api/Bot/a/TwoFactorAuthentication",
        {"identity_secret": "i", "shared_secret": "s"},
    ),
    (lambda a: a.twofa.delete_authenticator("a"), "DELETE /Api/Bot/a/TwoFactorAuthentication", None),
    (lambda a: a.command.execute("status"), "POST /Api/Command", {"Command": "status"}),
    (lambda a: a.nlog.get_log_file(5, 7), "GET /Api/NLog/File?count=5&lastAt=7", None),
    (lambda a: a.type.get_type("A.B"), "GET /Api/Type/A.B", None),
    (lambda a: a.structure.get_structure("A.B"), "GET /Api/Structure/A.B", None),
    (lambda a: a.storage.get("a/b"), "GET /Api/Storage/a%2Fb", None),
    (lambda a: a.storage.set("k", {"n": 1 << 63}), "POST /Api/Storage/k", {"n": 1 << 63}),
    (lambda a: a.storage.delete("k"), "DELETE /Api/Storage/k", None),
    (lambda a: a.plugins.get(official=False), "GET /Api/Plugins?official=false", None),
    (
        lambda a: a.plugins.update("stable", plugins=["x"]),
        "POST /Api/Plugins/Update",
        {"Channel": 1, "Forced": False, "Plugins": ["x"]},
    ),
    (lambda a: a.plugins.get_token_dumper_config(), "GET /Api/SteamTokenDumperPlugin/GlobalConfigExtension", None),
    (lambda a: a.plugins.get_metrics(), "GET /Api/metrics", None),
    (lambda a: a.ipc.get_bans(), "GET /Api/IPC/Bans", None),
    (lambda a: a.ipc.clear_bans(), "DELETE /Api/IPC/Bans", None),
    (lambda a: a.ipc.lift_ban("::1"), "DELETE /Api/IPC/Bans/%3A%3A1", None),
    (lambda a: a.www.get_release(), "GET /Api/WWW/GitHub/Release", None),
    (lambda a: a.www.get_release("6.3.9.6"), "GET /Api/WWW/GitHub/Release/6.3.9.6", None),
    (lambda a: a.www.get_wiki_history("Home"), "GET /Api/WWW/GitHub/Wiki/History/Home", None),
    (lambda a: a.www.get_wiki_page("Home", "1f"), "GET /Api/WWW/GitHub/Wiki/Page/Home?revision=1f", None),
    (lambda a: a.health_check(), "GET /HealthCheck", None),
    (lambda a: a.get_swagger(), "GET /swagger/ASF/swagger.json", None),
]


@pytest.mark.parametrize(("what", "line", "body"), ROUTES, ids=[line for _, line, _ in ROUTES])
def test_route(what: Callable[[ASF], Awaitable[Any]], line: str, body: Any) -> None:
    assert sent(what) == (line, body)


def test_the_sample_takes_them(asf_server: Address) -> None:
    async def main(a: ASF) -> None:
        calls: list[Awaitable[asf.Response]] = [
            a.asf.encrypt("text", "AES"),
            a.asf.hash({"HashMethod": 1, "StringToHash": "x"}),
            a.bot.pause("second"),
            a.bot.resume("second"),
            a.bot.add_license("main", {"Licenses": [303386]}),
            a.bot.get_inventory("main", 753, 6),
            a.bot.input("main", "steam_guard", "12345"),
            a.bot.add_games_to_redeem_in_background("main", {"AAAAA-BBBBB-CCCCC": "Orwell"}),
            a.twofa.get_token("main"),
            a.twofa.deny_confirmations("main", accepted_creator_ids=["7212345678"]),
            a.storage.set("k", [1 << 63, "ü"]),
            a.storage.get("k"),
            a.command.execute("version"),
            a.nlog.get_log_file(3),
            a.health_check(),
        ]
        for told in [await one for one in calls]:
            assert told.success, told
        assert (await a.storage.get("k")).result == [1 << 63, "ü"]
        assets = (await a.bot.get_inventory("main", 753, 6)).result["main"]["Assets"]
        assert assets[0]["assetid"] == 9876543210123456789

    run(asf_server, main)


def test_any_request(asf_server: Address) -> None:
    told = run(asf_server, lambda a: a.request("post", "Api/Bot/main,second/Pause"))
    assert told.http_status == 200  # with {} where nothing was given
    run(asf_server, lambda a: a.request("POST", "/Api/Bot/main,second/Resume"))
    line = "GET /Api/Plug%20in/%C3%BC?x=a%20b"
    assert sent(lambda a: a.request("GET", "/Api/Plug in/ü?x=a b")) == (line, None)
    assert sent(lambda a: a.request("POST", "/Api/x", text=b"null")) == ("POST /Api/x", None)


def test_commands_of_old_versions() -> None:
    for dialect, line in {
        "path_command": "POST /Api/Command/status%20ASF",
        "ipc": "GET /IPC?command=status%20ASF",
    }.items():
        [request] = asked(lambda a: a.command.execute("status ASF"), dialect=dialect)
        assert f"{request.method} {request.path}" == line


def test_path_and_headers() -> None:
    for path, where in {
        "/Api": "/HealthCheck",
        "": "/HealthCheck",
        "/ASF": "/ASF/HealthCheck",
        "ASF/api/": "/ASF/HealthCheck",
    }.items():
        with WebServer(lambda _: Reply('{"Status":2}')).running() as web:

            async def main(path: str = path, port: int = web.port) -> None:
                async with ASF("127.0.0.1", port, ASF_PASSWORD, path, headers={"X-Proxy": "1"}) as handle:
                    assert (await handle.health_check()).result["Status"] == 2

            asyncio.run(main())
            [request] = web.seen
            assert request.path == where and request.headers["x-proxy"] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda a: a.bot.get_info(""),
        lambda a: a.bot.get_info([]),
        lambda a: a.bot.get_info(".."),
        lambda a: a.bot.redeem("a", []),
        lambda a: a.bot.redeem_points("a", 0),
        lambda a: a.bot.add_license("a", []),
        lambda a: a.bot.add_license("a", ["what/1"]),
        lambda a: a.bot.get_inventory("a", 753),
        lambda a: a.bot.input("a", "Nothing", "x"),
        lambda a: a.twofa.accept_confirmations("a", accepted_creator_ids=[]),
        lambda a: a.twofa.accept_confirmations("a", accepted_creator_ids=["x"]),
        lambda a: a.twofa.accept_confirmations("a", accepted_creator_ids=[0]),
        lambda a: a.asf.encrypt(""),
        lambda a: a.storage.set("k", float("nan")),
        lambda a: a.storage.set("k", object()),
        lambda a: a.request("GET", "/Api/x", text="{"),
        lambda a: a.request("G T", "/Api/x"),
    ],
)
def test_misuse_is_raised_and_nothing_sent(wrong: Callable[[ASF], Awaitable[Any]]) -> None:
    with WebServer(lambda _: Reply(enveloped())).running() as web:
        with pytest.raises(gamewire.UsageError):
            run(("127.0.0.1", web.port), wrong)
        assert web.seen == []

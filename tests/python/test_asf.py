"""gamewire.asf, and ASFConnector's names over it."""

import asyncio
import contextlib
import json
import logging
import os
import pathlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from conftest import Address, address_of, serving
from web_server import Reply, Request, WebServer, certificate

import gamewire
from gamewire import asf, sansio
from gamewire.asf import ASF, CLEAR, KEEP, ASFConfig
from gamewire.compat.ASFConnector import ASFConnector, IPCProtocolHandler, error

PASSWORD = "geheim ☃"


@pytest.fixture(scope="module")
def server() -> Iterator[Address]:
    with serving("--asf", "--password", PASSWORD) as ready:
        yield address_of(ready["asf"])


@pytest.fixture
def own_server() -> Iterator[Address]:
    """One that a test may break."""
    with serving("--asf", "--password", PASSWORD) as ready:
        yield address_of(ready["asf"])


@asynccontextmanager
async def opened(where: Address, **options: Any) -> AsyncIterator[ASF]:
    async with ASF(*where, PASSWORD, timeout=10, **options) as handle:
        yield handle


def run(where: Address, what: Callable[[ASF], Awaitable[Any]], **options: Any) -> Any:
    async def main() -> Any:
        async with opened(where, **options) as handle:
            return await what(handle)

    return asyncio.run(main())


def enveloped(result: Any = None, success: bool = True, message: str = "OK") -> str:
    return json.dumps({"Result": result, "Message": message, "Success": success})


def asked(what: Callable[[ASF], Awaitable[Any]], reply: Reply | None = None, **options: Any) -> list[Request]:
    """What a call sends."""
    with WebServer(lambda _: reply or Reply(enveloped())).running() as web:
        run(("127.0.0.1", web.port), what, **options)
        return web.seen


def sent(what: Callable[[ASF], Awaitable[Any]]) -> tuple[str, Any]:
    """The request line and the JSON of a single request."""
    [request] = asked(what)
    return f"{request.method} {request.path}", json.loads(request.body) if request.body else None


# ------------------------------------------------------------------------------------------- responses


def test_response_reads_both_ways(server: Address) -> None:
    told = run(server, lambda a: a.asf.get_info())
    assert told.success and told.http_status == 200 and told.message == "OK" and told.error is None
    assert told.result["Version"] == told["Result"]["Version"] == "6.3.9.6"
    assert told.result["GlobalConfig"]["SteamOwnerID"] == 76561198006963719
    assert dict(told) == {"Success": True, "Message": "OK", "Result": told.result} == json.loads(told.raw)
    assert told.raise_for_error() is told


def test_without_success_it_says_so_and_raises_when_asked(server: Address) -> None:
    told = run(server, lambda a: a.bot.start("main"))
    assert not told.success and told.http_status == 200
    assert told.message == "This bot is already running!"
    assert (told["Success"], told["StatusCode"]) == (False, 200)
    assert told["ExceptionType"] == "ServerError" and "already running" in told["Exception"]
    assert told["ResponsePayload"]["Success"] is False
    with pytest.raises(gamewire.ServerError):
        told.raise_for_error()


def test_http_errors_have_status_and_payload(server: Address) -> None:
    told = run(server, lambda a: a.bot.start("nobody"))
    with pytest.raises(gamewire.HTTPError, match="nobody") as caught:
        told.raise_for_error()
    assert caught.value.status == told.http_status == 400
    assert caught.value.payload == told["ResponsePayload"]
    missing = run(server, lambda a: a.request("GET", "/Api/Nothing"))
    assert missing.http_status == 404 and missing["ResponsePayload"] is None


def test_no_server_is_a_response_too() -> None:
    told = run(("127.0.0.1", 1), lambda a: a.asf.get_info())
    assert not told.success and told.http_status is None and told["StatusCode"] is None
    assert told["ExceptionType"] == "RefusedError"
    with pytest.raises(gamewire.RefusedError):
        told.raise_for_error()


def test_timeout(server: Address) -> None:
    told = run(server, lambda a: a.send_command("wait 5", timeout=0.2))
    assert isinstance(told.error, gamewire.TimeoutError)


# ---------------------------------------------------------------------------------------------- routes

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


def test_the_sample_takes_them(server: Address) -> None:
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

    run(server, main)


def test_any_request(server: Address) -> None:
    told = run(server, lambda a: a.request("post", "Api/Bot/main,second/Pause"))
    assert told.http_status == 200  # with {} where nothing was given
    run(server, lambda a: a.request("POST", "/Api/Bot/main,second/Resume"))
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
                async with ASF("127.0.0.1", port, PASSWORD, path, headers={"X-Proxy": "1"}) as handle:
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


# ----------------------------------------------------------------------------------- configurations


def test_edits_lose_nothing(own_server: Address) -> None:
    async def main(a: ASF) -> None:
        before = (await a.asf.get_info()).result["GlobalConfig"]
        changes = {"SteamOwnerID": (1 << 64) - 1, "Plugin": {"x": 1.5}, "Debug": KEEP}
        (await a.asf.edit_config(changes)).raise_for_error()
        after = (await a.asf.get_info()).result["GlobalConfig"]
        assert after["SteamOwnerID"] == (1 << 64) - 1 and after["s_SteamOwnerID"] == str((1 << 64) - 1)
        changed = {"SteamOwnerID", "s_SteamOwnerID", "Plugin"}
        assert {k: v for k, v in after.items() if k not in changed} == {
            k: v for k, v in before.items() if k not in changed
        }
        assert after["Plugin"] == {"x": 1.5}
        (await a.bot.edit_config("main", {"CustomGamePlayedWhileIdle": "Źle"})).raise_for_error()
        bot = (await a.bot.get_info("main")).result["main"]
        assert bot["BotConfig"]["CustomGamePlayedWhileIdle"] == "Źle"
        with pytest.raises(gamewire.UsageError, match="2 bots"):
            await a.bot.edit_config("main,second", {})

    run(own_server, main)


def test_secrets_are_kept_cleared_and_set() -> None:
    def posted(changes: dict[str, Any]) -> Any:
        reply = Reply(enveloped({"GlobalConfig": {"Debug": True, "s_SteamOwnerID": "7", "SteamOwnerID": 7}}))
        requests = asked(lambda a: a.asf.edit_config(changes), reply)
        return json.loads(requests[1].body)["GlobalConfig"]

    kept = {"Debug": True, "s_SteamOwnerID": "7", "SteamOwnerID": 7}
    assert posted({"IPCPassword": KEEP}) == kept
    assert posted({"IPCPassword": CLEAR}) == kept | {"IPCPassword": None}
    assert posted({"IPCPassword": "new"}) == kept | {"IPCPassword": "new"}
    assert posted({"s_SteamOwnerID": "9"}) == {"Debug": True, "s_SteamOwnerID": "9", "SteamOwnerID": 9}


def test_settings(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# where\nexport ASF_HOST=asf.example  # here\nASF_PORT='1243'\nASF_PASSWORD=\"a # b\"\n")
    found = ASFConfig.load(file, {"ASF_PATH": "x/Api"})
    assert found == ASFConfig("asf.example", 1243, "a # b", "/x/Api") and found.base_path == "/x"
    assert "a # b" not in repr(found)
    assert ASFConfig.load(file, {"ASF_PORT": "7"}).port == 7
    assert ASFConfig.load(tmp_path / "none", {}) == ASFConfig()
    for wrong in ({"ASF_PORT": "0"}, {"ASF_PORT": "x"}, {"ASF_HOST": "http://x"}, {"ASF_PATH": "/a?b"}):
        with pytest.raises(gamewire.UsageError):
            ASFConfig.load(None, wrong)
    monkeypatch.chdir(tmp_path)
    assert repr(ASF.from_config()) == "<ASF at asf.example:1243>"


# --------------------------------------------------------------------------------------- passwords, TLS


def test_a_wrong_password_is_sent_once(own_server: Address) -> None:
    async def main() -> None:
        async with ASF(*own_server, "wrong") as handle:
            first = await handle.asf.get_info()
            assert isinstance(first.error, gamewire.AuthError) and first.http_status == 401
            assert handle.standing == "refused"
            for _ in range(6):
                told = await handle.asf.get_info()
                assert isinstance(told.error, gamewire.AuthError) and told.http_status is None
            with pytest.raises(gamewire.AuthError, match="not asked"):
                await anext(handle.nlog.stream())
            handle.set_password(PASSWORD)
            assert (await handle.asf.get_info()).success  # not banned, as seven tries would be

    asyncio.run(main())


def test_a_ban(own_server: Address) -> None:
    async def main() -> None:
        for _ in range(5):
            async with ASF(*own_server, "wrong") as handle:
                await handle.asf.get_info()
        async with ASF(*own_server, PASSWORD) as handle:
            told = await handle.asf.get_info()
            assert isinstance(told.error, gamewire.BannedError) and told.http_status == 403
            assert handle.standing == "banned"
            assert isinstance((await handle.asf.get_info()).error, gamewire.BannedError)

    asyncio.run(main())


def test_tls(tmp_path: pathlib.Path) -> None:
    ca, context = certificate(tmp_path)
    with WebServer(lambda _: Reply(enveloped({"Version": "1"})), context).running() as web:

        async def version(**options: Any) -> Any:
            async with ASF("127.0.0.1", web.port, PASSWORD, secure=True, timeout=10, **options) as handle:
                return await handle.asf.get_info()

        assert asyncio.run(version(ca=ca)).result == {"Version": "1"}
        assert asyncio.run(version(ca=ca.read_bytes())).success
        assert asyncio.run(version(verify=False)).success
        assert isinstance(asyncio.run(version()).error, gamewire.TLSError)
        with pytest.raises(gamewire.Error):
            asyncio.run(version(ca=tmp_path / "none.pem"))


def test_the_log_by_tls(tmp_path: pathlib.Path, server: Address) -> None:
    ca, context = certificate(tmp_path)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(4096):
                writer.write(data)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(*server)
        await asyncio.gather(pipe(reader, outer), pipe(inner, writer))

    async def main() -> None:
        proxy = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        where = proxy.sockets[0].getsockname()
        async with asyncio.timeout(20), opened(where, secure=True, ca=ca) as handle:
            assert (await anext(handle.nlog.stream())).level == "INFO"
            assert (await handle.command.execute("version")).success
        async with asyncio.timeout(20), opened(where, secure=True) as handle:
            lost: list[asf.Disconnected] = []
            stream = handle.nlog.stream(on_disconnect=lost.append)
            waiting = asyncio.ensure_future(anext(stream))
            while not lost:
                await asyncio.sleep(0.01)
            assert isinstance(lost[0].error, gamewire.TLSError)
            waiting.cancel()
        proxy.close()

    asyncio.run(main())


def test_nothing_secret_is_shown(server: Address, caplog: pytest.LogCaptureFixture) -> None:
    async def main(a: ASF) -> str:
        told = await a.bot.redeem("main", "AAAAA-BBBBB-CCCCC")
        await a.storage.set("k", PASSWORD)
        return repr(a) + repr(a.standing) + str(told.error)

    with caplog.at_level(logging.DEBUG):
        shown = run(server, main)
    assert "ASFClient: connected" in caplog.text
    for secret in (PASSWORD, "AAAAA"):
        assert secret not in caplog.text + shown


# ------------------------------------------------------------------------------------------- the handle


def test_a_cancelled_task(server: Address) -> None:
    async def main(a: ASF) -> None:
        slow = asyncio.create_task(a.send_command("wait 30"))
        await asyncio.sleep(0.2)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert (await a.asf.get_info()).success

    started = time.monotonic()
    run(server, main)
    assert time.monotonic() - started < 10


def test_many_at_once(server: Address) -> None:
    async def main(a: ASF) -> None:
        told = await asyncio.gather(*(a.bot.get_info("main") for _ in range(40)))
        assert all(one.success for one in told)

    run(server, main)


def test_after_the_end(server: Address) -> None:
    async def main() -> None:
        async with opened(server) as handle:
            assert (await handle.asf.get_info()).success
        await handle.close()
        for what in (handle.asf.get_info(), handle.command.execute("status"), anext(handle.nlog.stream())):
            with pytest.raises(gamewire.ClosedError):
                await what

    asyncio.run(main())


def test_exit_is_done_though_the_server_goes(own_server: Address) -> None:
    told = run(own_server, lambda a: a.asf.exit())
    assert told.success


def test_in_a_forked_child(server: Address) -> None:
    async def main(a: ASF) -> int:
        await a.asf.get_info()
        child = os.fork()
        if child == 0:
            try:
                coroutine = a.asf.get_info()
                coroutine.send(None)
            except gamewire.ClosedError:
                os._exit(7)
            finally:
                os._exit(1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert run(server, main) == 7


# --------------------------------------------------------------------------------------------- the log


# What comes with a connection, up to a second without an entry, counts as shown from the server's memory.
END_OF_HISTORY = 1.2


def test_the_log_as_it_is_written(own_server: Address) -> None:
    async def main(a: ASF) -> None:
        async with asyncio.timeout(20):
            stream = a.nlog.stream()
            first = await anext(stream)
            assert first.history and (first.level, first.logger) == ("INFO", "ASF")
            assert first.raw.endswith(first.message) and first.time.startswith("2026-")
            await asyncio.sleep(END_OF_HISTORY)
            await a.send_command("version")
            live = [line.message async for line in _until(stream, "Response() version") if not line.history]
            assert live == ["Response() version"]
            await stream.aclose()

    run(own_server, main)


async def _until(stream: AsyncIterator[asf.LogLine], message: str) -> AsyncIterator[asf.LogLine]:
    async for line in stream:
        yield line
        if line.message == message:
            return


def test_only_what_is_new_in_the_log(own_server: Address) -> None:
    async def main(a: ASF) -> None:
        async with asyncio.timeout(20):
            stream = a.nlog.stream(history=False)
            waiting = asyncio.ensure_future(anext(stream))
            await asyncio.sleep(END_OF_HISTORY)
            await a.send_command("status")
            assert (await waiting).message == "Response() status"

    run(own_server, main)


def test_the_log_ends_with_the_handle(server: Address) -> None:
    async def main(a: ASF) -> None:
        lines: list[asf.LogLine] = []

        async def read() -> None:
            async for line in a.nlog.stream():
                lines.append(line)

        reading = asyncio.create_task(read())
        while not lines:
            await asyncio.sleep(0.01)
        await a.close()
        async with asyncio.timeout(10):
            await reading

    run(server, main)


def test_the_log_with_a_wrong_password(own_server: Address) -> None:
    async def main() -> None:
        async with ASF(*own_server, "wrong") as handle, asyncio.timeout(20):
            with pytest.raises(gamewire.AuthError):
                await anext(handle.nlog.stream())

    asyncio.run(main())


def test_a_lost_log_is_found_again(own_server: Address) -> None:
    async def main(a: ASF) -> None:
        lost: list[asf.Disconnected] = []
        seen: list[str] = []
        async with asyncio.timeout(30):
            stream = a.nlog.stream(on_disconnect=lost.append)
            seen.append((await anext(stream)).raw)
            (await a.asf.restart()).raise_for_error()
            while not (await a.send_command("status")).success or not lost:
                await asyncio.sleep(0.1)
            seen += [line.raw async for line in _until(stream, "Response() status")]
        assert len(set(seen)) == len(seen)
        assert all(one.retry_in >= 0 and one.error is not None for one in lost)

    run(own_server, main)


def test_a_line_by_hand() -> None:
    line = asf.read_log_line("2026-08-21 22:01:03|ArchiSteamFarm-1|WARN|main|a|b\nc")
    assert (line.level, line.logger, line.message, line.process) == ("WARN", "main", "a|b\nc", "ArchiSteamFarm-1")
    assert asf.read_log_line("odd").message == "odd"


# -------------------------------------------------------------------------------------------- sans I/O


def test_by_hand() -> None:
    client = sansio.ASFClient(host="asf.example", password="p")
    assert client.wants_transport is False
    number = client.request("GET", "/Api/ASF")
    assert client.wants_transport
    client.opened(0.0)
    [wire] = client.transmits(0.0)
    assert wire.startswith(b"GET /Api/ASF HTTP/1.1\r\nHost: asf.example:1242\r\n") and b"Authentication: p\r\n" in wire
    body = enveloped({"n": 1}).encode()
    client.receive(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body), 0.5)
    [event] = client.events()
    match event:
        case asf.Answer(id, 200, _, raw, True, "OK", None):
            assert (id, raw) == (number, body)
        case _:
            raise AssertionError(event)
    assert event.round_trip == pytest.approx(0.5)
    client.close(1.0)
    assert client.events() == [sansio.Closed(None)] and client.done


def test_a_request_that_is_known_is_treated_as_what_it_is() -> None:
    def after_a_lost_connection(method: str, path: str) -> Any:
        client = sansio.ASFClient()
        client.request(method, path)
        client.opened(0.0)
        client.transmits(0.0)
        client.receive_end(0.1)
        [event] = client.events()
        return event

    assert after_a_lost_connection("POST", "/Api/ASF/Exit").connection_lost
    assert isinstance(after_a_lost_connection("POST", "/Api/Cat"), sansio.Failed)


def test_the_options_are_checked() -> None:
    for wrong in ({"host": ""}, {"base_path": "x"}, {"deadline": 0.0}, {"dialect": "klingon"}):
        with pytest.raises(gamewire.UsageError):
            sansio.ASFClient(**wrong)
    with pytest.raises(gamewire.UsageError):
        sansio.ASFLog(base_path="x")


# ------------------------------------------------------------------------------- ASFConnector's examples


def test_the_page_of_asfconnector(
    own_server: Address, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, port = own_server
    (tmp_path / ".env").write_text(
        f"ASF_HOST={host}\nASF_PORT={port}\nASF_PASSWORD='{PASSWORD}'\nASF_PATH=/Api\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)

    async def main() -> None:
        async with ASFConnector.from_config() as connector:
            assert (await connector.asf.get_info())["Result"]["Version"] == "6.3.9.6"
            assert "main" in (await connector.bot.get_info("main"))["Result"]
            for told in [
                await connector.asf.update_config({"Debug": True}),
                await connector.asf.encrypt({"CryptoMethod": 1, "StringToEncrypt": "x"}),
                await connector.asf.hash({"HashMethod": 1, "StringToHash": "x"}),
                await connector.bot.update_config("main", {"BotConfig": {"Enabled": True}}),
                await connector.bot.pause("main"),
                await connector.bot.resume("main"),
                await connector.bot.add_license("main", {"Licenses": [1, 2]}),
                await connector.bot.input("main", "TwoFactorAuthentication", "ABCDE"),
                await connector.bot.redeem({"main"}, ["AAAAA-BBBBB-CCCCC"]),
                await connector.twofa.get_token("main"),
                await connector.nlog.get_log_file(),
            ]:
                assert told["Success"], told
            assert (await connector.bot.start("main"))["ExceptionType"] == "ServerError"
            assert (await connector.bot.start("x"))["StatusCode"] == 400
            assert (await connector.nlog.get_log_stream())["Success"] is False
            assert await connector.get_bot_info("spare") == "spare: stopped"
            assert await connector.bot_redeem("main", "AAAAA-BBBBB-CCCCC") == "main: AAAAA-BBBBB-CCCCC: NoDetail"
            assert "6.3.9.6" in await connector.send_command("version")

    asyncio.run(main())


def test_asfconnector_raises_when_there_is_nobody() -> None:
    async def main() -> None:
        async with ASFConnector("127.0.0.1", "1"):
            pass

    with pytest.raises(error.ASFNetworkError) as caught:
        asyncio.run(main())
    assert caught.value.status_code is None


def test_the_handler_of_asfconnector(server: Address) -> None:
    async def main() -> None:
        handler = IPCProtocolHandler(*server, path="/Api", password=PASSWORD)
        assert (await handler.get("/ASF"))["Success"]
        assert (await handler.get("/Api/NLog/File", {"count": 1}))["Success"]
        assert (await handler.post("/Command", {"Command": "version"}))["Success"]
        assert (await handler.delete("/Bot/nobody"))["StatusCode"] == 400
        await handler.close()

    asyncio.run(main())

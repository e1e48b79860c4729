"""gamewire.asf: what its calls give, and configurations, of which nothing is lost."""

import contextlib
import json
import pathlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asf_calls import asked, enveloped, run
from conftest import Address, text_of
from web_server import Reply, WebServer

import gamewire
from gamewire.asf import ASF, CLEAR, KEEP, ASFConfig, Response


def test_response_reads_both_ways(asf_server: Address) -> None:
    told = run(asf_server, lambda a: a.asf.get_info())
    assert told.success and told.http_status == 200 and told.message == "OK" and told.error is None
    assert told.result["Version"] == told["Result"]["Version"] == "6.3.9.6"
    assert told.result["GlobalConfig"]["SteamOwnerID"] == 76561198006963719
    assert dict(told) == {"Success": True, "Message": "OK", "Result": told.result} == json.loads(told.raw)
    assert told.raise_for_error() is told


def test_without_success_it_says_so_and_raises_when_asked(asf_server: Address) -> None:
    told = run(asf_server, lambda a: a.bot.start("main"))
    assert not told.success and told.http_status == 200
    assert told.message == "This bot is already running!"
    assert (told["Success"], told["StatusCode"]) == (False, 200)
    assert told["ExceptionType"] == "ServerError" and "already running" in told["Exception"]
    assert told["ResponsePayload"]["Success"] is False
    with pytest.raises(gamewire.ServerError):
        told.raise_for_error()


def test_http_errors_have_status_and_payload(asf_server: Address) -> None:
    told = run(asf_server, lambda a: a.bot.start("nobody"))
    with pytest.raises(gamewire.HTTPError, match="nobody") as caught:
        told.raise_for_error()
    assert caught.value.status == told.http_status == 400
    assert str(caught.value) == told["Exception"] and told["Exception"].startswith(text_of(asf_server) + ": ")
    assert caught.value.payload == told["ResponsePayload"]
    missing = run(asf_server, lambda a: a.request("GET", "/Api/Nothing"))
    assert missing.http_status == 404 and missing["ResponsePayload"] is None


def test_a_redirect_is_not_followed_and_says_where_it_leads() -> None:
    with WebServer(lambda _: Reply(status=301, headers={"Location": "https://elsewhere.test/"})).running() as web:
        told = run(("127.0.0.1", web.port), lambda a: a.asf.get_info())
        assert len(web.seen) == 1
    with pytest.raises(gamewire.HTTPError, match="https://elsewhere.test/"):
        told.raise_for_error()


def test_no_server_is_a_response_too() -> None:
    told = run(("127.0.0.1", 1), lambda a: a.asf.get_info())
    assert not told.success and told.http_status is None and told["StatusCode"] is None
    assert told["ExceptionType"] == "RefusedError"
    with pytest.raises(gamewire.RefusedError):
        told.raise_for_error()


def test_timeout(asf_server: Address) -> None:
    told = run(asf_server, lambda a: a.send_command("wait 5", timeout=0.2))
    assert isinstance(told.error, gamewire.TimeoutError)


def test_edits_lose_nothing(own_asf: Address) -> None:
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

    run(own_asf, main)


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


@pytest.mark.parametrize(
    "result", [None, [], "x", 5, {}, {"b": None}, {"b": {}}, {"b": {"BotConfig": 5}}, {"GlobalConfig": []}]
)
def test_edits_of_what_is_no_configuration(result: Any) -> None:
    """Nothing is posted."""
    calls: list[Callable[[ASF], Awaitable[Response]]] = [
        lambda a: a.asf.edit_config({"Debug": True}),
        lambda a: a.bot.edit_config("b", {"Enabled": True}),
    ]

    async def main(a: ASF) -> None:
        for call in calls:
            with contextlib.suppress(gamewire.UsageError):  # there is no such bot
                assert isinstance((await call(a)).error, gamewire.ProtocolError)

    assert [one.method for one in asked(main, Reply(enveloped(result)))] == ["GET", "GET"]

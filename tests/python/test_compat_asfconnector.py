"""ASFConnector's names over gamewire.asf."""

import asyncio
import json
import pathlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from conftest import ASF_PASSWORD, Address
from web_server import Reply, Request, WebServer

from gamewire import ProtocolError
from gamewire.compat.ASFConnector import ASFConnector, IPCProtocolHandler, error


def test_the_page_of_asfconnector(
    own_asf: Address, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, port = own_asf
    (tmp_path / ".env").write_text(
        f"ASF_HOST={host}\nASF_PORT={port}\nASF_PASSWORD='{ASF_PASSWORD}'\nASF_PATH=/Api\n", encoding="utf-8"
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


def test_the_handler_of_asfconnector(asf_server: Address) -> None:
    async def main() -> None:
        handler = IPCProtocolHandler(*asf_server, path="/Api", password=ASF_PASSWORD)
        assert (await handler.get("/ASF"))["Success"]
        assert (await handler.get("/Api/NLog/File", {"count": 1}))["Success"]
        assert (await handler.post("/Command", {"Command": "version"}))["Success"]
        assert (await handler.delete("/Bot/nobody"))["StatusCode"] == 400
        await handler.close()

    asyncio.run(main())


def told(result: Any, call: Callable[[ASFConnector], Awaitable[Any]], **envelope: Any) -> Any:
    """What a call gives when that is the server's result."""
    text = json.dumps({"Result": result, "Message": "OK", "Success": True} | envelope)

    async def main(port: int) -> Any:
        connector = ASFConnector("127.0.0.1", port)
        try:
            return await call(connector)
        finally:
            await connector.close()

    with WebServer(lambda _: Reply(text)).running() as web:
        return asyncio.run(main(web.port))


INFO: Callable[[ASFConnector], Awaitable[str]] = lambda connector: connector.get_bot_info("b")
REDEEM: Callable[[ASFConnector], Awaitable[str]] = lambda connector: connector.bot_redeem("b", ["K"])
COMMAND: Callable[[ASFConnector], Awaitable[str]] = lambda connector: connector.send_command("status")

NO_OBJECTS: list[Any] = [None, [], [1], "x", "", 5, 1.5, True]


@pytest.mark.parametrize("call", [INFO, REDEEM])
@pytest.mark.parametrize("result", [*NO_OBJECTS, *({"b": odd} for odd in NO_OBJECTS)])
def test_results_of_another_form(call: Callable[[ASFConnector], Awaitable[str]], result: Any) -> None:
    with pytest.raises(ProtocolError):
        told(result, call)
    assert told(result, call, Success=False, Message="not done") == "not done"


@pytest.mark.parametrize("bot", [{"CardsFarmer": 5, "KeepRunning": True}, {"CardsFarmer": [1]}])
def test_bots_of_another_form(bot: Any) -> None:
    with pytest.raises(ProtocolError):
        told({"b": bot}, INFO)


@pytest.mark.parametrize("outcome", [odd for odd in NO_OBJECTS if odd is not None])
def test_outcomes_of_another_form(outcome: Any) -> None:
    with pytest.raises(ProtocolError):
        told({"b": {"K": outcome}}, REDEEM)


@pytest.mark.parametrize("result", [None, [], [1], 5, {}, {"b": "x"}])
def test_answers_to_commands_of_another_form(result: Any) -> None:
    with pytest.raises(ProtocolError):
        told(result, COMMAND)
    assert told(result, COMMAND, Success=False, Message="not done") == "not done"


@pytest.mark.parametrize(
    ("bot", "state"),
    [
        ({}, "stopped"),
        ({"KeepRunning": True, "CardsFarmer": None}, "connecting"),
        ({"KeepRunning": True, "IsConnectedAndLoggedOn": True}, "idle"),
        ({"KeepRunning": 1, "IsConnectedAndLoggedOn": 1, "CardsFarmer": {"Paused": True}}, "paused"),
        (
            {"KeepRunning": 1, "IsConnectedAndLoggedOn": 1, "CardsFarmer": {"NowFarming": 1, "GamesToFarm": [7, 8]}},
            "farming, 2 games left",
        ),
        (
            {"KeepRunning": 1, "IsConnectedAndLoggedOn": 1, "CardsFarmer": {"NowFarming": 1, "GamesToFarm": 7}},
            "farming, 0 games left",
        ),
    ],
)
def test_states_of_bots(bot: Any, state: str) -> None:
    assert told({"b": bot}, INFO) == f"b: {state}"


@pytest.mark.parametrize(
    ("details", "outcome"),
    [(0, "NoDetail"), (9, "AlreadyPurchased"), (-1, "-1"), (2**40, "1099511627776"), ("x", "x"), (None, "None")],
)
def test_purchase_details_of_any_form(details: Any, outcome: str) -> None:
    redeemed = {"b": {"K": {"purchase_result_details": details}, "L": None}}
    assert told(redeemed, REDEEM) == f"b: K: {outcome}\nb: L: not tried"


def test_a_refusal_is_told_by_its_message() -> None:
    """Its result is an object, but none of bots."""
    refused = {"Permanent": False, "StatusCode": 403}
    assert told(refused, INFO, Success=False, Message="Forbidden") == "Forbidden"
    assert told(refused, REDEEM, Success=False, Message="Forbidden") == "Forbidden"


@pytest.mark.parametrize("status", [401, 403])
def test_the_health_is_asked_for_after_a_refusal(status: int) -> None:
    """It needs no password."""

    def script(request: Request) -> Reply:
        if request.path == "/HealthCheck":
            return Reply('{"StatusText": "Healthy", "Status": 2}')
        return Reply(json.dumps({"Message": "no", "Success": False}), status)

    async def main(port: int) -> None:
        connector = ASFConnector("127.0.0.1", port, password="wrong")
        for _ in range(2):
            assert not (await connector.get_asf_info()).success
        assert (await connector.health_check()).raise_for_error()["Result"]["Status"] == 2
        await connector.close()

    with WebServer(script).running() as web:
        asyncio.run(main(web.port))
        assert [one.path for one in web.seen] == ["/Api/ASF", "/HealthCheck"]
        assert "authentication" not in web.seen[1].headers

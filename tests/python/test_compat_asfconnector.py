"""ASFConnector's names over gamewire.asf."""

import asyncio
import pathlib

import pytest
from conftest import ASF_PASSWORD, Address

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

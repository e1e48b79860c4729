"""Passwords, TLS, and how a handle of gamewire.asf lives and ends."""

import asyncio
import logging
import os
import pathlib
import time
from typing import Any

import pytest
from asf_calls import enveloped, opened, run
from conftest import ASF_PASSWORD, Address
from web_server import Reply, WebServer, certificate

import gamewire
from gamewire.asf import ASF


def test_a_wrong_password_is_sent_once(own_asf: Address) -> None:
    async def main() -> None:
        async with ASF(*own_asf, "wrong") as handle:
            first = await handle.asf.get_info()
            assert isinstance(first.error, gamewire.AuthError) and first.http_status == 401
            assert handle.standing == "refused"
            for _ in range(6):
                told = await handle.asf.get_info()
                assert isinstance(told.error, gamewire.AuthError) and told.http_status is None
            with pytest.raises(gamewire.AuthError, match="not asked"):
                await anext(handle.nlog.stream())
            handle.set_password(ASF_PASSWORD)
            assert (await handle.asf.get_info()).success  # not banned, as seven tries would be

    asyncio.run(main())


def test_a_ban(own_asf: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        for _ in range(5):
            async with ASF(*own_asf, "wrong") as handle:
                await handle.asf.get_info()
        async with ASF(*own_asf, ASF_PASSWORD) as handle:
            told = await handle.asf.get_info()
            assert isinstance(told.error, gamewire.BannedError) and told.http_status == 403
            assert handle.standing == "banned"
            assert isinstance((await handle.asf.get_info()).error, gamewire.BannedError)
            with pytest.raises(gamewire.BannedError, match="not asked"):
                await anext(handle.nlog.stream())
            later = time.monotonic() + 3600
            monkeypatch.setattr("gamewire.asf.client.monotonic", lambda: later)
            assert handle.standing == "welcome"

    asyncio.run(main())


def test_tls(tmp_path: pathlib.Path) -> None:
    ca, context = certificate(tmp_path)
    with WebServer(lambda _: Reply(enveloped({"Version": "1"})), context).running() as web:

        async def version(**options: Any) -> Any:
            async with ASF("127.0.0.1", web.port, ASF_PASSWORD, secure=True, timeout=10, **options) as handle:
                return await handle.asf.get_info()

        assert asyncio.run(version(ca=ca)).result == {"Version": "1"}
        assert asyncio.run(version(ca=ca.read_bytes())).success
        assert asyncio.run(version(verify=False)).success
        assert isinstance(asyncio.run(version()).error, gamewire.TLSError)
        with pytest.raises(gamewire.Error):
            asyncio.run(version(ca=tmp_path / "none.pem"))


def test_nothing_secret_is_shown(asf_server: Address, caplog: pytest.LogCaptureFixture) -> None:
    async def main(a: ASF) -> str:
        told = await a.bot.redeem("main", "AAAAA-BBBBB-CCCCC")
        await a.storage.set("k", ASF_PASSWORD)
        return repr(a) + repr(a.standing) + str(told.error)

    with caplog.at_level(logging.DEBUG):
        shown = run(asf_server, main)
    assert "ASFClient: connected" in caplog.text
    for secret in (ASF_PASSWORD, "AAAAA"):
        assert secret not in caplog.text + shown


def test_a_cancelled_task(asf_server: Address) -> None:
    async def main(a: ASF) -> None:
        slow = asyncio.create_task(a.send_command("wait 30"))
        await asyncio.sleep(0.2)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert (await a.asf.get_info()).success

    started = time.monotonic()
    run(asf_server, main)
    assert time.monotonic() - started < 10


def test_many_at_once(asf_server: Address) -> None:
    async def main(a: ASF) -> None:
        told = await asyncio.gather(*(a.bot.get_info("main") for _ in range(40)))
        assert all(one.success for one in told)

    run(asf_server, main)


def test_after_the_end(asf_server: Address) -> None:
    async def main() -> None:
        async with opened(asf_server) as handle:
            assert (await handle.asf.get_info()).success
        await handle.close()
        for what in (handle.asf.get_info(), handle.command.execute("status"), anext(handle.nlog.stream())):
            with pytest.raises(gamewire.ClosedError):
                await what

    asyncio.run(main())


def test_exit_is_done_though_the_server_goes(own_asf: Address) -> None:
    told = run(own_asf, lambda a: a.asf.exit())
    assert told.success


def test_in_a_forked_child(asf_server: Address) -> None:
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

    assert run(asf_server, main) == 7

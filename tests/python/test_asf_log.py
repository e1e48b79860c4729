"""ASF's log, as it is written."""

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncIterator

import pytest
from asf_calls import opened, run
from conftest import Address
from web_server import certificate

import gamewire
from gamewire import asf
from gamewire.asf import ASF


# What comes with a connection, up to a second without an entry, counts as shown from the server's memory.
END_OF_HISTORY = 1.2


def test_the_log_as_it_is_written(own_asf: Address) -> None:
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

    run(own_asf, main)


async def _until(stream: AsyncIterator[asf.LogLine], message: str) -> AsyncIterator[asf.LogLine]:
    async for line in stream:
        yield line
        if line.message == message:
            return


def test_only_what_is_new_in_the_log(own_asf: Address) -> None:
    async def main(a: ASF) -> None:
        async with asyncio.timeout(20):
            stream = a.nlog.stream(history=False)
            waiting = asyncio.ensure_future(anext(stream))
            await asyncio.sleep(END_OF_HISTORY)
            await a.send_command("status")
            assert (await waiting).message == "Response() status"

    run(own_asf, main)


def test_the_log_ends_with_the_handle(asf_server: Address) -> None:
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

    run(asf_server, main)


def test_the_log_with_a_wrong_password(own_asf: Address) -> None:
    async def main() -> None:
        async with ASF(*own_asf, "wrong") as handle, asyncio.timeout(20):
            with pytest.raises(gamewire.AuthError):
                await anext(handle.nlog.stream())

    asyncio.run(main())


def test_a_lost_log_is_found_again(own_asf: Address) -> None:
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

    run(own_asf, main)


def test_a_line_by_hand() -> None:
    line = asf.read_log_line("2026-08-21 22:01:03|ArchiSteamFarm-1|WARN|main|a|b\nc")
    assert (line.level, line.logger, line.message, line.process) == ("WARN", "main", "a|b\nc", "ArchiSteamFarm-1")
    assert asf.read_log_line("odd").message == "odd"


def test_the_log_by_tls(tmp_path: pathlib.Path, asf_server: Address) -> None:
    ca, context = certificate(tmp_path)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(4096):
                writer.write(data)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(*asf_server)
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

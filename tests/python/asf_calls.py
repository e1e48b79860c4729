"""Handles of ASF for tests, and what they send."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from conftest import ASF_PASSWORD, Address
from web_server import Reply, Request, WebServer

from gamewire.asf import ASF


@asynccontextmanager
async def opened(where: Address, **options: Any) -> AsyncIterator[ASF]:
    async with ASF(*where, ASF_PASSWORD, timeout=10, **options) as handle:
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

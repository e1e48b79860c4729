"""The variables and commands of a server, out of what it says to `cvarlist`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Self

from .._native import cvarlist_is_partial, decode_cvarlist
from ..errors import UnsupportedError
from .events import Cvar, Reply


class Cvars(Iterator[Cvar]):
    """Gives them one by one. `partial`: the list was cut short, and these are those that came."""

    def __init__(self, reply: Reply, peer: str) -> None:
        found = decode_cvarlist(reply.body)
        if not found and not reply.partial:
            said, _, _ = reply.text.partition("\n")
            raise UnsupportedError(f"{peer}: it lists no variables: {said}")
        self.partial = reply.partial or cvarlist_is_partial(reply.body)
        self._left = iter(found)

    def __next__(self) -> Cvar:
        return next(self._left)


class AsyncCvars(AsyncIterator[Cvar]):
    """The same for `async for`. They are asked for with the first one; until then `partial` is False."""

    def __init__(self, ask: Callable[[], Awaitable[Cvars]]) -> None:
        self._ask = ask
        self._told: Cvars | None = None

    @property
    def partial(self) -> bool:
        return self._told is not None and self._told.partial

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Cvar:
        if self._told is None:
            self._told = await self._ask()
        for one in self._told:
            return one
        raise StopAsyncIteration

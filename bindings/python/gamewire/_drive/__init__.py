"""What drives machines over sockets: `blocking.Conversation` in the thread that waits, `aio.Conversation` on the running
asyncio loop. Both know any machine, and none of them.

`aio` is loaded when it is first used: asyncio takes longer for that than all else."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import aio as aio


def __getattr__(name: str) -> Any:
    if name == "aio":
        import importlib

        return importlib.import_module(".aio", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

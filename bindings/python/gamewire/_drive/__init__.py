"""What drives machines over sockets: `blocking.Conversation` in the thread that waits, `aio.Conversation` on the running
asyncio loop. Both know any machine, and none of them.

`aio` is loaded when it is first used: asyncio takes longer for that than all else."""

from typing import TYPE_CHECKING

from .._lazy import submodules

if TYPE_CHECKING:
    from . import aio as aio
else:
    __getattr__ = submodules(__name__, "aio")

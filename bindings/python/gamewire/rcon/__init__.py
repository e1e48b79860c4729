"""RCON: commands for game servers, as Source, Minecraft, Factorio, Squad, Rust and many more take them.

    print(execute("play.example.org:27015", "secret", "status"))

    with Client(("play.example.org", 27015), "secret") as server:
        for cvar in server.cvars():
            print(cvar.name, cvar.value)

From a terminal: `python -m gamewire.rcon ADDRESS`.
"""

from .client import AsyncClient, Client, execute
from .cvars import AsyncCvars, Cvars
from .events import (
    Authenticated,
    Chunk,
    Command,
    Cvar,
    Disconnected,
    Login,
    Reply,
    Sent,
    Unsolicited,
)
from .message import Message


def shell(address: "str | tuple[str, int] | None" = None, password: str | None = None) -> None:
    """A shell in this terminal, connected to `address` if there is one; asks for a password that is not given."""
    from ._shell import run

    run(address, password)


__all__ = [
    "AsyncClient",
    "AsyncCvars",
    "Authenticated",
    "Chunk",
    "Client",
    "Command",
    "Cvar",
    "Cvars",
    "Disconnected",
    "Login",
    "Message",
    "Reply",
    "Sent",
    "Unsolicited",
    "execute",
    "shell",
]

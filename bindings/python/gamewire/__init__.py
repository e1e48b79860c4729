"""The wire protocols of the game-server world.

    from gamewire import a2s
    with a2s.Client("play.example.org") as server:
        print(server.info().name)

Modules: `a2s`, `rcon`, `master`, `vdf`, `webapi`, `asf`, `aster`; `sansio`, the machines below them, for an event
loop of your own; `compat`, the names of the libraries that this one replaces. Each is loaded when it is first used.
"""

from typing import TYPE_CHECKING, Any

from .errors import (
    AuthError,
    BannedError,
    ClosedError,
    Error,
    HTTPError,
    LimitError,
    ProtocolError,
    RefusedError,
    ResolveError,
    ServerError,
    SteamIDError,
    TimeoutError,
    TLSError,
    UnsupportedError,
    UsageError,
)

if TYPE_CHECKING:
    from . import a2s, aster, asf, compat, master, rcon, sansio, vdf, webapi
    from ._native import SteamID

__version__ = "0.1.0"

_MODULES = frozenset({"a2s", "asf", "aster", "compat", "master", "rcon", "sansio", "vdf", "webapi"})

__all__ = [
    "AuthError",
    "BannedError",
    "ClosedError",
    "Error",
    "HTTPError",
    "LimitError",
    "ProtocolError",
    "RefusedError",
    "ResolveError",
    "ServerError",
    "SteamID",
    "SteamIDError",
    "TLSError",
    "TimeoutError",
    "UnsupportedError",
    "UsageError",
    "a2s",
    "asf",
    "aster",
    "compat",
    "master",
    "rcon",
    "sansio",
    "vdf",
    "webapi",
]


def __getattr__(name: str) -> Any:
    import importlib

    if name in _MODULES:
        return importlib.import_module(f".{name}", __name__)
    if name == "SteamID":
        from ._native import SteamID

        globals()[name] = SteamID
        return SteamID
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))

"""What goes wrong with aster: always an AsterError, and of the class that gamewire has for it besides."""

import contextlib
import json
from typing import Any

from ..errors import ClosedError, Error

_KINDS: dict[type[Error], type["AsterError"]] = {}


class AsterError(Error):
    """Anything that a server of aster refuses, or that goes wrong on the way there. It is also of the class that
    gamewire has for it: AuthError, TimeoutError, ClosedError, ServerError … `status` is what the server answered with,
    if it did: 400 a bad request, 401 not logged in, 403 not permitted, 404 no such thing, 405 not in this state, 409
    the name is taken, 500 its own mistake; `packet` is all of that answer."""

    status: int | None = None
    packet: dict[str, Any] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (_plain(type(self)), self.args, self.status, self.packet)


def aster_error(error: Error, packet: bytes = b"") -> AsterError:
    """The same as an AsterError, and what a packet says about it."""
    if isinstance(error, AsterError):
        return error
    made = _kind(type(error))(*error.args)
    if packet.startswith(b"{"):
        with contextlib.suppress(ValueError, RecursionError):
            made.packet = json.loads(packet)
            made.status = made.packet.get("status") if made.packet else None
    return made


def not_connected() -> AsterError:
    return aster_error(ClosedError("not connected"))


def _kind(plain: type[Error]) -> type[AsterError]:
    if plain not in _KINDS:
        _KINDS[plain] = type(f"Aster{plain.__name__}", (AsterError, plain), {"__module__": __name__})
    return _KINDS[plain]


def _plain(kind: type[AsterError]) -> type[Error] | None:
    return next((plain for plain, made in _KINDS.items() if made is kind), None)


def _again(
    plain: type[Error] | None, arguments: tuple[object, ...], status: int | None, packet: dict[str, Any] | None
) -> AsterError:
    made = (_kind(plain) if plain else AsterError)(*arguments)
    made.status, made.packet = status, packet
    return made

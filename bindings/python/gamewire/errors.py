"""What can go wrong, in the words that the command line and the other bindings share."""

import builtins
from typing import Any, ClassVar, TypeVar


class Error(Exception):
    """Anything that gamewire reports. `code` is the word that the command line has for it."""

    code: ClassVar[str] = "protocol"


class TimeoutError(Error, builtins.TimeoutError):
    """No answer in time."""

    code = "timeout"


class RefusedError(Error, ConnectionRefusedError):
    """The peer or the network refused."""

    code = "refused"


class ResolveError(Error, OSError):
    """The name does not resolve."""

    code = "resolve"


class ClosedError(Error, ConnectionError):
    """The conversation is over, or the handle was closed."""

    code = "closed"


class AuthError(Error):
    """Login refused."""

    code = "auth"


class BannedError(AuthError):
    """The peer has banned this client."""

    code = "banned"


class ProtocolError(Error, ValueError):
    """The peer broke the protocol."""

    code = "protocol"


class LimitError(Error):
    """A limit of this side was reached."""

    code = "limit"


class TLSError(Error):
    """The secure connection failed."""

    code = "tls"


class HTTPError(Error):
    """The HTTP exchange failed. `status` and `payload` are those of the answer, if there was one."""

    code = "http"

    def __init__(self, *arguments: object, status: int | None = None, payload: Any = None) -> None:
        super().__init__(*arguments)
        self.status = status
        self.payload = payload


class ServerError(Error):
    """The server reports an error."""

    code = "server"


class UsageError(Error, ValueError):
    """Called the wrong way; nothing happened."""

    code = "usage"


class UnsupportedError(Error):
    """Not available here."""

    code = "unsupported"


class SteamIDError(UsageError):
    """No SteamID."""


E = TypeVar("E", bound=Error)

_CLASSES: dict[str, type[Error]] = {
    one.code: one
    for one in (
        TimeoutError,
        RefusedError,
        ResolveError,
        ClosedError,
        AuthError,
        BannedError,
        ProtocolError,
        LimitError,
        TLSError,
        HTTPError,
        ServerError,
        UsageError,
        UnsupportedError,
    )
}


def about(peer: str, error: E) -> E:
    """The error, which says from now on which server it is about, if that is known."""
    if peer and not str(error).startswith(f"{peer}: "):
        error.args = (f"{peer}: {error}",)
    return error


def error_for(code: str, message: str) -> Error:
    """An instance of the class with this `code`."""
    return _CLASSES[code](message)

"""`RCON`, `execute`, `shell`. What is different: servers of all kinds are understood, and not Source's alone; text is
UTF-8, and never fails; a message that is an AUTH does not show its body."""

import enum
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from ..._address import checked
from ..._drive import opening
from ...errors import AuthError, BannedError, ClosedError, Error, ProtocolError, RefusedError, TimeoutError
from ...rcon import Client, Message
from ...rcon import shell as shell

__all__ = [
    "RCON",
    "RCONAuthenticationError",
    "RCONCommunicationError",
    "RCONError",
    "RCONMessage",
    "RCONMessageError",
    "RCONTimeoutError",
    "execute",
    "shell",
]


class RCONError(Exception):
    """Whatever goes wrong."""


class RCONCommunicationError(RCONError):
    """The connection is lost."""


class RCONTimeoutError(RCONError):
    """No answer in time."""


class RCONAuthenticationError(RCONError):
    """The login failed: by a wrong password, or because the server has banned this host."""

    def __init__(self, banned: bool = False) -> None:
        super().__init__(banned)
        self.banned = banned

    def __str__(self) -> str:
        return "Banned" if self.banned else "Wrong password"


class RCONMessageError(RCONError):
    """A message that cannot be read or written."""


class RCONMessage:
    """One packet. The body is bytes, or text as `ENCODING` has it."""

    ENCODING = "utf-8"

    class Type(enum.IntEnum):
        RESPONSE_VALUE = 0
        AUTH_RESPONSE = 2
        EXECCOMMAND = 2
        AUTH = 3

    def __init__(self, id_: int, type_: int, body_or_text: bytes | str = b"") -> None:
        self.id = id_
        self.type = type_
        self.body = body_or_text.encode(self.ENCODING) if isinstance(body_or_text, str) else body_or_text

    @property
    def text(self) -> str:
        return self.body.decode(self.ENCODING, "replace")

    @text.setter
    def text(self, text: str) -> None:
        self.body = text.encode(self.ENCODING)

    def encode(self) -> bytes:
        with _translated():
            return Message(self.id, self.type, self.body).encode()

    @classmethod
    def decode(cls, buffer: bytes) -> "tuple[RCONMessage, bytes]":
        """The message that the buffer begins with, and the rest; RCONMessageError if there is none."""
        with _translated():
            message, rest = Message.decode(buffer)
        return cls(message.id, message.type, message.body), rest

    def __repr__(self) -> str:
        body: Any = "<a password>" if self.type == self.Type.AUTH else self.body
        return f"<RCONMessage {self.id} {self.type} {body!r}>"


class _translated:
    """Turns errors into python-valve's."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        match error:
            case AuthError():
                raise RCONAuthenticationError(isinstance(error, BannedError)) from error
            case TimeoutError():
                raise RCONTimeoutError(str(error)) from error
            case ClosedError() | RefusedError():
                raise RCONCommunicationError(str(error)) from error
            case ProtocolError() | ValueError():
                raise RCONMessageError(str(error)) from error
            case Error():
                raise RCONError(str(error)) from error


class _ConnectedClient(Client):
    """On a socket that is there already, since `RCON` connects and logs in in two steps."""

    def __init__(self, address: tuple[str, int], password: str, timeout: float | None, opened: socket.socket) -> None:
        super().__init__(address, password, timeout=timeout)
        self._opened = opening.Opened(opened)
        self._conversation.adopt(self._opened)

    def _open(self) -> opening.Opening:
        return self._opened


class RCON:
    """A connection to one server. `timeout`: of everything, in seconds; None: no limit."""

    def __init__(self, address: tuple[str, int], password: str, timeout: float | None = None) -> None:
        self._address = checked(*address)
        self._password = password
        self._timeout = timeout
        self._client: _ConnectedClient | None = None
        self._closed = False

    @property
    def connected(self) -> bool:
        return self._client is not None and not self._client.closed

    @property
    def authenticated(self) -> bool:
        return self._client is not None and self._client.authenticated

    @property
    def closed(self) -> bool:
        return self._closed

    def connect(self) -> None:
        """Connects, and does not log in. OSError when nobody is there."""
        if self._closed:
            raise RCONError("closed")
        if self.connected:
            raise RCONError("already connected")
        opened = opening.connect(self._address, datagrams=False, timeout=self._timeout)
        self._client = _ConnectedClient(self._address, self._password, self._timeout, opened)

    def authenticate(self, timeout: float | None = None) -> None:
        """Logs in. RCONAuthenticationError, RCONCommunicationError, RCONTimeoutError."""
        with _translated():
            self._connected().connect(timeout)

    def execute(self, command: str, block: bool = True, timeout: float | None = None) -> RCONMessage | None:
        """The reply to a command. Without `block` it is sent, and what comes back is dropped."""
        client = self._connected()
        if not client.authenticated and not client.closed:
            raise RCONError("not authenticated")
        with _translated():
            reply = client.execute(command, block=block, timeout=timeout)
        return None if reply is None else RCONMessage(reply.id, RCONMessage.Type.RESPONSE_VALUE, reply.body)

    def __call__(self, command: str) -> str:
        """The text of the reply."""
        reply = self.execute(command)
        assert reply is not None
        return reply.text

    def cvarlist(self) -> Iterator[tuple[str, str, frozenset[str], str]]:
        """Names, values, flags, descriptions. RCONError when the server lists none."""
        client = self._connected()
        with _translated():
            found = list(client.cvars())
        for one in found:
            yield one.name, one.value, one.flags, one.help

    def close(self) -> None:
        """For good. Once is enough."""
        self._closed = True
        if self._client is not None:
            self._client.close()

    def _connected(self) -> _ConnectedClient:
        if self._closed:
            raise RCONError("closed")
        if self._client is None:
            raise RCONError("not connected")
        return self._client

    def __enter__(self) -> Self:
        self.connect()
        try:
            self.authenticate()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<RCON {self._address[0]}:{self._address[1]}>"


def execute(address: tuple[str, int], password: str, command: str) -> str:
    """Logs in, executes one command, and gives the text of its reply."""
    with RCON(address, password) as rcon:
        return rcon(command)


if __name__ == "__main__":
    import sys

    from ...rcon.__main__ import main

    sys.exit(main())

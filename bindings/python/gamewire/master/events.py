"""Events of `MasterClient` and `MasterResponder`. A region is its name, or the byte of one that has none."""

from dataclasses import dataclass

from .._address import Address
from ..errors import Error


@dataclass(frozen=True, slots=True)
class Servers:
    """Some more servers, none of which was in an earlier event of this request."""

    request: int
    region: str | int
    servers: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The end of a list of so many servers. It is `partial` when it was cut short: `error` says by what, and it is not
    known what comes after the server `last` of `region`; None means its first page."""

    id: int
    servers: int
    pages: int
    partial: bool
    error: Error | None
    region: str | int
    last: Address | None


@dataclass(frozen=True, slots=True)
class Unrequested:
    """A page that no request waits for, or a copy of one that came before."""

    servers: tuple[Address, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """A datagram that is no page."""

    error: Error
    datagram: bytes


@dataclass(frozen=True, slots=True)
class Queried:
    """A responder read a request. `servers`: how many are in the page. `became`: "answered", or why not."""

    address: Address
    region: str | int
    servers: int
    last: bool
    became: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A responder got a datagram that is no request."""

    address: Address
    error: Error

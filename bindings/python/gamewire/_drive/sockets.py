"""Names, addresses and sockets, as both drivers need them."""

import contextlib
import socket
from collections.abc import Iterator

from .._address import address_text

# In seconds. The system counts milliseconds in 32 bits.
LONGEST_WAIT = 3600.0


def in_order(found: list[tuple[int, tuple[object, ...]]], prefer_ipv4: bool) -> list[tuple[int, tuple[object, ...]]]:
    """The addresses of a name, those of the preferred family first, else as the resolver has them."""
    return sorted(found, key=lambda one: prefer_ipv4 and one[0] != socket.AF_INET)


def found_in(entries: list[tuple[object, ...]]) -> list[tuple[int, tuple[object, ...]]]:
    """Families and addresses, of what `getaddrinfo` gives."""
    return [(entry[0], entry[4]) for entry in entries]  # type: ignore[misc]


@contextlib.contextmanager
def naming() -> Iterator[None]:
    """What cannot be a name is one that does not resolve."""
    try:
        yield
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None


def peer_of(connected: socket.socket) -> str:
    """The address of the other end, as text; "" if it has none."""
    try:
        name = connected.getpeername()
    except OSError:
        return ""
    return address_text(name[:2]) if isinstance(name, tuple) else ""


def prepared(opened: socket.socket) -> socket.socket:
    """As a driver wants it."""
    opened.setblocking(False)
    if opened.type == socket.SOCK_STREAM:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened

"""Addresses of servers, as people write them."""

import socket

from .errors import UsageError

Address = tuple[str, int]


def parse_address(target: str | Address, default_port: int) -> Address:
    """ "host", "host:port", "[v6]:port", or such a pair. UsageError for what is none."""
    if not isinstance(target, str):
        try:
            host, port = target
        except (TypeError, ValueError):
            raise TypeError(f"an address is a text, or a host and a port, not {target!r}") from None
        return checked(host, port)
    host, rest = _parted(target)
    if not rest:
        return checked(host, default_port)
    if rest[0] != ":" or not (rest.isascii() and rest[1:].isdecimal() and len(rest) <= 6):
        raise UsageError(f"not an address: {target!r}")
    return checked(host, int(rest[1:]))


def _parted(target: str) -> tuple[str, str]:
    """The host, and what stands behind it."""
    if target.startswith("["):
        host, end, rest = target[1:].partition("]")
        if not end or ":" not in host:
            raise UsageError(f"not an address: {target!r}")
        return host, rest
    if target.count(":") != 1:
        return target, ""
    host, colon, port = target.partition(":")
    return host, colon + port


def located(host: str, port: int) -> Address:
    """The same for a host whose text may have a port, which goes before `port`."""
    _check(host, port)
    return parse_address(host, port)


def checked(host: str, port: int) -> Address:
    """Both. The system would take None for itself, cut a name short at a NUL, and 65537 for 1; nobody listens at 0."""
    _check(host, port)
    if ":" in host and not is_literal(host):
        raise UsageError(f"not an address: {host!r}")
    return host, port


def _check(host: str, port: int) -> None:
    if not isinstance(host, str) or not isinstance(port, int):
        raise TypeError(f"an address is a str and an int, not {host!r} and {port!r}")
    if not host or "\0" in host or not 1 <= port <= 65535:
        raise UsageError(f"not an address: {host!r}, {port!r}")


def is_literal(host: str) -> bool:
    """An address, and no name?"""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host.partition("%")[0])
        except (OSError, ValueError):
            continue
        return True
    return False


def address_text(address: Address) -> str:
    """ "host:port", "[v6]:port"."""
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

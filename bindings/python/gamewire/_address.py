"""Addresses of servers, as people write them."""

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
    if target.startswith("["):
        host, _, port_text = target[1:].partition("]")
        port_text = port_text.removeprefix(":")
    elif target.count(":") == 1:
        host, _, port_text = target.partition(":")
    else:
        host, port_text = target, ""
    if not (port_text == "" or (port_text.isascii() and port_text.isdecimal() and len(port_text) <= 5)):
        raise UsageError(f"not an address: {target!r}")
    return checked(host, int(port_text) if port_text else default_port)


def located(host: str, port: int) -> Address:
    """The same for a host whose text may have a port, which goes before `port`."""
    checked(host, port)
    return parse_address(host, port)


def checked(host: str, port: int) -> Address:
    """Both. The system would take None for itself, cut a name short at a NUL, and 65537 for 1."""
    if not isinstance(host, str) or not isinstance(port, int):
        raise TypeError(f"an address is a str and an int, not {host!r} and {port!r}")
    if not host or "\0" in host or not 0 <= port <= 65535:
        raise UsageError(f"not an address: {host!r}, {port!r}")
    return host, port


def address_text(address: Address) -> str:
    """ "host:port", "[v6]:port"."""
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

"""Addresses of servers, as people write them."""

from .errors import UsageError

Address = tuple[str, int]


def parse_address(target: str | Address, default_port: int) -> Address:
    """ "host", "host:port", "[v6]:port", or such a pair."""
    if not isinstance(target, str):
        host, port = target
        return host, port
    if target.startswith("["):
        host, _, port_text = target[1:].partition("]")
        port_text = port_text.removeprefix(":")
    elif target.count(":") == 1:
        host, _, port_text = target.partition(":")
    else:
        host, port_text = target, ""
    if not host or not (port_text == "" or (port_text.isdecimal() and int(port_text) < 65536)):
        raise UsageError(f"not an address: {target!r}")
    return host, int(port_text) if port_text else default_port


def address_text(address: Address) -> str:
    """ "host:port", "[v6]:port"."""
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

"""What the blocking API and the one on asyncio share."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from .._address import address_text
from .._arguments import making
from .._native import WebAPIClient, webapi_methods
from ..errors import HTTPError, UsageError, about
from .events import Answer
from .formats import Format, format_of
from .methods import Interface, interfaces_of

API_ROOT = "https://api.steampowered.com/"
CONNECT_TIMEOUT = 10.0

Versions = Mapping[str, Mapping[str, int]]


class APIBase:
    """The table as a mapping of interfaces, and what a call needs."""

    def __init__(
        self,
        key: str | None,
        format: str | Format,
        versions: Versions | None,
        interfaces: "str | bytes | Mapping[str, Any] | APIBase | None",
        api_root: str,
        options: Mapping[str, Any],
    ) -> None:
        self._key = key
        self.format = format_of(format)
        self._pins = versions
        self.api_root = api_root
        self._options = dict(options)
        self._interfaces: dict[str, Interface] = {}
        where = _where(api_root)
        self._address = (where["host"], where["port"])
        self._peer = address_text(self._address)
        self._machine = making(
            lambda: WebAPIClient(**where, key=key, **options),
            key=...,
            timeout=options["deadline"],
            retries=options["retries"],
            key_in=options["key_in"],
            verify=options["verify"],
        )
        self._connect_timeout = min(CONNECT_TIMEOUT, options["deadline"])
        if interfaces is not None:
            self._use(_table_text(interfaces))

    @property
    def interfaces(self) -> str:
        """The table, as text to be kept: the argument of the same name takes it, and then nothing is asked at the
        start."""
        return self._machine.table

    def versions(self) -> dict[str, dict[str, int]]:
        """Which version of each method is called: good for the argument of the same name."""
        return {one.name: {method.__name__: method.version for method in one} for one in self}

    def __getitem__(self, interface: str) -> Interface:
        return self._interfaces[interface]

    def __iter__(self) -> Iterator[Interface]:
        return iter(self._interfaces.values())

    def __len__(self) -> int:
        return len(self._interfaces)

    def __contains__(self, interface: object) -> bool:
        return interface in self._interfaces

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} interfaces at {self.api_root}>"

    def _twin_arguments(self) -> dict[str, Any]:
        """Those of another API like this one, with its table, besides the key."""
        return {
            "format": self.format,
            "versions": self._pins,
            "interfaces": self,
            "api_root": self.api_root,
            "timeout": self._options["deadline"],
            **{name: self._options[name] for name in ("retries", "key_in", "ca", "verify")},
        }

    def _use(self, table: str) -> None:
        self._machine.load(table)
        self._build()

    def _build(self) -> None:
        self._interfaces = interfaces_of(webapi_methods(self._machine.table), self._pins, self._call)

    def _call(self, row: Any, arguments: Any, input_json: str) -> Any:
        raise NotImplementedError

    def _read(self, answer: Answer, format: Format) -> Any:
        """What the format makes of the answer; its error raised, if there is one."""
        text = answer.body.decode("utf-8", "replace")
        if answer.error is None:
            return format(text)
        if isinstance(answer.error, HTTPError):
            answer.error.status = answer.status
            answer.error.payload = self._without_key(text)
        raise about(self._peer, answer.error)

    def _without_key(self, text: str) -> str:
        """Pages of errors may repeat it."""
        key = self._key
        return re.sub(re.escape(key), "*" * len(key), text, flags=re.IGNORECASE) if key else text


def _where(api_root: str) -> dict[str, Any]:
    try:
        parts = urlsplit(api_root)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    bare = not parts.query and parts.username is None and port != 0
    if parts.scheme not in ("http", "https") or not parts.hostname or not bare:
        raise UsageError("the root of an API is http:// or https://, a host, and perhaps a path")
    secure = parts.scheme == "https"
    return {
        "host": parts.hostname,
        "port": port or (443 if secure else 80),
        "secure": secure,
        "base_path": parts.path.rstrip("/"),
    }


def _table_text(given: "str | bytes | Mapping[str, Any] | APIBase") -> str:
    if isinstance(given, APIBase):
        return given.interfaces
    if isinstance(given, bytes):
        return given.decode()
    if isinstance(given, Mapping):
        return json.dumps(given)
    return str(given)

"""What the parts of `ASF` share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .response import Response

if TYPE_CHECKING:
    from .client import ASF


class Part:
    """A group of calls."""

    def __init__(self, owner: "ASF") -> None:
        self._owner = owner

    async def _get(self, path: str, query: Mapping[str, Any] | None = None) -> Response:
        return await self._owner.request("GET", path + _query(query))

    async def _post(self, path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> Response:
        return await self._owner.request("POST", path + _query(query), body)

    async def _delete(self, path: str, query: Mapping[str, Any] | None = None) -> Response:
        return await self._owner.request("DELETE", path + _query(query))


def _query(given: Mapping[str, Any] | None) -> str:
    said = {name: _text(value) for name, value in (given or {}).items() if value is not None}
    return "?" + urlencode(said) if said else ""


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

"""python-valve's `valve.steam.api.interface`, over `gamewire.webapi`.

What is different: the status is looked at, and errors are raised; the key goes in a header, not in the address, and
parameters of a POST in the body; true and false are 1 and 0; an int32 is sent; arrays take lists, under their plain
name; a session asks for no list of interfaces; a pin to a version that does not exist raises UsageError, a
ValueError."""

from collections.abc import Mapping
from typing import Any

from gamewire import webapi
from gamewire.webapi import etree_format, json_format, vdf_format

API_RESPONSE_FORMATS = frozenset({"json", "vdf", "xml"})

__all__ = ["API", "API_RESPONSE_FORMATS", "etree_format", "json_format", "vdf_format"]


class API(webapi.API):
    """`gamewire.webapi.API`, whose arguments may stand without their names. A class of one's own may have another
    `api_root`."""

    api_root = webapi.API_ROOT

    def __init__(
        self,
        key: str | None = None,
        format: Any = "json",
        versions: Mapping[str, Mapping[str, int]] | None = None,
        interfaces: Any = None,
        **options: Any,
    ) -> None:
        options.setdefault("api_root", self.api_root)
        super().__init__(key, format=format, versions=versions, interfaces=interfaces, **options)

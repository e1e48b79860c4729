"""Steam's Web API: what it can be asked is found out, checked and called.

    from gamewire.webapi import API
    with API("key") as api:
        print(api["ISteamUser"].GetPlayerSummaries(steamids="76561197960435530"))
"""

from .base import API_ROOT
from .client import API, AsyncAPI
from .events import Answer, Discovered, Method, Parameter
from .formats import etree_format, json_format, vdf_format
from .methods import BoundMethod, Interface

__all__ = [
    "API",
    "API_ROOT",
    "Answer",
    "AsyncAPI",
    "BoundMethod",
    "Discovered",
    "Interface",
    "Method",
    "Parameter",
    "etree_format",
    "json_format",
    "vdf_format",
]

"""Master servers: the lists of game servers, as Valve's masters kept them. Those have been silent since October 2025;
private ones are not.

    for host, port in find(["eu", "as"], host="master.example.org:27011", gamedir="tf"):
        print(host, port)
"""

from .events import Listed, Queried, Refused, Rejected, Servers, Unrequested
from .filter import Filter
from .listing import afind, find

__all__ = ["Filter", "Listed", "Queried", "Refused", "Rejected", "Servers", "Unrequested", "afind", "find"]

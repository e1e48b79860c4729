"""rcon.py HOST:PORT PASSWORD [COMMAND…]: executes commands on a game server."""

import sys

from gamewire import rcon

with rcon.Client(sys.argv[1], sys.argv[2]) as server:
    for command in sys.argv[3:]:
        print(server(command), end="")

"""rcon.py HOST:PORT COMMAND…: executes commands on a game server.

The password is in the environment: GAMEWIRE_RCON_PASSWORD."""

import os
import sys

from gamewire import rcon

password = os.environ.get("GAMEWIRE_RCON_PASSWORD")
if len(sys.argv) < 3 or password is None:
    sys.exit(f"usage: {__doc__}")
with rcon.Client(sys.argv[1], password) as server:
    for command in sys.argv[2:]:
        print(server(command), end="")

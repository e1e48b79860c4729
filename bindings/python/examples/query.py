"""query.py HOST [PORT]: who plays there?"""

import sys

from gamewire import a2s

if len(sys.argv) < 2:
    sys.exit(f"usage: {__doc__}")
with a2s.Client(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 27015) as server:
    info = server.info()
    print(f"{info.players}/{info.max_players} {info.name}")
    for player in sorted(server.players(), key=lambda one: one.score, reverse=True):
        print(player.score, player.name)

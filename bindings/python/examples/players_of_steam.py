"""players_of_steam.py ROOT STEAMID…: names of people on Steam. ROOT is https://api.steampowered.com/ for most.

The key is in the environment: STEAM_API_KEY."""

import os
import sys

from gamewire.webapi import API

key = os.environ.get("STEAM_API_KEY")
if len(sys.argv) < 3 or key is None:
    sys.exit(f"usage: {__doc__}")
root, *ids = sys.argv[1:]
with API(key, api_root=root) as api:
    for player in api["ISteamUser"].GetPlayerSummaries(steamids=ids)["response"]["players"]:
        print(player["steamid"], player["personaname"])

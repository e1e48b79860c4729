"""Names of people on Steam: players_of_steam.py ROOT KEY STEAMID..."""

import sys

from gamewire.webapi import API

root, key, *ids = sys.argv[1:]
with API(key, api_root=root) as api:
    for player in api["ISteamUser"].GetPlayerSummaries(steamids=ids)["response"]["players"]:
        print(player["steamid"], player["personaname"])

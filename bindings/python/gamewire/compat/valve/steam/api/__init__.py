"""python-valve's `valve.steam.api`."""

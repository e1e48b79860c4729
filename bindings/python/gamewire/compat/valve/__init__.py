"""The names of python-valve 1.0. What is left out: `valve.steam.client`, which looked for Steam in the registry of
Windows."""

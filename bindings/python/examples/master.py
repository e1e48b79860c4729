"""master.py HOST:PORT [KEY=VALUE…]: the game servers that a master lists."""

import sys

from gamewire import master

if len(sys.argv) < 2:
    sys.exit(f"usage: {__doc__}")
wanted = master.Filter(**dict(one.split("=", 1) for one in sys.argv[2:]))
for host, port in master.find(host=sys.argv[1], filter=wanted):
    print(f"{host}:{port}")

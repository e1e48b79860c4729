"""by_hand.py HOST PORT: a query in a loop of your own. The machine has no socket and no clock; you have."""

import select
import socket
import sys
from time import monotonic

from gamewire import a2s, sansio

if len(sys.argv) != 3:
    sys.exit(f"usage: {__doc__}")

client = sansio.A2SClient()
client.request_info()
with socket.socket(type=socket.SOCK_DGRAM) as udp:
    udp.connect((sys.argv[1], int(sys.argv[2])))
    while not (events := client.events()):
        for datagram in client.transmits(monotonic()):
            udp.send(datagram)
        left = max(0.0, (client.deadline or 0.0) - monotonic())
        if select.select([udp], [], [], left)[0]:
            client.receive(udp.recv(65536), monotonic())
        client.on_timeout(monotonic())
for event in events:
    match event:
        case a2s.InfoReply(info=info, round_trip=seconds):
            print(f"{info.name}: {info.players}/{info.max_players}, {seconds * 1000:.1f} ms")
        case sansio.Failed(error=error):
            print(error)

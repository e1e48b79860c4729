"""What anybody can forge must not end a server: the network's word that a datagram was too large."""

import socket
import struct
import unittest

from support import Served, TestCase, gamewire, through_every_transport


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def fragmentation_needed(port):
    """ICMP type 3, code 4, about a datagram from our port to nobody in particular."""
    local, remote = socket.inet_aton("127.0.0.1"), socket.inet_aton("127.0.0.99")
    quoted = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 1428, 1, 0x4000, 64, 17, 0, local, remote)
    quoted += struct.pack("!HHHH", port, 4242, 1408, 0)
    head = struct.pack("!BBHHH", 3, 4, 0, 0, 1400)
    return struct.pack("!BBHHH", 3, 4, checksum(head + quoted), 0, 1400) + quoted


@through_every_transport
class ForgedIcmp(TestCase):
    def test_a_server_survives_any_number(self):
        try:
            forger = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        except PermissionError:
            raise unittest.SkipTest("only root can forge ICMP")
        with forger, Served() as server:
            port = int(server.address.rpartition(":")[2])
            for _ in range(300):
                forger.sendto(fragmentation_needed(port), ("127.0.0.1", 0))
            self.check(gamewire("info", server.address, "--json"), 0)

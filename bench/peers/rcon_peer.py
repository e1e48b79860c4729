"""rcon (Debian's python3-rcon): its blocking client. It cannot have more than one command under way."""

from rcon.source import Client

import peer


def execute(port, in_flight, seconds):
    assert in_flight == 1
    with Client("127.0.0.1", port, passwd="secret", timeout=5) as client:
        return peer.per_second(lambda: [client.run("status") for _ in range(peer.ROUND)], seconds)


if __name__ == "__main__":
    peer.main("rcon", rcon=execute)

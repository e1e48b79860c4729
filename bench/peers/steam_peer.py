"""ValvePython/steam: its functions on a fed socket, and on gevent's."""

import sys

if sys.argv[1] == "scan":  # it is written for gevent, which must come first
    from gevent import monkey

    monkey.patch_all()

import socket

from steam import game_servers

import peer

sockets = peer.Sockets(socket)
SOMEWHERE = ("127.0.0.1", 1)
CALLS = {"info": game_servers.a2s_info, "players": game_servers.a2s_players, "rules": game_servers.a2s_rules}


def decoder(kind):
    """With a challenge known, so that it neither asks for one nor looks for it."""

    def decode(datagram):
        sockets.feed([datagram])
        return CALLS[kind](SOMEWHERE, challenge=7)

    return decode


def join(datagrams):
    sockets.feed(datagrams)
    return game_servers.a2s_rules(SOMEWHERE, challenge=7)


def plain(kind, result):
    if kind == "rules":
        return [[name, str(value)] for name, value in result.items()]
    if kind == "players":
        return [[one["name"], one["score"], one["duration"]] for one in result]
    names = {"sourcetv_port": "spectator_port", "sourcetv_name": "spectator_name"}
    return {names.get(key, key): value for key, value in result.items()}


def ask(kind, host, port):
    return CALLS[kind]((host, port), timeout=1.0)


def scan(port, in_flight, seconds):
    import gevent

    peer.open_many()
    counts = peer.Scan(seconds)
    targets = counts.targets()

    def worker():
        for host in targets:
            try:
                game_servers.a2s_info((host, port))
                counts.answered += 1
            except Exception:
                counts.failed += 1

    gevent.joinall([gevent.spawn(worker) for _ in range(in_flight)])
    return counts.result()


if __name__ == "__main__":
    if sys.argv[1] in ("decode", "join"):
        game_servers.socket = sockets
    peer.main(
        "steam",
        decode=peer.decode({kind: decoder(kind) for kind in CALLS}, plain),
        join=peer.join(join, plain),
        scan=scan,
        answer=peer.answer(ask, plain),
    )

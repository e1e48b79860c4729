"""little-a2s: its protocol without I/O, its clients with."""

import asyncio
import socket

import little_a2s

import peer


def decode(datagram):
    protocol = little_a2s.A2SClientProtocol()
    protocol.receive_datagram(datagram)
    return protocol.events_received()[0]


def join(datagrams):
    protocol = little_a2s.A2SClientProtocol()
    for one in datagrams:
        protocol.receive_datagram(one)
    return protocol.events_received()[0]


def plain(kind, result):
    if kind == "rules":
        return [[name.decode(errors="replace"), value.decode(errors="replace")] for name, value in result.rules.items()]
    if kind == "players":
        return [[one.name, one.score, one.duration] for one in result.players]
    fields = vars(result) | (vars(result.extra) if getattr(result, "extra", None) else {})
    names = {"id": "app_id"}
    return {names.get(key, key): value for key, value in fields.items() if isinstance(value, int | str)}


def ask(kind, host, port, goldsource=False):
    client = little_a2s.A2SGoldsource if goldsource else little_a2s.A2S
    with client.from_addr(host, port, timeout=1.0) as client:
        return getattr(client, kind)()


def scan(port, in_flight, seconds):
    """One socket for all, as its manual says."""

    async def run():
        async with little_a2s.AsyncA2S.from_ipv4() as client:
            client.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 << 20)

            async def worker():
                for host in targets:
                    try:
                        async with asyncio.timeout(2):
                            await client.info((host, port))
                        counts.answered += 1
                    except Exception:
                        counts.failed += 1

            counts = peer.Scan(seconds)
            targets = counts.targets()
            await asyncio.gather(*(worker() for _ in range(in_flight)))
            return counts.result()

    return asyncio.run(run())


if __name__ == "__main__":
    peer.main(
        "little-a2s",
        decode=peer.decode({"info": decode, "players": decode, "rules": decode}, plain),
        join=peer.join(join, plain),
        scan=scan,
        answer=peer.answer(ask, plain, knows_goldsource=True),
    )

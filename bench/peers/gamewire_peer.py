"""The Python package of gamewire."""

import asyncio
import socket
import time

from gamewire import a2s, asf, rcon, sansio

import peer

DECODERS = {"info": a2s.decode_info, "players": a2s.decode_players, "rules": a2s.decode_rules}

machine = sansio.A2SClient()


def join(datagrams):
    """By a machine that has asked, for its parts are not to be had alone."""
    machine.request_rules()
    machine.transmits(0.0)
    for one in datagrams:
        machine.receive(one, 0.0)
    return machine.events()[0].rules


def plain(kind, result):
    if kind == "rules":
        return [[name.decode(errors="replace"), value.decode(errors="replace")] for name, value in result.pairs]
    if kind == "players":
        return [[one.name, one.score, one.duration] for one in result]
    ship = (
        {"mode": result.ship.mode, "witnesses": result.ship.witnesses, "duration": result.ship.duration}
        if result.ship
        else {}
    )
    fields = {key: getattr(result, key) for key in result.__slots__}
    return {key: value for key, value in (fields | ship).items() if isinstance(value, int | str)}


def ask(kind, host, port):
    with a2s.Client(host, port, timeout=1.0, retries=0) as client:
        return getattr(client, kind)()


def marked(kind, result):
    """It also says when an answer is not whole."""
    said = plain(kind, result)
    return {"partial": True, "said": said} if result.partial else said


def scan(port, in_flight, seconds):
    counts = peer.Scan(seconds)
    targets = ((host, port) for host in counts.targets())
    for _, result in a2s.scan(targets, rate=0, in_flight=in_flight, timeout=2.0, retries=0):
        if isinstance(result, a2s.Info):
            counts.answered += 1
        else:
            counts.failed += 1
    return counts.result()


def execute(port, in_flight, seconds):
    if in_flight == 1:
        with rcon.Client(("127.0.0.1", port), "secret", profile="source") as client:
            return peer.per_second(lambda: [client.execute("status") for _ in range(peer.ROUND)], seconds)

    async def run():
        async with rcon.AsyncClient(("127.0.0.1", port), "secret", profile="source", in_flight=in_flight) as client:
            return await peer.per_second_async(lambda _: client.execute("status"), in_flight, seconds)

    return asyncio.run(run())


def execute_by_machine(port, in_flight, seconds):
    """By a loop of one's own around the machine, which sends as many as are asked for."""
    machine = sansio.RCONClient("secret", profile="source", max_in_flight=in_flight)
    with socket.create_connection(("127.0.0.1", port)) as stream:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def a_round():
            sent = done = 0
            while done < peer.ROUND:
                for _ in range(min(in_flight - (sent - done), peer.ROUND - sent)):
                    machine.execute("status")
                    sent += 1
                for one in machine.transmits(time.monotonic()):
                    stream.sendall(one)
                machine.receive(stream.recv(65536), time.monotonic())
                done += sum(isinstance(event, rcon.Reply) for event in machine.events())

        return peer.per_second(a_round, seconds)


def get(port, in_flight, seconds):
    """ASF's own question; there is no client for any other server in the package."""

    async def run():
        clients = [asf.ASF(host="127.0.0.1", port=port) for _ in range(in_flight)]
        for one in clients:
            await one.__aenter__()

        async def ask_one(number):
            response = await clients[number].asf.get_info()
            assert response.success

        measured = await peer.per_second_async(ask_one, in_flight, seconds)
        for one in clients:
            await one.__aexit__(None, None, None)
        return measured

    return asyncio.run(run())


if __name__ == "__main__":
    peer.main(
        "gamewire",
        decode=peer.decode(DECODERS, plain),
        join=peer.join(join, plain),
        scan=scan,
        rcon=execute,
        rcon_by_machine=execute_by_machine,
        get=get,
        answer=peer.answer(ask, marked),
    )

"""python-a2s: its parsers on bytes, its stream on a fed socket, its asyncio functions."""

import io
import socket

import a2s
import a2s.a2s_sync
from a2s.byteio import ByteReader
from a2s.info import InfoProtocol
from a2s.players import PlayersProtocol
from a2s.rules import RulesProtocol

import peer


def parse(protocol, data):
    """As its request_sync_impl does."""
    reader = ByteReader(io.BytesIO(data), endian="<", encoding="utf-8")
    return protocol.deserialize_response(reader, reader.read_uint8(), 0.0)


def decoder(protocol):
    return lambda datagram: parse(protocol, datagram[4:])


sockets = peer.Sockets(socket)
stream = a2s.a2s_sync.A2SStream(("127.0.0.1", 1), 1)


def join(datagrams):
    sockets.feed(datagrams)
    return parse(RulesProtocol, stream.recv())


def plain(kind, result):
    if kind == "rules":
        return list(map(list, result.items()))
    if kind == "players":
        return [[one.name, one.score, one.duration] for one in result]
    names = {
        "server_name": "name",
        "map_name": "map",
        "player_count": "players",
        "bot_count": "bots",
        "stv_port": "spectator_port",
        "stv_name": "spectator_name",
    }
    return {names.get(key, key): value for key, value in vars(result).items()}


def ask(kind, host, port):
    return {"info": a2s.info, "players": a2s.players, "rules": a2s.rules}[kind]((host, port), timeout=1.0)


if __name__ == "__main__":
    stream.close()
    stream._socket = sockets
    peer.main(
        "python-a2s",
        decode=peer.decode(
            {"info": decoder(InfoProtocol), "players": decoder(PlayersProtocol), "rules": decoder(RulesProtocol)}, plain
        ),
        join=peer.join(join, plain),
        scan=peer.scan_async(lambda host, port: a2s.ainfo((host, port), timeout=2.0)),
        answer=peer.answer(ask, plain),
    )

"""A Rust server's WebRCON for the tests, on plain sockets: what rcon_server.Rcon is to serve."""

import base64
import hashlib
import json
import re
import socket
import struct

from rcon_server import answer, receive

TEXT, CLOSE = 1, 8
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def frame(opcode, payload):
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size)
    return bytes([0x80 | opcode]) + length + payload


def receive_frame(connection):
    first, second = receive(connection, 2)
    size = second & 0x7F
    if size == 126:
        (size,) = struct.unpack(">H", receive(connection, 2))
    assert second & 0x80, "a client masks"
    mask = receive(connection, 4)
    payload = receive(connection, size)
    return first & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def receive_head(connection):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += receive(connection, 1)
    return head


def message(text, identifier, type="Generic"):
    said = {"Message": text, "Identifier": identifier, "Type": type, "Stacktrace": None}
    return frame(TEXT, json.dumps(said, indent=2).encode())


def webrcon(replies, password="secret", refusal=frame(CLOSE, b"\x03\xe8"), unasked=(), limit=None):
    """`replies` is a dictionary or a function; None is silence. `unasked` messages come with each reply. Whoever has
    another password gets the `refusal`: a Close frame, as Rust has it, where HTTP is expected. With the `limit`th command
    (0: with the handshake) it hangs up."""

    def serve(connection, server):
        head = receive_head(connection)
        given = re.match(rb"GET /(\S*) HTTP/1.1\r\n", head)[1].decode()
        server.passwords.append(given)
        if given != password:
            return connection.sendall(refusal), connection.close()
        key = re.search(rb"\r\nSec-WebSocket-Key: (\S+)\r\n", head)[1]
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        while len(server.commands) != limit:
            opcode, payload = receive_frame(connection)
            if opcode == CLOSE:
                return connection.sendall(frame(CLOSE, payload)), connection.close()
            asked = json.loads(payload)
            server.commands.append(asked["Message"])
            if len(server.commands) == limit:
                break
            output = answer(replies, asked["Message"].encode(), b"")
            for text, identifier, type in unasked:
                connection.sendall(message(text, identifier, type))
            if output is not None:
                connection.sendall(message(output.decode(), asked["Identifier"]))
        connection.shutdown(socket.SHUT_RDWR)

    return serve

"""RCON servers for the tests, that do as they are told."""

import socket
import struct
import threading

AUTH, EXECUTE, VALUE = 3, 2, 0
TRAILER = b"\x00\x01\x00\x00"


def packet(id, type, body=b""):
    return struct.pack("<iii", len(body) + 10, id, type) + body + b"\0\0"


class Rcon:
    """Accepts connections; `serve(connection, server)` is what becomes of each, in a thread of its own."""

    def __init__(self, serve, host="127.0.0.1"):
        self.listener = socket.create_server((host, 0), family=socket.AF_INET)
        self.port = self.listener.getsockname()[1]
        self.address = f"{host}:{self.port}"
        self.serve = serve
        self.commands = []
        self.passwords = []
        self.connections = []
        self.thread = threading.Thread(target=self.accept, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()
        for connection in self.connections:
            connection.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.run, args=(connection,), daemon=True).start()

    def run(self, connection):
        try:
            self.serve(connection, self)
        except OSError:
            pass

    def drop(self):
        for connection in self.connections:
            connection.shutdown(socket.SHUT_RDWR)


def receive(connection, size):
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise OSError("closed")
        data += piece
    return data


def packets(connection):
    """What the client sends, as (id, type, body)."""
    while True:
        (size,) = struct.unpack("<i", receive(connection, 4))
        data = receive(connection, size)
        id, type = struct.unpack("<ii", data[:8])
        yield id, type, data[8:-2]


def log_in(connection, server, incoming, password, empty_first):
    """True when the password was right; a client may try more than once."""
    for id, type, body in incoming:
        server.passwords.append(body.decode())
        right = body == password
        if empty_first:
            connection.sendall(packet(id, VALUE))
        connection.sendall(packet(id if right else -1, EXECUTE))
        if right:
            return True
    return False


def source(replies, password=b"secret", size=4000):
    """As Source does it: replies in pieces, the empty packet comes back, and a trailer behind it. `replies` is a
    dictionary, or a function; None is silence."""

    def serve(connection, server):
        incoming = packets(connection)
        if not log_in(connection, server, incoming, password, True):
            return
        for id, type, body in incoming:
            if type != EXECUTE:
                connection.sendall(packet(id, VALUE) + packet(id, VALUE, TRAILER))
                continue
            server.commands.append(body.decode("latin-1"))
            reply = answer(replies, body, b"Unknown command \"" + body + b"\"\n")
            if reply is None:
                continue
            for at in range(0, max(len(reply), 1), size):
                connection.sendall(packet(id, VALUE, reply[at : at + size]))

    return serve


def single(replies, password=b"secret"):
    """As Factorio does it: one packet per command, and not a word to anything else."""

    def serve(connection, server):
        incoming = packets(connection)
        if not log_in(connection, server, incoming, password, False):
            return
        for id, type, body in incoming:
            if type == EXECUTE and body:
                server.commands.append(body.decode())
                reply = answer(replies, body, b"Unknown command\n")
                if reply is not None:
                    connection.sendall(packet(id, VALUE, reply))

    return serve


def answer(replies, body, otherwise):
    return replies(body) if callable(replies) else replies.get(body, otherwise)


def hang_up(after_login=False):
    """Closes during the login, as for the banned; or at the first command."""

    def serve(connection, server):
        incoming = packets(connection)
        if after_login:
            log_in(connection, server, incoming, b"secret", True)
        next(incoming)
        connection.shutdown(socket.SHUT_RDWR)

    return serve


def silent(connection, server):
    for _ in packets(connection):
        pass


def cvarlist(*entries):
    """Entries are (name, value, flags, help), as Source prints them."""
    lines = ["cvar list", "--------------"]
    for name, value, flags, help in entries:
        column = "".join(f', "{flag}"' for flag in flags)
        lines.append(f"{name:<40} : {value:<8} : {column:<16} : {help}")
    lines += ["--------------", f"{len(entries):3} total convars/concommands"]
    return "".join(line + "\n" for line in lines).encode()

"""A server that says what a case says."""

import socket
import threading

import vectors

KINDS = {b"T": "info", b"U": "players", b"V": "rules"} | {b"d": "info", b"p": "players", b"r": "rules"}  # by word once
NOBODY = b"\xff\xff\xff\xffD\0"


class Wire:
    """On a port of its own, in a thread, until the end of its `with`."""

    def __init__(self, case):
        self._case = case
        self._socket = socket.socket(type=socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self.port = self._socket.getsockname()[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()
        self._socket.close()

    def _serve(self):
        while not self._over.is_set():
            try:
                request, peer = self._socket.recvfrom(2048)
            except OSError:  # nothing yet, or nobody there any more
                continue
            for one in self._answers(request):
                self._socket.sendto(one, peer)

    def _answers(self, request):
        kind = KINDS.get(request[4:5])
        if kind == self._case.kind and (vectors.CHALLENGE in request or not self._case.challenges):
            return self._case.answers
        if kind == "info" != self._case.kind:
            return [self._introduction()]
        if kind == "players" != self._case.kind and vectors.CHALLENGE in request:
            return [NOBODY]
        return [vectors.CHALLENGED] if kind or request[4:5] == b"W" else []

    def _introduction(self):
        """To peers that ask for INFO before anything else: a server of the form that the case is in."""
        _, protocol, app = self._case.form
        people = bytes([3, 8, 0])
        return (
            b"\xff\xff\xff\xffI"
            + protocol
            + b"A\0B\0C\0D\0"
            + app.to_bytes(2, "little")
            + people
            + b"dl\x00\x01"
            + b"1\0"
        )

"""TLS in front of a server that has none."""

import contextlib
import os
import select
import socket
import ssl
import subprocess
import tempfile
import threading


def make_certificate(case):
    """The path of a file with a key and the certificate of 127.0.0.1, which lives as long as the test."""
    folder = tempfile.TemporaryDirectory()
    case.addCleanup(folder.cleanup)
    both = os.path.join(folder.name, "both.pem")
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", both + ".key", "-out", both + ".crt"],
        capture_output=True,
    )
    case.assertEqual(made.returncode, 0, made.stderr)
    with open(both, "w") as out:
        for part in (".key", ".crt"):
            with open(both + part) as one:
                out.write(one.read())
    return both


class TlsProxy:
    """Takes TLS connections, and has a plain one to `upstream` ("host:port") for each."""

    def __init__(self, upstream, certificate):
        host, port = upstream.rsplit(":", 1)
        self.upstream = (host, int(port))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = []

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)  # which ends accept
        self.socket.close()
        self.cut()

    def cut(self):
        """Ends the connections there are."""
        for one in self.connections:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self.serve, args=(self.socket.accept()[0],), daemon=True).start()

    def serve(self, accepted):
        with contextlib.suppress(OSError), accepted, socket.create_connection(self.upstream) as behind:
            with self.context.wrap_socket(accepted, server_side=True) as front:
                self.connections.append(behind)
                self.pump(front, behind)

    @staticmethod
    def pump(front, behind):
        """In one thread, for OpenSSL does not read and write at once."""
        while True:
            ready = [front] if front.pending() else select.select([front, behind], [], [])[0]
            for one in ready:
                piece = one.recv(65536)
                if not piece:
                    return
                (behind if one is front else front).sendall(piece)

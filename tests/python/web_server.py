"""An HTTP server that does what a test says, with TLS or without."""

import pathlib
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Request], Reply]


class WebServer:
    """`seen`: what came, in order."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[Request] = []
        self.script = script
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                request = Request(
                    self.command,
                    self.path,
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(size),
                )
                outer.seen.append(request)
                reply = outer.script(request)
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                self.send_response(reply.status)
                for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = int(self._server.server_address[1])
        self.root = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/"

    @contextmanager
    def running(self) -> Iterator["WebServer"]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(10)


def certificate(directory: pathlib.Path) -> tuple[pathlib.Path, ssl.SSLContext]:
    """An authority that vouches for 127.0.0.1, made by openssl: its file, and what a server shows."""
    ca, ca_key = directory / "ca.pem", directory / "ca.key"
    leaf, leaf_key, request = directory / "leaf.pem", directory / "leaf.key", directory / "leaf.csr"
    names = directory / "names"
    names.write_text("subjectAltName=IP:127.0.0.1\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    def openssl(*words: object) -> None:
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)

    openssl("req", "-x509", *curve, "-days", 2, "-subj", "/CN=gamewire tests", "-keyout", ca_key, "-out", ca)
    openssl("req", *curve, "-subj", "/CN=127.0.0.1", "-keyout", leaf_key, "-out", request)
    signing = ["-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", 2, "-extfile", names]
    openssl("x509", "-req", "-in", request, *signing, "-out", leaf)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(leaf, leaf_key)
    return ca, context

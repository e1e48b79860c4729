"""A Web API to ask, with whatever moods a test wishes for."""

import os
import socket
import ssl
import subprocess
import threading

VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vectors", "webapi")
LIST = open(os.path.join(VECTORS, "list.json")).read()
SERVERS = open(os.path.join(VECTORS, "server_list.json")).read()

LIST_PATH = "/ISteamWebAPIUtil/GetSupportedAPIList/v1/"
INFO_PATH = "/ISteamWebAPIUtil/GetServerInfo/v1/"
HTML = {"Content-Type": "text/html"}
KEY = "0123456789ABCDEF0123456789ABCDEF"


def answer(body="{}", status="200 OK", fields=None, chunked=False, close=False):
    """What goes over the wire, and whether the connection ends then."""
    body = body if isinstance(body, bytes) else body.encode()
    fields = {"Content-Type": "application/json; charset=UTF-8", **(fields or {})}
    if chunked:
        fields["Transfer-Encoding"] = "chunked"
        body = b"".join(b"%x\r\n%s\r\n" % (len(body[i : i + 100]), body[i : i + 100]) for i in range(0, len(body), 100))
        body += b"0\r\n\r\n"
    else:
        fields.setdefault("Content-Length", len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body, close


def page(status, text):
    title = status.split(" ", 1)[1]
    return answer(f"<html><head><title>{title}</title></head><body>{text}</body></html>", status, HTML)


class Request:
    def __init__(self, head, body):
        line, *fields = head.split("\r\n")
        self.method, self.target, _ = line.split(" ")
        self.path, _, self.query = self.target.partition("?")
        self.fields = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
        self.body = body

    @property
    def key(self):
        return self.fields.get("x-webapi-key")


class WebApi:
    """Answers what `replies` has for a path: (bytes, ends) of `answer`, or a function of (request, number) that gives it;
    None is silence. Paths that it does not have are unknown."""

    def __init__(self, replies=None, listing=LIST, tls=None):
        self.replies = {LIST_PATH: answer(listing), **(replies or {})}
        self.requests = []
        self.connections = 0
        self.context = tls
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"{'https' if tls else 'http'}://{self.address}"
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self.accept, daemon=True)]

    def __enter__(self):
        self.threads[0].start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        for thread in self.threads:
            thread.join(10)
        self.socket.close()

    @property
    def paths(self):
        return [request.path for request in self.requests]

    def accept(self):
        while not self.ending.is_set():
            connection, _ = self.socket.accept()
            if self.ending.is_set():
                return connection.close()
            self.connections += 1
            self.threads.append(threading.Thread(target=self.serve, args=(connection,), daemon=True))
            self.threads[-1].start()

    def serve(self, connection):
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                connection.settimeout(0.1)
                self.converse(connection)
        except (OSError, ValueError):
            pass  # whoever leaves has his reasons

    def converse(self, connection):
        received = b""
        while not self.ending.is_set():
            try:
                piece = connection.recv(65536)
            except TimeoutError:
                continue
            if not piece:
                return
            received += piece
            if received[:1] == b"\x16":  # TLS, which is not spoken here
                return connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            while True:
                request, received = self.take(received)
                if request is None:
                    break
                if self.reply(connection, request):
                    return

    @staticmethod
    def take(received):
        head, end, rest = received.partition(b"\r\n\r\n")
        if not end:
            return None, received
        request = Request(head.decode(), b"")
        size = int(request.fields.get("content-length", 0))
        if len(rest) < size:
            return None, received
        request.body = rest[:size].decode()
        return request, rest[size:]

    def reply(self, connection, request):
        self.requests.append(request)
        reply = self.replies.get(request.path, page("404 Not Found", "<h1>Not Found</h1>"))
        if callable(reply):
            reply = reply(request, len(self.requests))
        if reply is None:
            return False
        if reply[1]:  # the end goes out with the last bytes
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        connection.sendall(reply[0])
        return reply[1]


def certificate(folder):
    """For 127.0.0.1, signed by itself: the context of a server, and the environment in which it is believed."""
    key, pem = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", key, "-out", pem, "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context, {"SSL_CERT_FILE": pem, "SSL_CERT_DIR": folder}


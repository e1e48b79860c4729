"""What the peers talk to, each for the time of a `with`. They tell their port and end with it."""

import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
SMALL_JSON = (  # as in ../nginx.hpp
    '{"Result":{"ASFVariant":"generic","BuildVariant":"docker","Version":"6.3.9.6","CanUpdate":false},'
    '"Message":"OK","Success":true}'
)


@contextlib.contextmanager
def process(command, **more):
    one = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    try:
        yield one
    finally:
        one.stdin.close()
        one.terminate()
        try:
            one.wait(5)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


@contextlib.contextmanager
def of_the_benchmarks(build, *what, **more):
    with process([build / "bench" / "peers" / "peers-servers", *what], **more) as one:
        yield int(one.stdout.readline())


@contextlib.contextmanager
def asf(build, **more):
    with process([build / "bindings" / "cli" / "gamewire", "serve", "--port", "0", "--asf"], **more) as one:
        ready = json.loads(one.stdout.readline().partition(b" ")[2])
        yield int(ready["asf"].rpartition(":")[2])


@contextlib.contextmanager
def nginx(**more):
    """Configured as that of ../nginx.cpp."""
    with tempfile.TemporaryDirectory() as name:
        home, port = pathlib.Path(name), free_port()
        temporary = "".join(
            f"{what}_temp_path {home}/{what}; " for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (home / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; error_log {home}/error.log; pid {home}/pid; events {{}}\n"
            f"http {{ access_log off; tcp_nodelay on; keepalive_requests 1000000000; default_type application/json;\n"
            f"{temporary}\nserver {{ listen 127.0.0.1:{port}; location / {{ return 200 '{SMALL_JSON}'; }} }} }}\n"
        )
        with process([NGINX, "-p", home, "-e", home / "error.log", "-c", home / "nginx.conf"], **more):
            until_it_listens(port)
            yield port


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until_it_listens(port):
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx does not listen")

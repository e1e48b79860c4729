"""What the tests of the command line stand on: running it, and game servers that do as they are told."""

import bz2
import json
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import unittest
import zlib

GAMEWIRE = os.environ.get("GAMEWIRE", "gamewire")
WHOLE = b"\xff\xff\xff\xff"
INFO_REQUEST = WHOLE + b"TSource Engine Query\0"

TRANSPORTS = os.environ.get("GAMEWIRE_TRANSPORTS", "blocking,asio,epoll").split(",")  # what this build has
DEFAULT_TRANSPORT = "epoll" if "epoll" in TRANSPORTS else "blocking"

# What it takes for names that end in ".slow" to hang in the resolver.
SLOW_NAMES = {"LD_PRELOAD": os.environ.get("GAMEWIRE_SLOW_NAMES", "")}
needs_slow_names = unittest.skipUnless(SLOW_NAMES["LD_PRELOAD"], "nothing to preload: see meson.build")

MARK = "\ufeff"  # which some editors put before the first line of a file

SHORT = ("--timeout", "0.25", "--retries", "0")


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()

    @property
    def objects(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self):
        (only,) = self.objects
        return only


class Chosen:
    """The options that every command is given besides its own."""

    options = ()


def command_line(arguments):
    return [GAMEWIRE, *Chosen.options, *map(str, arguments)]


def gamewire(*arguments, stdin=b"", env=None, timeout=30):
    """Runs the command to its end."""
    process = subprocess.run(
        command_line(arguments),
        input=stdin,
        capture_output=True,
        timeout=timeout,
        env={**os.environ, **(env or {})},
    )
    return Result(process)


def start(*arguments, **how):
    """Starts the command, for those who talk to it while it runs."""
    return subprocess.Popen(
        command_line(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how
    )


def on_a_full_disk():
    """For `preexec_fn`: no file gets longer than this."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def in_little_memory(size):
    """For `preexec_fn`: no more than this many bytes. Skips the test where the command cannot even start in them."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))
    if subprocess.run(command_line(["--version"]), capture_output=True, preexec_fn=limit).returncode != 0:
        raise unittest.SkipTest("a build that needs more memory")
    return limit


def catches(process, number):
    """Has it a handler for this signal by now?"""
    status = dict(line.split(":\t") for line in open(f"/proc/{process.pid}/status").read().splitlines() if ":\t" in line)
    return int(status["SigCgt"], 16) >> (number - 1) & 1 == 1


class Scripted:
    """A UDP server: `reply(request, number)` gives the datagrams to answer with, or None for silence."""

    def __init__(self, reply, host="127.0.0.1"):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.port = self.socket.getsockname()[1]
        self.address = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        self.requests = []
        self.reply = reply
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        waker = socket.socket(self.socket.family, socket.SOCK_DGRAM)
        waker.sendto(b"", self.socket.getsockname())
        waker.close()
        self.thread.join()
        self.socket.close()

    def serve(self):
        while True:
            request, peer = self.socket.recvfrom(65536)
            if not request:
                return
            self.requests.append(request)
            for datagram in self.reply(request, len(self.requests)) or ():
                self.socket.sendto(datagram, peer)


def answering(**replies):
    """A `reply` that answers each kind of question with what is given for it (a message or a list of datagrams)."""

    def reply(request, _):
        kind = {b"T": "info", b"U": "players", b"V": "rules"}.get(request[4:5])
        answer = replies.get(kind)
        return [answer] if isinstance(answer, bytes) else answer

    return reply


def unused_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def text(value):
    return (value if isinstance(value, bytes) else value.encode()) + b"\0"


def info(name="A server", players=3, app_id=440, ship=b"", version="1.2.3", extra=b""):
    """An INFO reply in the Source form; `extra` starts with the extra data flag."""
    strings = text(name) + text("a_map") + text("folder") + text("A game")
    counts = struct.pack("<HBBB", app_id, players, 24, 1)
    return WHOLE + (b"I\x07" if ship else b"I\x11") + strings + counts + b"dl\x01\x01" + ship + text(version) + extra


def goldsource_info(mod=b"\0", tail=b"\x01\x02", type=b"d"):
    strings = b"".join(map(text, ("10.0.0.1:27015", "Old server", "crossfire", "valve", "Half-Life")))
    return WHOLE + b"m" + strings + b"\x05\x10\x2f" + type + b"l\0" + mod + tail


def players(*entries, declared=None, tail=b""):
    """Entries are (index, name, score, seconds)."""
    body = b"".join(
        bytes([index]) + text(name) + struct.pack("<if", score, seconds) for index, name, score, seconds in entries
    )
    return WHOLE + b"D" + bytes([len(entries) if declared is None else declared]) + body + tail


def rules(*pairs, declared=None):
    body = b"".join(text(name) + text(value) for name, value in pairs)
    return WHOLE + b"E" + struct.pack("<H", len(pairs) if declared is None else declared) + body


def challenge(value=b"\x0a\x0b\x0c\x0d"):
    return WHOLE + b"A" + value


def pieces(message, size):
    return [message[i : i + size] for i in range(0, len(message), size)]


def split_goldsource(message, size=600, id=7):
    parts = pieces(message, size)
    return [
        b"\xfe\xff\xff\xff" + struct.pack("<IB", id, i << 4 | len(parts)) + part for i, part in enumerate(parts)
    ]


def split_source(message, size=600, id=7, with_size=True):
    parts = pieces(message, size)
    field = struct.pack("<H", size) if with_size else b""
    return [
        b"\xfe\xff\xff\xff" + struct.pack("<IBB", id, len(parts), i) + field + part for i, part in enumerate(parts)
    ]


def split_compressed(message, size=600, with_size=True, crc=None, declared=None):
    checksum = zlib.crc32(message) if crc is None else crc
    body = struct.pack("<II", len(message) if declared is None else declared, checksum) + bz2.compress(message)
    return split_source(body, size, id=0x80000007, with_size=with_size)


def ask_served(address, request, count=1):
    """One datagram to a server, with its challenge if it wants one; `count` datagrams back."""
    host, port = address.rsplit(":", 1)
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.connect((host.strip("[]"), int(port)))
        client.send(request)
        first = client.recv(65536)
        if first[:5] == challenge()[:5]:
            base = request if request.startswith(INFO_REQUEST) else request[:5]
            client.send(base + first[5:9])
            first = client.recv(65536)
        return [first] + [client.recv(65536) for _ in range(count - 1)]


class Served:
    """`gamewire serve` while it lives."""

    def __init__(self, *arguments, **how):
        self.process = start("serve", "--port", 0, *arguments, **how)
        self.ready = self.process.stdout.readline()
        self.address = json.loads(self.ready.removeprefix("ready "))["a2s"] if self.ready else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=10)


class TestCase(unittest.TestCase):
    maxDiff = None

    def check(self, result, code, error=None):
        """The exit code, and the code of the one error object that was printed."""
        self.assertEqual(result.code, code, result.out + result.err)
        if error is not None:
            self.assertEqual(result.object["error"]["code"], error)
        return result


def through_every_transport(case):
    """Runs the tests of a class through each other transport, besides the default."""
    module = sys.modules[case.__module__]
    for name in TRANSPORTS:
        if name == DEFAULT_TRANSPORT:
            continue

        class Through(case):
            def setUp(self, options=("--transport", name)):
                super().setUp()
                Chosen.options = options
                self.addCleanup(setattr, Chosen, "options", ())

        Through.__name__ = Through.__qualname__ = f"{case.__name__}_{name}"
        Through.__module__ = case.__module__
        setattr(module, Through.__name__, Through)
    return case

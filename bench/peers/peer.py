"""What the peers in Python share. A peer is a script `PEER QUESTION ARGUMENTS`: ARGUMENTS is a JSON object, the answer
one line of JSON with at least a `value`. Questions and their arguments:

    decode   kind, replies, seconds     CPU time per datagram in ns, and a digest of what the first ones hold
    join     replies, seconds           the same of a reply in several datagrams
    scan     port, in_flight, seconds   INFO queries per second, and CPU time of each
    rcon     port, in_flight, seconds   commands per second
    rcon_by_machine                     the same by gamewire's machine without I/O
    get      port, in_flight, seconds   requests per second
    answer   kind, port, engine         what a server is understood to say, for all kinds in the same words

A peer leaves out what it cannot do."""

import asyncio
import hashlib
import importlib.metadata
import json
import resource
import struct
import sys
import time
from itertools import cycle, islice

PASS = 0.02  # seconds; long against the clock's grain, short against what disturbs
MESSAGES = 512  # of those in a file; the slowest peer gets round them in a second


def read_messages(path):
    """The datagrams of each message; replies.cpp says how they are written."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0

    def number():
        nonlocal at
        at += 4
        return struct.unpack_from("<I", data, at - 4)[0]

    messages = []
    while at < len(data):
        datagrams = []
        for _ in range(number()):
            size = number()
            datagrams.append(data[at : at + size])
            at += size
        messages.append(datagrams)
    return messages


def per_message(work, messages, seconds):
    """The least CPU time of one in ns, over passes that go round the messages."""
    start, done = time.process_time(), 0
    for one in cycle(messages):
        work(one)
        done += 1
        if time.process_time() - start > PASS:
            break
    left, best = cycle(messages), float("inf")
    end = time.process_time() + seconds
    while time.process_time() < end:
        batch = list(islice(left, done))
        start = time.process_time_ns()
        for one in batch:
            work(one)
        best = min(best, (time.process_time_ns() - start) / done)
    return best


def measured(work, messages, seconds, plain):
    """Looks at each message once, with a digest of what `plain` makes of it, and measures with those that went well."""
    good, found, error = [], hashlib.sha256(), None
    for one in messages:
        try:
            text = json.dumps(plain(work(one)), separators=(",", ":"), ensure_ascii=False)
        except Exception as raised:
            error = error or told(raised)
            continue
        good.append(one)
        found.update(text.encode())
    told_all = {
        "digest": found.hexdigest()[:16],
        "failed": len(messages) - len(good),
        "of": len(messages),
        "error": error,
    }
    return {"value": per_message(work, good, seconds) if good else None, **told_all}


def told(error):
    return f"{type(error).__name__}: {error}"[:120]


def decode(decoders, plain):
    """`decoders[kind](datagram)`, and `plain(kind, result)` in the words that all have in common."""

    def run(kind, replies, seconds):
        datagrams = [one for (one,) in read_messages(replies)[:MESSAGES]]
        return measured(decoders[kind], datagrams, seconds, lambda result: common(kind, plain(kind, result)))

    return run


def join(joins, plain):
    """`joins(datagrams)`: the rules in them."""

    def run(replies, seconds):
        return measured(joins, read_messages(replies)[:MESSAGES], seconds, lambda result: plain("rules", result))

    return run


def common(kind, plain):
    """What every peer knows of a reply."""
    if kind == "info":
        return [plain[key] for key in ("name", "map", "folder", "game", "players", "max_players")]
    if kind == "players":
        return [[name, score, int(duration)] for name, score, duration in plain]
    return plain


class Sockets:
    """Takes the place of the module `socket` in a peer that reads from nothing else; it receives what is fed."""

    def __init__(self, real):
        self._real = real
        self._left = []

    def __getattr__(self, name):
        return getattr(self._real, name)

    def feed(self, datagrams):
        self._left = datagrams[::-1]

    def socket(self, *_):
        return self

    def recv(self, _):
        if not self._left:
            raise TimeoutError
        return self._left.pop()

    def ignore(self, *_):
        pass

    connect = send = settimeout = close = ignore


def address(number):
    """Of a server of scan_servers.hpp."""
    return f"127.{1 + (number >> 16 & 0x7F)}.{number >> 8 & 0xFF}.{number & 0xFF}"


class Scan:
    """Counts, and says when it is enough."""

    def __init__(self, seconds):
        self.started = self.answered = self.failed = 0
        self._cpu, self._start = used(), time.monotonic()
        self._end = self._start + seconds

    def targets(self):
        while time.monotonic() < self._end:
            self.started += 1
            yield address(self.started)

    def result(self):
        took, cpu = time.monotonic() - self._start, used() - self._cpu
        return scanned(self.answered, self.failed, took, cpu)


def scanned(answered, failed, seconds, cpu):
    return {
        "value": answered / seconds,
        "cpu_us": cpu / answered * 1e6 if answered else None,
        "answered": answered,
        "failed": failed,
    }


def used(who=resource.RUSAGE_SELF):
    """CPU time in seconds."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def open_many():
    """As many files as are allowed."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def scan_async(ask):
    """`await ask(host, port)` in as many tasks as shall be in flight."""

    def run(port, in_flight, seconds):
        async def worker(scan, targets):
            for host in targets:
                try:
                    await ask(host, port)
                    scan.answered += 1
                except Exception:
                    scan.failed += 1

        async def all_of_them():
            scan = Scan(seconds)
            targets = scan.targets()
            await asyncio.gather(*(worker(scan, targets) for _ in range(in_flight)))
            return scan.result()

        open_many()
        return asyncio.run(all_of_them())

    return run


ROUND = 256  # tasks; as in the benchmarks in C++


def per_second(a_round, seconds):
    """From the median time of rounds."""
    a_round()
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or not took:
        start = time.perf_counter()
        a_round()
        took.append(time.perf_counter() - start)
    return {"value": ROUND / sorted(took)[len(took) // 2]}


async def per_second_async(ask, in_flight, seconds):
    """`await ask(worker)`, in as many tasks at once."""

    async def a_round():
        left = iter(range(ROUND))

        async def worker(number):
            for _ in left:
                await ask(number)

        await asyncio.gather(*(worker(number) for number in range(in_flight)))

    await a_round()
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or not took:
        start = time.perf_counter()
        await a_round()
        took.append(time.perf_counter() - start)
    return {"value": ROUND / sorted(took)[len(took) // 2]}


def answer(ask, plain, knows_goldsource=False):
    """`ask(kind, host, port)`, whose exceptions are an answer, too; those of `plain` are mistakes of ours. Some
    peers have to be told that a server is of GoldSource."""

    def run(kind, port, engine):
        more = {"goldsource": True} if engine == "goldsource" and knows_goldsource else {}
        try:
            result = ask(kind, "127.0.0.1", port, **more)
        except Exception as error:
            return {"value": None, "error": told(error)}
        return {"value": plain(kind, result)}

    return run


def main(package, **questions):
    """Answers the one that the command line asks."""
    asked, arguments = sys.argv[1], json.loads(sys.argv[2])
    if asked not in questions:
        sys.exit(f"{package} cannot {asked}")
    result = questions[asked](**arguments)
    version = importlib.metadata.version(package)
    print(json.dumps({"question": asked, "peer": package, "version": version, **result}))

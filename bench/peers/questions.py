"""The questions: of each the panels of its picture, with their rows, while its servers run."""

import contextlib

import servers
from report import said
from rows import Row, least_cpu, rate_of_median, scan_rate

GAMEWIRE = ("gamewire, Python", "gamewire", "gamewire_peer.py")
MACHINE = ("gamewire, Python machine", "gamewire", "gamewire_peer.py")
COMMAND = ("gamewire, command", "gamewire", "command_peer.py")
PYTHON_A2S = ("python-a2s", "python-a2s", "python_a2s_peer.py")
LITTLE_A2S = ("little-a2s", "little-a2s", "little_a2s_peer.py")
STEAM = ("steam (ValvePython)", "steam", "steam_peer.py")
GAMEDIG = ("gamedig (Node.js)", "gamedig", "gamedig_peer.mjs")
GO_A2S = ("go-a2s (Go)", "go-a2s", "go_a2s_peer.go")
QSTAT = ("qstat", "qstat", "qstat_peer.py")
RCON = ("rcon (python3-rcon)", "rcon", "rcon_peer.py")
RCON_CLIENT = ("rcon-client (Node.js)", "rcon-client", "rcon_client_peer.mjs")
HTTPX = ("httpx", "httpx", "httpx_peer.py")
ASF_CONNECTOR = ("ASFConnector", "ASFConnector", "asfconnector_peer.py")

READERS = [GAMEWIRE, PYTHON_A2S, LITTLE_A2S, STEAM, GAMEDIG]


@contextlib.contextmanager
def decode(bench):
    core, panels = bench.cores[0], {}
    for kind, title in (("info", "INFO"), ("players", "PLAYERS, 64 of them"), ("rules", "RULES, 250 of them")):
        arguments = {"kind": kind, "replies": str(bench.inputs / kind), "seconds": bench.seconds}
        panels[title] = [
            Row("gamewire, C++", "ours", bench.ours(kind, "gamewire", least_cpu, core)),
            Row("by hand, C++", "floor", bench.ours(kind, "floor", least_cpu, core, "")),
            *bench.peers(READERS, "decode", arguments, core),
        ]
    arguments = {"kind": "rules", "replies": str(bench.inputs / "rules300"), "seconds": bench.seconds}
    panels["RULES, 300 of them"] = bench.peers(READERS, "decode", arguments, core)
    yield panels


@contextlib.contextmanager
def join(bench):
    core, panels = bench.cores[0], {}
    for form, title in (("plain", "three fragments, 116 rules"), ("compressed", "compressed by bzip2, 250 rules")):
        arguments = {"replies": str(bench.inputs / form), "seconds": bench.seconds}
        panels[title] = [
            Row("gamewire, C++", "ours", bench.ours("peers/peers-join", form, least_cpu, core)),
            *bench.peers(READERS, "join", arguments, core),
        ]
    yield panels


@contextlib.contextmanager
def scan(bench):
    """The benchmark in C++ has servers of its own, of the same kind, and chooses its processors as is done here."""
    scripts = [COMMAND, GAMEWIRE, PYTHON_A2S, LITTLE_A2S, STEAM, GAMEDIG, GO_A2S, QSTAT]
    with contextlib.ExitStack() as stack:
        panels = {}
        for in_flight, late in ((150, 0), (10_000, 50)):
            port = stack.enter_context(servers.of_the_benchmarks(bench.build, "a2s", str(late), **bench.place()))
            arguments = {"port": port, "in_flight": in_flight, "seconds": 2 * bench.seconds}
            row = f"{in_flight}/{late}/real_time"
            title = f"{in_flight} in flight, answered " + (f"after {late} ms" if late else "at once")
            panels[title] = [
                Row("gamewire, C++", "ours", bench.ours("scan", f"epoll/{row}", scan_rate, repetitions=2)),
                Row("by hand, C++", "floor", bench.ours("scan", f"raw/{row}", scan_rate, version="", repetitions=2)),
                *bench.peers(scripts, "scan", arguments, bench.cores[0], limit=45),
            ]
        yield panels


def in_c(bench, program, in_flight):
    """Its rows of rounds, on the processor that the server has, so that nothing pays for waking another one up."""
    core = bench.cores[0]
    return [
        Row("gamewire, C++", "ours", bench.ours(program, f"gamewire/{in_flight}", rate_of_median, core)),
        Row("by hand, C++", "floor", bench.ours(program, f"floor/{in_flight}", rate_of_median, core, "")),
    ]


@contextlib.contextmanager
def rcon(bench):
    core = bench.cores[0]
    with servers.of_the_benchmarks(bench.build, "rcon", **bench.place(core)) as port:

        def panel(in_flight, scripts):
            arguments = {"port": port, "in_flight": in_flight, "seconds": bench.seconds}
            return [
                *in_c(bench, "rcon_commands", in_flight),
                *bench.peers([MACHINE], "rcon_by_machine", arguments, core),
                *bench.peers(scripts, "rcon", arguments, core),
            ]

        yield {
            "one after the other": panel(1, [COMMAND, GAMEWIRE, RCON, RCON_CLIENT]),
            "64 in flight": panel(64, [GAMEWIRE, RCON_CLIENT]),
        }


@contextlib.contextmanager
def http(bench):
    core = bench.cores[0]
    with servers.nginx(**bench.place(core)) as nginx, servers.asf(bench.build, **bench.place(core)) as asf:

        def get(port, in_flight, scripts):
            arguments = {"port": port, "in_flight": in_flight, "seconds": bench.seconds}
            return bench.peers(scripts, "get", arguments, core)

        everybody, for_asf = [GAMEWIRE, HTTPX, ASF_CONNECTOR], [GAMEWIRE, ASF_CONNECTOR]
        version = said("curl-config", "--version").removeprefix("libcurl ")
        libcurl = Row("libcurl, C", "peer", bench.ours("http1_loopback", "libcurl/32", rate_of_median, core, version))
        yield {
            "nginx, one after the other": [*in_c(bench, "http1_loopback", 1), *get(nginx, 1, everybody)],
            "nginx, 32 in flight": [*in_c(bench, "http1_loopback", 32), libcurl, *get(nginx, 32, everybody)],
            "gamewire serve --asf, one after the other": get(asf, 1, for_asf),
            "gamewire serve --asf, 32 in flight": get(asf, 32, for_asf),
        }


QUESTIONS = {"decode": decode, "join": join, "scan": scan, "rcon": rcon, "http": http}

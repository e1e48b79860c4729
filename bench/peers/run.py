#!/usr/bin/env python3
"""gamewire beside its peers: the same bytes, the same servers, in one run.

usage: run.py BUILD [--rounds N] [--only QUESTION,...] [--urgent] [--quick]

Everything is measured once in each of N rounds (default 3), in random order, and the median counts. --urgent runs it
before everything else on the machine, as root. The results are written to bench/results, or, of a part of the questions
or with --quick, to BUILD/peers/results. README.md beside this file says what is asked."""

import argparse
import contextlib
import json
import os
import pathlib
import random
import subprocess
import sys

import install
import report
import right
import servers
import vectors
import wire
from concurrent.futures import ThreadPoolExecutor
from rows import Processes, Row, benchmark, least_cpu, rate_of_median, scan_rate

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    """Where everything is, and how long it may take."""

    def __init__(self, build, quick, urgent):
        self.build, self.home = build, build / "peers"
        self.home.mkdir(exist_ok=True)
        (wheel,) = (build / "python" / "dist").glob("*.whl")
        self.python, self.left_out = install.python_peers(self.home, HERE, wheel)
        self.node, without = install.node_peers(self.home, HERE)
        self.left_out |= without
        self.cores = sorted(os.sched_getaffinity(0))
        self.seconds = 0.2 if quick else 1.0
        command = build / "bindings" / "cli" / "gamewire"
        self.processes = Processes(self.home, {"GAMEWIRE": str(command), "PYTHONDONTWRITEBYTECODE": "1"}, urgent)
        self.inputs = self.home / "inputs"
        self.inputs.mkdir(exist_ok=True)
        subprocess.run([build / "bench" / "peers" / "peers-replies", self.inputs], check=True)

    def server(self, core=None):
        """What to start one with."""
        return self.processes.place(core)

    def peer(self, script, question, arguments, core, limit=30):
        program = self.node if script.endswith(".mjs") else self.python
        return lambda: self.processes.run([program, HERE / script, question, json.dumps(arguments)], core, limit)

    def ours(self, program, row, convert, **more):
        return benchmark(
            self.processes, self.build / "bench" / program, row, convert, self.cores[0], self.seconds, **more
        )

    def has(self, package):
        return package not in self.left_out

    def peers(self, scripts, question, arguments, core, limit=30):
        """A row of each script whose package is there."""
        return [
            Row(
                label,
                "ours" if label.startswith("gamewire") else "peer",
                self.peer(script, question, arguments, core, limit),
            )
            for label, package, script in scripts
            if self.has(package)
        ]


GAMEWIRE = ("gamewire, Python", "gamewire", "gamewire_peer.py")
COMMAND = ("gamewire, command", "gamewire", "command_peer.py")
PYTHON_A2S = ("python-a2s", "python-a2s", "python_a2s_peer.py")
LITTLE_A2S = ("little-a2s", "little-a2s", "little_a2s_peer.py")
STEAM = ("steam (ValvePython)", "steam", "steam_peer.py")
GAMEDIG = ("gamedig (Node.js)", "gamedig", "gamedig_peer.mjs")
QSTAT = ("qstat", "qstat", "qstat_peer.py")
RCON = ("rcon (python3-rcon)", "rcon", "rcon_peer.py")
RCON_CLIENT = ("rcon-client (Node.js)", "rcon-client", "rcon_client_peer.mjs")
HTTPX = ("httpx", "httpx", "httpx_peer.py")
ASF_CONNECTOR = ("ASFConnector", "ASFConnector", "asfconnector_peer.py")

READERS = [GAMEWIRE, PYTHON_A2S, LITTLE_A2S, STEAM, GAMEDIG]


@contextlib.contextmanager
def decode(bench):
    panels = {}
    for kind, title in (("info", "INFO"), ("players", "PLAYERS, 64 of them"), ("rules", "RULES, 250 of them")):
        arguments = {"kind": kind, "replies": str(bench.inputs / kind), "seconds": bench.seconds}
        panels[title] = [
            Row("gamewire, C++", "ours", bench.ours(kind, "gamewire", least_cpu)),
            Row("by hand, C++", "floor", bench.ours(kind, "floor", least_cpu)),
            *bench.peers(READERS, "decode", arguments, bench.cores[0]),
        ]
    arguments = {"kind": "rules", "replies": str(bench.inputs / "rules300"), "seconds": bench.seconds}
    panels["RULES, 300 of them"] = bench.peers(READERS, "decode", arguments, bench.cores[0])
    yield panels


@contextlib.contextmanager
def join(bench):
    panels = {}
    for form, title in (("plain", "three fragments, 116 rules"), ("compressed", "compressed by bzip2, 250 rules")):
        arguments = {"replies": str(bench.inputs / form), "seconds": bench.seconds}
        panels[title] = [
            Row("gamewire, C++", "ours", bench.ours("peers/peers-join", form, least_cpu)),
            *bench.peers(READERS, "join", arguments, bench.cores[0]),
        ]
    yield panels


@contextlib.contextmanager
def scan(bench):
    scripts = [COMMAND, GAMEWIRE, PYTHON_A2S, LITTLE_A2S, STEAM, GAMEDIG, QSTAT]
    with contextlib.ExitStack() as stack:
        panels = {}
        for in_flight, late in ((150, 0), (10_000, 50)):
            port = stack.enter_context(servers.of_the_benchmarks(bench.build, "a2s", str(late), **bench.server()))
            arguments = {"port": port, "in_flight": in_flight, "seconds": 2 * bench.seconds}
            row = f"{in_flight}/{late}/real_time"
            title = f"{in_flight} in flight, answered " + (f"after {late} ms" if late else "at once")
            panels[title] = [
                Row("gamewire, C++", "ours", bench.ours("scan", f"epoll/{row}", scan_rate, repetitions=2)),
                Row("by hand, C++", "floor", bench.ours("scan", f"raw/{row}", scan_rate, repetitions=2)),
                *bench.peers(scripts, "scan", arguments, bench.cores[0], limit=45),
            ]
        yield panels


@contextlib.contextmanager
def rcon(bench):
    core = bench.cores[0]  # of both sides, so that nothing pays for waking another one up
    with servers.of_the_benchmarks(bench.build, "rcon", **bench.server(core)) as port:
        panels = {}
        for in_flight, title in ((1, "one after the other"), (64, "64 in flight")):
            scripts = [COMMAND, GAMEWIRE, RCON, RCON_CLIENT] if in_flight == 1 else [GAMEWIRE, RCON_CLIENT]
            arguments = {"port": port, "in_flight": in_flight, "seconds": bench.seconds}
            panels[title] = [
                Row("gamewire, C++", "ours", bench.ours("rcon_commands", f"gamewire/{in_flight}", rate_of_median)),
                Row("by hand, C++", "floor", bench.ours("rcon_commands", f"floor/{in_flight}", rate_of_median)),
                *bench.peers(scripts, "rcon", arguments, core),
            ]
        yield panels


@contextlib.contextmanager
def http(bench):
    core = bench.cores[0]
    with servers.nginx(**bench.server(core)) as port, servers.asf(bench.build, **bench.server(core)) as asf:
        panels = {}
        for in_flight, title in ((1, "one after the other"), (32, "32 in flight")):
            arguments = {"port": port, "in_flight": in_flight, "seconds": bench.seconds}
            panels[f"nginx, {title}"] = [
                Row("gamewire, C++", "ours", bench.ours("http1_loopback", f"gamewire/{in_flight}", rate_of_median)),
                Row("by hand, C++", "floor", bench.ours("http1_loopback", f"floor/{in_flight}", rate_of_median)),
                *(
                    [Row("libcurl, C", "peer", bench.ours("http1_loopback", "libcurl/32", rate_of_median))]
                    if in_flight == 32
                    else []
                ),
                *bench.peers([GAMEWIRE, HTTPX, ASF_CONNECTOR], "get", arguments, core),
            ]
        for in_flight, title in ((1, "one after the other"), (32, "32 in flight")):
            arguments = {"port": asf, "in_flight": in_flight, "seconds": bench.seconds}
            panels[f"gamewire serve --asf, {title}"] = bench.peers([GAMEWIRE, ASF_CONNECTOR], "get", arguments, core)
        yield panels


QUESTIONS = {"decode": decode, "join": join, "scan": scan, "rcon": rcon, "http": http}


def measure(bench, question, rounds):
    """Of each panel and row what every round found."""
    with QUESTIONS[question](bench) as panels:
        found = {title: {row.label: [] for row in rows} for title, rows in panels.items()}
        kinds = {row.label: row.kind for rows in panels.values() for row in rows}
        for number in range(rounds):
            everything = [(title, row) for title, rows in panels.items() for row in rows]
            random.Random(number).shuffle(everything)
            for title, row in everything:
                one = row.ask()
                found[title][row.label].append(one)
                say(f"{question}, round {number + 1}: {title}: {row.label}: {one.get('value') or one.get('error')}")
    return found, kinds


def judge(bench):
    """Of each case what each peer makes of it; untimed, so several at once."""
    cases = vectors.read(HERE.parent.parent / "tests" / "vectors" / "a2s")
    scripts = [one for one in (COMMAND, *READERS, QSTAT) if bench.has(one[1])]

    def ask(case, script):
        with wire.Wire(case) as server:
            arguments = {"kind": case.kind, "port": server.port, "goldsource": case.form is vectors.GOLDSOURCE}
            said = bench.peer(script, "answer", arguments, None, 15)()
        if "value" not in said and not said.get("hangs"):
            sys.exit(f"{script} does not answer: {said['error']}")  # our own mistake
        return right.judge(case, None if said.get("hangs") else said)

    with ThreadPoolExecutor(3) as pool:
        asked = {(case.name, label): pool.submit(ask, case, script) for case in cases for label, _, script in scripts}
        return cases, {
            label: {case.name: asked[case.name, label].result() for case in cases} for label, _, _ in scripts
        }


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join([*QUESTIONS, "right"]))
    parser.add_argument("--urgent", action="store_true")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    wanted = asked.only.split(",")
    if unknown := set(wanted) - {*QUESTIONS, "right"}:
        parser.error(f"no such question: {', '.join(unknown)}")
    machine = report.Machine()
    bench = Bench(asked.build.resolve(), asked.quick, asked.urgent)
    found = {question: measure(bench, question, asked.rounds) for question in QUESTIONS if question in wanted}
    judged = judge(bench) if "right" in wanted else None
    whole = not asked.quick and set(wanted) == {*QUESTIONS, "right"}
    to = HERE.parent / "results" if whole else bench.home / "results"
    to.mkdir(exist_ok=True)
    report.write(to, machine, bench, found, judged, sys.argv[2:])
    say(f"written to {to}")


if __name__ == "__main__":
    main()

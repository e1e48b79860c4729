#!/usr/bin/env python3
"""gamewire beside its peers: the same bytes, the same servers, in one run.

usage: run.py BUILD [--rounds N] [--only QUESTION,...] [--urgent] [--quick]

Everything is measured once in each of N rounds (default 3), in random order, and the median counts. --urgent runs it
before everything else on the machine, as root. The results are written to bench/results, or, of a part of the questions
or with --quick, to BUILD/peers/results. README.md beside this file says what is asked."""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import install
import report
import right
import vectors
import wire
from questions import COMMAND, GO_A2S, QSTAT, QUESTIONS, READERS
from rows import Processes, Row, benchmark

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    """Where everything is, and how long it may take."""

    def __init__(self, build, quick, urgent):
        self.build, self.home = build, build / "peers"
        wheel = next((build / "python" / "dist").glob("*.whl"), None)
        if wheel is None:
            sys.exit(f"no wheel in {build}: `./dev bench --peers` makes it")
        self.home.mkdir(exist_ok=True)
        self.python, self.left_out = install.python_peers(self.home, HERE, wheel)
        self.node, without = install.node_peers(self.home, HERE)
        self.left_out |= without | install.go_peers(self.home, HERE) | install.programs()
        self.cores = sorted(os.sched_getaffinity(0))
        self.seconds = 0.2 if quick else 1.0
        command = build / "bindings" / "cli" / "gamewire"
        self.version = report.said(command, "--version").split()[-1]
        self.processes = Processes(self.home, {"GAMEWIRE": str(command), "PYTHONDONTWRITEBYTECODE": "1"}, urgent)
        self.inputs = self.home / "inputs"
        self.inputs.mkdir(exist_ok=True)
        subprocess.run([build / "bench" / "peers" / "peers-replies", self.inputs], check=True)

    def place(self, core=None):
        """What to start a server with."""
        return self.processes.place(core)

    def peer(self, script, question, arguments, core, limit=30):
        command = [*self.program(script), question, json.dumps(arguments)]
        return lambda: self.processes.run(command, core, limit)

    def program(self, script):
        """What runs it, or what it was built to."""
        if script.endswith(".go"):
            return [self.home / script.removesuffix(".go")]
        return [self.node if script.endswith(".mjs") else self.python, HERE / script]

    def ours(self, program, row, convert, core=None, version=None, **more):
        version = self.version if version is None else version
        program = self.build / "bench" / program
        return benchmark(self.processes, program, row, convert, core, self.seconds, version, **more)

    def has(self, package):
        return package not in self.left_out

    def peers(self, scripts, question, arguments, core, limit=30):
        """A row of each script whose package is there."""

        def kind(label):
            return "ours" if label.startswith("gamewire") else "peer"

        return [
            Row(label, kind(label), self.peer(script, question, arguments, core, limit))
            for label, package, script in scripts
            if self.has(package)
        ]


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
    scripts = [one for one in (COMMAND, *READERS, GO_A2S, QSTAT) if bench.has(one[1])]

    def ask(case, script):
        with wire.Wire(case) as server:
            arguments = {"kind": case.kind, "port": server.port, "engine": case.form[0]}
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

#!/usr/bin/env python3
"""Runs the benchmarks of a build directory and prints one row per question: gamewire, its floor, and their ratio.

usage: ratios.py BUILD/bench [QUESTION ...]

Both sides of a ratio are measured in one run, their repetitions in random order, and of each the least disturbed
repetition counts: what else the machine does can only make it slower. The exit code is 1 when a target is missed.
"""

import functools
import json
import pathlib
import subprocess
import sys
from typing import NamedTuple

REPETITIONS = 60  # short ones: some of them meet a quiet moment even on a busy machine


class Question(NamedTuple):
    executable: str
    asks: str
    target: float
    absolute: bool = False  # the target is what is measured itself; there is no floor
    unit: str = "ns"
    allocates: bool = True  # may it?
    ours: str = "gamewire"
    floor: str = "floor"
    time: str = "cpu_time"
    rate: bool = False  # the ratio is that of tasks per second, and is to reach the target
    repetitions: int = REPETITIONS


def scan(asks, target, driver, row, **more):
    return Question("scan", asks, target, ours=f"{driver}/{row}/real_time", floor=f"raw/{row}/real_time",
                    repetitions=5, **more)


QUESTIONS = [
    Question("info", "decode INFO", 1.5, allocates=False),
    Question("players", "walk 64 players", 1.5, allocates=False),
    Question("rules", "walk 250 rules", 0.65, allocates=False),
    Question("split", "join 3 fragments", 1.5, allocates=False),
    Question("rcon", "read 1 MB of RCON", 2.5, allocates=False),
    Question("rcon_cut", "the same, all cut", 1.5),
    Question("http1", "read a response head", 2.0, allocates=False),
    Question("master", "keep 231 addresses", 1.5, allocates=False),
    Question("master", "look at each", 1.5, allocates=False, ours="walk", floor="walk_by_hand"),
    Question("asf", "read 14 bots of ASF", 1.1, allocates=False),
    Question("aster", "read the events of aster", 0.8, rate=True, allocates=False),
    Question("aster_idle", "idle client of aster", 16384, absolute=True, unit="B", ours="client/iterations:1",
             time="bytes", repetitions=1),
    Question("bzip2", "join and decompress", 1.15),
    Question("query", "blocking query, p50", 1.1, time="p50"),
    Question("rcon_commands", "RCON commands, serial", 0.93, ours="gamewire/1", floor="floor/1", time="p50",
             rate=True, repetitions=20),
    Question("rcon_commands", "64 commands in flight", 0.6, ours="gamewire/64", floor="floor/64", time="p50",
             rate=True, repetitions=20),
    Question("http1_loopback", "GETs, serial", 0.93, ours="gamewire/1", floor="floor/1", time="p50", rate=True,
             repetitions=20),
    Question("http1_loopback", "GETs, 32 connections", 0.75, ours="gamewire/32", floor="floor/32", time="p50",
             rate=True, repetitions=20),
    Question("http1_loopback", "the same, to libcurl's", 1.6, ours="gamewire/32", floor="libcurl/32", time="p50",
             rate=True, repetitions=20),
    Question("simulated", "simulated lossy query", 1000, absolute=True),
    Question("steamid", "read a SteamID", 1.5, allocates=False),
    Question("vdf", "read 1 MB of VDF text", 1.3, allocates=False),
    Question("websocket", "unmask 1 MB of messages", 1.2),
    Question("websocket", "read 1 MB of text", 2.7, ours="text", floor="text_floor"),
    Question("websocket", "the same, 100 B each", 8, ours="short", floor="short_floor"),
    Question("fleet", "10^6 in flight to 10^3", 1.3, allocates=False),
    Question("rcon_idle", "idle connection, served", 1024, absolute=True, unit="B", ours="responder/iterations:1",
             time="bytes", repetitions=1),
    Question("rcon_idle", "idle connection, client", 1024, absolute=True, unit="B", ours="client/iterations:1",
             time="bytes", repetitions=1),
    scan("epoll scan, CPU", 1.15, "epoll", "150/0"),
    scan("epoll scan, rate", 0.87, "epoll", "150/0", time="real_time", rate=True),
    scan("Asio scan, rate", 0.65, "asio", "150/0", time="real_time", rate=True),
    scan("10^4 in flight, rate", 0.95, "epoll", "10000/50", time="real_time", rate=True),
]


@functools.cache
def run(executable, repetitions):
    """Of each benchmark, its repetitions; of the scans, at least a tenth of a second each."""
    arguments = [
        "--benchmark_format=json",
        "--benchmark_enable_random_interleaving=true",
        f"--benchmark_repetitions={repetitions}",
        f"--benchmark_min_time={0.01 if repetitions == REPETITIONS else 0.1}",
    ]
    ran = subprocess.run([executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        sys.exit(f"{executable}: {ran.stderr.strip() or ran.returncode}")
    found = {}
    for one in json.loads(ran.stdout)["benchmarks"]:
        if one["run_type"] == "iteration":
            found.setdefault(one["run_name"], []).append(one)
    return found


def best(repetitions, time):
    return min(one[time] for one in repetitions)


def row(question, directory):
    found = run(directory / question.executable, question.repetitions)
    if question.ours not in found:
        return True  # a driver that was left out of the build
    ours = best(found[question.ours], question.time)
    floor = None if question.absolute else best(found[question.floor], question.time)
    ratio = None if question.absolute else floor / ours if question.rate else ours / floor
    allocations = found[question.ours][-1].get("allocations")
    if question.rate:
        met = ratio >= question.target
    else:
        met = (ours if question.absolute else ratio) <= question.target
    met &= question.allocates or allocations == 0
    target = f"{question.target:.0f} {question.unit}" if question.absolute else f"{'>=' if question.rate else ''}{question.target:.2f}"
    print(
        f"{question.asks:24}{ours:>10.1f} {question.unit:2}"
        + (f"{floor:>10.1f} {question.unit:2}" if floor else f"{'-':>13}")
        + (f"{ratio:>8.2f}" if ratio else f"{'-':>8}")
        + f"{target:>10}"
        + (f"{allocations:>13.2f}" if allocations is not None else f"{'-':>13}")
        + ("  ok" if met else "  MISSED"),
        flush=True,
    )
    return met


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    directory, wanted = pathlib.Path(sys.argv[1]), sys.argv[2:]
    unknown = set(wanted) - {question.executable for question in QUESTIONS}
    if unknown:
        sys.exit(f"no such question: {', '.join(sorted(unknown))}")
    asked = [question for question in QUESTIONS if not wanted or question.executable in wanted]
    # What the build left out (bzip2, transports) is no question.
    built = [question for question in asked if (directory / question.executable).exists()]
    if not built:
        sys.exit(f"no benchmarks in {directory}: `./dev bench` builds them")
    print(f"{'':24}{'gamewire':>13}{'floor':>13}{'ratio':>8}{'target':>10}{'allocations':>13}")
    results = [row(question, directory) for question in built]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()

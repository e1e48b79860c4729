#!/usr/bin/env python3
"""Runs the benchmarks of a build directory and prints one row per question: gamewire, its floor, and their ratio.

usage: ratios.py BUILD/bench [QUESTION ...]

Both sides of a ratio are measured in one run, their repetitions in random order, and of each the least disturbed
repetition counts: what else the machine does can only make it slower. The exit code is 1 when a target is missed.
"""

import json
import pathlib
import subprocess
import sys
from typing import NamedTuple

REPETITIONS = 60  # short ones: some of them meet a quiet moment even on a busy machine
ARGUMENTS = [
    "--benchmark_format=json",
    "--benchmark_enable_random_interleaving=true",
    f"--benchmark_repetitions={REPETITIONS}",
    "--benchmark_min_time=0.01",
]


class Question(NamedTuple):
    executable: str
    asks: str
    target: float
    absolute: bool = False  # the target is nanoseconds; there is no floor
    allocates: bool = True  # may it?


QUESTIONS = [
    Question("info", "decode INFO", 1.5, allocates=False),
    Question("players", "walk 64 players", 1.5, allocates=False),
    Question("rules", "walk 250 rules", 0.65, allocates=False),
    Question("split", "join 3 fragments", 1.5, allocates=False),
    Question("bzip2", "join and decompress", 1.15),
    Question("query", "blocking query, p50", 1.1),
    Question("fleet", "a million at once", 1.3, allocates=False),
    Question("simulated", "simulated lossy query", 1000, absolute=True),
]


def measure(executable):
    """The best time of each benchmark in nanoseconds, and the allocations of gamewire's."""
    ran = subprocess.run([executable, *ARGUMENTS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        sys.exit(f"{executable}: {ran.stderr.strip() or ran.returncode}")
    best, allocations = {}, None
    for one in json.loads(ran.stdout)["benchmarks"]:
        if one["run_type"] != "iteration":
            continue
        took = one.get("p50", one["cpu_time"])
        best[one["run_name"]] = min(took, best.get(one["run_name"], took))
        if one["run_name"] == "gamewire":
            allocations = one.get("allocations", allocations)
    return best["gamewire"], best.get("floor"), allocations


def row(question, directory):
    ours, floor, allocations = measure(directory / question.executable)
    ratio = None if question.absolute else ours / floor
    met = (ours if question.absolute else ratio) <= question.target
    met &= question.allocates or allocations == 0
    print(
        f"{question.asks:24}{ours:>10.1f} ns"
        + (f"{floor:>10.1f} ns" if floor else f"{'-':>13}")
        + (f"{ratio:>8.2f}" if ratio else f"{'-':>8}")
        + (f"{question.target:>7.0f} ns" if question.absolute else f"{question.target:>10.2f}")
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
    print(f"{'':24}{'gamewire':>13}{'floor':>13}{'ratio':>8}{'target':>10}{'allocations':>13}")
    results = [row(question, directory) for question in built]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()

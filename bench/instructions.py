#!/usr/bin/env python3
"""Counts the instructions of hot paths with callgrind, and compares them with those that instructions.txt keeps.

usage: instructions.py BUILD/bench [--update]
       instructions.py --programs     names the benchmarks that it wants

Unlike time, the count is the same on a busy machine, so that a small margin is enough: more than that is a regression,
and the exit code is 1. It depends on the compiler; what another one makes is shown, not compared.
"""

import concurrent.futures
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

MARGIN = 0.02
KEPT = pathlib.Path(__file__).with_name("instructions.txt")

# The benchmark and which of its sides; see `all_tasks_once` in measure.hpp.
PATHS = {
    "decode INFO": ("info", "gamewire"),
    "walk 64 players": ("players", "gamewire"),
    "walk 250 rules": ("rules", "gamewire"),
    "join 3 fragments": ("split", "gamewire"),
    "a query, both sides, simulated": ("simulated", "gamewire"),
    "a query in a fleet": ("fleet", "floor"),
    "read 1 MB of RCON": ("rcon", "gamewire"),
    "the same, all cut": ("rcon_cut", "gamewire"),
    "keep 231 addresses": ("master", "gamewire"),
    "look at each": ("master", "walk"),
    "read a response head": ("http1", "gamewire"),
    "unmask 1 MB of messages": ("websocket", "gamewire"),
    "read 1 MB of text messages": ("websocket", "text"),
    "the same, 100 B each": ("websocket", "short"),
    "read 14 bots of ASF": ("asf", "gamewire"),
    "read the events of aster": ("aster", "gamewire"),
    "read a SteamID": ("steamid", "gamewire"),
    "read 1 MB of VDF text": ("vdf", "gamewire"),
}


def built_by(build):
    """The machine, the compiler and the build type: counts are comparable where these are the same."""
    commands = json.loads((build / "compile_commands.json").read_text())
    compiler = next(word for word in commands[0]["command"].split() if "++" in word)
    version = subprocess.run([compiler, "-dumpfullversion"], capture_output=True, text=True, check=True).stdout.strip()
    family = "clang" if "clang" in subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout else "g++"
    options = json.loads((build / "meson-info" / "intro-buildoptions.json").read_text())
    buildtype = next(option["value"] for option in options if option["name"] == "buildtype")
    return f"{platform.machine()} {family} {version} {buildtype}"


def count(executable, side):
    """Instructions of one task."""
    ran = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=bench::all_tasks_once*",
         executable, "--once", side],
        capture_output=True, text=True)
    collected = re.search(r"Collected : (\d+)", ran.stderr)
    if ran.returncode != 0 or not collected:
        sys.exit(f"{executable} --once {side}: {ran.stderr.strip()[-2000:]}")
    return int(collected[1]) / int(ran.stdout)


def kept():
    """By whom they were counted, and the counts."""
    lines = [line for line in KEPT.read_text().splitlines() if line and not line.startswith("#")]
    return lines[0], {name.strip(): float(value) for value, name in (line.split(None, 1) for line in lines[1:])}


def keep(by, counts):
    rows = "".join(f"{value:>12.1f}  {name}\n" for name, value in counts.items())
    KEPT.write_text(f"# Instructions per task, counted by callgrind: bench/instructions.py --update\n{by}\n{rows}")


def verdict(now, before):
    if before is None:
        return False, "new: --update"
    change = now / before - 1
    if change > MARGIN:
        return False, f"{change:+.1%}  MORE"
    return True, f"{change:+.1%}" + ("  fewer: --update keeps it" if change < -MARGIN else "")


def main():
    if sys.argv[1:] == ["--programs"]:
        print(*sorted({program for program, _ in PATHS.values()}), sep="\n")
        return
    arguments = [argument for argument in sys.argv[1:] if argument != "--update"]
    if len(arguments) != 1:
        sys.exit(__doc__.strip())
    directory = pathlib.Path(arguments[0])
    built = {name: path for name, path in PATHS.items() if (directory / path[0]).exists()}
    if not built:
        sys.exit(f"no benchmarks in {directory}: `./dev instructions` builds them")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counted = pool.map(lambda path: count(directory / path[0], path[1]), built.values())
        counts = dict(zip(built, counted))
    by = built_by(directory.parent)
    if "--update" in sys.argv:
        keep(by, counts)
    kept_by, before = kept()
    comparable = by == kept_by
    if not comparable:
        print(f"counted for {by}; kept are those of {kept_by}: not compared")
    good = True
    for name, now in counts.items():
        fine, words = verdict(now, before.get(name)) if comparable else (True, "")
        good &= fine
        print(f"{name:32}{now:>14.1f}  {words}".rstrip())
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints what the tests reach of core, a row for each of its folders, from the summary that llvm-cov exports.

usage: coverage.py SUMMARY.json
"""

import collections
import json
import pathlib
import sys


def folder_of(file):
    inside = pathlib.Path(file.split("/core/gamewire/", 1)[1]).parent
    return "base" if inside == pathlib.Path(".") else str(inside)


def main():
    with open(sys.argv[1]) as file:
        files = json.load(file)["data"][0]["files"]
    count = collections.defaultdict(collections.Counter)
    for file in files:
        for kind in ("lines", "branches"):
            for where in (folder_of(file["filename"]), "core"):
                count[where][kind] += file["summary"][kind]["count"]
                count[where][f"{kind} reached"] += file["summary"][kind]["covered"]
    print(f"{'':16}{'lines':>10}{'branches':>12}")
    for where in sorted(count, key=lambda name: (name == "core", name)):
        share = [count[where][f"{kind} reached"] / max(1, count[where][kind]) for kind in ("lines", "branches")]
        print(f"{where:16}{share[0]:>10.1%}{share[1]:>12.1%}   of {count[where]['branches']}")


if __name__ == "__main__":
    main()

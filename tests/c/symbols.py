#!/usr/bin/env python3
"""What the library for C shows is what bindings/c/gamewire.symbols lists, and what its header declares.

usage: symbols.py LIBRARY LIST HEADER
"""

import pathlib
import re
import subprocess
import sys


def exported(library: str) -> set[str]:
    lines = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    names = {line.split()[-1].split("@")[0] for line in lines.splitlines()}
    return {name for name in names if not name.startswith(("GAMEWIRE_C_", "__odr_asan", "__asan", "__start_", "__stop_"))}


def declared(header: str) -> set[str]:
    # A declaration may go over several lines.
    return set(re.findall(r"^GW_API[^;(]*?(gw_\w+)\(", pathlib.Path(header).read_text(), re.MULTILINE))


def main() -> int:
    library, listed_in, header = sys.argv[1:]
    listed = pathlib.Path(listed_in).read_text().split()
    if listed != sorted(set(listed)):
        print(f"{listed_in} is not sorted")
        return 1
    status = 0
    for what, names in (("the library", exported(library)), ("the header", declared(header))):
        for name in sorted(names - set(listed)):
            print(f"{name}: in {what}, not in {listed_in}")
            status = 1
        for name in sorted(set(listed) - names):
            print(f"{name}: in {listed_in}, not in {what}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

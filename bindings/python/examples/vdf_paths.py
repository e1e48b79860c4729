"""vdf_paths.py FILE: what a file of VDF says, a line for each value."""

import sys

from gamewire import vdf


def show(block: dict[str, object], path: str = "") -> None:
    for key, value in block.items():
        if isinstance(value, dict):
            show(value, f"{path}{key}/")
        else:
            print(f"{path}{key}\t{value}")


if len(sys.argv) != 2:
    sys.exit(f"usage: {__doc__}")
with open(sys.argv[1], encoding="utf-8") as file:
    show(vdf.load(file))

"""VDF, Valve's format for settings, also called KeyValues: text, binary, and VBKV.

    with open("appmanifest_440.acf", encoding="utf-8") as file:
        state = load(file)["AppState"]
    print(state["name"])

Blocks are dicts in the order of the file. Keys may repeat there, and in a dict the last one counts; who wants all of
them takes `pairs=True`, where blocks are lists of pairs of a key and a value, or a class of his own as `mapper`, which
is called with such a list. Writing takes dicts, other mappings, and lists of pairs.

Quotes, comments, conditions and escape sequences are read as Valve's own reader has them; `#include` and `#base` are
keys like others.
"""

from .errors import VDFError
from .text import dump, dumps, load, loads
from .binary import dumps_binary, loads_binary
from .values import Colour, Int64, Pointer, UInt64, WideString

__all__ = [
    "Colour",
    "Int64",
    "Pointer",
    "UInt64",
    "VDFError",
    "WideString",
    "dump",
    "dumps",
    "dumps_binary",
    "load",
    "loads",
    "loads_binary",
]

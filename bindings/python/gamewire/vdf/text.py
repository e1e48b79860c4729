"""VDF as text."""

import sys
from collections.abc import Iterable
from typing import IO, Any, Literal, overload

from .._arguments import several
from .._native import vdf_dumps, vdf_loads
from .mapping import Block, Mapper, Pairs, mapper_of

# What is true in conditions here. Valve's WIN32 means a PC of any system.
_SYMBOLS = (
    ("WIN32", "WINDOWS")
    if sys.platform == "win32"
    else ("WIN32", "OSX" if sys.platform == "darwin" else "LINUX", "POSIX")
)


@overload
def loads(
    text: str | bytes, *, pairs: Literal[False] = False, escapes: bool = True, symbols: Iterable[str] = ()
) -> dict[str, Any]: ...
@overload
def loads(text: str | bytes, *, pairs: Literal[True], escapes: bool = True, symbols: Iterable[str] = ()) -> Pairs: ...
@overload
def loads(
    text: str | bytes,
    *,
    mapper: Mapper,
    pairs: Literal[False] = False,
    escapes: bool = True,
    symbols: Iterable[str] = (),
) -> Any: ...
def loads(
    text: str | bytes,
    *,
    pairs: bool = False,
    mapper: Mapper | None = None,
    escapes: bool = True,
    symbols: Iterable[str] = (),
) -> Any:
    """Reads a text; VDFError for what is none. Values are text, all of them. `escapes`: does a backslash in quotes
    begin an escape sequence? Valve's files are of both kinds. Entries whose condition is false are left out: true are
    this platform's symbols, and those in `symbols`. Bytes are read as UTF-8, with U+FFFD for what is none."""
    known = [*_SYMBOLS, *(one.removeprefix("$") for one in several(symbols, "symbols"))]
    return vdf_loads(text, mapper_of(pairs, mapper), escapes, known)


def load(file: IO[str] | IO[bytes], **options: Any) -> Any:
    """`loads` of all that is in a file."""
    return loads(file.read(), **options)


def dumps(all: Block, *, escapes: bool = True) -> str:
    """Writes a text. Numbers are written in decimal, True and False as 1 and 0. UsageError for what a text cannot hold:
    NULs, and, without `escapes`, quotes."""
    return vdf_dumps(all, escapes)


def dump(all: Block, file: IO[str], *, escapes: bool = True) -> None:
    """`dumps` into a file."""
    file.write(dumps(all, escapes=escapes))

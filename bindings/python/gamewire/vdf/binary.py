"""VDF as binary data."""

from typing import Any, Literal, overload

from .._native import vdf_dumps_binary, vdf_loads_binary
from .mapping import Block, Mapper, Pairs, mapper_of

Data = bytes | bytearray | memoryview


@overload
def loads_binary(data: Data, *, pairs: Literal[False] = False) -> dict[str, Any]: ...
@overload
def loads_binary(data: Data, *, pairs: Literal[True]) -> Pairs: ...
@overload
def loads_binary(data: Data, *, mapper: Mapper, pairs: Literal[False] = False) -> Any: ...
def loads_binary(data: Data, *, pairs: bool = False, mapper: Mapper | None = None) -> Any:
    """Reads binary VDF, or VBKV, whose checksum has to be right; VDFError for what is neither. An int of 32 bits is an
    int, and a float a float; what else there is has a class of its own here."""
    return vdf_loads_binary(data, mapper_of(pairs, mapper))


def dumps_binary(all: Block, *, vbkv: bool = False) -> bytes:
    """Writes binary VDF, or VBKV. An int takes 32 bits if it fits, and 64 else; a float becomes one of 32 bits."""
    return vdf_dumps_binary(all, vbkv)

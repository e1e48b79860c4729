"""Values of binary VDF that Python has no type for: numbers that remember theirs, and more."""

from typing import NamedTuple


class Int64(int):
    """With a sign, in 64 bits, whatever its size."""


class UInt64(int):
    """Without a sign, in 64 bits, whatever its size."""


class Pointer(int):
    """An address in a process that is no more; 32 bits."""


class WideString(str):
    """A text that is stored as UTF-16."""


class Colour(NamedTuple):
    """Each from 0 to 255."""

    red: int
    green: int
    blue: int
    alpha: int

"""What callers give, and how they are told what is wrong with it: by the names that they know, and without secrets."""

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from .errors import UsageError

T = TypeVar("T")

# In seconds; no clock adds it up.
_BEYOND_CLOCKS = 1e300


def several(given: Iterable[T], name: str) -> Iterable[T]:
    """As it is, unless it is one text: that would be taken for a list of its letters."""
    if isinstance(given, str | bytes | bytearray):
        raise UsageError(f"{name}: a list is wanted, not one {type(given).__name__}")
    return given


def patience(seconds: float | None) -> float | None:
    """How long a call may take: as it is, unless it is not more than 0, or more than a float holds."""
    if seconds is not None and not 0 < seconds < _BEYOND_CLOCKS and seconds != math.inf:
        raise UsageError(f"{seconds!r} is no time that a call may take: it is more than 0")
    return seconds


def encoded(text: str) -> bytes:
    """As UTF-8. UsageError for what has no form there, which is not shown: it may be a secret."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        wrong = UsageError("a text has half of a surrogate pair in it")
    raise wrong


def making(make: Callable[[], T], **options: Any) -> T:
    """What `make` makes of these options. The extension does not say which of them it refuses; so all are told, but for
    those that are given as `...`, for they are secret."""
    try:
        return make()
    except UsageError as error:
        wrong: Exception = UsageError(f"{error} ({_listed(options)})")
    except TypeError as error:
        if "incompatible constructor arguments" not in str(error):
            raise  # it is not of the extension, whose signatures say nothing to who calls this one
        wrong = TypeError(f"an option cannot be converted ({_listed(options)})")
    raise wrong


def _listed(options: dict[str, Any]) -> str:
    return ", ".join(f"{name}={'…' if value is ... else repr(value)}" for name, value in options.items())

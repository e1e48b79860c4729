"""Events that machines of all protocols have."""

from dataclasses import dataclass

from .errors import Error


@dataclass(frozen=True, slots=True)
class Failed:
    """The request `id` has ended without an answer."""

    id: int
    error: Error


@dataclass(frozen=True, slots=True)
class Closed:
    """The last event: the conversation is over, by its own end (None) or by a fault."""

    error: Error | None

"""Events of `WebAPIClient`, and the rows of its table."""

from dataclasses import dataclass

from ..errors import Error


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered, whether or not it did what was asked: `error` says. `eresult` is Steam's own verdict,
    if it gave one (1 is well); `message` what it has to say why not; `retry_after`: how long it does not want to be
    asked."""

    id: int
    status: int
    eresult: int | None
    message: str
    error: Error | None
    retry_after: float | None
    format: str
    body: bytes
    round_trip: float


@dataclass(frozen=True, slots=True)
class Discovered:
    """The answer to `discover`: the table, as text to be kept."""

    id: int
    table: str
    round_trip: float


@dataclass(frozen=True, slots=True)
class Parameter:
    """`type` as the server calls it: "uint32", "string", "{message}"."""

    name: str
    type: str
    optional: bool
    array: bool
    description: str


@dataclass(frozen=True, slots=True)
class Method:
    """One version of a method. `http_method`: "GET" or "POST"."""

    interface: str
    name: str
    version: int
    http_method: str
    description: str
    parameters: tuple[Parameter, ...]

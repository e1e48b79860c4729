"""Events of `ASFClient` and `ASFLog`."""

from dataclasses import dataclass

from ..errors import Error


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered, whether or not it did what was asked: `error` says. `success` and `message` are those
    of the envelope, if there is one. `connection_lost`: the server went away over what makes it go away, as good as
    done."""

    id: int
    status: int
    content_type: str
    body: bytes
    success: bool | None
    message: str
    error: Error | None
    connection_lost: bool
    round_trip: float


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the log. `time` is text, where the server is. One that is not in ASF's own layout has its `raw`,
    which is its `message` then, and the level "UNKNOWN".

    `history`: shown from the server's memory. `after_gap`: before it, others may have been written that are not
    told."""

    level: str
    logger: str
    time: str
    message: str
    raw: str
    history: bool
    after_gap: bool
    process: str


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection is lost, or was not to be had; the next one is wanted in `retry_in` seconds."""

    error: Error | None
    retry_in: float

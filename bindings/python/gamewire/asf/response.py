"""What a call to ASF gives."""

import json
from typing import Any, Self

from ..errors import Error, HTTPError, ProtocolError, about
from .events import Answer


class Response(dict[str, Any]):
    """The answer to one call: done, not done, or not to be had.

    `success` says whether it was done, by all bots that were meant; `message` is for people, in the server's language;
    `result` is what the route has to tell, numbers of 64 bits exact; `http_status` is None when there was no answer,
    and `error` says then, as always when there was no success, what is wrong. `raw` is the body as it came.

    It also reads as a dict with `Success`, `Message`, `Result`; and without success with `ExceptionType`, `Exception`,
    `StatusCode`, `ResponsePayload` besides."""

    __slots__ = ("connection_lost", "error", "http_status", "message", "raw", "result", "round_trip", "success")

    success: bool
    message: str
    result: Any
    http_status: int | None
    raw: bytes
    error: Error | None
    connection_lost: bool
    round_trip: float | None

    def __init__(
        self,
        *,
        message: str = "",
        result: Any = None,
        http_status: int | None = None,
        raw: bytes = b"",
        payload: Any = None,
        error: Error | None = None,
        connection_lost: bool = False,
        round_trip: float | None = None,
    ) -> None:
        self.success = error is None
        self.message = message
        self.result = result
        self.http_status = http_status
        self.raw = raw
        self.error = error
        self.connection_lost = connection_lost
        self.round_trip = round_trip
        super().__init__(Success=self.success, Message=message, Result=result)
        if error is not None:
            self.update(
                ExceptionType=type(error).__name__,
                Exception=str(error),
                StatusCode=http_status,
                ResponsePayload=payload,
            )

    def raise_for_error(self) -> Self:
        """Itself, if there was success; else raises what `error` says."""
        if self.error is not None:
            raise self.error
        return self


def _payload_of(answer: Answer) -> Any:
    """The body: as JSON if it is that, else as text; None if there is none."""
    if not answer.body:
        return None
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):  # which JSON that is too deep is
        return answer.body.decode("utf-8", "replace")


def response_of(answer: Answer, peer: str) -> Response:
    payload = _payload_of(answer)
    enveloped = answer.success is not None and isinstance(payload, dict)
    error = answer.error and about(peer, answer.error)
    if isinstance(error, HTTPError):
        error.status, error.payload = answer.status, payload
    return Response(
        message=answer.message,
        result=_member(payload, "Result") if enveloped else payload,
        http_status=answer.status or None,
        raw=answer.body,
        payload=payload,
        error=error,
        connection_lost=answer.connection_lost,
        round_trip=answer.round_trip,
    )


def _member(of: dict[str, Any], name: str) -> Any:
    if name in of:
        return of[name]
    return next((value for key, value in of.items() if key.lower() == name.lower()), None)


def members(of: Any, what: str) -> dict[str, Any]:
    """An object of JSON as it is. ProtocolError for what is none: an answer may be of any form."""
    if not isinstance(of, dict):
        raise ProtocolError(f"an answer of another form: {what} is no object")
    return of


def failed_response(error: Error) -> Response:
    """Of a call that got no answer."""
    return Response(message=str(error), error=error)

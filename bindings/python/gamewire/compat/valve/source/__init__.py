"""What the queriers have in common."""

from types import TracebackType
from typing import Self


class NoResponseError(Exception):
    """No answer in time."""


class QuerierClosedError(Exception):
    """Used after it was closed."""


class BaseQuerier:
    """Where a server is, and how long an answer may take; `with` closes it."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self.host, self.port = address
        self.timeout = timeout

    def close(self) -> None:
        """For good."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

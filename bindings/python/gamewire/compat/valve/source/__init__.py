"""What the queriers have in common."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from ...._lazy import submodules

if TYPE_CHECKING:
    from . import a2s as a2s
    from . import master_server as master_server
    from . import util as util
else:
    __getattr__ = submodules(__name__, "a2s", "master_server", "util")


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

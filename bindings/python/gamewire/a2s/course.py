"""What of a scan is under way, whoever waits."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .._address import Address, is_literal, parse_address
from .._arguments import making, several
from .._drive.machine import Owner
from .._native import Scan
from ..errors import Error, ResolveError, UsageError
from .client import DEFAULT_PORT
from .results import Info, Players, Query, Rules

Result = Info | Players | Rules | Query | Error

# As machines put it.
NO_SUCH_NAME = "no such name"

# How many are begun before it is looked what has come, and others of the same loop have their turn.
_AT_ONCE = 64

# How many names are looked up at a time.
_MOST_LOOKUPS = 32

Told = list[tuple[str | Address, Result]]


class Course(Owner):
    """The servers of a scan, from the list to what came of them."""

    def __init__(
        self,
        addresses: Iterable[str | Address],
        what: Iterable[str],
        rate: int,
        in_flight: int,
        timeout: float,
        retries: int,
        deadline: float | None,
    ) -> None:
        super().__init__()
        options: dict[str, Any] = {
            "what": list(several(what, "what")),
            "rate": rate,
            "in_flight": in_flight,
            "timeout": timeout,
            "retries": retries,
            "deadline": deadline,
        }
        self._native = making(lambda: Scan(**options), **options)
        self._asked: dict[int, tuple[str | Address, tuple[object, ...]]] = {}
        self._twins: dict[tuple[object, ...], deque[str | Address]] = {}  # until the same address is not in flight
        self._twin_count = 0
        self._next = 0
        self._left = iter(several(addresses, "addresses"))
        self._more = True
        self._lookups: list[tuple[str | Address, Any]] = []  # what is found is a future
        self._told: Told = []
        self.hurried = False

    def advance(self, look_up: Callable[[Address], Any]) -> Told:
        """Goes on without waiting: what has come of it. `hurried`: there is more to do at once. `look_up` gives a
        future of what `found_in` gives."""
        self.check()
        self._start_found()
        self._begin(look_up)
        self._native.run()
        self._take_results()
        told, self._told = self._told, []
        return told

    def fileno(self) -> int:
        """Of what stirs when there is something to do, but for names that were found."""
        return self._native.fileno()

    @property
    def over(self) -> bool:
        return not (self._more or self._asked or self._twins or self._lookups)

    def give_up(self) -> None:
        """What is being looked up."""
        for _, found in self._lookups:
            found.cancel()

    def _begin(self, look_up: Callable[[Address], Any]) -> None:
        begun = 0
        for target in itertools.islice(self._wanted(), _AT_ONCE):
            begun += 1
            try:
                host, port = parse_address(target, DEFAULT_PORT)
            except UsageError as error:
                self._told.append((target, error))
                continue
            if is_literal(host) and "%" not in host:  # by what name a scope goes, the system knows
                self._start(target, (host, port))
            else:
                self._lookups.append((target, look_up((host, port))))
        self.hurried = begun == _AT_ONCE

    def _wanted(self) -> Iterator[str | Address]:
        """Those that there is room for, as long as there are any."""
        while self._more and self._room:
            try:
                target = next(self._left)
            except StopIteration:
                self._more = False
                return
            yield target

    @property
    def _room(self) -> bool:
        """For one more. Those that wait take theirs, too: `addresses` may go round for ever."""
        waiting = len(self._lookups)
        return waiting < _MOST_LOOKUPS and self._native.room > self._twin_count + waiting

    def _start_found(self) -> None:
        waiting, self._lookups = self._lookups, []
        for target, found in waiting:
            if not found.done():
                self._lookups.append((target, found))
                continue
            try:
                [(_, where), *_] = found.result()
            except OSError as error:
                missing = ResolveError(NO_SUCH_NAME)
                missing.__cause__ = error.with_traceback(None)  # whose frames would keep the scan
                self._told.append((target, missing))
            else:
                self._start(target, where)

    def _start(self, target: str | Address, where: tuple[object, ...]) -> None:
        if self._native.start(where, self._next):
            self._asked[self._next] = target, where
            self._next += 1
        else:
            self._twins.setdefault(where, deque()).append(target)
            self._twin_count += 1

    def _take_results(self) -> None:
        for number, result in self._native.results():
            target, where = self._asked.pop(number)
            self._told.append((target, result))
            if where in self._twins:
                self._start_twin(where)

    def _start_twin(self, where: tuple[object, ...]) -> None:
        waiting = self._twins[where]
        target = waiting.popleft()
        self._twin_count -= 1
        if not waiting:
            del self._twins[where]
        self._start(target, where)

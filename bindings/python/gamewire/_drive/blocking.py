"""Drives a machine in the thread that waits for it."""

import contextlib
import select
import socket
from collections import deque
from collections.abc import Callable
from threading import TIMEOUT_MAX, Event, RLock
from time import monotonic
from typing import Any, NoReturn

from .._log import log
from .._native import error_of
from ..errors import ClosedError, Error, TimeoutError, UsageError
from .conversation import BaseConversation
from .machine import Closed, Failed, Handler, Machine, described, ends, is_wanted, tell_opened
from .opening import Opening
from .sockets import LONGEST_WAIT

Open = Callable[[], Opening]


class Conversation(BaseConversation):
    """One machine on one socket, which is opened when the machine has something to say, and again if it wants that.
    `on_event` hears what answers no request. What it raises comes out of the call that it came about in; nothing that
    happened behind that is lost.

    Threads may share it: one call at a time drives, and the others wait for their turn. UsageError for a call from
    within a call, which `on_event` may try."""

    def __init__(self, machine: Machine, open: Open, on_event: Handler | None = None, *, peer: str = "") -> None:
        super().__init__(machine, on_event, peer)
        self._open = open
        self._opening: Opening | None = None  # whose lookup a call that has no more time leaves to the next one
        self._untold: deque[Any] = deque()
        self._answers: dict[int, Any] = {}
        self._turn = RLock()  # so that a call from within a call does not wait for itself, but is refused
        self._driving = False
        self._stopped = False  # by a thread that closes, and waits for its turn
        self._bell = Event()  # wakes who sleeps without a socket then

    def ask(self, begin: Callable[[], int], timeout: float | None = None) -> Any:
        """The event that ends the request that `begin` begins; its error raised if it failed. A request that has not
        ended in so many seconds, the wait for its turn included, is told to, of machines that can."""
        until = None if timeout is None else monotonic() + timeout
        self._line_up(until)
        try:
            self._driving = True
            self.check()
            return self._answer_to(begin(), until)
        finally:
            self._leave()

    def wait(self, request: int) -> Any:
        """The same of a request that was begun before, by who shares this with nobody."""
        return self.ask(lambda: request)

    def settled(self, request: int) -> bool:
        """Can `wait` tell how it ended, or that all did?"""
        return request in self._answers or self._closed is not None

    def wait_until(self, met: Callable[[], bool], timeout: float | None = None) -> bool:
        """Drives the machine until it is so, or over. False: after so many seconds it is neither."""
        until = None if timeout is None else monotonic() + timeout
        self._line_up(until)
        try:
            self._driving = True
            self.check()
            return self._drive_until(met, until)
        finally:
            self._leave()

    def close(self) -> None:
        """Ends what is open, and then the conversation. Once is enough. A call of another thread, which waits for what
        the server says, raises ClosedError; one that connects does that first."""
        self._stop(self._finish)

    def abandon(self) -> None:
        """Drops the socket, as is."""
        self._stop(self._let_go)

    def adopt(self, opening: Opening) -> None:
        """Begins with what the caller has opened, and closes it at the end, also if nothing was asked."""
        self._opening = opening

    def _now(self) -> float:
        return monotonic()

    def _line_up(self, until: float | None) -> None:
        """Waits for this thread's turn, which `_leave` ends."""
        if not self._turn.acquire(False):
            self.check()  # before a child waits for a thread of its parent
            left = -1 if until is None else min(max(until - monotonic(), 0), TIMEOUT_MAX)
            if not self._turn.acquire(timeout=left):
                raise self.named(TimeoutError("no answer in time: other threads went before"))
        if self._driving:
            self._refuse_inner_call()
        if self._stopped:  # by a thread that has waited for longer
            self._turn.release()
            raise ClosedError("this handle is closed")

    def _leave(self) -> None:
        if self._opening is not None and not self._opening.rest():
            self._opening = None
        self._driving = False
        self._turn.release()

    def _refuse_inner_call(self) -> NoReturn:
        self._turn.release()
        raise UsageError("a call from within another one of the same client")

    def _stop(self, how: Callable[[], None]) -> None:
        if self.foreign:  # what is open is the parent's, and so is the turn
            self._let_go()
            return
        if not self._turn.acquire(False):
            self._interrupt()
            self._turn.acquire()
        if self._driving:
            self._refuse_inner_call()
        try:
            self._driving = True
            self._stopped = False
            self._bell.clear()
            how()
        finally:
            self._leave()

    def _interrupt(self) -> None:
        """Wakes the thread that drives. Its socket has something to read then: the end."""
        self._stopped = True
        self._bell.set()
        if (used := self._socket) is not None:
            with contextlib.suppress(OSError):
                used.shutdown(socket.SHUT_RD)

    def _finish(self) -> None:
        try:
            if self._closed is None:
                self.machine.close(monotonic())
                with contextlib.suppress(OSError):
                    while not self.machine.done:
                        self._step()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._closed = self._closed or ClosedError("this handle is closed")
        self._drop()
        if self._opening is not None:
            self._opening.close()
            self._opening = None

    def _answer_to(self, request: int, until: float | None) -> Any:
        try:
            while request not in self._answers:
                if until is not None and until <= monotonic():
                    self.machine.expire(request)  # type: ignore[attr-defined]
                    until = None
                    self._take_events()
                else:
                    self._step(None if until is None else until - monotonic())
        except BaseException:
            self._give_up(request)
            raise
        event = self._answers.pop(request)
        if isinstance(event, Failed):
            raise self.named(event.error)
        return event

    def _drive_until(self, met: Callable[[], bool], until: float | None) -> bool:
        self._take_events()
        while not met() and self._closed is None:
            left = None if until is None else until - monotonic()
            if left is not None and left <= 0:
                return False
            self._step(left)
        return True

    def _step(self, at_most: float | None = None) -> None:
        if self._socket is not None and not is_wanted(self.machine):
            self._drop()
        self._send()
        if self._socket is None and self._opening is None and self._wants_socket():
            self._opening = self._open()
        if self._take_events() or self.machine.done:
            return
        self._wait(at_most)
        now = monotonic()
        deadline = self.machine.deadline
        if deadline is not None and deadline <= now:
            self.machine.on_timeout(now)
        self._take_events()

    def _connect(self, opening: Opening, at_most: float) -> None:
        try:
            self._socket = opening.wait(at_most)
        except OSError as error:
            self._opening = None
            self._unopened(error)
            return
        if self._socket is not None:
            self._opening = None
            log.debug("%s: connected to %s", *described(self.machine, self._socket))
            tell_opened(self.machine, monotonic())

    def _fail_open(self, error: OSError) -> None:
        """The one that is asked for gives itself up over this."""
        raise self.named(error_of(error))

    def _wait(self, at_most: float | None) -> None:
        deadline = self.machine.deadline
        if self._socket is None and self._opening is None and deadline is None and at_most is None:
            raise ClosedError("nothing left to wait for")
        left = LONGEST_WAIT if at_most is None else min(at_most, LONGEST_WAIT)
        if deadline is not None:
            left = min(left, max(0.0, deadline - monotonic()))
        if self._stopped:
            raise ClosedError("this handle is closed")
        if self._opening is not None:
            self._connect(self._opening, left)
            return
        if self._socket is None:
            self._bell.wait(left)
            return
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | (select.POLLOUT if self._holds_back else 0))
        if poll.poll(left * 1000 + 1) and not self._stopped:
            self._receive()

    def _take_events(self) -> bool:
        """Was there any?"""
        self._untold.extend(self.machine.events())
        any_at_all = bool(self._untold)
        while self._untold:
            self._tell(self._untold.popleft())
        return any_at_all

    def _tell(self, event: Any) -> None:
        if isinstance(event, Closed):
            self._end(event)
        elif (request := ends(event)) is not None:
            self._answers[request] = event
        elif self._on_event is not None:
            self._on_event(event)

    def _give_up(self, request: int) -> None:
        """Nobody waits for it any more: Ctrl-C was pressed."""
        cancel = getattr(self.machine, "cancel", None)
        if cancel is not None and request not in self._answers:
            with contextlib.suppress(Error):
                cancel(request)
            self._take_events()
        self._answers.pop(request, None)

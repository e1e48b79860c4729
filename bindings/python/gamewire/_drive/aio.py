"""Drives a machine on the running asyncio loop: a reader, a writer while the socket is full, and one timer."""

import asyncio
import contextlib
import errno
import math
import os
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from .._address import Address
from .._log import log
from .._native import error_of
from ..errors import ClosedError, Error
from . import sockets
from .conversation import BaseConversation
from .machine import Closed, Failed, Handler, Machine, described, ends, is_wanted, tell_opened
from .opening import look_up

Open = Callable[[], Awaitable[socket.socket]]


class Conversation(BaseConversation):
    """One machine on one socket, which is opened when there is something to say, and again if the machine wants that.
    `on_event` hears what answers no request; what it raises goes to the loop's exception handler. Call `pump` after
    each command."""

    def __init__(self, machine: Machine, open: Open, on_event: Handler | None = None, *, peer: str = "") -> None:
        super().__init__(machine, on_event, peer)
        self._open = open
        self._loop = asyncio.get_running_loop()
        self._opening: asyncio.Task[None] | None = None
        self._writing = False
        self._timer: asyncio.TimerHandle | None = None
        self._pump_is_due = False
        self._waiting: dict[int, tuple[asyncio.Future[Any], float]] = {}  # and until when
        self._soonest = math.inf  # of these times, or sooner
        self._asked: dict[str, list[asyncio.Future[None]]] = {}  # the kinds, and who waits for each
        self._stirred = asyncio.Event()
        self._fault: Error | None = None  # what ended it
        self._over: asyncio.Future[Error | None] = self._loop.create_future()

    def check(self) -> None:
        super().check()
        if not self._at_home:
            raise ClosedError("this handle belongs to another event loop")

    @property
    def _at_home(self) -> bool:
        """Is the loop that runs its own?"""
        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:
            return False

    async def wait(self, request: int, timeout: float | None = None) -> Any:
        """The event that ends a request that was just made; its error raised if it failed. A request that has not ended
        in so many seconds is told to, of machines that can."""
        self.check()
        until = math.inf if timeout is None else self._loop.time() + timeout
        if until < self._soonest:
            self._soonest = until
        future = self._loop.create_future()
        self._waiting[request] = future, until
        self.pump_soon()
        try:
            return await future
        except asyncio.CancelledError:
            self._cancel(request)
            raise

    async def ask(self, kind: str, begin: Callable[[], int]) -> Any:
        """The same of the request that `begin` begins, of machines that take one of a kind at a time: it waits for those
        of its kind."""
        self.check()
        while (behind := self._asked.get(kind)) is not None:
            turn = self._loop.create_future()
            behind.append(turn)
            await turn
        self._asked[kind] = behind = []
        try:
            self.check()
            return await self.wait(begin())
        finally:
            del self._asked[kind]
            for turn in behind:  # the first one gets it, and the others wait for that one
                if not turn.done():
                    turn.set_result(None)

    async def wait_until(self, met: Callable[[], bool]) -> None:
        """Until it is so, or all is over."""
        self.pump()
        while not met() and self._closed is None:
            self._stirred.clear()
            await self._stirred.wait()

    async def run(self) -> None:
        """Until the conversation is over; the fault raised that ended it, if one did. Cancelled, it drops the
        socket."""
        self.check()
        self.pump()
        try:
            error = await asyncio.shield(self._over)
        finally:
            self.abandon()
        if error is not None:
            raise error

    async def close(self, give_up: Iterable[int] = ()) -> None:
        """Ends what is open, and then the conversation; of these requests, no answer is waited for. Once is enough."""
        if self._at_home and not self.foreign and not self._over.done():
            for request in sorted(give_up, reverse=True):  # so that none of them goes out in the place of another
                self._cancel(request)
            self.machine.close(self._loop.time())
            self.pump()
            try:
                await asyncio.shield(self._over)
            finally:
                self.abandon()
        self.abandon()

    def abandon(self) -> None:
        """Drops the socket, as is. Who waits for something hears that it will not come."""
        self._closed = self._closed or ClosedError("this handle is closed")
        if self.foreign or self._loop.is_closed():  # nobody waits, and what watches the socket is the parent's, or gone
            BaseConversation._drop(self)
        elif self._at_home:
            self._let_go()
        else:
            self._loop.call_soon_threadsafe(self._let_go)

    def _let_go(self) -> None:
        assert self._closed is not None
        self._stirred.set()
        for future, _ in self._waiting.values():
            if not future.done():
                future.set_exception(self._closed)
        self._waiting.clear()
        self._finish(None)

    def fail(self, error: Error) -> None:
        """Ends it for a reason that the caller has; `run` raises it."""
        self._closed = self.named(error)
        self._finish(error)
        self.abandon()

    def pump_soon(self) -> None:
        """Behind all that is ready to run: what many tasks ask for goes out in one piece. Also for those who gave a
        command while the machine is telling something."""
        if not self._pump_is_due:
            self._pump_is_due = True
            self._loop.call_soon(self.pump)

    def pump(self) -> None:
        """Sends what there is to send, tells what there is to tell, and sets the timer."""
        self._pump_is_due = False
        if self._over.done():
            return
        if self._socket is not None and not is_wanted(self.machine):
            self._drop()
        self._send()
        if self._socket is None and self._opening is None and self._wants_socket():
            self._opening = self._loop.create_task(self._connect())
        self._tell()
        if self.machine.done:
            self._finish(self._fault)
        self._set_timer()

    def _now(self) -> float:
        return self._loop.time()

    async def _connect(self) -> None:
        try:
            opened = await self._open()
        except OSError as error:
            self._opening = None
            self._unopened(error)
        except asyncio.CancelledError:
            self._opening = None
            if not self._over.done():  # somebody cancels whatever there is
                self._unopened(OSError(errno.ECANCELED, os.strerror(errno.ECANCELED)))
                self.pump()
            raise
        else:
            self._opening = None
            if self._over.done():
                opened.close()
                return
            self._socket = opened
            self._loop.add_reader(opened, self._readable)
            log.debug("%s: connected to %s", *described(self.machine, opened))
            tell_opened(self.machine, self._loop.time())
        self.pump()

    def _fail_open(self, error: OSError) -> None:
        for request, (future, _) in list(self._waiting.items()):
            if not future.done():
                future.set_exception(self.named(error_of(error)))
            self._cancel(request)
        self._waiting.clear()

    def _send(self) -> None:
        super()._send()
        self._watch_writing()

    def _watch_writing(self) -> None:
        if self._socket is None or self._holds_back == self._writing:
            return
        self._writing = self._holds_back
        if self._writing:
            self._loop.add_writer(self._socket, self.pump)
        else:
            self._loop.remove_writer(self._socket)

    def _readable(self) -> None:
        if self._socket is None:
            return
        self._receive()
        self._tell()
        self.pump_soon()  # behind those who have got their answers, and may ask again

    def _tell(self) -> None:
        events, waiting = self.machine.events(), self._waiting
        for event in events:
            if (request := ends(event)) is not None:
                if request in waiting:
                    self._settle(waiting.pop(request)[0], event)
            elif isinstance(event, Closed):
                self._end(event)
            else:
                self._tell_handler(event)
        if events:
            self._stirred.set()

    def _tell_handler(self, event: Any) -> None:
        if self._on_event is None:
            return
        try:
            self._on_event(event)
        except Exception as error:
            handler = f"what hears of {type(self.machine).__name__} raised"
            self._loop.call_exception_handler({"message": handler, "exception": error})

    def _settle(self, future: asyncio.Future[Any], event: Any) -> None:
        if future.done():
            return
        if isinstance(event, Failed):
            future.set_exception(self.named(event.error))
        else:
            future.set_result(event)

    def _end(self, event: Closed) -> None:
        """What the machine has to send yet goes out; then it is done."""
        super()._end(event)
        self._fault = event.error

    def _finish(self, error: Error | None) -> None:
        self._drop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._opening is not None:
            self._opening.cancel()
        if not self._over.done():
            self._over.set_result(error)

    def _set_timer(self) -> None:
        """A timer that is too early is left as it is: it will find out."""
        deadline = self.machine.deadline
        deadline = self._soonest if deadline is None else min(deadline, self._soonest)
        if deadline == math.inf or self._over.done():
            return
        if self._timer is not None:
            if self._timer.when() <= deadline:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(deadline, self._timeout)

    def _timeout(self) -> None:
        self._timer = None
        now = self._loop.time()
        self.machine.on_timeout(now)
        if self._soonest <= now:
            self._expire(now)
        self.pump()

    def _cancel(self, request: int) -> None:
        cancel = getattr(self.machine, "cancel", None)
        if cancel is not None and self._closed is None:
            with contextlib.suppress(Error):  # it has ended in this very moment
                cancel(request)
            self.pump_soon()

    def _expire(self, now: float) -> None:
        self._soonest = math.inf
        for request, (_, until) in self._waiting.items():
            if until > now:
                self._soonest = min(self._soonest, until)
            else:
                with contextlib.suppress(Error):  # it has ended in this very moment
                    self.machine.expire(request)  # type: ignore[attr-defined]

    def _drop(self) -> None:
        if self._socket is not None:
            self._unwatch(self._socket)
        super()._drop()

    def _unwatch(self, used: socket.socket) -> None:
        self._loop.remove_reader(used)
        if self._writing:
            self._loop.remove_writer(used)
            self._writing = False


async def connect(
    address: Address, *, datagrams: bool, timeout: float | None, prefer_ipv4: bool = False
) -> socket.socket:
    """`opening.connect` on the running loop."""
    loop = asyncio.get_running_loop()
    kind = socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM
    end = math.inf if timeout is None else loop.time() + timeout
    async with asyncio.timeout(timeout):
        found = await asyncio.wrap_future(look_up(address, kind))  # the loop has few threads, and names may hang
    trouble: OSError | None = None
    untried = deque(sockets.in_order(found, prefer_ipv4))
    while untried:
        share = (end - loop.time()) / len(untried)
        family, where = untried.popleft()
        try:
            return await _connected(family, kind, where, None if share == math.inf else share)
        except OSError as error:
            trouble = error
    assert trouble is not None
    raise trouble


async def _connected(
    family: int, kind: socket.SocketKind, where: tuple[object, ...], timeout: float | None
) -> socket.socket:
    opened = socket.socket(family, kind)
    try:
        opened.setblocking(False)
        async with asyncio.timeout(timeout):
            await asyncio.get_running_loop().sock_connect(opened, where)
        return sockets.prepared(opened)
    except BaseException:
        opened.close()
        raise

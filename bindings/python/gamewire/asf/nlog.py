"""The log: its file, and as it is written."""

from collections import deque
from collections.abc import AsyncGenerator, Callable

from .events import Disconnected, LogLine
from .part import Part
from .response import Response


class NLog(Part):
    """`asf.nlog`."""

    async def get_log_file(self, count: int = 100, last_at: int = 0) -> Response:
        """Lines of the log file: so many, up to the one before number `last_at`, counted from 0; 0 is the end. `result`
        is `{"Content": [lines], "TotalLines": number}`."""
        return await self._get("/Api/NLog/File", {"count": count, "lastAt": last_at})

    async def stream(
        self, *, history: bool = True, on_disconnect: Callable[[Disconnected], None] | None = None
    ) -> AsyncGenerator[LogLine, None]:
        """The log as it is written, for as long as one likes:

            async for line in asf.nlog.stream():
                print(line.level, line.message)

        First come, with `history`, the last entries that the server remembers, and what it writes within a second of
        them. A connection that is lost is opened again, and no entry told twice; `on_disconnect` hears of it. Ends when
        `asf` is closed; what cannot be mended is raised, such as AuthError."""
        lines: deque[LogLine] = deque()

        def hear(event: object) -> None:
            if isinstance(event, LogLine):
                lines.append(event)
            elif isinstance(event, Disconnected) and on_disconnect is not None:
                on_disconnect(event)

        with self._owner.follow(hear) as conversation:
            while True:
                await conversation.wait_until(lambda: bool(lines))
                if not lines:
                    break
                line = lines.popleft()
                if history or not line.history:
                    yield line
            if not self._owner.closed:
                conversation.check()

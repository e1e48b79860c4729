"""A reader of ASF's log by python3-websockets, for the tests of the command: its argument is where that is. Prints each
entry; sends something when it has so many as the second argument says, and then says how it was left.

Exits with 3 without that library, with 4 when it is refused, with the status on a line.
"""

import asyncio
import json
import sys

try:
    import websockets
except ImportError:
    sys.exit(3)


async def main(url, most):
    try:
        async with websockets.connect(url) as log:
            for _ in range(most):
                print(json.loads(await log.recv())["Result"], flush=True)
            await (await log.ping())
            await log.send("who is there?")
            await log.wait_closed()
            print(log.close_code, flush=True)
    except websockets.InvalidHandshake as refused:
        print(refused, flush=True)
        sys.exit(4)


asyncio.run(main(sys.argv[1], int(sys.argv[2])))

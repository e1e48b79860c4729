"""A server of WebRCON by python3-websockets, for the tests of the command. Its password is its argument; what it is asked
it says back, behind a line of its log. On its first line it says its port.

Exits with 3 without that library.
"""

import asyncio
import http
import json
import sys

try:
    import websockets
except ImportError:
    sys.exit(3)


def message(text, identifier, type):
    return json.dumps({"Message": text, "Identifier": identifier, "Type": type, "Stacktrace": ""}, indent=2)


async def serve_one(connection):
    async for asked in messages_of(connection):
        await connection.send(message("somebody asked", 0, "Log"))
        whole = message(asked["Message"], asked["Identifier"], "Generic")
        await connection.send(iter([whole[:30], whole[30:]]))
        await (await connection.ping("are you there?"))


async def messages_of(connection):
    async for text in connection:
        yield json.loads(text)


async def main(password):
    async def judge(path, _):
        if path != f"/{password}":
            return http.HTTPStatus.UNAUTHORIZED, {}, b""

    async with websockets.serve(serve_one, "127.0.0.1", 0, process_request=judge) as serving:
        print(serving.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main(sys.argv[1]))

"""A WebSocket server by python3-websockets: each message comes back, but for the words that it obeys.

usage: websocket_server.py PORT [CERTIFICATE KEY]

Exits with 3 without that library.
"""

import asyncio
import http
import ssl
import sys

try:
    import websockets
except ImportError:
    sys.exit(3)


async def serve_one(connection):
    async for message in connection:
        if message == "fragments":
            await connection.send(iter(["fra", "gme", "nts"]))
        elif message == "ping":
            await (await connection.ping("are you there?"))
            await connection.send("pong")
        elif message == "leave":
            await connection.close(1008, "as you wish")
        else:
            await connection.send(message)


async def judge(path, headers):
    if path != "/lines" or headers.get("Authorization") != "Bearer hush":
        return http.HTTPStatus.FORBIDDEN, {}, b"no"


async def main(port, credentials):
    context = None
    if credentials:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*credentials)
    serving = websockets.serve(serve_one, "127.0.0.1", port, process_request=judge, ssl=context, max_size=None)
    async with serving:
        await asyncio.Future()


asyncio.run(main(int(sys.argv[1]), sys.argv[2:]))

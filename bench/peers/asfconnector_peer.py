"""ASFConnector: one client, which keeps its connections. It writes a log of every request to ./logs, always."""

import asyncio
import os

os.environ["ASFC_LOG_LEVEL"] = "CRITICAL"  # of what it tells standard error
from ASFConnector import ASFConnector

import peer


def get(port, in_flight, seconds):
    async def run():
        async with ASFConnector(host="127.0.0.1", port=str(port)) as client:

            async def ask(_):
                assert (await client.asf.get_info())["Success"]

            return await peer.per_second_async(ask, in_flight, seconds)

    return asyncio.run(run())


if __name__ == "__main__":
    peer.main("ASFConnector", get=get)

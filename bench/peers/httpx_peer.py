"""httpx: its blocking client one after the other, its asynchronous one with many at once."""

import asyncio

import httpx

import peer


def get(port, in_flight, seconds):
    url = f"http://127.0.0.1:{port}/Api/ASF"
    if in_flight == 1:
        with httpx.Client() as client:
            return peer.per_second(lambda: [checked(client.get(url)) for _ in range(peer.ROUND)], seconds)

    async def run():
        limits = httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight)
        async with httpx.AsyncClient(limits=limits) as client:

            async def ask(_):
                checked(await client.get(url))

            return await peer.per_second_async(ask, in_flight, seconds)

    return asyncio.run(run())


def checked(response):
    assert response.json()["Success"]


if __name__ == "__main__":
    peer.main("httpx", get=get)

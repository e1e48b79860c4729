"""The bots of an ArchiSteamFarm, by ASF_HOST, ASF_PORT, ASF_PASSWORD of the environment or a file .env: asf_bots.py"""

import asyncio

from gamewire.asf import ASF


async def main() -> None:
    async with ASF.from_config() as asf:
        bots = (await asf.bot.get_info("ASF")).raise_for_error().result
        for name, bot in bots.items():
            print(name, bot["SteamID"], "runs" if bot["KeepRunning"] else "is stopped")


asyncio.run(main())

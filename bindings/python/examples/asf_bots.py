"""asf_bots.py: the bots of an ArchiSteamFarm, by ASF_HOST, ASF_PORT, ASF_PASSWORD of the environment or a file .env"""

import asyncio
import sys

from gamewire.asf import ASF


async def main() -> None:
    async with ASF.from_config() as asf:
        bots = (await asf.bot.get_info("ASF")).raise_for_error().result
        for name, bot in bots.items():
            print(name, bot["SteamID"], "runs" if bot["KeepRunning"] else "is stopped")


if len(sys.argv) > 1:
    sys.exit(f"usage: {__doc__}")
asyncio.run(main())

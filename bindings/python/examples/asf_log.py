"""asf_log.py [LINES]: the log of an ArchiSteamFarm as it is written, by ASF_HOST … as asf_bots.py has them"""

import asyncio
import sys

from gamewire.asf import ASF


async def main(left: int) -> None:
    async with ASF.from_config() as asf:
        async for line in asf.nlog.stream():
            print(line.level, line.logger, line.message)
            if (left := left - 1) == 0:
                break


if not all(one.isdecimal() for one in sys.argv[1:]):
    sys.exit(f"usage: {__doc__}")
asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else -1))

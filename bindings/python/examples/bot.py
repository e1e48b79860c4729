"""bot.py HOST PORT NAME: answers "!ping" on a server of aster, until Ctrl-C or "!bye".

The password is in the environment: GAMEWIRE_ASTER_PASSWORD."""

import os
import sys

from gamewire import aster

password = os.environ.get("GAMEWIRE_ASTER_PASSWORD")
if len(sys.argv) != 4 or password is None:
    sys.exit(f"usage: {__doc__}")
host, port, name = sys.argv[1:]
client = aster.Client(name, password)


@client.event
async def on_message(message: aster.Message) -> None:
    if message.content == "!ping":
        await message.reply("pong")
    elif message.content == "!bye":
        await client.disconnect()


client.add_server(host, int(port), tls=host != "127.0.0.1")
client.run()

"""bot.py HOST PORT NAME PASSWORD: answers "!ping" on a server of aster, until Ctrl-C. "!bye" sends it away, too."""

import sys

from gamewire import aster

host, port, name, password = sys.argv[1:]
client = aster.Client(name, password)


@client.event
async def on_message(message: aster.Message) -> None:
    if message.content == "!ping":
        await message.reply("pong")
    elif message.content == "!bye":
        await client.disconnect()


client.add_server(host, int(port), tls=host != "127.0.0.1")
client.run()

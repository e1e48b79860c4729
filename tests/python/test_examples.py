"""The examples, run as their readers would."""

import asyncio
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import Address, address_of, serving

from gamewire import aster

EXAMPLES = pathlib.Path(__file__).parents[2] / "bindings/python/examples"


SECRETS = ("GAMEWIRE_RCON_PASSWORD", "GAMEWIRE_ASTER_PASSWORD", "STEAM_API_KEY")


def start(name: str, *arguments: object, **secrets: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, str(EXAMPLES / name), *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS} | secrets
    return subprocess.run(words, capture_output=True, text=True, timeout=60, env=environment)


def run(name: str, *arguments: object, **secrets: str) -> str:
    done = start(name, *arguments, **secrets)
    assert done.returncode == 0, done.stderr
    return done.stdout


# For each what is not enough, or what it cannot take; and no secret in the environment.
WRONG_CALLS = {
    "asf_bots.py": ["--help"],
    "asf_log.py": ["--help"],
    "bot.py": ["127.0.0.1", "2345", "name"],
    "by_hand.py": ["127.0.0.1"],
    "master.py": [],
    "players_of_steam.py": ["http://127.0.0.1/", "76561197960435530"],
    "query.py": [],
    "rcon.py": ["127.0.0.1", "status"],
    "scan.py": [],
    "vdf_paths.py": [],
}


@pytest.mark.parametrize("name", sorted(one.name for one in EXAMPLES.glob("*.py")))
def test_how_it_is_called(name: str) -> None:
    done = start(name, *WRONG_CALLS[name])
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith(f"usage: {name}") and "Traceback" not in done.stderr


def test_query(game: Address) -> None:
    first, best, *_ = run("query.py", *game).splitlines()
    assert first.startswith("5/32 gamewire sample server")
    assert best == "53 Łukasz"


def test_scan(game: Address) -> None:
    host, port = game
    lines = dict(line.split("\t") for line in run("scan.py", f"{host}:{port}", "127.0.0.1:1").splitlines())
    assert lines[f"{host}:{port}"].startswith("gamewire sample server")
    assert lines["127.0.0.1:1"] == "Connection refused"


def test_by_hand(game: Address) -> None:
    assert "5/32" in run("by_hand.py", *game)


def test_rcon() -> None:
    with serving("--password", "secret") as ready:
        assert run("rcon.py", ready["rcon"], "echo one", "echo two", GAMEWIRE_RCON_PASSWORD="secret") == "one \ntwo \n"


def test_master() -> None:
    with serving("--master", "--servers", "3") as ready:
        assert len(run("master.py", ready["master"]).splitlines()) == 3
        assert run("master.py", ready["master"], "map=nowhere") == ""


def test_vdf(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "x.vdf"
    file.write_text('"a" { "b" "c" "d" { "e" "f" } }', encoding="utf-8")
    assert run("vdf_paths.py", file) == "a/b\tc\na/d/e\tf\n"


def test_bot(serve: Callable[..., dict[str, Any]]) -> None:
    host, port = address_of(serve("--aster", "--password", "secret")["aster"])

    async def talk() -> list[str]:
        said: list[str] = []
        me = aster.Client("somebody", "pw")
        me.add_server(host, port, tls=False, connect_mode=aster.ConnectionMode.REGISTER)

        async def greet() -> None:
            """Once both are there."""
            if me.servers[0].initialised and len(me.servers[0].online) == 2:
                await me.servers[0].channels[0].send("!ping")

        @me.event
        async def on_ready() -> None:
            await greet()

        @me.event
        async def on_online(server: aster.Server) -> None:
            await greet()

        @me.event
        async def on_message(message: aster.Message) -> None:
            said.append(message.content)
            if message.content == "pong":
                await message.reply("!bye")
                await me.disconnect()

        await me.connect()
        return said

    with ThreadPoolExecutor() as threads:
        bot = threads.submit(run, "bot.py", host, port, "user", GAMEWIRE_ASTER_PASSWORD="secret")
        assert asyncio.run(asyncio.wait_for(talk(), 60)) == ["!ping", "pong", "!bye"]
        bot.result(60)


def test_asf(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("--asf", "--password", "secret") as ready:
        host, port = address_of(ready["asf"])
        for name, value in {"ASF_HOST": host, "ASF_PORT": str(port), "ASF_PASSWORD": "secret"}.items():
            monkeypatch.setenv(name, value)
        bots = {line.split()[0]: line for line in run("asf_bots.py").splitlines()}
        assert bots["main"].endswith("runs") and bots["spare"].endswith("is stopped")
        assert run("asf_log.py", 2).splitlines()[1] == "INFO ASF Start() IPC server ready!"


def test_players_of_steam() -> None:
    from test_webapi import KEY, script
    from web_server import WebServer

    with WebServer(script).running() as web:
        told = run("players_of_steam.py", web.root, "76561197960435530", STEAM_API_KEY=KEY)
        assert told == "76561197960435530 Robin\n"

"""What the tests of the Python package share: servers to talk to, played by the command.

GAMEWIRE_COMMAND names it.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import settings

# On a machine that is busy no example is too slow; and nothing is left behind.
settings.register_profile("gamewire", deadline=None, database=None, max_examples=50)
settings.load_profile("gamewire")

COMMAND = os.environ.get("GAMEWIRE_COMMAND", "gamewire")
ASF_PASSWORD = "geheim ☃"

Address = tuple[str, int]


def address_of(text: str) -> Address:
    """Of "127.0.0.1:27015", and of "http://127.0.0.1:1242"."""
    host, _, port = text.rpartition("://")[2].rstrip("/").rpartition(":")
    return host, int(port)


def text_of(address: Address) -> str:
    return f"{address[0]}:{address[1]}"


@contextmanager
def serving(*arguments: str) -> Iterator[dict[str, Any]]:
    """`gamewire serve` with these arguments; what its ready line says."""
    server = subprocess.Popen([COMMAND, "serve", "--port", "0", *arguments], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        word, _, ready = server.stdout.readline().partition(" ")
        assert word == "ready"
        yield json.loads(ready)
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def serve() -> Iterator[Callable[..., dict[str, Any]]]:
    """Starts servers that live as long as the test."""
    from contextlib import ExitStack

    with ExitStack() as running:
        yield lambda *arguments: running.enter_context(serving(*arguments))


@pytest.fixture(scope="session")
def game_server() -> Iterator[dict[str, Any]]:
    """A server with 5 players, 300 rules, and the password "secret"."""
    with serving("--players", "5", "--rules", "300", "--password", "secret") as ready:
        yield ready


@pytest.fixture(scope="session")
def game(game_server: dict[str, Any]) -> Address:
    return address_of(game_server["a2s"])


@pytest.fixture
def chat(serve: Callable[..., dict[str, Any]]) -> Address:
    """A server of aster: its user "user" has the password "secret", and may do everything."""
    return address_of(serve("--aster", "--password", "secret")["aster"])


@pytest.fixture(scope="module")
def asf_server() -> Iterator[Address]:
    """A server of ASF's IPC, with ASF_PASSWORD."""
    with serving("--asf", "--password", ASF_PASSWORD) as ready:
        yield address_of(ready["asf"])


@pytest.fixture
def own_asf() -> Iterator[Address]:
    """One that a test may break."""
    with serving("--asf", "--password", ASF_PASSWORD) as ready:
        yield address_of(ready["asf"])

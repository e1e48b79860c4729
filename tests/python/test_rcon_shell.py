"""The shell of `gamewire.rcon`."""

import contextlib
import io
import socket
from collections.abc import Callable

import pytest
from conftest import Address, address_of, text_of
from gamewire import ProtocolError
from gamewire.rcon import Message
from gamewire.rcon._shell import Shell
from test_rcon import let_in, playing, read_message

PASSWORD = "top secret"


@pytest.fixture
def server(serve: Callable[..., dict[str, str]]) -> Address:
    return address_of(serve("--password", PASSWORD, "--rules", "30")["rcon"])


@pytest.fixture
def shell() -> Shell:
    return Shell(stdin=io.StringIO(), stdout=io.StringIO())


def said(shell: Shell, line: str) -> str:
    """To this line."""
    assert isinstance(shell.stdout, io.StringIO)
    shell.stdout.seek(0)
    shell.stdout.truncate()
    shell.onecmd(line)
    return shell.stdout.getvalue()


def test_it_connects_and_sends(shell: Shell, server: Address) -> None:
    where = text_of(server)
    assert shell.prompt == "RCON ] "
    assert said(shell, f'!connect {where} "{PASSWORD}"') == ""
    assert shell.prompt == f"{where} ] "
    assert said(shell, "echo  two  blanks") == "two  blanks \n"
    assert said(shell, "") == ""
    assert said(shell, "!disconnect") == "" and shell.prompt == "RCON ] "
    assert said(shell, "status") == "Not connected. Use !connect to connect to a server.\n"


def test_a_password_with_blanks_needs_no_quotes_at_the_start(shell: Shell, server: Address) -> None:
    shell.connect(server, PASSWORD)
    assert said(shell, "echo in") == "in \n"


def test_it_asks_for_the_password(shell: Shell, server: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
    assert said(shell, f"!connect {text_of(server)}") == ""
    assert said(shell, "echo in") == "in \n"


def test_failures_are_told_and_it_goes_on(shell: Shell, server: Address) -> None:
    where = text_of(server)
    assert said(shell, f"!connect {where} wrong") == "Could not connect: Wrong password\n"
    assert said(shell, "!connect 127.0.0.1:1 x").startswith("Could not connect: ")
    assert said(shell, "!connect host:port x").startswith("Could not connect: ")
    for _ in range(9):
        said(shell, f"!connect {where} wrong")
    assert said(shell, f"!connect {where} x") == "Could not connect: Banned\n"
    assert said(shell, "!connect").startswith("Usage")
    assert said(shell, '!connect "x').startswith("!connect: ")
    assert shell.prompt == "RCON ] "


def test_its_own_commands(shell: Shell) -> None:
    assert shell.onecmd("!exit") and shell.onecmd("EOF")
    for line in ("exit", "quit", "exit now"):
        assert "Use !exit" in said(shell, line)
    assert said(shell, "!") == "Unknown command !\n"
    assert said(shell, "help") == said(shell, "!help") == said(shell, "help unknown") == said(shell, "?")
    assert "!shutdown" in said(shell, "help")
    assert said(shell, "!shutdown").startswith("Not connected")


def test_completion(shell: Shell, server: Address) -> None:
    assert shell.completenames("!d") == ["!disconnect"]
    shell.connect(server, PASSWORD)
    names = shell.completenames("mp_")
    assert names and all(name.startswith("mp_") for name in names)
    assert shell.completenames("hel") == ["help"]
    assert shell.complete_help("mp_", "help mp_", 5, 8) == names
    [value] = shell.completedefault("", f"{names[0]} ")
    assert f'"{names[0]}" = "{value}"' in said(shell, names[0])
    assert f'"{names[0]}"' in said(shell, f"help {names[0]}")


def test_shutdown_stops_the_server(shell: Shell, server: Address) -> None:
    shell.connect(server, PASSWORD)
    said(shell, "!shutdown")
    assert shell.prompt == "RCON ] "
    assert said(shell, f"!connect {server[0]}:{server[1]} x").startswith("Could not connect")


def test_a_lost_connection(shell: Shell, server: Address) -> None:
    shell.connect(server, PASSWORD)
    other = Shell(stdin=io.StringIO(), stdout=io.StringIO())
    other.connect(server, PASSWORD)
    said(other, "!shutdown")
    assert said(shell, "status") == "Lost connection to server.\n"
    assert shell.prompt == "RCON ] "


def test_nothing_that_a_terminal_obeys(shell: Shell, server: Address) -> None:
    shell.connect(server, PASSWORD)
    assert said(shell, "echo \x1b[31mred") == "�[31mred \n"


def test_a_server_without_a_list_has_nothing_to_complete(shell: Shell) -> None:
    def refuse(peer: socket.socket) -> None:
        let_in(peer)
        with contextlib.suppress(ProtocolError):  # the end
            while True:
                command = read_message(peer)
                peer.sendall(Message(command.id, Message.RESPONSE, "Unknown command").encode())

    with playing(refuse) as address:
        shell.connect(address, PASSWORD)
        assert shell.completenames("sv_") == []
        assert shell.prompt == f"{text_of(address)} ] "
        assert said(shell, "status") == "Unknown command\n"
        shell.disconnect()

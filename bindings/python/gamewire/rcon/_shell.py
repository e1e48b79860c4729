"""The shell: lines go to a server, and what it says to the terminal."""

import cmd
import getpass
import shlex
from collections.abc import Callable
from typing import Any

from .._address import Address, address_text, parse_address
from ..errors import AuthError, BannedError, ClosedError, Error, TimeoutError, UnsupportedError
from .client import DEFAULT_PORT, Client
from .events import Cvar

_HELP = """\
What you type is sent to the server, and its reply is shown. TAB completes commands and variables.

  !connect ADDRESS [PASSWORD]   connects; asks for the password if there is none
  !disconnect                   leaves the server
  !shutdown                     tells the server to exit
  !exit                         leaves this shell
  help [NAME]                   this, or what the server says about NAME"""

_NOT_CONNECTED = "Not connected. Use !connect to connect to a server."


class Shell(cmd.Cmd):
    """Lines that begin with ! are for the shell, and all others for the server."""

    prompt = "RCON ] "

    def __init__(self, *, stdin: Any = None, stdout: Any = None) -> None:
        super().__init__(stdin=stdin, stdout=stdout)
        if stdin is not None:
            self.use_rawinput = False
        self._client: Client | None = None
        self._cvars: dict[str, Cvar] = {}
        self._own: dict[str, Callable[[list[str]], bool | None]] = {
            "!connect": self._connect_as_told,
            "!disconnect": lambda _: self.disconnect(),
            "!exit": lambda _: True,
            "!help": lambda _: self._say(_HELP),
            "!shutdown": lambda _: self._shut_down(),
        }

    def connect(self, address: str | Address, password: str | None = None) -> None:
        """Tells when that fails."""
        self.disconnect()
        try:
            where = parse_address(address, DEFAULT_PORT)
            if password is None:
                password = getpass.getpass("Password: ")
            client = Client(where, password)
            client.connect()
        except BannedError:
            self._say("Could not connect: Banned")
        except AuthError:
            self._say("Could not connect: Wrong password")
        except (Error, OSError) as error:
            self._say(f"Could not connect: {error}")
        else:
            self._client = client
            self.prompt = f"{address_text(where)} ] "
            self._fetch_cvars()

    def disconnect(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None
        self._cvars = {}
        self.prompt = type(self).prompt

    def execute(self, command: str) -> None:
        """Shows the reply, or why there is none."""
        if self._client is None:
            self._say(_NOT_CONNECTED)
            return
        try:
            reply = self._client.execute(command).text
        except TimeoutError:
            self._say("The server does not answer.")
        except (ClosedError, OSError):
            self._lost()
        except Error as error:
            self._say(str(error))
        else:
            self._say(reply.removesuffix("\n"))

    # What cmd.Cmd calls.

    def onecmd(self, line: str) -> bool:
        word, _, rest = line.strip().partition(" ")
        if not word:
            return False
        if word == "EOF":
            return True
        if word.startswith("!"):
            return self._run_own(word, line)
        if word in ("exit", "quit"):
            self._say("Use !exit to exit this shell or !shutdown to shutdown the server.")
        elif word in ("help", "?"):
            self._help(rest.strip(), line)
        else:
            self.execute(line)
        return False

    def completenames(self, text: str, *_: Any) -> list[str]:
        """For the first word."""
        return [name for name in sorted({*self._own, "help", *self._cvars}) if name.startswith(text)]

    def complete_help(self, text: str, *_: Any) -> list[str]:
        """For what the server has help for."""
        return [name for name in sorted(self._cvars) if name.startswith(text)]

    def completedefault(self, text: str, line: str, *_: Any) -> list[str]:
        """For what follows the name of a variable: its value."""
        known = self._cvars.get(line.split()[0])
        return [known.value] if known and not known.command and known.value.startswith(text) else []

    # Behind the lines.

    def _run_own(self, word: str, line: str) -> bool:
        own = self._own.get(word)
        if own is None:
            self._say(f"Unknown command {word}")
            return False
        try:
            words = shlex.split(line)[1:]
        except ValueError as error:
            self._say(f"{word}: {error}")
            return False
        return own(words) is True

    def _connect_as_told(self, words: list[str]) -> None:
        _forget_last_line()
        if 1 <= len(words) <= 2:
            self.connect(words[0], words[1] if len(words) == 2 else None)
        else:
            self._say("Usage: !connect ADDRESS [PASSWORD]")

    def _shut_down(self) -> None:
        if self._client is None:
            self._say(_NOT_CONNECTED)
            return
        try:
            self._client.execute("exit", block=False)
        except (Error, OSError):
            self._lost()
        else:
            self.disconnect()

    def _help(self, name: str, line: str) -> None:
        if name in self._cvars:
            self.execute(line)
        else:
            self._say(_HELP)

    def _lost(self) -> None:
        self._say("Lost connection to server.")
        self.disconnect()

    def _fetch_cvars(self) -> None:
        """Servers of other kinds have no such list: then there is nothing to complete with."""
        assert self._client is not None
        try:
            self._cvars = {one.name: one for one in self._client.cvars()}
        except (TimeoutError, UnsupportedError):
            pass
        except (Error, OSError):
            self._lost()

    def _say(self, text: str) -> None:
        print(tame(text), file=self.stdout)


def tame(text: str) -> str:
    """Without what a terminal obeys: it is from strangers."""
    return "".join(one if one.isprintable() or one in "\n\t" else "�" for one in text)


def _forget_last_line() -> None:
    """A line with a password is nothing for a history."""
    try:
        import readline
    except ImportError:
        return
    last = readline.get_current_history_length()
    if last:
        readline.remove_history_item(last - 1)


def _complete_with_marks() -> None:
    """Words of the shell begin with a mark that readline takes for the end of one."""
    try:
        import readline
    except ImportError:
        return
    readline.set_completer_delims(" \t\n")


def run(address: str | Address | None = None, password: str | None = None) -> None:
    """Until the user leaves; Ctrl-C does so, too."""
    shell = Shell()
    _complete_with_marks()
    try:
        if address is not None:
            shell.connect(address, password)
        shell.cmdloop()
    except KeyboardInterrupt:
        print()
    finally:
        shell.disconnect()

"""`python -m gamewire.rcon [ADDRESS [-p PASSWORD] [-e COMMAND]…]`"""

import argparse
import getpass
import os
import sys

from ..errors import Error
from ._shell import run, tame
from .client import Client

# As the command line has them, by the code of the error.
_EXIT_CODES = {
    "usage": 2,
    "unsupported": 2,
    "refused": 3,
    "resolve": 3,
    "closed": 3,
    "timeout": 4,
    "auth": 5,
    "banned": 5,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m gamewire.rcon", description="Executes commands on a game server, or opens a shell for them."
    )
    parser.add_argument("address", nargs="?", metavar="ADDRESS", help="host, host:port or [v6]:port; the port is 27015")
    parser.add_argument(
        "-p", "--password", help="everybody on this machine can see it; GAMEWIRE_RCON_PASSWORD is for secrets"
    )
    parser.add_argument("-e", "--execute", metavar="COMMAND", action="append", help="instead of the shell; may repeat")
    parser.add_argument("--profile", default="auto", help="the kind of server, which is else found out")
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help="of the login, and each command")
    given = parser.parse_args()
    if given.address is None and (given.password is not None or given.execute):
        parser.error("-p and -e need an ADDRESS")
    return given


def _execute(given: argparse.Namespace, password: str) -> int:
    try:
        with Client(given.address, password, profile=given.profile, timeout=given.timeout) as server:
            for command in given.execute:
                reply = server(command).removesuffix("\n")
                print(tame(reply) if sys.stdout.isatty() else reply, flush=True)
    except Error as error:
        print(tame(str(error)) if sys.stderr.isatty() else error, file=sys.stderr)
        return _EXIT_CODES.get(error.code, 6)
    return 0


def main() -> int:
    given = _arguments()
    password = given.password if given.password is not None else os.environ.get("GAMEWIRE_RCON_PASSWORD")
    try:
        if given.execute:
            return _execute(given, password if password is not None else getpass.getpass("Password: "))
        run(given.address, password)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Where an ASF is, and its password: from a file of settings, and the environment."""

import os
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from ..errors import UsageError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 1242
DEFAULT_PATH = "/Api"


@dataclass(frozen=True, slots=True)
class ASFConfig:
    """Checked when it is made: UsageError. `path` is where the API is, "/Api" unless a proxy or ASF's PathBase moves
    it; with "/Api" at its end or without."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    password: str | None = field(default=None, repr=False)
    path: str = DEFAULT_PATH

    def __post_init__(self) -> None:
        if not self.host or any(c in self.host for c in "/?#@ \t\r\n"):
            raise UsageError(f"ASF_HOST: {self.host!r} is no name or address of a host")
        object.__setattr__(self, "port", _port(self.port))
        if "?" in self.path or "#" in self.path:
            raise UsageError(f"ASF_PATH: {self.path!r} is no path")
        object.__setattr__(self, "path", "/" + self.path.strip("/"))
        object.__setattr__(self, "password", self.password or None)

    @property
    def base_path(self) -> str:
        """What stands before "/Api"."""
        path = self.path.rstrip("/")
        return path[:-4].rstrip("/") if path.lower().endswith("/api") else path

    @classmethod
    def load(
        cls, file: str | os.PathLike[str] | None = ".env", environment: Mapping[str, str] | None = None
    ) -> Self:
        """ASF_HOST, ASF_PORT, ASF_PASSWORD, ASF_PATH, from the environment, and what is not there from the file, which
        does not have to exist."""
        found = _read(file) if file is not None else {}
        found.update(os.environ if environment is None else environment)
        return cls(
            host=found.get("ASF_HOST") or DEFAULT_HOST,
            port=_port(found.get("ASF_PORT") or DEFAULT_PORT),
            password=found.get("ASF_PASSWORD"),
            path=found.get("ASF_PATH") or DEFAULT_PATH,
        )


def _port(value: int | str) -> int:
    try:
        port = int(value)
    except ValueError:
        port = 0
    if isinstance(value, bool) or not 1 <= port <= 65535:
        raise UsageError(f"ASF_PORT: {value!r} is no port: 1 to 65535")
    return port


def _read(file: str | os.PathLike[str]) -> dict[str, str]:
    try:
        text = pathlib.Path(file).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    return dict(pair for line in text.splitlines() if (pair := _setting(line)) is not None)


def _setting(line: str) -> tuple[str, str] | None:
    """`NAME=value`, `export NAME='value'  # remark`; nothing for what is none."""
    name, equals, value = line.strip().removeprefix("export ").partition("=")
    if not equals or name.startswith("#"):
        return None
    value = value.strip()
    quote = value[:1]
    if quote in ("'", '"') and (end := value.find(quote, 1)) > 0:
        return name.strip(), value[1:end]
    return name.strip(), value.split(" #", 1)[0].rstrip()

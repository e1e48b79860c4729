"""ASFConnector's settings."""

import os
from dataclasses import dataclass, field
from typing import Any, Self

from gamewire._log import log
from gamewire.asf import ASFConfig as Config


@dataclass
class ASFConfig:
    """ValueError for what is none. The last two are there to be set: nothing depends on them."""

    asf_host: str = "127.0.0.1"
    asf_port: str = "1242"
    asf_password: str | None = field(default=None, repr=False)
    asf_path: str = "/Api"
    enable_rich_traceback: bool = False
    asfc_log_level: str = "INFO"

    def __post_init__(self) -> None:
        checked = Config(self.asf_host, self.asf_port, self.asf_password, self.asf_path)  # type: ignore[arg-type]
        self.asf_port = str(checked.port)
        self.asf_path = checked.path

    @classmethod
    def load_config(cls) -> Self:
        """From the environment, and what is not there from the file `.env`."""
        found = Config.load()
        return cls(
            found.host,
            str(found.port),
            found.password,
            found.path,
            os.environ.get("ENABLE_RICH_TRACEBACK", "").lower() in ("1", "true", "yes"),
            os.environ.get("ASFC_LOG_LEVEL", "INFO"),
        )

    def get_connection_params(self) -> dict[str, Any]:
        return {"host": self.asf_host, "port": self.asf_port, "path": self.asf_path, "password": self.asf_password}

    def log_config(self) -> None:
        """Without the password."""
        log.info("ASF is at %s:%s%s", self.asf_host, self.asf_port, self.asf_path)

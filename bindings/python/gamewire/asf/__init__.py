"""ArchiSteamFarm, by its IPC: all of its routes, its log as it is written, and edits of configurations that lose
nothing.

    from gamewire.asf import ASF
    async with ASF(password="…") as asf:
        for name, bot in (await asf.bot.get_info("ASF")).raise_for_error().result.items():
            print(name, bot["KeepRunning"])
"""

from .._native import eresult_name, purchase_result_name, read_log_line
from .client import ASF
from .config import ASFConfig
from .edit import CLEAR, DEFAULT, KEEP, Change
from .events import Answer, Disconnected, LogLine
from .response import Response
from .values import ConfirmationType, CryptoMethod, HashingMethod, InputType, UpdateChannel

__all__ = [
    "ASF",
    "CLEAR",
    "DEFAULT",
    "KEEP",
    "ASFConfig",
    "Answer",
    "Change",
    "ConfirmationType",
    "CryptoMethod",
    "Disconnected",
    "HashingMethod",
    "InputType",
    "LogLine",
    "Response",
    "UpdateChannel",
    "eresult_name",
    "purchase_result_name",
    "read_log_line",
]

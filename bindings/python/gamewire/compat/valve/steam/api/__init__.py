"""python-valve's `valve.steam.api`."""

from typing import TYPE_CHECKING

from ....._lazy import submodules

if TYPE_CHECKING:
    from . import interface as interface
else:
    __getattr__ = submodules(__name__, "interface")

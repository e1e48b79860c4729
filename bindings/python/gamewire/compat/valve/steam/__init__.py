"""What is Steam's own."""

from typing import TYPE_CHECKING

from ...._lazy import submodules

if TYPE_CHECKING:
    from . import api as api
    from . import id as id
else:
    __getattr__ = submodules(__name__, "api", "id")

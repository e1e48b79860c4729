"""Changes to configurations, which keep what they do not name."""

import enum
import json
from collections.abc import Mapping
from typing import Any

from .. import _native
from .bodies import dump
from .response import members


class Change(enum.Enum):
    """What becomes of a member, beside a new value."""

    KEEP = "keep"
    CLEAR = "clear"
    DEFAULT = "default"


KEEP = Change.KEEP
"""A secret stays what it is, and any other member, too."""
CLEAR = Change.CLEAR
"""It becomes null: a secret is forgotten."""
DEFAULT = Change.DEFAULT
"""It is left out: ASF takes its default; but a secret stays what it is."""

# Sent twice by ASF: as a number, and as "s_…" in a string. Both are to be changed.
_TWINS = frozenset({"steamownerid", "steammasterclanid"})


def edit(config: Any, changes: Mapping[str, Any]) -> str:
    """The configuration with the changes made, as JSON. ProtocolError for one that is none, which a server may give."""
    wanted = [_change(name, value) for name, value in changes.items() if value is not KEEP]
    given = json.dumps(members(config, "a configuration"), ensure_ascii=False)
    return _native.edit_config(given, wanted).decode()


def _change(name: str, value: Any) -> tuple[str, str, str]:
    if value is None or value is CLEAR:
        return name, "clear", ""
    if value is DEFAULT:
        return name, "drop", ""
    plain = name.removeprefix("s_")
    if plain.lower() in _TWINS:
        return plain, "id", str(int(value))
    return name, "json", dump(value)

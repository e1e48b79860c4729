"""What somebody may do."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

# The bits of each stance on the wire, where None is to inherit. A fourth one servers do not survive.
_BITS: dict[bool | None, int] = {None: 0, True: 1, False: 2}
_STANCES: tuple[bool | None, ...] = (None, True, False, False)

# How many of the fields, in their order, are in each byte.
_PER_BYTE = (4, 4, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Each allowed (True), denied (False), or inherited (None) from groups below."""

    modify_channels: bool | None = None
    modify_icon_name: bool | None = None
    modify_groups: bool | None = None
    modify_user_groups: bool | None = None
    ban_users: bool | None = None
    send_messages: bool | None = None
    read_messages: bool | None = None
    manage_messages: bool | None = None
    join_voice: bool | None = None
    view_channel: bool | None = None

    @classmethod
    def from_json(cls, wire: Sequence[int]) -> Self:
        """From the bytes of the protocol; those that are missing inherit."""
        names = iter(field.name for field in fields(cls))
        stances: dict[str, bool | None] = {}
        for byte, count in zip(wire, _PER_BYTE, strict=False):
            for place in range(count):
                stances[next(names)] = _STANCES[byte >> 2 * place & 3]
        return cls(**stances)

    def to_json(self) -> list[int]:
        names = iter(field.name for field in fields(self))
        return [
            sum(_BITS[getattr(self, next(names))] << 2 * place for place in range(count)) for count in _PER_BYTE
        ]

"""Calls about two-factor authentication."""

from collections.abc import Iterable, Mapping
from typing import Any

from . import bodies
from .bodies import Names
from .part import Part
from .response import Response
from .values import ConfirmationType, number_of


class TwoFA(Part):
    """`asf.twofa`. Each bot answers for itself: `result` maps names to `{"Result", "Message", "Success"}`, while the
    whole has success."""

    async def get_token(self, bot_names: Names) -> Response:
        return await self._get(_path(bot_names, "/Token"))

    async def get_confirmations(self, bot_names: Names) -> Response:
        return await self._get(_path(bot_names, "/Confirmations"))

    async def handle_confirmations(
        self,
        bot_names: Names,
        accept: bool,
        *,
        accepted_type: ConfirmationType | int | str | None = None,
        accepted_creator_ids: Iterable[int | str] | None = None,
        wait_if_needed: bool = False,
    ) -> Response:
        """Accepts or denies what is to be confirmed: all of it, or of one type, or by certain creators. An empty list
        of these, or one with what is no id, is refused: ASF would take it for all."""
        number = None if accepted_type is None else number_of(ConfirmationType, accepted_type)
        body = {
            "Accept": accept,
            "AcceptedType": number,
            "s_AcceptedCreatorIDs": bodies.creators(accepted_creator_ids),
            "WaitIfNeeded": wait_if_needed,
        }
        return await self._post(_path(bot_names, "/Confirmations"), bodies.without_none(body))

    async def accept_confirmations(self, bot_names: Names, **which: Any) -> Response:
        return await self.handle_confirmations(bot_names, True, **which)

    async def deny_confirmations(self, bot_names: Names, **which: Any) -> Response:
        return await self.handle_confirmations(bot_names, False, **which)

    async def import_authenticator(self, bot_names: Names, ma_file: Mapping[str, Any]) -> Response:
        """From a maFile, of which `identity_secret` and `shared_secret` are sent."""
        secrets = {name: ma_file[name] for name in ("identity_secret", "shared_secret")}
        return await self._post(_path(bot_names), secrets)

    async def delete_authenticator(self, bot_names: Names) -> Response:
        return await self._delete(_path(bot_names))


def _path(names: Names, what: str = "") -> str:
    return f"/Api/Bot/{bodies.bots(names)}/TwoFactorAuthentication{what}"

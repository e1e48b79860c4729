"""Calls about bots."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import ProtocolError, UsageError
from . import bodies
from .bodies import Names
from .edit import edit
from .part import Part
from .response import Response, failed_response, members
from .values import InputType, number_of


class Bot(Part):
    """`asf.bot`. Bots are selected as ASF has it: "main", "main,second", "ASF" for all, "@online", "a..b", "r!regex";
    or by a list or set of such. With several, `success` means all of them."""

    async def get_info(self, bot_names: Names) -> Response:
        """`result` maps names to what there is to know, including BotConfig; {} if there is no such bot."""
        return await self._get(_bot(bot_names))

    async def update_config(self, bot_names: Names, config: Mapping[str, Any]) -> Response:
        """Replaces the whole configuration; a name that is not known makes a new bot. What is left out becomes its
        default, but for the secrets SteamLogin, SteamPassword, SteamParentalCode and WebProxyPassword, which are kept:
        `edit_config` loses nothing."""
        return await self._post(_bot(bot_names), bodies.wrapped(config, "BotConfig"))

    async def edit_config(self, bot_name: str, changes: Mapping[str, Any]) -> Response:
        """Fetches the configuration of one bot, changes some members and posts it, as `asf.asf.edit_config` does."""
        told = await self.get_info(bot_name)
        if not told.success:
            return told
        try:
            bots = members(told.result, "the result")
            if len(bots) != 1:
                raise UsageError(f"{bot_name!r} is {len(bots)} bots: one has to be named")
            [(name, bot)] = bots.items()
            config = edit(members(bot, name).get("BotConfig"), changes)
        except ProtocolError as error:
            return failed_response(error)
        return await self._owner.request("POST", _bot(name), text=f'{{"BotConfig":{config}}}')

    async def delete(self, bot_names: Names) -> Response:
        """Deletes all files of the bots."""
        return await self._delete(_bot(bot_names))

    async def start(self, bot_names: Names) -> Response:
        return await self._post(_bot(bot_names, "Start"))

    async def stop(self, bot_names: Names) -> Response:
        return await self._post(_bot(bot_names, "Stop"))

    async def pause(self, bot_names: Names, permanent: bool = False, resume_in_seconds: int = 0) -> Response:
        """Stops farming: for so long, or until `resume` (0), or also after the next login (`permanent`)."""
        return await self._post(
            _bot(bot_names, "Pause"), {"Permanent": permanent, "ResumeInSeconds": resume_in_seconds}
        )

    async def resume(self, bot_names: Names) -> Response:
        return await self._post(_bot(bot_names, "Resume"))

    async def redeem(self, bot_names: Names, keys: str | Iterable[str]) -> Response:
        """`success` means that all keys were tried: what became of each is in `purchase_result_details`. May take
        long."""
        return await self._post(_bot(bot_names, "Redeem"), {"KeysToRedeem": bodies.texts(keys, "keys")})

    async def redeem_points(self, bot_names: Names, definition_id: int, forced: bool = False) -> Response:
        """An item of the points shop; `forced`: also what costs points. `result` maps names to EResult, 1 for done."""
        if definition_id <= 0:
            raise UsageError(f"{definition_id} is no item of the points shop")
        return await self._post(_bot(bot_names, f"RedeemPoints/{definition_id}"), query={"forced": forced or None})

    async def add_license(
        self,
        bot_names: Names,
        licenses: Mapping[str, Any] | Iterable[int | str] | int | str | None = None,
        *,
        apps: Iterable[int] | None = None,
        packages: Iterable[int] | None = None,
    ) -> Response:
        """Free licenses: `["app/440", "sub/303386"]`, where a number alone is a package; or by `apps` and
        `packages`."""
        return await self._post(_bot(bot_names, "AddLicense"), bodies.licenses(licenses, apps, packages))

    async def remove_license(
        self,
        bot_names: Names,
        licenses: Mapping[str, Any] | Iterable[int | str] | int | str | None = None,
        *,
        apps: Iterable[int] | None = None,
        packages: Iterable[int] | None = None,
    ) -> Response:
        return await self._post(_bot(bot_names, "RemoveLicense"), bodies.licenses(licenses, apps, packages))

    async def get_inventory(
        self,
        bot_names: Names,
        app_id: int | None = None,
        context_id: int | None = None,
        language: str | None = None,
    ) -> Response:
        """Which inventories there are; or what is in one, which may take minutes."""
        if app_id is None and context_id is None:
            return await self._get(_bot(bot_names, "Inventory"))
        if app_id is None or context_id is None:
            raise UsageError("an inventory has both an app_id and a context_id")
        return await self._get(_bot(bot_names, f"Inventory/{int(app_id)}/{int(context_id)}"), {"language": language})

    async def get_games_to_redeem_in_background(self, bot_names: Names) -> Response:
        return await self._get(_bot(bot_names, "GamesToRedeemInBackground"))

    async def add_games_to_redeem_in_background(
        self, bot_names: Names, games_to_redeem: Mapping[str, str]
    ) -> Response:
        """Keys, and the names of their games. `result` has those that were taken."""
        body = bodies.wrapped(games_to_redeem, "GamesToRedeemInBackground")
        return await self._post(_bot(bot_names, "GamesToRedeemInBackground"), body)

    async def delete_games_to_redeem_in_background(self, bot_names: Names) -> Response:
        return await self._delete(_bot(bot_names, "GamesToRedeemInBackground"))

    async def input(self, bot_names: Names, input_type: InputType | int | str, input_value: str) -> Response:
        """What a bot waits for: `InputType.SteamGuard`, its number, or its name."""
        body = {"Type": number_of(InputType, input_type), "Value": input_value}
        return await self._post(_bot(bot_names, "Input"), body)

    async def rename(self, bot_name: str, new_name: str) -> Response:
        return await self._post(_bot(bot_name, "Rename"), {"NewName": new_name})


def _bot(names: Names, what: str = "") -> str:
    return f"/Api/Bot/{bodies.bots(names)}" + (f"/{what}" if what else "")

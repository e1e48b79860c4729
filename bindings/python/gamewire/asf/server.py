"""Calls about ASF itself, and what it knows."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import ProtocolError
from . import bodies
from .edit import edit
from .part import Part
from .response import Response, failed_response, members
from .values import CryptoMethod, HashingMethod, UpdateChannel, number_of


def _update(channel: UpdateChannel | int | str | None, forced: bool) -> dict[str, Any]:
    number = None if channel is None else number_of(UpdateChannel, channel)
    return {"Channel": number, "Forced": forced}


class Server(Part):
    """`asf.asf`: the program."""

    async def get_info(self) -> Response:
        """Version, memory, since when it runs, and GlobalConfig."""
        return await self._get("/Api/ASF")

    async def update_config(self, config: Mapping[str, Any]) -> Response:
        """Replaces the whole configuration, after which ASF restarts. What is left out becomes its default, but for the
        secrets IPCPassword, LicenseID and WebProxyPassword, which are kept: `edit_config` loses nothing."""
        return await self._post("/Api/ASF", bodies.wrapped(config, "GlobalConfig"))

    async def edit_config(self, changes: Mapping[str, Any]) -> Response:
        """Fetches the configuration, changes some members and posts it: the rest stays, also what is not known here.

            await asf.asf.edit_config({"SteamOwnerID": 76561198006963719, "WebProxyPassword": CLEAR})

        `None` and `CLEAR` make a member null, `DEFAULT` leaves it out, `KEEP` changes nothing."""
        told = await self.get_info()
        if not told.success:
            return told
        try:
            config = edit(members(told.result, "the result").get("GlobalConfig"), changes)
        except ProtocolError as error:
            return failed_response(error)
        return await self._owner.request("POST", "/Api/ASF", text=f'{{"GlobalConfig":{config}}}')

    async def encrypt(
        self, data: Mapping[str, Any] | str, method: CryptoMethod | int | str = CryptoMethod.AES
    ) -> Response:
        """A text, or `{"CryptoMethod": 1, "StringToEncrypt": "…"}`; 0 is plain text, 1 AES."""
        return await self._post("/Api/ASF/Encrypt", bodies.encryption(data, method))

    async def hash(
        self, data: Mapping[str, Any] | str, method: HashingMethod | int | str = HashingMethod.SCrypt
    ) -> Response:
        """A text, or `{"HashingMethod": 1, "StringToHash": "…"}`; 0 is plain text, 1 SCrypt, 2 Pbkdf2."""
        return await self._post("/Api/ASF/Hash", bodies.hashing(data, method))

    async def exit(self) -> Response:
        return await self._post("/Api/ASF/Exit")

    async def restart(self) -> Response:
        return await self._post("/Api/ASF/Restart")

    async def update(self, channel: UpdateChannel | int | str | None = None, forced: bool = False) -> Response:
        """Without success when there is nothing newer. May take minutes."""
        return await self._post("/Api/ASF/Update", _update(channel, forced))


class Command(Part):
    async def execute(self, command: str) -> Response:
        """A command as in Steam's chat, with "!" before it or not. Without a bot named in it, the DefaultBot hears it,
        or the first by its name."""
        return await self._owner.send_command(command)


class Type(Part):
    async def get_type(self, type_name: str) -> Response:
        return await self._get(f"/Api/Type/{bodies.segment(type_name)}")


class Structure(Part):
    async def get_structure(self, structure_name: str) -> Response:
        """An object of that type, as it is by default."""
        return await self._get(f"/Api/Structure/{bodies.segment(structure_name)}")


class Storage(Part):
    """Values that ASF keeps for others."""

    async def get(self, key: str) -> Response:
        """`result` is None where there is none."""
        return await self._get(f"/Api/Storage/{bodies.segment(key)}")

    async def set(self, key: str, value: Any) -> Response:
        """Anything that JSON can say; None deletes."""
        return await self._owner.request("POST", f"/Api/Storage/{bodies.segment(key)}", text=bodies.dump(value))

    async def delete(self, key: str) -> Response:
        return await self._delete(f"/Api/Storage/{bodies.segment(key)}")


class Plugins(Part):
    async def get(self, *, official: bool = True, custom: bool = True) -> Response:
        query = {"official": None if official else False, "custom": None if custom else False}
        return await self._get("/Api/Plugins", query)

    async def update(
        self,
        channel: UpdateChannel | int | str | None = None,
        forced: bool = False,
        plugins: Iterable[str] | None = None,
    ) -> Response:
        """All of them, or those named. May take minutes."""
        body = _update(channel, forced)
        if plugins is not None:
            body["Plugins"] = bodies.texts(plugins, "plugins")
        return await self._post("/Api/Plugins/Update", body)

    async def get_token_dumper_config(self) -> Response:
        return await self._get("/Api/SteamTokenDumperPlugin/GlobalConfigExtension")

    async def get_metrics(self) -> Response:
        """Of the plugin Monitoring: text for Prometheus."""
        return await self._get("/Api/metrics")


class IPC(Part):
    """Who is banned for wrong passwords."""

    async def get_bans(self) -> Response:
        return await self._get("/Api/IPC/Bans")

    async def clear_bans(self) -> Response:
        return await self._delete("/Api/IPC/Bans")

    async def lift_ban(self, ip: str) -> Response:
        return await self._delete(f"/Api/IPC/Bans/{bodies.segment(ip)}")


class WWW(Part):
    """What ASF looks up on GitHub."""

    async def get_release(self, version: str | None = None) -> Response:
        """The newest, or a certain one."""
        return await self._get("/Api/WWW/GitHub/Release" + (f"/{bodies.segment(version)}" if version else ""))

    async def get_wiki_history(self, page: str) -> Response:
        return await self._get(f"/Api/WWW/GitHub/Wiki/History/{bodies.segment(page)}")

    async def get_wiki_page(self, page: str, revision: str | None = None) -> Response:
        return await self._get(f"/Api/WWW/GitHub/Wiki/Page/{bodies.segment(page)}", {"revision": revision})

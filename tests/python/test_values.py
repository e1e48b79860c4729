"""Values can be copied, and sent to other processes."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import gamewire
import pytest
from gamewire import SteamID, a2s, asf, aster, master, rcon, sansio, vdf
from gamewire.compat.valve.rcon import RCONAuthenticationError

VALUES: list[Any] = [
    SteamID(0),
    SteamID(5),
    SteamID("[U:1:46143802]"),
    SteamID("[g:1:4]"),
    SteamID.from_parts(1, 0, 0, 0),
    SteamID.from_parts(2**32 - 1, 2**20 - 1, 15, 255),
    a2s.ServerType(100),
    a2s.Environment(200),
    a2s.Visibility(1),
    asf.ASFConfig(password="secret"),
    asf.Response(message="x", result={"a": 1}),
    asf.InputType.Login,
    aster.Permissions.from_json([1, 2, 3]),
    master.Filter(gamedir="tf").nor(map="x"),
    rcon.Cvar("name", "value", frozenset({"nf"}), "help", False),
    rcon.Message(1, 2, b"body"),
    rcon.Reply(1, b"body", False, 0.5),
    vdf.loads('"a" { "b" "c" }'),
    sansio.Failed(1, None),  # type: ignore[arg-type]
]



def pickled(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))


WAYS: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy, *map(pickled, range(2, 6))]
OLD_WAYS = [pickled(0), pickled(1)]  # not for classes with slots


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("again", WAYS)
def test_a_copy_is_equal(value: Any, again: Callable[[Any], Any]) -> None:
    copied = again(value)
    assert copied == value and type(copied) is type(value) and repr(copied) == repr(value)


class Own(SteamID):
    """Which is kept, too."""


def test_a_machine_is_no_value() -> None:
    """It has one conversation."""
    machines = [sansio.A2SClient(), sansio.RCONClient("secret"), sansio.Fleet(), sansio.RCONBanList()]
    for machine in machines:
        for again in WAYS + OLD_WAYS:
            with pytest.raises(TypeError):
                again(machine)


def test_a_steamid_of_ones_own() -> None:
    for again in WAYS + OLD_WAYS:
        assert again(SteamID("[g:1:4]")) == SteamID("[g:1:4]")
        assert again([Own(7)]) == [Own(7)] and type(again(Own(7))) is Own


@pytest.mark.parametrize("again", WAYS)
def test_errors_keep_what_they_know(again: Callable[[Any], Any]) -> None:
    error = again(gamewire.HTTPError("x", status=404, payload={"a": 1}))
    assert (str(error), error.status, error.payload) == ("x", 404, {"a": 1})
    assert str(again(gamewire.TimeoutError("x"))) == "x"
    for banned, text in ((True, "Banned"), (False, "Wrong password")):
        refused = again(RCONAuthenticationError(banned))
        assert (refused.banned, str(refused)) == (banned, text)

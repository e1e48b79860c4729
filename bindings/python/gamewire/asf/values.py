"""The numbers that ASF takes. It refuses their names: these are translated here."""

from enum import IntEnum
from typing import TypeVar

from ..errors import UsageError


class CryptoMethod(IntEnum):
    PlainText = 0
    AES = 1
    ProtectedDataForCurrentUser = 2
    EnvironmentVariable = 3
    File = 4


class HashingMethod(IntEnum):
    PlainText = 0
    SCrypt = 1
    Pbkdf2 = 2


class UpdateChannel(IntEnum):
    None_ = 0
    Stable = 1
    PreRelease = 2


class InputType(IntEnum):
    """What a bot waits for. SteamGuard has five characters, SteamParentalCode four digits."""

    Login = 1
    Password = 2
    SteamGuard = 3
    SteamParentalCode = 4
    TwoFactorAuthentication = 5
    Cryptkey = 6
    DeviceConfirmation = 7


class ConfirmationType(IntEnum):
    Unknown = 0
    Generic = 1
    Trade = 2
    MarketListing = 3
    FeatureOptOut = 4
    PhoneNumberChange = 5
    AccountRecovery = 6
    BuildChangeRequest = 7
    AddUser = 8
    RegisterApiKey = 9
    InviteToFamilyGroup = 10
    JoinFamilyGroup = 11
    MarketPurchase = 12
    RequestRefund = 13


E = TypeVar("E", bound=IntEnum)


def number_of(kind: type[E], value: int | str) -> int:
    """Of a number, known or not, or of a name in any case, with "_" or "-" in it or not."""
    if isinstance(value, int):
        return int(value)
    if value.isdecimal():
        return int(value)
    plain = value.replace("_", "").replace("-", "").replace(" ", "").lower()
    for one in kind:
        if one.name.rstrip("_").lower() == plain:
            return one.value
    raise UsageError(f"{value!r} is no {kind.__name__}: {', '.join(one.name.rstrip('_') for one in kind)}")

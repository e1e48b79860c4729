"""What ASF accepts as paths and bodies, made of what people write, also by the forms that ASFConnector's page shows."""

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import quote

from .._arguments import encoded, several
from ..errors import UsageError
from .values import CryptoMethod, HashingMethod, number_of

Names = str | Iterable[str]


def segment(value: object) -> str:
    """One segment of a path, encoded. UsageError for what servers make another path of."""
    text = str(value)
    if text in ("", ".", ".."):
        raise UsageError(f"{text!r} has no place in a path")
    return quote(encoded(text), safe="")


def bots(names: Names) -> str:
    """A selector of bots, as one segment: "main,second", "ASF", "r!regex"; or their names."""
    if isinstance(names, str):
        return segment(names)
    every = list(names)
    if not every or not all(isinstance(one, str) and one for one in every):
        raise UsageError("the names of bots are texts, and at least one")
    return segment(",".join(every))


def target(path: str) -> str:
    """A path with its query, encoded where that was forgotten."""
    return quote(encoded(path if path.startswith("/") else "/" + path), safe="/?&=%:@!$+,;~-._")


def dump(value: Any) -> str:
    """As JSON. Sets become lists."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"this cannot be written as JSON: {error}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, AbstractSet):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in it")


def wrapped(body: Any, name: str) -> dict[str, Any]:
    """`body` as the member of this name; as it is, if it is that already."""
    if not isinstance(body, Mapping):
        raise UsageError(f"{name} has to be a mapping")
    if len(body) == 1 and next(iter(body)).lower() == name.lower():
        return {name: next(iter(body.values()))}
    return {name: dict(body)}


def texts(given: str | Iterable[str], what: str) -> list[str]:
    every = [given] if isinstance(given, str) else list(several(given, what))
    if not every:
        raise UsageError(f"{what}: at least one")
    return every


def encryption(data: Mapping[str, Any] | str, method: int | str) -> dict[str, Any]:
    return _coded(data, method, CryptoMethod, ("CryptoMethod",), "StringToEncrypt")


def hashing(data: Mapping[str, Any] | str, method: int | str) -> dict[str, Any]:
    return _coded(data, method, HashingMethod, ("HashingMethod", "HashMethod"), "StringToHash")


def _coded(
    data: Mapping[str, Any] | str, method: int | str, kind: Any, names: tuple[str, ...], text_name: str
) -> dict[str, Any]:
    text: Any = data
    if isinstance(data, Mapping):
        given = {name.lower(): value for name, value in data.items()}
        text = given.get(text_name.lower())
        method = next((given[name.lower()] for name in names if name.lower() in given), method)
    if not isinstance(text, str) or not text:
        raise UsageError(f"{text_name}: a text, which is not empty")
    return {names[0]: number_of(kind, method), text_name: text}


def licenses(
    given: Mapping[str, Any] | Iterable[int | str] | int | str | None,
    apps: Iterable[int] | None,
    packages: Iterable[int] | None,
) -> dict[str, Any]:
    """Apps and packages: by their names; or in one list, where "app/440" or "a/440" is an app, and "sub/303386",
    "s/303386" or the number alone a package, as in ASF's own command."""
    found_apps, found_packages = _ids(apps, "apps"), _ids(packages, "packages")
    if isinstance(given, Mapping):
        plain = {name.lower(): value for name, value in given.items()}
        found_apps += _ids(plain.get("apps"), "apps")
        found_packages += _ids(plain.get("packages"), "packages")
        given = plain.get("licenses")
    for one in [given] if isinstance(given, int | str) else several(given or (), "licenses"):
        kind, number = _license(one)
        (found_apps if kind == "app" else found_packages).append(number)
    if not found_apps and not found_packages:
        raise UsageError("a license: at least one app or package")
    every = {"Apps": found_apps, "Packages": found_packages}
    return {name: ids for name, ids in every.items() if ids}


def _ids(given: Iterable[int] | None, name: str) -> list[int]:
    return [int(one) for one in several(given or (), name)]


def _license(given: int | str) -> tuple[str, int]:
    kind, _, number = str(given).rpartition("/")
    kinds = {"": "sub", "s": "sub", "sub": "sub", "a": "app", "app": "app"}
    if kind.lower() not in kinds or not number.isdecimal():
        raise UsageError(f"{given!r} is no license: app/440, sub/303386")
    return kinds[kind.lower()], int(number)


def creators(given: Iterable[int | str] | None) -> list[str] | None:
    """UsageError for an empty list, and for what is no id: ASF would take either for "all of them"."""
    if given is None:
        return None
    every = [str(one) for one in ([given] if isinstance(given, int | str) else several(given, "creators"))]
    if not every:
        raise UsageError("an empty list of creators would mean all confirmations: leave it out for that")
    for one in every:
        if not (one.isascii() and one.isdecimal() and 0 < int(one) < 1 << 64):
            raise UsageError(f"{one!r} is no id of a creator")
    return every


def without_none(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}

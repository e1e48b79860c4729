"""How answers are written, and what is made of them. A format of one's own is any callable that takes the text, with an
attribute `format` that says how it is to be written: "json", "xml" or "vdf"."""

import json
from collections.abc import Callable
from typing import Any, Protocol
from xml.etree import ElementTree

from ..errors import ProtocolError, UsageError


class Format(Protocol):
    format: str

    def __call__(self, text: str, /) -> Any: ...


class _Named:
    def __init__(self, format: str, read: Callable[[str], Any], doc: str) -> None:
        self.format = format
        self._read = read
        self.__doc__ = doc

    def __call__(self, text: str, /) -> Any:
        try:
            return self._read(text)
        except (ValueError, ElementTree.ParseError, RecursionError) as error:  # the last for JSON that is too deep
            raise ProtocolError(f"an answer that is no {self.format}: {error}") from None

    def __repr__(self) -> str:
        return f"<the format {self.format}>"


def _read_json(text: str) -> Any:
    return json.loads(text) if text.strip() else {}


def _read_vdf(text: str) -> Any:
    from .. import vdf

    return vdf.loads(text)


json_format: Format = _Named("json", _read_json, "Dicts and lists.")
etree_format: Format = _Named("xml", ElementTree.fromstring, "An element of xml.etree.")
vdf_format: Format = _Named("vdf", _read_vdf, "As `gamewire.vdf` has it.")

FORMATS = {one.format: one for one in (json_format, etree_format, vdf_format)}


def format_of(which: str | Format) -> Format:
    if isinstance(which, str):
        if which not in FORMATS:
            raise UsageError(f"{which!r} is no format: {', '.join(FORMATS)}")
        return FORMATS[which]
    if getattr(which, "format", None) not in FORMATS:
        raise UsageError("a format of one's own says in its attribute `format` whether it is json, xml or vdf")
    return which

"""Answers in several datagrams."""

import bz2
import zlib
from dataclasses import dataclass, field
from typing import Self

from .reader import Reader

# No answer is larger, compressed or not.
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Compression:
    """By bzip2: what the answer is when it is unpacked."""

    size: int
    checksum: int


@dataclass(frozen=True)
class MultiHeader:
    """Of one of `total` parts, of which the first is 0. `size`: the most that a part holds; 0 in GoldSource, which does
    not say. `compressed` stands in the first part, and in the others it is there without numbers."""

    id: int
    current: int
    total: int
    size: int
    compressed: Compression | None

    @classmethod
    def from_reader(cls, reader: Reader) -> Self:
        """Of Source, behind the -2."""
        number = reader.read_ulong()
        total, current = reader.read_byte(), reader.read_byte()
        size = reader.read_ushort()
        compressed = None
        if number & 0x80000000:
            compressed = Compression(reader.read_ulong(), reader.read_ulong()) if current == 0 else Compression(0, 0)
        return cls(number, current, total, size, compressed)

    @classmethod
    def from_goldsource_reader(cls, reader: Reader) -> Self:
        number = reader.read_ulong()
        place = reader.read_byte()
        return cls(number, place >> 4, place & 0x0F, 0, None)


@dataclass
class MultiPartResponse:
    """The parts of one answer that have come. `compressed`: of the first."""

    id: int
    total: int
    compressed: Compression | None = None
    payloads: dict[int, bytes] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return len(self.payloads) == self.total

    def add(self, header: MultiHeader, payload: bytes) -> None:
        """ValueError for a part that is none of these."""
        if header.total != self.total or header.current >= self.total:
            raise ValueError(f"part {header.current} of {header.total} does not belong to an answer of {self.total}")
        if header.compressed is not None and (header.current == 0 or self.compressed is None):
            self.compressed = header.compressed
        self.payloads.setdefault(header.current, payload)

    def assemble(self) -> bytes:
        """The whole datagram. ValueError when parts are missing, or it cannot be unpacked."""
        if not self.complete:
            raise ValueError(f"{len(self.payloads)} of {self.total} parts have come")
        whole = b"".join(self.payloads[part] for part in range(self.total))
        return whole if self.compressed is None else _unpacked(whole, self.compressed)


def _unpacked(packed: bytes, expected: Compression) -> bytes:
    if expected.size > _MOST_BYTES:
        raise ValueError(f"an answer of {expected.size} bytes")
    try:
        whole = bz2.BZ2Decompressor().decompress(packed, max_length=expected.size + 1)
    except OSError as error:
        raise ValueError(f"not bzip2: {error}") from error
    if len(whole) != expected.size or zlib.crc32(whole) != expected.checksum:
        raise ValueError("what was unpacked is not what was packed")
    return whole

"""`Reader`: little-endian values, one after the other."""

import struct


class Reader:
    """EOFError when there is less left than is asked for, and nothing is taken then."""

    def __init__(self, data: bytes) -> None:
        self._data = bytes(data)
        self._at = 0

    def read(self, n: int = -1) -> bytes:
        """So many bytes; all that are left if negative."""
        end = len(self._data) if n < 0 else self._at + n
        if end > len(self._data):
            raise EOFError(f"{n} bytes wanted, {len(self._data) - self._at} left")
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def read_byte(self) -> int:
        return self.read(1)[0]

    def read_char(self) -> str:
        return chr(self.read_byte())

    def read_short(self) -> int:
        return self._integer(2, signed=True)

    def read_ushort(self) -> int:
        return self._integer(2, signed=False)

    def read_long(self) -> int:
        """Of 32 bits, as the protocol calls it."""
        return self._integer(4, signed=True)

    def read_ulong(self) -> int:
        return self._integer(4, signed=False)

    def read_uint64(self) -> int:
        return self._integer(8, signed=False)

    def read_float(self) -> float:
        value: float = struct.unpack("<f", self.read(4))[0]
        return value

    def read_until(self, sep: bytes) -> bytes:
        """What stands before `sep`, which is taken too."""
        end = self._data.find(sep, self._at)
        if end < 0:
            raise EOFError(f"no {sep!r} is left")
        taken = self._data[self._at : end]
        self._at = end + len(sep)
        return taken

    def read_null(self) -> bytes:
        """Bytes that end with a NUL, without it."""
        return self.read_until(b"\0")

    def read_null_string(self, encoding: str = "utf-8", errors: str = "replace") -> str:
        return self.read_null().decode(encoding, errors)

    def read_null_utf8(self) -> str:
        return self.read_null_string()

    def read_varchar1(self) -> bytes:
        """Bytes behind their count, which is of one byte."""
        return self._varchar(1)

    def read_varchar2(self) -> bytes:
        return self._varchar(2)

    def read_varchar4(self) -> bytes:
        return self._varchar(4)

    def _varchar(self, width: int) -> bytes:
        before = self._at
        try:
            return self.read(self._integer(width, signed=False))
        except EOFError:
            self._at = before
            raise

    def _integer(self, width: int, *, signed: bool) -> int:
        return int.from_bytes(self.read(width), "little", signed=signed)

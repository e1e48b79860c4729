"""What is wrong with a file, and where."""

from ..errors import ProtocolError


class VDFError(ProtocolError):
    """`line` and `column` count from 1, as editors do, the column in characters; `offset` counts bytes, from 0. Binary
    data has the offset alone, and the others are 0."""

    def __init__(self, message: str, line: int = 0, column: int = 0, offset: int = 0) -> None:
        place = f"line {line}, column {column}" if line else f"byte {offset}"
        super().__init__(f"{message}, at {place}")
        self.message = message
        self.line = line
        self.column = column
        self.offset = offset

    def __reduce__(self) -> tuple[type["VDFError"], tuple[str, int, int, int]]:
        return type(self), (self.message, self.line, self.column, self.offset)

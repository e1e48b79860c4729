"""`gamewire.vdf`."""

import io
import math
import pathlib
import pickle
import struct
from typing import Any

import gamewire
import pytest
from gamewire import vdf
from hypothesis import given
from hypothesis import strategies as st

TEXT = """\
"AppState"  // a comment
{
	"appid"		"440"
	name		"Team Fortress 2"
	"path"		"C:\\\\Games\\\\"
	"b"		"1"
	"b"		"2"
	"XBox"		"yes"	[$X360]
	"PC"		"yes"	[$WIN32]
	"empty"		{ }
}
"""


def test_a_text() -> None:
    state = vdf.loads(TEXT)["AppState"]
    assert state == {
        "appid": "440",
        "name": "Team Fortress 2",
        "path": "C:\\Games\\",
        "b": "2",
        "PC": "yes",
        "empty": {},
    }
    assert list(state) == ["appid", "name", "path", "b", "PC", "empty"]
    assert vdf.loads(TEXT.encode()) == vdf.loads(TEXT)
    assert vdf.loads(TEXT, escapes=False)["AppState"]["path"] == "C:\\\\Games\\\\"
    assert vdf.loads(TEXT, symbols=["$X360"])["AppState"]["XBox"] == "yes"


def test_repeats_are_kept_on_request() -> None:
    [(name, state)] = vdf.loads(TEXT, pairs=True)
    assert name == "AppState" and [value for key, value in state if key == "b"] == ["1", "2"]
    assert vdf.loads(vdf.dumps([(name, state)]), pairs=True) == [(name, state)]


def test_a_class_of_ones_own() -> None:
    class Multi:
        def __init__(self, pairs: list[tuple[str, Any]]) -> None:
            self.pairs = pairs

        def items(self) -> list[tuple[str, Any]]:
            return self.pairs

    made = vdf.loads(TEXT, mapper=Multi)
    assert isinstance(made, Multi) and isinstance(made.pairs[0][1], Multi)
    assert vdf.loads(vdf.dumps(made)) == vdf.loads(TEXT)
    assert vdf.loads(TEXT, mapper=dict) == vdf.loads(TEXT)
    with pytest.raises(gamewire.UsageError):
        vdf.loads(TEXT, mapper=dict, pairs=True)  # type: ignore[call-overload]
    with pytest.raises(ZeroDivisionError):
        vdf.loads(TEXT, mapper=lambda pairs: 1 // 0)


def test_files(tmp_path: pathlib.Path) -> None:
    where = tmp_path / "x.vdf"
    with where.open("w", encoding="utf-8") as out:
        vdf.dump({"a": {"b": "Zoë"}}, out)
    assert where.read_text(encoding="utf-8") == '"a"\n{\n\t"b"\t\t"Zoë"\n}\n'
    with where.open(encoding="utf-8") as text, where.open("rb") as data:
        assert vdf.load(text) == vdf.load(data) == {"a": {"b": "Zoë"}}
    assert vdf.load(io.StringIO("a b"), pairs=True) == [("a", "b")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [('"a"\n{\n  "b', 3, 3), ("a {", 1, 4), ("}", 1, 1), ("ä\n ä {", 2, 4), ("a", 1, 1)],
)
def test_errors_say_where(text: str, line: int, column: int) -> None:
    with pytest.raises(ValueError) as caught:
        vdf.loads(text)
    error = caught.value
    assert isinstance(error, vdf.VDFError) and isinstance(error, gamewire.ProtocolError)
    assert (error.line, error.column) == (line, column)
    assert f"line {line}, column {column}" in str(error)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.line, copy.column, copy.offset) == (str(error), error.line, error.column, error.offset)


def test_numbers_in_a_text() -> None:
    written = vdf.dumps({"i": 2**70, "f": 0.1, "yes": True, "u": vdf.UInt64(1), "c": vdf.Colour(1, 2, 3, 4)})
    assert vdf.loads(written) == {
        "i": str(2**70),
        "f": "0.1",
        "yes": "1",
        "u": "0x0000000000000001",
        "c": "1 2 3 4",
    }


def test_what_cannot_be_written() -> None:
    for wrong in ({"a": None}, {"a": [1]}, {1: "a"}, [1], "text", {"a": ("b", "c")}, {"a": b"bytes"}):
        with pytest.raises(TypeError):
            vdf.dumps(wrong)  # type: ignore[arg-type]
    for unwritable in ({"a": "\0"}, {"\0": "a"}):
        with pytest.raises(gamewire.Error):
            vdf.dumps_binary(unwritable)
    with pytest.raises(gamewire.Error):
        vdf.dumps({"a": '"'}, escapes=False)
    with pytest.raises(gamewire.UsageError):
        vdf.dumps({"a": "\ud800"})
    endless: dict[str, Any] = {}
    endless["a"] = endless
    for dumps in (vdf.dumps, vdf.dumps_binary):
        with pytest.raises(gamewire.UsageError, match="inside"):
            dumps(endless)
    for number in (2**64, -(2**63) - 1, vdf.UInt64(-1), vdf.Pointer(2**32), vdf.Colour(256, 0, 0, 0)):
        with pytest.raises(gamewire.UsageError):
            vdf.dumps_binary({"a": number})
    with pytest.raises(TypeError):
        vdf.loads(7)  # type: ignore[call-overload]


def test_depth_is_bounded() -> None:
    with pytest.raises(vdf.VDFError):
        vdf.loads("a{" * 2000)
    deep = vdf.loads("a{" * 1000 + "}" * 1000)
    assert vdf.dumps(vdf.loads(vdf.dumps(deep))) == vdf.dumps(deep)
    assert len(vdf.loads_binary(vdf.dumps_binary(deep))) == 1


def test_binary() -> None:
    assert vdf.dumps_binary({"a": "b"}) == b"\x01a\0b\0\x08"
    assert vdf.loads_binary(b"\x01a\0b\0\x08") == vdf.loads_binary(bytearray(b"\x01a\0b\0\x0b")) == {"a": "b"}
    assert vdf.loads_binary(b"") == {}
    types = {
        "i": 7,
        "f": 0.5,
        "p": vdf.Pointer(8),
        "w": vdf.WideString("Zoë 😀"),
        "c": vdf.Colour(1, 2, 3, 255),
        "u": vdf.UInt64(9),
        "l": vdf.Int64(-10),
        "block": {"s": "text"},
    }
    for vbkv in (False, True):
        data = vdf.dumps_binary(types, vbkv=vbkv)
        read = vdf.loads_binary(data)
        assert read == types and [type(one) for one in read.values()] == [type(one) for one in types.values()]
        assert data.startswith(b"VBKV") == vbkv
    for broken in (data[:-1], data + b"x", data[:-3] + b"xx\x0b", b"\x63a\0\x08"):
        with pytest.raises(vdf.VDFError):
            vdf.loads_binary(broken)
    with pytest.raises(TypeError):
        vdf.loads_binary("text")  # type: ignore[call-overload]


def test_the_smallest_type_that_holds_it() -> None:
    written = {"a": 2**31 - 1, "b": 2**31, "c": -(2**31), "d": -(2**31) - 1, "e": 2**63}
    read = vdf.loads_binary(vdf.dumps_binary(written))
    assert read == written
    assert [type(one) for one in read.values()] == [int, vdf.Int64, int, vdf.Int64, vdf.UInt64]


# Any text, but for what UTF-8 has no bytes for; a NUL ends what is read of binary data.
keys = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
texts = keys
floats = st.floats(width=32, allow_nan=False)
typed = st.one_of(
    texts,
    st.integers(-(2**31), 2**31 - 1),
    floats,
    st.integers(0, 2**64 - 1).map(vdf.UInt64),
    st.integers(-(2**63), 2**63 - 1).map(vdf.Int64),
    st.integers(0, 2**32 - 1).map(vdf.Pointer),
    texts.map(vdf.WideString),
    st.builds(vdf.Colour, *[st.integers(0, 255)] * 4),
)


def blocks(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[str, Any]]]:
    def pairs(of: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[str, Any]]]:
        return st.lists(st.tuples(keys, of), max_size=5)

    return pairs(st.recursive(values, pairs, max_leaves=20))


@given(blocks(texts))
def test_texts_are_read_as_they_were_written(entries: list[tuple[str, Any]]) -> None:
    # Without a key in front `#include` and `#base` are what they are anywhere else.
    assert vdf.loads(vdf.dumps(entries), pairs=True) == entries


@given(blocks(typed))
def test_data_is_read_as_it_was_written(entries: list[tuple[str, Any]]) -> None:
    for vbkv in (False, True):
        assert vdf.loads_binary(vdf.dumps_binary(entries, vbkv=vbkv), pairs=True) == entries


@given(st.text(alphabet='ab"{}[]$!&|\\/ \n\t#é'), st.booleans())
def test_any_text_is_read_or_refused(text: str, escapes: bool) -> None:
    try:
        read = vdf.loads(text, pairs=True, escapes=escapes)
    except vdf.VDFError as error:
        assert error.line >= 1 and error.column >= 1
    else:
        assert vdf.loads(vdf.dumps(read), pairs=True) == read


@given(st.binary(max_size=60))
def test_any_data_is_read_or_refused(data: bytes) -> None:
    try:
        vdf.loads_binary(data)
    except vdf.VDFError as error:
        assert 0 <= error.offset <= len(data)


def test_floats_that_are_none() -> None:
    [value] = vdf.loads_binary(vdf.dumps_binary({"nan": math.nan})).values()
    assert math.isnan(value)
    assert vdf.loads_binary(b"\x03f\0" + struct.pack("<f", math.inf) + b"\x08") == {"f": math.inf}

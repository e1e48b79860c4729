#!/usr/bin/env python3
"""Core is pure: its objects import no socket, clock, random, thread, file or environment, and its sources include
nothing but the standard headers that know none of them. And the arrows between the layers point one way.

usage: core_is_pure.py SOURCE_ROOT CORE_ARCHIVE IMPURE_ARCHIVE
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

# What core may import: memory, bytes, strings, errors, the language's own runtime, libbz2, simdjson, pugixml, sanitizers.
ALLOWED_SYMBOL = re.compile(
    r"""( malloc | calloc | realloc | free | operator\ (new|delete)(\[\])?\(.* | std::nothrow
        | mem(chr|cmp|cpy|move|set) | bcmp | strlen | __(mem|str)\w+_chk
        | std::__throw_\w+\(.* | std::terminate\(\)
        | std::(__cxx11::)?basic_string<.* | std::__detail::.* | std::_Rb_tree_\w+\(.* | std::(from|to)_chars\(.*
        | (vtable\ for\ |typeinfo\ for\ )?std::(_V2::)?(error_\w+|(generic|system)_category)(::|\(|$).*
        | (vtable\ for\ |typeinfo\ for\ )?std::(exception|bad_\w+)(::~?\w+\(.*)?
        | __cxa_\w+ | __gxx_personality_v0 | _Unwind_Resume | __dso_handle | __stack_chk_fail
        | (vtable|typeinfo)\ for\ __cxxabiv1::\w+ | __\w+[sdt]i\d
        | _GLOBAL_OFFSET_TABLE_ | BZ2_bz\w+ | simdjson::.* | pugi::.*
        | __(asan|ubsan|sanitizer|sancov|lsan|start|stop|start__|stop__)\w*
        )(@.*)?""",
    re.VERBOSE,
)

ALLOWED_HEADERS = set(
    """algorithm array bit bitset cctype cfloat charconv chrono climits cmath compare concepts cstddef cstdint cstdlib
    cstring deque exception expected functional initializer_list iterator limits list map memory new numbers numeric
    optional queue ranges ratio set span stack stdexcept string string_view system_error tuple type_traits unordered_map
    unordered_set utility variant vector version""".split()
)
FOREIGN_HEADERS = {
    "emmintrin.h": {"gamewire/find_char.hpp", "gamewire/scan_nul.hpp", "gamewire/http1/characters.hpp"},
    "bzlib.h": {"gamewire/a2s/bzip2.cpp"},
    "simdjson.h": {"gamewire/json/document.cpp"},
    "pugixml.hpp": {"gamewire/webapi/tree.cpp"},
}

# Calls that throw where nothing may, or that read a clock.
FORBIDDEN_CALLS = re.compile(r"\.at\(|\bsto(i|l|ul|ll|ull|f|d)\(|_clock::now\(|\bgetenv\(|\bprintf\(")

# Protocols that are layers upon others.
LAYERS = {"websocket": {"http1"}, "asf": {"http1", "json", "websocket"}, "webapi": {"http1", "json", "vdf"},
          "aster": {"json"}, "rcon": {"json"}}


def imported(archive: str) -> set[str]:
    """What the objects of an archive need from elsewhere."""

    def names(*options: str) -> set[str]:
        lines = subprocess.run(["nm", "-C", *options, archive], capture_output=True, text=True, check=True).stdout
        return set(re.findall(r"^(?:[0-9a-f]+)? +[A-Za-z] (.+)$", lines, re.MULTILINE))

    return names("--undefined-only") - names("--defined-only")


def impure_symbols(archive: str) -> list[str]:
    return sorted(symbol for symbol in imported(archive) if not ALLOWED_SYMBOL.fullmatch(symbol))


def sources(root: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in root.rglob("*") if path.suffix in (".hpp", ".cpp"))


def protocol_of(path: str) -> str:
    """'a2s' of gamewire/a2s/info.hpp, '' of gamewire/bytes.hpp."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def impure_includes(core: pathlib.Path) -> list[str]:
    """What is wrong with the includes and calls of core, as 'file: what'."""
    wrong = []
    for file in sources(core):
        name = file.relative_to(core).as_posix()
        text = file.read_text()
        for bracket, header in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.MULTILINE):
            if header in ALLOWED_HEADERS or name in FOREIGN_HEADERS.get(header, ()):
                continue
            if bracket != "<" or not header.startswith("gamewire/") or not (core / header).is_file():
                wrong.append(f"{name}: includes {header}")
            elif protocol_of(header) not in {"", protocol_of(name)} | LAYERS.get(protocol_of(name), set()):
                wrong.append(f"{name}: points the wrong way, to {header}")
        for number, line in enumerate(text.splitlines(), 1):
            if FORBIDDEN_CALLS.search(line.split("//")[0]):
                wrong.append(f"{name}:{number}: calls {line.strip()}")
    return wrong


def drivers_that_know_protocols(transports: pathlib.Path, core: pathlib.Path) -> list[str]:
    wrong = []
    for file in sources(transports):
        for header in re.findall(r'#\s*include\s*[<"](gamewire/[^>"]+)', file.read_text()):
            if protocol_of(header) and (core / header).is_file():
                wrong.append(f"{file.name}: includes {header}")
    return wrong


class TheTestItself(unittest.TestCase):
    def test_notices_impure_symbols(self) -> None:
        found = "\n".join(impure_symbols(IMPURE_ARCHIVE))
        for name in ("socket", "steady_clock::now", "random_device", "thread", "getenv", "rand", "printf", "sleep",
                     "basic_ofstream", "mutex"):
            self.assertIn(name, found)

    def test_notices_impure_sources(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            core = pathlib.Path(directory)
            samples = {
                "gamewire/bytes.hpp": "#include <gamewire/a2s/info.hpp>\n",
                "gamewire/a2s/info.hpp": "#include <sys/socket.h>\n#include <thread>\n",
                "gamewire/a2s/rules.cpp": "#include <bzlib.h>\n#include <gamewire/blocking/channel.hpp>\n",
                "gamewire/rcon/client.cpp": '#include <gamewire/a2s/info.hpp>\n#include "local.hpp"\n  list.at(0);\n',
                "gamewire/a2s/fine.hpp": "#include <span>\n#include <gamewire/bytes.hpp>\n// not std::stoi(text)\n",
            }
            for name, text in samples.items():
                (core / name).parent.mkdir(parents=True, exist_ok=True)
                (core / name).write_text(text)
            wrong = impure_includes(core)
            self.assertEqual(len(wrong), 8, wrong)
            self.assertFalse([line for line in wrong if line.startswith("gamewire/a2s/fine.hpp")])

    def test_notices_drivers_that_know_a_protocol(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            driver = pathlib.Path(directory) / "loop.hpp"
            driver.write_text("#include <gamewire/a2s/client.hpp>\n#include <gamewire/machine.hpp>\n")
            self.assertEqual(len(drivers_that_know_protocols(driver.parent, ROOT / "core")), 1)


class Core(unittest.TestCase):
    def test_imports_nothing_impure(self) -> None:
        self.assertTrue(imported(CORE_ARCHIVE))
        self.assertEqual(impure_symbols(CORE_ARCHIVE), [])

    def test_includes_nothing_impure(self) -> None:
        self.assertEqual(impure_includes(ROOT / "core"), [])

    def test_is_not_known_by_drivers_beyond_its_base(self) -> None:
        self.assertEqual(drivers_that_know_protocols(ROOT / "transports", ROOT / "core"), [])


if __name__ == "__main__":
    ROOT, CORE_ARCHIVE, IMPURE_ARCHIVE = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    unittest.main(argv=sys.argv[:1])

"""The examples, run as their readers would."""

import pathlib
import subprocess
import sys

from conftest import Address, serving

EXAMPLES = pathlib.Path(__file__).parents[2] / "bindings/python/examples"


def run(name: str, *arguments: object) -> str:
    words = [sys.executable, str(EXAMPLES / name), *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_query(game: Address) -> None:
    first, best, *_ = run("query.py", *game).splitlines()
    assert first.startswith("5/32 gamewire sample server")
    assert best == "53 Łukasz"


def test_scan(game: Address) -> None:
    host, port = game
    lines = dict(line.split("\t") for line in run("scan.py", f"{host}:{port}", "127.0.0.1:1").splitlines())
    assert lines[f"{host}:{port}"].startswith("gamewire sample server")
    assert lines["127.0.0.1:1"] == "Connection refused"


def test_by_hand(game: Address) -> None:
    assert "5/32" in run("by_hand.py", *game)


def test_rcon() -> None:
    with serving("--password", "secret") as ready:
        assert run("rcon.py", ready["rcon"], "secret", "echo one", "echo two") == "one \ntwo \n"


def test_master() -> None:
    with serving("--master", "--servers", "3") as ready:
        assert len(run("master.py", ready["master"]).splitlines()) == 3
        assert run("master.py", ready["master"], "map=nowhere") == ""


def test_vdf(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "x.vdf"
    file.write_text('"a" { "b" "c" "d" { "e" "f" } }', encoding="utf-8")
    assert run("vdf_paths.py", file) == "a/b\tc\na/d/e\tf\n"

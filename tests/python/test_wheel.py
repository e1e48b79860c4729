"""The wheel, in a virtual environment with nothing else."""

import os
import pathlib
import subprocess
import sys
import venv

import pytest

WHEELS = pathlib.Path(os.environ.get("GAMEWIRE_WHEELS", "none"))


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter that has gamewire."""
    wheels = list(WHEELS.glob("*.whl"))
    if not wheels:
        pytest.skip("no wheel was built")
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    fresh = str(home / "bin/python")
    run(sys.executable, "-m", "pip", "-q", "--python", fresh, "install", "--no-deps", *map(str, wheels))
    return fresh


def run(python: str, *arguments: str) -> str:
    """Without the paths by which this test finds the package."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([python, *arguments], capture_output=True, text=True, env=clean, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_needs_nothing_else(python: str) -> None:
    names = "a2s, SteamID, sansio"
    assert run(python, "-c", f"from gamewire import {names}; print(SteamID(76561198006409530))") == "STEAM_0:0:23071901\n"


def test_nothing_is_loaded_before_it_is_used(python: str) -> None:
    loaded = run(python, "-c", "import sys; import gamewire; print(*(m for m in sys.modules if 'gamewire' in m))")
    assert set(loaded.split()) == {"gamewire", "gamewire.errors"}

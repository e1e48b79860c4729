"""Gets the peers from their registries into a directory of the build. What cannot be had is said, and left out."""

import shutil
import subprocess
import sys

# By package: what is imported of it.
MODULES = {
    "ASFConnector": "ASFConnector",
    "gevent": "gevent",
    "httpx": "httpx",
    "little-a2s": "little_a2s",
    "python-a2s": "a2s",
    "python-valve": "valve.source.a2s",
    "rcon": "rcon.source",
    "steam": "steam.game_servers",
}
NODE = ("gamedig", "rcon-client")
GO = ("go-a2s",)
SECONDS = 300


def quiet(*command, **more):
    """None, or the last line of what it said when it failed."""
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, **more)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = (ran.stderr.strip() or ran.stdout.strip() or f"exit status {ran.returncode}").splitlines()[-1]
    return said if ran.returncode else None


def up_to_date(copy, source):
    return copy.exists() and copy.read_bytes() == source.read_bytes()


def python_peers(home, sources, wheel):
    """A Python that has them and gamewire, and why it lacks the rest."""
    python = home / "venv" / "bin" / "python"
    if not python.exists() and (error := quiet(sys.executable, "-m", "venv", home / "venv")):
        sys.exit(f"no environment for Python: {error}")
    left_out = {}
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
    wanted = sources / "requirements.txt"
    if not up_to_date(home / wanted.name, wanted):
        refused = [line.partition("==")[0] for line in wanted.read_text().split() if quiet(*pip, line)]
        left_out |= dict.fromkeys(refused, "cannot be installed")
        if not refused:
            shutil.copy(wanted, home)
    if error := quiet(*pip, "--no-deps", "--force-reinstall", wheel):
        sys.exit(f"no Python package of our own: {error}")
    for package, module in MODULES.items():
        if package not in left_out and (error := quiet(python, "-c", f"import {module}", cwd=home)):
            left_out[package] = f"cannot be imported: {error}"
    return python, left_out


def node_peers(home, sources):
    """A node, and why it lacks some."""
    node, wanted = shutil.which("node"), sources / "package.json"
    if not node or not shutil.which("npm"):
        return None, dict.fromkeys(NODE, "there is no Node.js with npm")
    if not up_to_date(home / wanted.name, wanted) or not (home / "node_modules").exists():
        shutil.copy(wanted, home)
        if quiet("npm", "install", "--fetch-retries=1", "--no-audit", "--no-fund", "--ignore-scripts", cwd=home):
            (home / wanted.name).unlink()
            return None, dict.fromkeys(NODE, "cannot be installed")
    return node, {}


def go_peers(home, sources):
    """Why they are not there, built from the versions of go.mod."""
    if not shutil.which("go"):
        return dict.fromkeys(GO, "there is no Go")
    error = quiet("go", "build", "-o", home / "go_a2s_peer", "go_a2s_peer.go", cwd=sources)
    return dict.fromkeys(GO, f"cannot be built: {error}") if error else {}


def programs():
    """Which of those that Debian has are not there."""
    return {} if shutil.which("quakestat") else {"qstat": "is not installed"}

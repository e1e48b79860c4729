"""The command `gamewire`, whose path the variable GAMEWIRE holds."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import peer

GAMEWIRE = os.environ["GAMEWIRE"]


def run(arguments, seconds, **more):
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run([GAMEWIRE, *arguments], timeout=seconds, **how)


def version():
    return run(["--version"], 5).stdout.decode().split()[-1]


def scan(port, in_flight, seconds):
    """Of a list that takes about so long; the process is measured from its start to its end, and writes to a file."""
    count = max(20_000, 4 * in_flight)
    options = f"--json --rate 0 --in-flight {in_flight} --retries 0 --timeout 2"
    while True:
        with tempfile.NamedTemporaryFile("w") as servers, tempfile.TemporaryFile() as out:
            for number in range(1, count + 1):
                print(f"{peer.address(number)}:{port}", file=servers)
            servers.flush()
            cpu, start = peer.used(resource.RUSAGE_CHILDREN), time.monotonic()
            ran = run(["scan", *options.split(), servers.name], 60, stdout=out)
            took, cpu = time.monotonic() - start, peer.used(resource.RUSAGE_CHILDREN) - cpu
        summary = json.loads(ran.stderr.splitlines()[-1])
        if took > seconds / 2:
            return peer.scanned(summary["answered"], count - summary["answered"], took, cpu)
        count *= 4


def execute(port, in_flight, seconds):
    """Commands of a file, answers to a file."""
    count = 5_000
    login = ["--profile", "source", "--password", "secret", f"127.0.0.1:{port}"]
    while True:
        with tempfile.TemporaryFile() as commands, tempfile.TemporaryFile() as out:
            commands.write(b"status\n" * count)
            commands.seek(0)
            start = time.monotonic()
            run(["rcon", "--json", *login], 60, stdin=commands, stdout=out)
            took = time.monotonic() - start
            out.seek(0)
            assert out.read().count(b"\n") == count
        if took > seconds / 2:
            return {"value": count / took}
        count *= 4


def plain(kind, said):
    """It also says when an answer is not whole."""
    if kind == "info":
        found = said
    elif kind == "rules":
        found = said["rules"]
    else:
        found = [[one["name"], one["score"], one["duration"]] for one in said["players"]]
    return {"partial": True, "said": found} if said["partial"] else found


def ask(kind, host, port):
    ran = run([kind, "--json", "--retries", "0", "--timeout", "1", f"{host}:{port}"], 10)
    said = json.loads(ran.stdout.splitlines()[-1]) if ran.stdout else {}
    if said.get("kind") != kind:
        raise RuntimeError(f"exit status {ran.returncode}, {said.get('code') or said}")
    return said


if __name__ == "__main__":
    asked, arguments = sys.argv[1], json.loads(sys.argv[2])
    questions = {"scan": scan, "rcon": execute, "answer": peer.answer(ask, plain)}
    result = questions[asked](**arguments)
    print(json.dumps({"question": asked, "peer": "gamewire command", "version": version(), **result}))

"""qstat, which Debian calls quakestat: a process for all servers of a list."""

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

import peer

QUAKESTAT = "quakestat"
FROM_INFO = {"protocol", "gamedir", "gamename", "bots", "dedicated", "sv_os", "secure", "version"}  # shown as rules


def version():
    said = subprocess.run([QUAKESTAT, "-v"], capture_output=True, text=True).stdout
    return re.search(r"[0-9][0-9.]+", said).group()


def servers(arguments, seconds):
    """What it prints, of those that it is done with after so many seconds."""
    arguments = ["-xml", "-utf8", "-timeout", str(round(seconds)), *arguments]
    ran = subprocess.run([QUAKESTAT, *arguments], capture_output=True, timeout=seconds + 5)
    return xml.etree.ElementTree.fromstring(ran.stdout).findall("server")


def scan(port, in_flight, seconds):
    """It is given more until it takes that long, and some time more when it is slow."""
    peer.open_many()
    count, limit = in_flight, 5 * seconds
    while True:
        with tempfile.NamedTemporaryFile("w") as all_servers:
            for number in range(1, count + 1):
                print(f"A2S {peer.address(number)}:{port}", file=all_servers)
            all_servers.flush()
            cpu, start = peer.used(resource.RUSAGE_CHILDREN), time.monotonic()
            found = servers(["-sendinterval", "0", "-maxsim", str(in_flight), "-f", all_servers.name], limit)
            took, cpu = time.monotonic() - start, peer.used(resource.RUSAGE_CHILDREN) - cpu
        answered = sum(one.get("status") == "UP" for one in found)
        if took > limit - 1:
            return peer.scanned(answered, 0, took, cpu) | {"note": f"of {count} it did {answered} in {limit:.0f} s"}
        if took > seconds / 2 or count >= 200_000:
            return peer.scanned(answered, count - answered, took, cpu)
        count *= 4


def ask(kind, host, port):
    flags = {"info": [], "players": ["-P"], "rules": ["-R"]}[kind]
    for server in servers([*flags, "-a2s", f"{host}:{port}"], 8):
        if server.get("status") == "UP":
            return server
        raise RuntimeError(f"status {server.get('status')}")
    raise TimeoutError("it gives up")


def plain(kind, server):
    if kind == "rules":
        rules = [[one.get("name"), one.text or ""] for one in server.iterfind("rules/rule")]
        return [rule for rule in rules if rule[0] not in FROM_INFO]
    if kind == "players":
        return [
            [one.findtext("name") or "", int(one.findtext("score")), None] for one in server.iterfind("players/player")
        ]
    return {
        "name": server.findtext("name") or "",
        "map": server.findtext("map") or "",
        "players": int(server.findtext("numplayers")),
        "max_players": int(server.findtext("maxplayers")),
    }


if __name__ == "__main__":
    asked, arguments = sys.argv[1], json.loads(sys.argv[2])
    questions = {"scan": scan, "answer": peer.answer(ask, plain)}
    result = questions[asked](**arguments)
    print(json.dumps({"question": asked, "peer": "qstat", "version": version(), **result}))

"""What was found, as a page with a table and a picture for each question."""

import datetime
import os
import platform
import re
import shutil
import statistics
import subprocess

import bars

TITLES = {
    "decode": "Reading one datagram",
    "join": "From the fragments of a reply to its rules",
    "scan": "Asking many servers for INFO",
    "rcon": "RCON commands on one connection",
    "http": "GETs on kept connections",
}
ASKED = {
    "decode": "CPU time of one datagram, from its bytes to the values that its user gets. The same replies for all, one after the"
    " other: 4096 different ones for C++, the first 512 of them for the others. *Right*: all of these are read as"
    " gamewire's Python package reads them.",
    "join": "CPU time of one reply, from all its datagrams, in order, to its rules. gamewire's Python package does it by a machine"
    " that asks before, as its assembler is not to be had alone. Where a peer fails at some, the others count.",
    "scan": "The servers answer on one processor, after a challenge, and cost little; the client has another. *CPU*: of the"
    " client's process, for one query. Each was stopped after some seconds; *lost* are queries that failed or were not"
    " answered in the time that the peer allows.",
    "rcon": "Both sides share one processor. The answer to a command is 100 bytes. gamewire sends a marker behind each command, to"
    " know where a long answer ends, as does the client by hand; the peers do not.",
    "http": "Both sides share one processor; 100 bytes of JSON. By ASFConnector and gamewire's Python package this is `get_info`,"
    " with the JSON read. httpx is asked for the JSON, too; C++ and libcurl are not. 32 in flight are 32 connections.",
}
GOALS = [
    # question, panel, ours, theirs, field, (at least, so many times) as a ratio theirs/ours of it
    ("INFO in Python, times python-a2s", "decode", "INFO", "gamewire, Python", "python-a2s", "value", ">=", 20),
    ("300 rules in Python, times python-a2s", "decode", "RULES, 300 of them", "gamewire, Python", "python-a2s", "value", ">=", 50),
    ("CPU of `gamewire scan`, to a scan by hand", "scan", "150 in flight, answered at once", "by hand, C++", "gamewire, command", "cpu_us", "<=", 1.15),
    ("32 GETs in flight, to libcurl's rate", "http", "nginx, 32 in flight", "libcurl, C", "gamewire, C++", "value", ">=", 1.6),
]


class Machine:
    """As it was before the run."""

    def __init__(self):
        self.load = os.getloadavg()
        self.date = datetime.datetime.now(datetime.UTC)

    def lines(self, bench):
        with open("/proc/cpuinfo") as file:
            model = re.search(r"model name\s*: (.*)", file.read())[1]
        commit = said("git", "rev-parse", "--short", "HEAD")
        before, after = (", ".join(f"{one:.1f}" for one in load) for load in (self.load, os.getloadavg()))
        return [
            f"{self.date:%Y-%m-%d %H:%M} UTC, on {model}, {len(bench.cores)} processors, Linux {platform.release().split('-')[0]}",
            f"load (1, 5, 15 minutes) before {before}, after {after}",
            f"gamewire at {commit}, Python {platform.python_version()}"
            + (f", Node.js {said('node', '--version').removeprefix('v')}" if bench.node else "")
            + f", {(said('nginx', '-v') or 'nginx').removeprefix('nginx version: ')}",
        ]


def said(*command):
    if not shutil.which(command[0]):
        return ""
    ran = subprocess.run(command, capture_output=True, text=True, cwd=os.path.dirname(os.path.abspath(__file__)))
    return (ran.stdout or ran.stderr).strip()


def write(to, machine, bench, found, judged, arguments):
    page = ["# gamewire beside its peers", ""]
    page += [f"Made by `./dev bench {' '.join(['--peers', *arguments])}`, in one run:", ""]
    page += [f"- {line}" for line in machine.lines(bench)]
    page += ["", "What is measured, and how: [README.md](../peers/README.md). Of each row the median of the rounds counts; *spread*"]
    page += ["is from the least to the most that a round found.", ""]
    if bench.left_out:
        page += ["Left out:", "", *(f"- {package}: {why}" for package, why in sorted(bench.left_out.items())), ""]
    page += goals(found)
    if judged:
        page += correctness(*judged)
    for question, (panels, kinds) in found.items():
        page += [f"## {TITLES[question]}", "", ASKED[question], "", f"![{TITLES[question]}]({question}.svg)", ""]
        for title, rows in panels.items():
            page += [f"**{title}**", "", *table(question, rows), ""]
        (to / f"{question}.svg").write_text(picture(question, panels, kinds))
    (to / "peers.md").write_text("\n".join(page).rstrip() + "\n")


def goals(found):
    """Those whose numbers are there."""
    lines = []
    for what, question, panel, ours, theirs, field, way, goal in GOALS:
        if question not in found:
            continue
        rows = found[question][0][panel]
        one, other = (middle(rows.get(label, []), field) for label in (ours, theirs))
        if one and other:
            ratio = other / one
            met = ratio >= goal if way == ">=" else ratio <= goal
            lines.append(f"| {what} | {ratio:.2f} | {'at least' if way == '>=' else 'at most'} {goal} | {'yes' if met else 'no'} |")
    return ["## Goals", "", "| | | goal | met |", "|---|--:|--:|---|", *lines, ""] if lines else []


def correctness(cases, judged):
    page = ["## Who reads the same bytes right", ""]
    page += ["Conversations of `tests/vectors/a2s`, by a server on loopback, to each peer as its user would call it. An answer that is"]
    page += ["not whole is read right by who says so, or raises an error. Where a peer reads less than there is, the rest does not count."]
    page += ["Empty: right.", "", "| | " + " | ".join(judged) + " |", "|---|" + "---|" * len(judged)]
    for case in cases:
        page.append(f"| {case.kind}: {case.name} | " + " | ".join(shorter(said[case.name]) for said in judged.values()) + " |")
    totals = (sum(one == "right" for one in said.values()) for said in judged.values())
    page.append("| **right** | " + " | ".join(f"**{total} of {len(cases)}**" for total in totals) + " |")
    return [*page, ""]


def shorter(verdict):
    return "" if verdict == "right" else verdict


def values(results, field="value"):
    return [one[field] for one in results if one.get(field)]


def middle(results, field="value"):
    found = values(results, field)
    return statistics.median(found) if found else None


def table(question, rows):
    timed = question in ("decode", "join")
    heads = {"decode": ["right"], "join": ["right"], "scan": ["CPU", "lost"]}.get(question, [])
    write_one = span if timed else rate
    lines = ["| | version | " + " | ".join(["of one" if timed else "in a second", "spread", "times", *heads]) + " |"]
    lines.append("|---|---|" + "--:|" * 3 + "--:|" * len(heads))
    first = next((middle(one) for one in rows.values() if middle(one)), None)
    reference = next((one[0].get("digest") for label, one in rows.items() if label == "gamewire, Python"), None)
    for label, results in rows.items():
        version = next((one["version"] for one in results if "version" in one), "")
        value, found = middle(results), values(results)
        if value is None:
            why = next((one["error"] for one in results if one.get("error")), "")
            lines.append(f"| {label} | {version} | – | | | " + " | ".join([why] + [""] * (len(heads) - 1)) + " |")
            continue
        times = value / first if timed else first / value
        cells = [write_one(value), f"{write_one(min(found))} – {write_one(max(found))}", f"{times:.2f}" if times < 10 else f"{times:.0f}"]
        cells += [rightness(results, reference)] if timed else scan_cells(results) if question == "scan" else []
        lines.append(f"| {label} | {version} | " + " | ".join(cells) + " |")
    return lines


def rightness(results, reference):
    one = results[0]
    if "digest" not in one:
        return ""
    if one["failed"]:
        return f"{one['failed']} of {one['of']} fail: {one['error']}"
    return "yes" if one["digest"] == reference else "no"


def scan_cells(results):
    answered, failed = (sum(one.get(key, 0) for one in results) for key in ("answered", "failed"))
    lost = f"{failed / (answered + failed):.1%}" if answered else ""
    return [span(middle(results, "cpu_us") * 1e3), lost]


def span(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{significant(nanoseconds / size)} {unit}"
    return f"{significant(nanoseconds)} ns"


def rate(per_second):
    return f"{significant(per_second):}" if per_second < 10_000 else f"{per_second / 1e3:.0f} k"


def significant(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def picture(question, panels, kinds):
    timed = question in ("decode", "join")
    better = "less is better" if timed else "more is better"
    show = span if timed else rate
    drawn = []
    for title, rows in panels.items():
        order = sorted((label for label in rows if middle(rows[label])), key=lambda label: middle(rows[label]), reverse=not timed)
        if order:
            drawn.append(bars.Panel(title, [bars.Bar(label, middle(rows[label]), show(middle(rows[label])), kinds[label]) for label in order], show))
    return bars.chart(f"{TITLES[question]}: {'time of one' if timed else 'in a second'}, {better}", drawn)

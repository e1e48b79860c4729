"""What was found, as a page with a table and a picture for each question."""

import datetime
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess

import about
import bars
from numbers_shown import rate, round_number, significant, span

HERE = pathlib.Path(__file__).parent
TIMED = ("decode", "join")  # the others are rates


class Machine:
    """As it was before the run."""

    def __init__(self):
        self.load = os.getloadavg()
        self.date = datetime.datetime.now(datetime.UTC)

    def lines(self, bench):
        model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        before, after = (", ".join(f"{one:.1f}" for one in load) for load in (self.load, os.getloadavg()))
        kernel = platform.release().partition("-")[0]
        programs = [f"gamewire at {said('git', 'rev-parse', '--short', 'HEAD')}", f"Python {platform.python_version()}"]
        programs += [f"Node.js {said('node', '--version')}"] if bench.node else []
        programs += [said("nginx", "-v").removeprefix("nginx version: ")]
        return [
            f"{self.date:%Y-%m-%d %H:%M} UTC, {model[1] if model else platform.machine()}",
            f"{len(bench.cores)} processors, Linux {kernel}",
            f"load (1, 5, 15 minutes) before: {before}; after: {after}",
            ", ".join(programs),
        ]


def said(*command):
    if not shutil.which(command[0]):
        return f"no {command[0]}"
    ran = subprocess.run(command, capture_output=True, text=True, cwd=HERE)
    return (ran.stdout or ran.stderr).strip()


def write(to, machine, bench, found, judged, arguments):
    page = ["# gamewire beside its peers", ""]
    page += [f"Made by `./dev bench {' '.join(['--peers', *arguments])}`, in one run:", ""]
    page += [f"- {line}" for line in machine.lines(bench)]
    page += [
        "",
        "How it is measured: [README.md](../peers/README.md). Of each row the median of the rounds counts; *spread* is",
    ]
    page += ["from the least to the most of them, *times* how much worse it is than the first row.", ""]
    if bench.left_out:
        page += ["Left out:", "", *(f"- {package}: {why}" for package, why in sorted(bench.left_out.items())), ""]
    page += goals(found)
    page += correctness(*judged) if judged else []
    for question, (panels, kinds) in found.items():
        title = about.TITLES[question]
        page += [f"## {title}", "", about.TEXTS[question], "", f"![{title}]({question}.svg)", ""]
        for name, rows in panels.items():
            page += [f"**{name}**", "", *table(question, rows), ""]
        (to / f"{question}.svg").write_text(picture(question, panels, kinds))
    (to / "peers.md").write_text("\n".join(page).rstrip() + "\n")


def goals(found):
    """Those whose numbers are there."""
    lines = []
    for goal in about.GOALS:
        rows = found[goal.question][0][goal.panel] if goal.question in found else {}
        over, under = (middle(rows.get(label, []), goal.field) for label in (goal.over, goal.under))
        if not over or not under:
            continue
        ratio = over / under
        met = "yes" if (ratio >= goal.bound if goal.at_least else ratio <= goal.bound) else "no"
        bound = f"at {'least' if goal.at_least else 'most'} {goal.bound}"
        lines.append(f"| {goal.what} | {ratio:.2f} | {bound} | {met} |")
    return ["## Goals", "", "| | | goal | met |", "|---|--:|--:|---|", *lines, ""] if lines else []


def correctness(cases, judged):
    page = ["## Who reads the same bytes right", "", about.RIGHT, ""]
    page += [row(["", *judged]), row(["---"] * (len(judged) + 1))]
    for case in cases:
        verdicts = (said[case.name] for said in judged.values())
        page.append(row([f"{case.kind}: {case.name}", *("" if one == "right" else one for one in verdicts)]))
    totals = (sum(one == "right" for one in said.values()) for said in judged.values())
    return [*page, row(["**right**", *(f"**{total} of {len(cases)}**" for total in totals)]), ""]


def row(cells):
    return f"| {' | '.join(cells)} |"


def values(results, field="value"):
    return [one[field] for one in results if one.get(field)]


def middle(results, field="value"):
    found = values(results, field)
    return statistics.median(found) if found else None


def table(question, rows):
    timed = question in TIMED
    heads = ["right"] if timed else ["CPU", "lost"] if question == "scan" else []
    lines = [row(["", "version", "of one" if timed else "in a second", "spread", "times", *heads])]
    lines.append(row(["---", "---"] + ["--:"] * 3 + (["---"] if timed else ["--:"] * len(heads))))
    first = next((middle(one) for one in rows.values() if middle(one)), None)
    reference = next((digest(one) for label, one in rows.items() if label == "gamewire, Python"), None)
    for label, results in rows.items():
        version = next((one["version"] for one in results if "version" in one), "")
        if value := middle(results):
            more = [rightness(results, reference)] if timed else scan_cells(results) if question == "scan" else []
            lines.append(row([label, version, *measured(results, timed, value / first), *more]))
        else:
            why = next((one["error"] for one in results if one.get("error")), "nothing")
            lines.append(row([label, version, f"– ({why})", *[""] * (2 + len(heads))]))
    return lines


def measured(results, timed, to_first):
    show, found = span if timed else rate, values(results)
    return [
        show(middle(results)),
        f"{show(min(found))} – {show(max(found))}",
        significant(to_first if timed else 1 / to_first),
    ]


def digest(results):
    return next((one["digest"] for one in results if "digest" in one), None)


def rightness(results, reference):
    """In C++ the benchmark has made sure."""
    if not digest(results):
        return "yes"
    one = next(one for one in results if "digest" in one)
    if one["failed"]:
        return f"{one['failed']} of {one['of']} fail: {one['error']}"
    return "yes" if one["digest"] == reference else "no"


def scan_cells(results):
    answered, failed = (sum(one.get(key, 0) for one in results) for key in ("answered", "failed"))
    lost = f"{failed / (answered + failed):.1%}" if answered else ""
    note = next((f" ({one['note']})" for one in results if "note" in one), "")
    return [span(middle(results, "cpu_us") * 1e3), lost + note]


def picture(question, panels, kinds):
    """The best first."""
    timed = question in TIMED
    show = span if timed else rate
    drawn = []
    for title, rows in panels.items():
        found = {label: middle(results) for label, results in rows.items() if middle(results)}
        order = sorted(found, key=found.get, reverse=not timed)
        shown = [bars.Bar(label, found[label], show(found[label]), kinds[label]) for label in order]
        if shown:
            drawn.append(bars.Panel(title, shown, round_number(show)))
    how = "time of one, less is better" if timed else "in a second, more is better"
    return bars.chart(f"{about.TITLES[question]}: {how}", drawn)

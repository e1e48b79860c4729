"""Who is asked: a row of a table is a label and how it is measured once."""

import json
import os
import signal
import subprocess
from typing import NamedTuple

BEST_OF = 5  # repetitions of a benchmark in C++, of which the least disturbed counts


class Row(NamedTuple):
    label: str
    kind: str  # ours, floor or peer
    ask: object  # () -> a dict with at least "value", or "error"


class Processes:
    """Runs what it is given on given processors, and ends it when its time is over."""

    def __init__(self, home, environment, urgent):
        self.home = home
        self._environment = os.environ | environment
        self._urgent = urgent

    def place(self, core):
        """For Popen: run there, and with `--urgent` before everything else."""

        def here():
            if core is not None:
                os.sched_setaffinity(0, {core})
            if self._urgent:  # in turns, for the threads of some wait for each other
                os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(10))

        return {"preexec_fn": here, "env": self._environment, "cwd": self.home}

    def run(self, command, core, seconds):
        """The JSON that it prints, or what went wrong."""
        one = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True, **self.place(core),
        )  # fmt: skip
        try:
            out, err = one.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(one.pid, signal.SIGKILL)  # with what it may have started
            one.communicate()
            return {"error": f"not done in {seconds} s", "hangs": True}
        if one.returncode != 0:
            return {"error": (err.decode(errors="replace").strip() or "dies").splitlines()[-1][:160]}
        return json.loads(out)


def benchmark(processes, program, row, convert, core, seconds, version, repetitions=BEST_OF):
    """A row of one of our benchmarks in C++; `convert` makes a result of its repetitions."""

    def ask():
        arguments = [
            "--benchmark_format=json",
            f"--benchmark_filter=^{row}$",
            f"--benchmark_repetitions={repetitions}",
            f"--benchmark_min_time={seconds / repetitions}",
        ]
        found = processes.run([program, *arguments], core, 60)
        if "error" in found:
            return found
        return {"version": version} | convert([one for one in found["benchmarks"] if one["run_type"] == "iteration"])

    return ask


def least_cpu(repetitions):
    return {"value": min(one["cpu_time"] for one in repetitions)}


def rate_of_median(repetitions):
    return {"value": 1e9 / min(one["p50"] for one in repetitions)}


def scan_rate(repetitions):
    best = min(repetitions, key=lambda one: one["real_time"])
    return {"value": 1e9 / best["real_time"], "cpu_us": best["cpu_time"] / 1e3}

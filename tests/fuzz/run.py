#!/usr/bin/env python3
"""Runs libFuzzer on every target, as many at once as there are processors, and says how each came out.

usage: run.py BUILD [--seconds N] [--keep] [TARGET ...]

Seconds are those of the processor, whatever else the machine does (default 60). A target starts from the vectors, from the
corpus that tests/vectors/fuzz keeps for it as text, and from what it found the last time in this build. With --keep the
smallest set of inputs that reaches what they all reach, beyond what the vectors reach, becomes that text.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"
KEPT = VECTORS / "fuzz"
LONGEST_KEPT = 512  # bytes: longer inputs find little that short ones do not, and nobody reads them


class Runner:
    def __init__(self, build, seconds):
        self.programs = build / "tests" / "fuzz"
        self.work = build / "fuzz"
        self.seconds = seconds

    def targets(self):
        return sorted(path.name.removeprefix("fuzz_") for path in self.programs.glob("fuzz_*") if path.is_file())

    def prepare(self):
        for folder in ("crashes", "corpus", "logs"):
            (self.work / folder).mkdir(parents=True, exist_ok=True)
        folders = sorted(path for path in VECTORS.iterdir() if path.is_dir() and path != KEPT)
        subprocess.run([self.programs / "make_corpus", self.work / "vectors", *folders], check=True)

    def fuzz(self, target):
        """Whether all was well, and a line that says how much was tried."""
        corpus = self.work / "corpus" / target
        corpus.mkdir(exist_ok=True)
        for number, one in enumerate(read_kept(target)):
            (corpus / f"kept-{number}").write_bytes(one)
        log = self.work / "logs" / target
        with log.open("wb") as said:
            process = subprocess.Popen(
                [self.programs / f"fuzz_{target}", "-max_len=8192", "-timeout=30", "-rss_limit_mb=2048",
                 "-print_final_stats=1", f"-artifact_prefix={self.work}/crashes/{target}-", corpus, self.work / "vectors"],
                stdout=said, stderr=subprocess.STDOUT)
            spent = wait(process, self.seconds)
        words = log.read_text(errors="replace")
        runs = re.search(r"stat::number_of_executed_units: (\d+)", words)
        covered = re.findall(r"\bcov: (\d+)", words)
        if process.returncode == 0 and runs:
            return True, f"{target:24}{int(runs[1]):>12} runs {spent:>7.0f} s {covered[-1] if covered else '-':>7} edges"
        return False, (f"{words[-4000:]}\n{target}: FAILED; the input is in {self.work}/crashes, and in hex above or by xxd: "
                       "it belongs into tests/vectors/crashes")

    def keep(self, target):
        """Writes what its corpus adds to the vectors as text, a line of hex for each input."""
        best = self.work / "best" / target
        shutil.rmtree(best, ignore_errors=True)
        shutil.copytree(self.work / "vectors", best)
        subprocess.run([self.programs / f"fuzz_{target}", "-set_cover_merge=1", f"-max_len={LONGEST_KEPT}", best,
                        self.work / "corpus" / target], check=True, capture_output=True)
        new = [path.read_bytes() for path in best.iterdir() if not path.name.startswith("vector-")]
        new.sort(key=lambda one: (len(one), one))
        KEPT.mkdir(exist_ok=True)
        file = KEPT / f"{target}.txt"
        if new:
            file.write_text("".join(one.hex() + "\n" for one in new))
        else:
            file.unlink(missing_ok=True)
        return len(new)


def read_kept(target):
    file = KEPT / f"{target}.txt"
    return [bytes.fromhex(line) for line in file.read_text().splitlines()] if file.exists() else []


def wait(process, seconds):
    """Waits until it ends or has had its seconds of the processor; then libFuzzer is told to end. Returns what it had."""
    clock = os.sysconf("SC_CLK_TCK")
    spent = 0.0
    while process.poll() is None:
        try:
            fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        spent = (int(fields[11]) + int(fields[12])) / clock
        if spent >= seconds:
            process.send_signal(signal.SIGUSR1)
        time.sleep(0.5)
    return spent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("targets", nargs="*")
    given = parser.parse_intermixed_args()  # targets may follow the options
    runner = Runner(given.build.resolve(), given.seconds)
    known = runner.targets()
    if not known:
        parser.error(f"no targets in {given.build}: `./dev fuzz` builds them")
    if unknown := sorted(set(given.targets) - set(known)):
        parser.error(f"no such target: {', '.join(unknown)}")
    runner.prepare()
    targets = given.targets or known
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(runner.fuzz, target) for target in targets]
        for number, one in enumerate(concurrent.futures.as_completed(running), 1):
            good, words = one.result()
            failed += not good
            print(f"[{number}/{len(targets)}] {words}", flush=True)
        if given.keep and not failed:
            for target, count in zip(targets, pool.map(runner.keep, targets)):
                print(f"{target:24}{count:>12} inputs kept", flush=True)
    print(f"{len(targets) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Adds up what Meson's test runs did: `tally.py testlog.json…` prints "N passed, N failed[, N skipped]".

A test program that says how many cases it ran (doctest, unittest, pytest) counts as so many, any other as one.
Exits with 1 when something failed or nothing ran.
"""

import json
import re
import sys

DOCTEST = re.compile(r"test cases:\s+(\d+) \|\s+(\d+) passed \|\s+(\d+) failed \|\s+(\d+) skipped")
UNITTEST = re.compile(r"^Ran (\d+) tests? in .*?\n\n(?:OK|FAILED)(?: \((.*?)\))?", re.MULTILINE | re.DOTALL)
PYTEST = re.compile(r"^(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s", re.MULTILINE)


def cases(result: str, output: str) -> tuple[int, int, int]:
    """Passed, failed and skipped cases of one test program."""
    if match := DOCTEST.search(output):
        _, passed, failed, skipped = map(int, match.groups())
    elif match := UNITTEST.search(output):
        counts = dict(re.findall(r"(\w+)=(\d+)", match[2] or ""))
        failed = int(counts.get("failures", 0)) + int(counts.get("errors", 0))
        skipped = int(counts.get("skipped", 0))
        passed = int(match[1]) - failed - skipped
    elif match := PYTEST.search(output):
        said = {kind: int(count) for count, kind in re.findall(r"(\d+) (\w+)", match[1])}
        passed, skipped = said.get("passed", 0), said.get("skipped", 0)
        failed = said.get("failed", 0) + said.get("error", 0) + said.get("errors", 0)
    else:
        passed, failed, skipped = 0, 0, 0
    if result == "SKIP":
        return passed, failed, skipped or 1
    if result in ("OK", "EXPECTEDFAIL"):
        return passed or 1, failed, skipped
    return passed, failed or 1, skipped  # also a crash behind the last case


def main() -> int:
    totals = [0, 0, 0]
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                output = test.get("stdout", "") + test.get("stderr", "")
                totals = [a + b for a, b in zip(totals, cases(test["result"], output))]
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

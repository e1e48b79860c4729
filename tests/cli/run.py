#!/usr/bin/env python3
"""Black-box tests of the command line: run.py PATH_OF_GAMEWIRE [NAME…]

The last line says how many passed and failed."""

import os
import signal
import sys
import unittest

sys.dont_write_bytecode = True


def main():
    os.environ["GAMEWIRE"] = os.path.abspath(sys.argv[1])
    # Not ignored, as scripts have it for their jobs in the background, but as on a terminal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(sys.argv[2:]) if sys.argv[2:] else loader.discover(here, "test_*.py")
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors)
    skipped = f", {len(result.skipped)} skipped" if result.skipped else ""
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed{skipped}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

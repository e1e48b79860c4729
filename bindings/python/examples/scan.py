"""scan.py ADDRESS…: asks them all at once, and prints answers as they come."""

import sys

from gamewire import a2s

if len(sys.argv) < 2:
    sys.exit(f"usage: {__doc__}")
for address, result in a2s.scan(sys.argv[1:]):
    print(address, result.name if isinstance(result, a2s.Info) else result, sep="\t")

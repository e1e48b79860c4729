"""Numbers as the page writes them."""

import re


def significant(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def span(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{significant(nanoseconds / size)} {unit}"
    return f"{significant(nanoseconds)} ns"


def rate(per_second):
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if per_second >= size:
            return f"{significant(per_second / size)} {unit}"
    return significant(per_second)


def round_number(show):
    """Powers of ten, without digits behind the point."""
    return lambda value: re.sub(r"\.0+", "", show(value))

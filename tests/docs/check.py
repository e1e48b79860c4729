#!/usr/bin/env python3
"""Holds the documentation against the tree: links lead somewhere, what is said to be a piece of an example is one, and the
commands of ./dev that are named exist.

usage: check.py ROOT
"""

import pathlib
import re
import sys

QUOTES_EXAMPLES = "core/TUTORIAL.md"


def pages(root):
    for path in sorted(root.rglob("*.md")):
        inside = path.relative_to(root)
        if not inside.parts[0].startswith(("build", ".")) and "subprojects" not in inside.parts:
            yield path


def squeezed(text):
    return " ".join(text.split())


def broken_links(page):
    words = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", words):
        if "://" not in target and not (page.parent / target).exists():
            yield f"{page}: no {target}"


def foreign_snippets(root):
    examples = [squeezed(path.read_text()) for path in (root / "bindings/examples").glob("*.cpp")]
    page = root / QUOTES_EXAMPLES
    for block in re.findall(r"```cpp\n(.*?)```", page.read_text(), re.DOTALL):
        if not any(squeezed(block) in example for example in examples):
            yield f"{page}: not in any example:\n{block}"


def unknown_commands(root, page):
    usage = re.findall(r"^  (\w+)", (root / "dev").read_text().split("EOF")[1], re.MULTILINE)
    for command in re.findall(r"\./dev (\w+)", page.read_text()):
        if command not in usage:
            yield f"{page}: ./dev has no {command}"


def main():
    root = pathlib.Path(sys.argv[1])
    wrong = list(foreign_snippets(root))
    for page in pages(root):
        wrong += broken_links(page)
        wrong += unknown_commands(root, page)
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()

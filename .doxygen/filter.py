#!/usr/bin/env -S python3 -IS
"""Gives a header to doxygen in the words that it knows: filter.py HEADER

The comment that opens a file is also about what the file is named after, and the README of a folder about its namespace.
What stands right below a declaration with a comment belongs to it. A comment behind a member is about that member.
`// The machine.` heads the lines up to the next empty one. The inline namespace is not shown: nobody writes it.
"""

import pathlib
import re
import sys

OPENING = re.compile(r"(?:///.*\n)*")
TYPE = re.compile(
    r"(?m)^((?:///.*\n)*)((?:template <.*>\n(?:  requires.*\n)?)?(?:class|struct|enum class|concept) (\w+)\b(?!.*;$))"
)
BEHIND = re.compile(r"(?m)^( *(?![#}])[^/\s].*[\w;,)}])  +// (?!NOLINT)")
SECTION = re.compile(
    r"(?m)^  // (The machine|The rest of the machine|The hub|And that it reconnects|Below|Above)\b.*\n"
    r"((?:.+\n)*?)(?=\n|};| private:| protected:)"
)
# What machine.hpp and layer.hpp speak of.
CONTRACT = set(
    "receive receive_end on_timeout poll_transmit transmitted poll_event close deadline done opened wants_transport"
    " unreachable transmit_failed poll_plain plain_end write shutdown total_deadline value".split()
)
# A member on a line of its own, without a comment behind it.
MEMBER = re.compile(r"^  (?!using|friend|explicit|static_assert|template|operator)[\w\[].*?\b(\w+)(?:\(.*\).*| = .*|\{.*\})?[;}]$")


def document_types(text, stem, opening):
    """What the file is named after; and options, where they have no comment of their own."""
    named = {stem, stem + "_driver", stem.rpartition("_")[2]} | ({"errc"} if stem == "error" else set())

    def document(found):
        own, declaration, name = found.groups()
        if name in named:
            own = opening + ("///\n" + own if own else "")
        elif not own and name.endswith("_options"):
            own = f"/// The options of `{name.removesuffix('_options')}`.\n"
        return own + declaration

    return TYPE.sub(document, text)


def refer_to_above(text):
    """Sends who looks for what has no comment to the member right above it that has one."""
    lines, above, fresh = [], None, False
    for line in text.split("\n"):
        member = MEMBER.match(line)
        if line.startswith("  ///"):
            above, fresh = None, True
        elif member and fresh:
            above, fresh = member[1], False
        elif member and above and member[1] not in CONTRACT:
            lines.append(f"  /// See `{above}`.")
        else:
            above, fresh = None, False
        lines.append(line)
    return "\n".join(lines)


def namespace_of(folder):
    """What its README begins with, once a folder: in front of its error.hpp."""
    readme = folder / "README.md"
    if not readme.exists():
        return ""
    title, first = readme.read_text().split("\n\n")[:2]
    page = "md_" + str(readme.with_suffix("")).replace("/", "_")
    words = " ".join(first.split("\n"))
    return f"/// @namespace gamewire::{folder.name}\n/// {title[2:]}: {words} See [the page](@ref {page}).\n\n"


def main():
    path = pathlib.Path(sys.argv[1])
    path = path.relative_to(pathlib.Path.cwd()) if path.is_absolute() else path
    text = path.read_text()
    opening = OPENING.match(text)[0]
    text = document_types(text.removeprefix(opening), path.stem, opening)
    text = BEHIND.sub(r"\1  ///< ", text)
    text = SECTION.sub(r"  /// @name \1\n  ///@{\n\2  ///@}\n", refer_to_above(text))
    text = text.replace("gamewire::inline v0", "gamewire")
    if path.stem == "error":
        text = namespace_of(path.parent) + text
    elif path.stem == "hub":
        text = f"/// @namespace gamewire::{path.parent.name}\n/// A [driver](@ref md_transports_README).\n\n" + text
    sys.stdout.write("/// @file\n" + opening + "\n" + text)


main()

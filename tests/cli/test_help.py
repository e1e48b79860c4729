"""What --help looks like: on a terminal of 80 columns, for every command and for what is inside of one."""

import re
import subprocess
import unittest

from support import GAMEWIRE, TestCase

WIDEST = 80
MARGIN = 26  # of what explains a name


def help_of(*words):
    return subprocess.run([GAMEWIRE, *words, "--help"], check=True, capture_output=True, text=True).stdout


def names_below(title, text):
    """In the list under this title: the first column, without the lines that go on with an explanation."""
    found = re.search(rf"^{title}.*:\n((?:  .*\n)+)", text, re.MULTILINE)
    return re.findall(r"^  (\S+)", found.group(1), re.MULTILINE) if found else []


def all_helps(*words):
    """Of a command, and of those inside it: there the usage says what stands between."""
    text = help_of(*words)
    yield words, text
    between = re.search(r"^Usage: gamewire.*\[OPTIONS\](.*) \[COMMAND\]$", text, re.MULTILINE)
    for name in names_below("Commands", text):
        yield from all_helps(*words, *between.group(1).split(), name)


class Help(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.helps = dict(all_helps())

    def test_those_inside_of_a_command_are_among_them(self):
        for words in ((), ("info",), ("help",), ("aster", "HOST", "history")):
            self.assertIn(words, self.helps)

    def test_no_line_is_too_wide(self):
        for words, text in self.helps.items():
            with self.subTest(words):
                self.assertEqual([line for line in text.splitlines() if len(line) > WIDEST], [])

    def test_what_explains_a_name_stands_in_its_column(self):
        for words, text in self.helps.items():
            for line in re.findall(r"^(?:Arguments|Options|Common options|Commands).*:\n((?:  .*\n)+)", text, re.MULTILINE):
                for row in line.splitlines():
                    with self.subTest(words, row=row):
                        self.assertRegex(row, rf"^  .{{{MARGIN - 4}}}  \S|^ {{{MARGIN}}}\S")

    def test_what_explains_a_name_is_whole(self):
        words = " ".join(help_of("info").split())
        self.assertIn("--timeout SECONDS of the first attempt, default 1.5; each retry waits half as long again; over connections", words)

    def test_parts_stand_apart_by_one_line(self):
        for words, text in self.helps.items():
            with self.subTest(words):
                self.assertNotIn("\n\n\n", text)
                self.assertTrue(text.endswith("\n") and not text.endswith("\n\n"))

    def test_the_usage_of_what_is_inside_says_where_it_stands(self):
        self.assertIn("Usage: gamewire aster HOST history [OPTIONS] CHANNEL\n", self.helps["aster", "HOST", "history"])

    def test_help_says_the_keys_of_watch(self):
        text = help_of("watch")
        for key in ("Up", "Down", "PgUp", "PgDn", "Home", "End", "space"):
            self.assertRegex(text, rf"\b{key}\b")


if __name__ == "__main__":
    unittest.main()

"""Every command and every option that --help tells is in the completions of three shells, and in the manual page."""

import pathlib
import re
import subprocess
import unittest

from support import GAMEWIRE

FOLDER = pathlib.Path(__file__).parents[2] / "bindings/cli"


def helps(*words: str) -> str:
    return subprocess.run([GAMEWIRE, *words, "--help"], check=True, capture_output=True, text=True).stdout


def options_in(text: str) -> set[str]:
    """The names at the beginning of the lines that explain one: "-c,--count COUNT" has two."""
    lines = re.findall(r"^  (-\S+)", text, re.MULTILINE)
    return {name for line in lines for name in line.split(",")}


def commands() -> list[str]:
    listed = helps().split("Commands:\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^  (\S+)", listed, re.MULTILINE)


class Completions(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        read = lambda name: (FOLDER / name).read_text()
        cls.bash, cls.zsh = read("completions/gamewire.bash"), read("completions/_gamewire")
        cls.fish = read("completions/gamewire.fish")
        cls.manual = read("gamewire.1").replace("\\-", "-")
        cls.commands = commands()

    def test_commands(self) -> None:
        self.assertIn("webapi", self.commands)
        in_bash = re.search(r'commands="([^"]*)"', self.bash).group(1).split()
        self.assertEqual(set(in_bash), set(self.commands))
        in_zsh = re.findall(r"^  '(\w+):", self.zsh.split("commands=(")[1].split("\n)")[0], re.MULTILINE)
        self.assertEqual(set(in_zsh), set(self.commands))
        self.assertEqual(set(re.findall(r"^__gamewire_command (\w+)", self.fish, re.MULTILINE)), set(self.commands))
        for command in self.commands:
            self.assertRegex(self.manual, rf"gamewire {command}\b|\.B {command}\b|\b{command}\b")

    def test_options(self) -> None:
        common = options_in(helps())
        for command in set(self.commands) - {"help"}:
            for option in options_in(helps(command)) - common:
                with self.subTest(command=command, option=option):
                    self.assertTrue(self.bash_has(command, option), "bash")
                    self.assertTrue(self.zsh_has(command, option), "zsh")
                    self.assertTrue(self.fish_has(command, option), "fish")
                    self.assertRegex(self.manual, rf"{option}\b", "the manual page")

    def test_names_of_regions(self) -> None:
        told = " ".join(helps("master").split("Regions: ")[1].split(". ")[0].split()).replace(", or ", " ").split()
        self.assertIn("europe", told)
        for name in told:
            for shell, pattern in (
                (self.bash, rf'--region\) what=.*[" ]{name}[" ]'),
                (self.zsh, rf"--region\[.*[( ]{name}[ )]"),
                (self.fish, rf"-l region -x [^_]*[' ]{name}[' ]"),
            ):
                self.assertRegex(shell, pattern)

    def bash_has(self, command: str, option: str) -> bool:
        if len(option) == 2:
            return True  # bash offers the long names, which say more
        case = re.search(rf"^    (?:[\w|]*\|)?{command}(?:\|[\w|]*)?\) own=\"([^\"]*)\"", self.bash, re.MULTILINE)
        return case is not None and option in case.group(1).split()

    def zsh_has(self, command: str, option: str) -> bool:
        case = re.search(rf"^      (?:[\w|]*\|)?{command}(?:\|[\w|]*)?\)(.*?);;", self.zsh, re.MULTILINE | re.DOTALL)
        text = case.group(1) if case else ""
        for shared in re.findall(r"\$(\w+)", text):
            array = re.search(rf"^{shared}=\((.*?)\)$", self.zsh, re.MULTILINE | re.DOTALL)
            text += array.group(1) if array and shared != "common" else ""
        return re.search(rf"(?<![\w-]){option}(?![\w-])", text) is not None

    def fish_has(self, command: str, option: str) -> bool:
        flag = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
        lines = re.findall(rf"^__gamewire_option (?:'[^']*\b{command}\b[^']*'|{command}) .*$", self.fish, re.MULTILINE)
        return any(re.search(rf"{flag}(?![\w-])", line) for line in lines)


if __name__ == "__main__":
    unittest.main()

"""`load`, `loads`, `dump` and `dumps`. What is different: comments, conditions and everything else are as Valve's own
reader has them; values are text, quoted or not; an inclusion is a key like others, and reads no file."""

from ...vdf import VDFError, dump, dumps, load, loads

# A syntax error has a `line` and a `column`.
VDFSyntaxError = VDFError

__all__ = ["VDFError", "VDFSyntaxError", "dump", "dumps", "load", "loads"]

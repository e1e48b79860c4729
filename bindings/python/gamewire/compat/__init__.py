"""The names of the libraries that this one replaces: change the import line, and what is on their pages runs.

    from gamewire.compat import valve  # in place of `import valve.rcon`, and of each other module there

New code is better off with the modules that these are a thin layer over.
"""

from typing import TYPE_CHECKING

from .._lazy import submodules

if TYPE_CHECKING:
    from . import ASFConnector as ASFConnector
    from . import asterpy as asterpy
    from . import little_a2s as little_a2s
    from . import valve as valve
else:
    __getattr__ = submodules(__name__, "ASFConnector", "asterpy", "little_a2s", "valve")

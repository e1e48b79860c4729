"""The names of python-valve 1.0. What is left out: `valve.steam.client`, which looked for Steam in the registry of
Windows.

    from gamewire.compat import valve  # in place of `import valve.source.a2s`, `import valve.rcon` …

    server = valve.source.a2s.ServerQuerier(("play.example.org", 27015))
"""

from typing import TYPE_CHECKING

from ..._lazy import submodules

if TYPE_CHECKING:
    from . import rcon as rcon
    from . import source as source
    from . import steam as steam
    from . import vdf as vdf
else:
    __getattr__ = submodules(__name__, "rcon", "source", "steam", "vdf")

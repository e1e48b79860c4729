"""What the package tells loggers: of connections, and never what is said over them, where passwords are."""

import logging

log = logging.getLogger("gamewire")
log.addHandler(logging.NullHandler())

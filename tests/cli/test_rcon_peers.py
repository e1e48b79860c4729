"""RCON clients of others against `gamewire serve`."""

from support import *
from test_rcon import rcon as gamewire_rcon

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's own, whichever Python runs this
try:
    from rcon.exceptions import WrongPassword
    from rcon.source import Client
except ImportError:
    Client = None


@unittest.skipUnless(Client, "Debian's python3-rcon is not installed")
class PythonRcon(TestCase):
    """Debian's python3-rcon. It drops what it has read behind one packet: of a login in one segment it would wait for
    the verdict for ever."""

    def setUp(self):
        self.server = self.enterContext(Served("--password", "secret", "--rules", 500))

    def client(self, password="secret", **how):
        host, port = self.server.address.split(":")
        return Client(host, int(port), timeout=20, passwd=password, **how)

    def test_logins_and_commands(self):
        for _ in range(3):
            with self.client() as client:
                self.assertEqual(client.run("echo", "hello"), "hello \n")
                self.assertEqual(client.run("echo", "☕", "x"), "☕ x \n")

    def test_a_long_reply(self):
        ours = gamewire_rcon(self.server.address, "-e", "cvarlist").out
        self.assertGreater(len(ours), 5 * 4096)
        with self.client(frag_threshold=4086) as client:  # as full as Source's packets are
            self.assertEqual(client.run("cvarlist"), ours)
            self.assertEqual(client.run("echo", "after"), "after \n")

    def test_a_wrong_password(self):
        with self.assertRaises(WrongPassword):
            with self.client("wrong"):
                pass

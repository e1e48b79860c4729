"""`gamewire rcon` through the protocols that know no connection."""

import tempfile

from rcon_datagrams import *
from rcon_server import cvarlist
from support import *
from test_rcon import SECRET, Home, rcon

REPLIES = {b"status": b"hostname: A server\n", b"empty": b"", b"long": b"0123456789\n" * 500, b"silence": None}
GOLDSOURCE = ("--protocol", "goldsource")
BATTLEYE = ("--protocol", "battleye")
QUICK = ("--timeout", "0.3", "--retries", "0")


class Alike:
    """What is the same in all of them, and as Source has it."""

    def serving(self, replies=REPLIES, **how):
        return Scripted(self.server(replies, **how))

    def rcon(self, server, *arguments, **how):
        return rcon(server.address, *self.protocol, *arguments, **how)

    def test_commands_in_order(self):
        with self.serving() as server:
            result = self.check(self.rcon(server, "-e", "status", "-e", "empty", "-e", "long", "-e", "status"), 0)
        self.assertEqual(result.out.encode(), REPLIES[b"status"] + REPLIES[b"long"] + REPLIES[b"status"])
        self.assertEqual(result.err, "")

    def test_a_script(self):
        with self.serving() as server:
            result = self.check(self.rcon(server, stdin=b"# first\nstatus\n\nlong"), 0)
        self.assertEqual(result.out.encode(), REPLIES[b"status"] + REPLIES[b"long"])

    def test_json(self):
        with self.serving() as server:
            result = self.check(rcon(f"localhost:{server.port}", "-4", *self.protocol, "--json", "-e", "status"), 0)
        object = result.object
        self.assertGreater(object.pop("ms"), 0)
        self.assertEqual(
            object,
            {
                "address": f"localhost:{server.port}", "resolved": server.address, "command": "status",
                "output": "hostname: A server\n",
            },
        )  # fmt: skip

    def test_a_wrong_password(self):
        with self.serving(password=b"other") as server:
            result = self.check(self.rcon(server, "--json", "-e", "status", "-e", "long"), 5, "auth")
            self.assertEqual(set(result.object), {"address", "error"})
            self.check(self.rcon(server, stdin=b"status\nlong\n"), 5)

    def test_nobody_answers(self):
        with Scripted(lambda *_: None) as server:
            result = self.check(self.rcon(server, "--json", *QUICK, "-e", "status", "-e", "long"), 4, "timeout")
            self.assertEqual(set(result.object), {"address", "error"})

    def test_only_who_was_heard_may_leave_in_silence(self):
        with Scripted(lambda *_: None) as server:
            for command in ("exit", "map x", "stop"):
                self.check(self.rcon(server, "--json", *QUICK, "-e", command), 4, "timeout")
        with self.serving({b"exit": None}) as server:
            self.assertEqual(self.check(self.rcon(server, *QUICK, "-e", "exit"), 0).out, "")

    def test_a_command_without_an_answer_is_not_the_end(self):
        with self.serving() as server:
            result = self.check(self.rcon(server, "--json", *QUICK, "-e", "status", "-e", "silence", "-e", "status"), 4)
        outputs = [one.get("output", one.get("error", {}).get("code")) for one in result.objects]
        self.assertEqual(outputs, ["hostname: A server\n", "timeout", "hostname: A server\n"])
        self.assertEqual(result.objects[1]["command"], "silence")

    def test_nor_is_the_first_one(self):
        with self.serving() as server:
            result = self.check(self.rcon(server, "--json", *QUICK, "-e", "silence", "-e", "status"), 4)
        silence, status = result.objects
        self.assertEqual((silence["command"], silence["error"]["code"]), ("silence", "timeout"))
        self.assertEqual(status["output"], "hostname: A server\n")

    def test_refused(self):
        address = f"127.0.0.1:{unused_port()}"
        result = self.check(rcon(address, *self.protocol, "--json", "-e", "status"), 3, "refused")
        self.assertEqual(set(result.object), {"address", "error"})

    def test_the_password_is_in_no_trace(self):
        with self.serving() as server, tempfile.NamedTemporaryFile() as file:
            self.check(self.rcon(server, "--trace", file.name, "-e", "status"), 0)
            traced = file.read().decode()
            self.assertIn(b"status".hex(), traced)
            self.assertNotIn(b"secret".hex(), traced)

    def test_profiles_are_of_source(self):
        with self.serving() as server:
            self.check(self.rcon(server, "--profile", "single", "--json", "-e", "status"), 2, "usage")
            self.assertEqual(server.requests, [])

    def test_its_usual_port(self):
        for host in ("127.0.0.1", "[::1]"):
            address = rcon(host, *self.protocol, "--json", *QUICK, "-e", "status").object["address"]
            self.assertEqual(address, f"{host}:{self.port}")

    def test_a_host_of_the_config_file(self):
        with self.serving() as server:
            config = f'[hosts.a]\naddress = "{server.address}"\npassword = "secret"\nprotocol = "{self.protocol[1]}"\n'
            with Home(config) as home:
                result = self.check(rcon("a", "-e", "status", env=home.env), 0)
                self.assertEqual(result.out, "hostname: A server\n")


@through_every_transport
class GoldSource(Alike, TestCase):
    protocol = GOLDSOURCE
    port = 27015
    server = staticmethod(goldsource)

    def test_the_refusals_are_told_in_the_words_of_the_server(self):
        for words, code, error in (
            (b"No password set for this server.\n", 5, "auth"),
            (b"You have been banned from this server.\n", 5, "banned"),
        ):
            with Scripted(lambda request, _, words=words: [
                printed(words) if request[4:8] == b"rcon" else WHOLE + b"challenge rcon 1\n\0"
            ]) as server:  # fmt: skip
                result = self.check(self.rcon(server, "--json", "-e", "status"), code, error)
                self.assertIn(words.decode().strip(), result.object["error"]["message"])

    def test_a_password_that_cannot_be_sent(self):
        with self.serving() as server:
            env = {"GAMEWIRE_RCON_PASSWORD": 'a"b'}
            self.check(self.rcon(server, "--json", "-e", "status", env=env), 2, "usage")
            self.assertEqual(server.requests, [])

    def test_a_command_that_cannot_be_sent_is_the_command_s_fault(self):
        with self.serving() as server:
            result = self.check(self.rcon(server, "--json", "-e", "x" * 600, "-e", "status"), 2)
            self.assertEqual(result.objects[0]["error"]["code"], "usage")
            self.assertEqual(result.objects[1]["output"], "hostname: A server\n")

    def test_a_served_game(self):
        with Served("--engine", "goldsource", "--password", "secret", "--rules", 300) as server:
            result = self.check(self.rcon(server, "-e", "echo hello", "-e", "cvarlist"), 0)
            self.assertTrue(result.out.startswith("hello \nCVar List\n"))
            self.assertTrue(result.out.endswith("300 Total CVars\nCvarList ? for syntax\n"))
            cvars = self.check(gamewire("cvars", "--json", server.address, *GOLDSOURCE, env=SECRET), 0).objects
            self.assertEqual(len(cvars), 300)
            self.assertEqual(cvars[0]["flags"], ["sv"])
            self.check(gamewire("info", server.address), 0)  # on the same port
            wrong = {"GAMEWIRE_RCON_PASSWORD": "wrong"}
            self.check(self.rcon(server, "--json", "-e", "status", env=wrong), 5, "auth")
            self.check(self.rcon(server, *QUICK, "-e", "exit"), 0)
            self.assertEqual(server.process.wait(timeout=10), 0)

    def test_a_served_game_bans(self):
        with Served("--engine", "goldsource", "--password", "secret") as server:
            wrong = {"GAMEWIRE_RCON_PASSWORD": "wrong"}
            for _ in range(10):
                self.check(self.rcon(server, "--json", "-e", "status", env=wrong), 5, "auth")
            self.check(self.rcon(server, "--json", "-e", "status"), 5, "banned")

    def test_a_lost_challenge_is_asked_for_again_and_a_command_is_not(self):
        whole = goldsource(REPLIES)
        with Scripted(lambda request, number: None if number in (1, 2, 4) else whole(request, number)) as server:
            result = self.check(self.rcon(server, "--timeout", "0.2", "--json", "-e", "status"), 4, "timeout")
            self.assertEqual([request[4:8] for request in server.requests], [b"chal", b"chal", b"chal", b"rcon"])


@through_every_transport
class BattlEye(Alike, TestCase):
    protocol = BATTLEYE
    port = 2306
    server = staticmethod(battleye)

    def test_a_login_that_nobody_answers_keeps_to_the_options(self):
        for options, attempts in (
            (("--timeout", "0.2", "--retries", "2"), 3), (("--timeout", "0.2", "--retries", "0"), 1),
            (("--timeout", "0.5", "--deadline", "0.6"), 1), (("--timeout", "9", "--deadline", "0.2"), 1),
        ):  # fmt: skip
            with self.subTest(options), Scripted(lambda *_: None) as server:
                self.check(self.rcon(server, "--json", *options, "-e", "status"), 4, "timeout")
                self.assertEqual(len(server.requests), attempts)

    def test_messages_of_the_server_are_acknowledged_and_not_in_the_output(self):
        acknowledged = []
        messages = (b"RCon admin #0 logged in", b"Player #1 connected")
        with self.serving(messages=messages, acknowledged=acknowledged) as server:
            result = self.check(self.rcon(server, "-e", "status"), 0)
            self.assertEqual((result.out, result.err), ("hostname: A server\n", ""))
        self.assertEqual(set(acknowledged), {0, 1})

    def test_a_lost_command_is_sent_again(self):
        whole = battleye(REPLIES)
        lossy = lambda request, number: None if number in (1, 3) else whole(request, number)
        with Scripted(lossy) as server:
            self.check(self.rcon(server, "--timeout", "0.2", "-e", "status"), 0)

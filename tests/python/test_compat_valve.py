"""`gamewire.compat.valve`: what stands on python-valve's own pages."""

import contextlib
import io
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable

import gamewire.compat.valve.rcon as valve_rcon
import pytest
from conftest import Address, address_of, text_of
from gamewire.compat.valve import vdf
from gamewire.compat.valve.source import NoResponseError, QuerierClosedError, a2s, master_server, util
from gamewire.compat.valve.steam import id as steam_id
from gamewire.compat.valve.steam.id import SteamID, SteamIDError

PASSWORD = "top-secret-password"


@pytest.fixture
def server(serve: Callable[..., dict[str, str]]) -> Address:
    return address_of(serve("--password", PASSWORD, "--rules", "30")["rcon"])


EXAMPLES = """
import sys
from gamewire.compat import valve
assert not [name for name in sys.modules if name.startswith("gamewire.compat.valve.")], "loaded too early"
address = (sys.argv[1], int(sys.argv[2]))

server = valve.source.a2s.ServerQuerier(address)
print("{player_count}/{max_players}".format(**server.info()))
try:
    for found in valve.source.master_server.MasterServerQuerier(("127.0.0.1", 1)).find(region=["eu", "as"]):
        print("{0}:{1}".format(*found))
except valve.source.NoResponseError:
    pass
print(valve.source.util.Platform("linux"))
with valve.rcon.RCON(address, sys.argv[3]) as rcon:
    print(rcon.execute("echo Hello, world!").text)
print(valve.rcon.execute(address, sys.argv[3], "echo again"))
print(valve.vdf.loads('"a" { "b" "c" }')["a"]["b"])
print(valve.steam.id.SteamID.from_text("STEAM_0:1:44647673").as_64())
print(valve.steam.api.interface.API.__name__)
for module in (valve, valve.source, valve.steam, valve.steam.api):
    assert not hasattr(module, "nothing")
"""


def test_one_import_line_is_enough(server: Address) -> None:
    words = [sys.executable, "-c", EXAMPLES, *map(str, server), PASSWORD]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    told = [line.strip() for line in ran.stdout.splitlines() if line]
    assert told == ["12/32", "Linux", "Hello, world!", "again", "c", "76561198049561075", "API"]


@pytest.mark.parametrize("name", ["ASFConnector", "asterpy", "little_a2s", "valve"])
def test_all_of_compat_is_there_when_asked_for(name: str) -> None:
    code = f"import gamewire; print(gamewire.compat.{name}.__name__)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == (f"gamewire.compat.{name}\n", "")


class TestQuerier:
    def test_the_example(self, game: Address) -> None:
        server = a2s.ServerQuerier(game)
        info = server.info()
        players = server.players()
        assert "{player_count}/{max_players} {server_name}".format(**info).startswith("5/32 gamewire")
        shown = [
            "{score} {name}".format(**player)
            for player in sorted(players["players"], key=lambda p: int(p["score"]), reverse=True)
        ]
        assert len(shown) == players["player_count"] == 5 and shown[0] == "53 Łukasz"

    def test_all_of_it(self, game: Address) -> None:
        with a2s.ServerQuerier(game, timeout=2) as server:
            info = server.info()
            assert info["platform"] == util.Platform("linux") and info["server_type"] == "dedicated"
            assert info["response_type"] == 0x49 and isinstance(info["app_id"], int)
            rules = server.rules()
            assert rules["rule_count"] == 300 and rules["rules"]["mp_buytime"] == "1.5"
            assert 0 < server.ping() < 2000
        with pytest.raises(QuerierClosedError):
            server.info()

    def test_nobody_answers(self) -> None:
        with socket.socket(type=socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            with pytest.raises(NoResponseError):
                a2s.ServerQuerier(silent.getsockname(), timeout=0.05).info()
        with pytest.raises(a2s.NoResponseError):
            a2s.ServerQuerier(("127.0.0.1", 1), timeout=0.5).players()


class TestUtil:
    @pytest.mark.parametrize("same", [76, 108, "l", "L", "linux", "Linux", util.Platform(76)])
    def test_linux(self, same: object) -> None:
        assert util.Platform(108) == same and not util.Platform(108) != same
        assert util.Platform(119) != same

    def test_the_rest(self) -> None:
        assert util.Platform(109) == util.Platform(111) == "mac os x" and str(util.Platform(111)) == "Mac OS X"
        assert [util.Platform(byte).os_name for byte in (76, 109, 119)] == ["posix", "posix", "nt"]
        assert util.ServerType(68) == util.ServerType("d") == 100 == util.ServerType("Dedicated")
        assert util.ServerType(108) == "non-dedicated" and util.ServerType(112) == "SourceTV"
        assert util.ServerType(108) != util.Platform(108) and int(util.ServerType(68)) == 68
        assert len({util.Platform(109), util.Platform(111)}) == 1
        for kind in (util.Platform, util.ServerType):
            for wrong in (1, "x", "nothing"):
                with pytest.raises(ValueError):
                    kind(wrong)


class TestMaster:
    def test_the_example(self, serve: Callable[..., dict[str, str]]) -> None:
        host = address_of(serve("--master", "--servers", "20")["master"])
        msq = master_server.MasterServerQuerier(host)
        assert len(list(msq)) == 20
        found = ["{0}:{1}".format(*address) for address in msq.find(region=["eu", "as"], map="no such map")]
        assert found == []
        everywhere = list(msq.find(region="ALL", type=util.ServerType("d")))
        assert everywhere == list(msq.find(region=master_server.REGION_REST, type="dedicated"))
        with pytest.raises(ValueError):
            msq.find(region="atlantis")

    def test_a_silence_ends_it(self) -> None:
        with socket.socket(type=socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            with master_server.MasterServerQuerier(silent.getsockname(), timeout=0.05) as msq:
                assert list(msq.find()) == []


class TestSteamID:
    def test_texts(self) -> None:
        one = SteamID.from_text("STEAM_0:1:61728")
        assert (one.account_number, one.instance, one.type, one.universe) == (61728, 1, 1, 0)
        assert int(one) == 76561197960389185 and one.as_64() == "76561197960389185" and one.as_32() == "[U:1:123457]"
        assert str(one) == "STEAM_0:1:61728" and one.type_name == "TYPE_INDIVIDUAL"
        assert one.community_url() == "http://steamcommunity.com/profiles/76561197960389185"
        assert one.community_url(id64=False) == "http://steamcommunity.com/profiles/[U:1:123457]"
        assert one == SteamID(61728, 1, steam_id.TYPE_INDIVIDUAL, 0) and one != SteamID.from_text("STEAM_1:1:61728")
        assert pickle.loads(pickle.dumps(one)) == one and len({one, SteamID.from_text(str(one))}) == 1
        for text in ("STEAM_ID_PENDING", "UNKNOWN"):
            assert str(SteamID.from_text(text)) == text
            for form in ("__int__", "as_32", "as_64", "community_url"):
                with pytest.raises(SteamIDError):
                    getattr(SteamID.from_text(text), form)()

    def test_addresses(self) -> None:
        url = "http://steamcommunity.com/"
        for path in ("profiles/76561197960389185", "id/76561197960389185", "profiles/[U:1:123457]"):
            assert str(SteamID.from_community_url(url + path)) == "STEAM_0:1:61728"
        group = SteamID.from_community_url(url + "groups/103582791429521412", steam_id.UNIVERSE_PUBLIC)
        assert (group.type, group.universe, int(group)) == (steam_id.TYPE_CLAN, 1, 103582791429521412)
        assert SteamID.from_community_url(group.community_url(), 1) == group
        with pytest.warns(UserWarning):
            assert SteamID.from_community_url(url + "groups/[U:1:2]").type == steam_id.TYPE_INDIVIDUAL
        for wrong in ("profiles/name", "x/76561197960389185", "profiles/1", "profiles/[X:1:1]", "profiles/1/", ""):
            with pytest.raises(SteamIDError):
                SteamID.from_community_url(url + wrong)

    @pytest.mark.parametrize("parts", [(2**31, 0, 1, 0), (-1, 0, 1, 0), (0, 2, 1, 0), (0, 0, 11, 0), (0, 0, 1, 6)])
    def test_ranges(self, parts: tuple[int, int, int, int]) -> None:
        with pytest.raises(ValueError):
            SteamID(*parts)

    def test_garbage(self) -> None:
        for wrong in ("", "STEAM_0:1:", "STEAM_0:2:1", "steam_0:1:1", "STEAM_0:1:1 ", "BOT"):
            with pytest.raises(SteamIDError):
                SteamID.from_text(wrong)


class TestVDF:
    def test_it(self) -> None:
        assert vdf.loads('"a" { "b" "c" }') == {"a": {"b": "c"}}
        out = io.StringIO()
        vdf.dump({"a": {"b": "c"}}, out)
        assert vdf.load(io.StringIO(out.getvalue())) == vdf.loads(vdf.dumps({"a": {"b": "c"}})) == {"a": {"b": "c"}}
        with pytest.raises(vdf.VDFSyntaxError) as caught:
            vdf.loads('"a"\n{')
        assert caught.value.line == 2


class TestRCON:
    def test_the_example(self, server: Address) -> None:
        with valve_rcon.RCON(server, PASSWORD) as rcon:
            response = rcon.execute("echo Hello, world!")
            assert response is not None and response.text == "Hello, world! \n"
            assert response.body == b"Hello, world! \n" and response.type is response.Type.RESPONSE_VALUE
            assert rcon("echo x") == "x \n"
            assert rcon.execute("echo x", block=False) is None
            assert rcon.connected and rcon.authenticated and not rcon.closed
            name, value, flags, description = next(rcon.cvarlist())
            assert name and value and flags == {"nf"} and description
        assert rcon.closed and not rcon.connected
        with pytest.raises(valve_rcon.RCONError):
            rcon.execute("status")
        assert valve_rcon.execute(server, PASSWORD, "echo x") == "x \n"

    def test_in_steps(self, server: Address) -> None:
        rcon = valve_rcon.RCON(server, PASSWORD, timeout=5)
        with pytest.raises(valve_rcon.RCONError):
            rcon.authenticate()
        with pytest.raises(valve_rcon.RCONError):
            rcon.execute("status")
        rcon.connect()
        assert rcon.connected and not rcon.authenticated
        with pytest.raises(valve_rcon.RCONError):
            rcon.execute("status")
        with pytest.raises(valve_rcon.RCONError):
            rcon.connect()
        rcon.authenticate(timeout=5)
        assert rcon("echo x") == "x \n"
        rcon.close()
        rcon.close()
        with pytest.raises(valve_rcon.RCONError):
            rcon.connect()

    def test_the_wrong_password_and_a_ban(self, server: Address) -> None:
        for _ in range(10):
            with pytest.raises(valve_rcon.RCONAuthenticationError) as caught:
                valve_rcon.execute(server, "wrong", "status")
            assert not caught.value.banned
        with pytest.raises(valve_rcon.RCONAuthenticationError) as caught:
            valve_rcon.execute(server, PASSWORD, "status")
        assert caught.value.banned

    def test_nobody_and_silence(self) -> None:
        with pytest.raises(ConnectionRefusedError):
            valve_rcon.RCON(("127.0.0.1", 1), PASSWORD).connect()
        with socket.create_server(("127.0.0.1", 0)) as silent:
            with (
                pytest.raises(valve_rcon.RCONTimeoutError),
                valve_rcon.RCON(silent.getsockname(), PASSWORD, timeout=0.1),
            ):
                pass
            with contextlib.closing(valve_rcon.RCON(silent.getsockname(), PASSWORD)) as rcon:
                rcon.connect()
                with pytest.raises(valve_rcon.RCONTimeoutError):
                    rcon.authenticate(timeout=0.05)
                silent.close()

    def test_messages(self) -> None:
        message = valve_rcon.RCONMessage(1, valve_rcon.RCONMessage.Type.EXECCOMMAND, "Zoë")
        read, rest = valve_rcon.RCONMessage.decode(message.encode() + b"rest")
        assert (read.id, read.type, read.text, rest) == (1, 2, "Zoë", b"rest")
        message.text = "x"
        assert message.body == b"x"
        for broken in (b"", message.encode()[:-1], b"\0" * 20, b"\0\0\0\x7f" + bytes(20)):
            with pytest.raises(valve_rcon.RCONMessageError):
                valve_rcon.RCONMessage.decode(broken)
        assert PASSWORD not in repr(valve_rcon.RCONMessage(1, 3, PASSWORD)) + repr(valve_rcon.RCON(("h", 1), PASSWORD))

    def test_the_module_runs(self, server: Address) -> None:
        words = [sys.executable, "-m", "gamewire.compat.valve.rcon", text_of(server)]
        done = subprocess.run(
            [*words, "--password", PASSWORD, "--execute", "echo Hello, world!"],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stdout) == (0, "Hello, world! \n")

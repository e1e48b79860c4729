"""`AsterClient` and `AsterResponder`, without a socket."""

import json
import pickle
from typing import Any

import gamewire
import pytest
from aster_server import LARGE
from gamewire import aster, sansio
from gamewire.events import Closed, Failed

LOGIN = b'{"command":"login","status":200,"uuid":111}\n'


class TestMachine:
    def machine(self, **options: Any) -> sansio.AsterClient:
        client = sansio.AsterClient(**({"name": "bot", "password": "pw"} | options))
        client.opened(0)
        return client

    def test_an_exchange(self) -> None:
        client = self.machine()
        number = client.ask({"command": "send", "content": "hi ☕", "channel": 7, "reply": LARGE})
        assert client.transmits(0) == [b'{"command":"login","uname":"bot","passwd":"pw"}\n']
        client.receive(b'{"command":"API_version","status":200,"version":[1,0,0]}\n' + LOGIN, 1)
        [ready] = client.events()
        assert ready == aster.Ready(111, (1, 0, 0), LOGIN[:-1])
        [sent] = client.transmits(1.1)
        assert json.loads(sent) == {"command": "send", "content": "hi ☕", "channel": 7, "reply": LARGE}
        said = (
            b'{"author_uuid":111,"channel_uuid":7,"command":"content","content":"hi \\u2615","date":1700000001,'
            b'"edited":false,"reply":%d,"status":200,"uuid":901}' % LARGE
        )
        client.receive(said + b'\n{"command":"send","message":901,"status":200}\n', 1.5)
        match client.events():
            case [aster.Posted(message) as posted, aster.Answer(id, "send", 901, round_trip)]:
                assert message == aster.MessageData(901, "hi ☕", 111, 7, 1700000001, False, LARGE)
                assert posted.packet["reply"] == LARGE and posted.line == said
                assert id == number and round_trip == pytest.approx(0.4)
            case other:
                raise AssertionError(other)

    @pytest.mark.parametrize(
        "line, told",
        [
            (b'{"command":"message_edited","message":5,"new_content":"x","status":200}', aster.Edited),
            (b'{"command":"message_deleted","message":5,"status":200}', aster.Deleted),
            (b'{"command":"online","data":[1,2],"status":200}', aster.OnlineChanged),
            (b'{"command":"list_channels","data":[{"uuid":1,"name":"a"}],"status":200}', aster.ChannelsChanged),
            (
                b'{"command":"list_groups","data":[{"uuid":1,"name":"a","colour":255,"position":0,'
                b'"permissions":[85,1]}],"status":200}',
                aster.GroupsChanged,
            ),
            (
                b'{"command":"get_metadata","data":[{"uuid":1,"name":"a","pfp":"UE5H","group_uuid":9}],"status":200}',
                aster.UsersChanged,
            ),
            (b'{"command":"of_tomorrow","status":200}', aster.Unsolicited),
            (b"no packet", aster.Unsolicited),
        ],
    )
    def test_events(self, line: bytes, told: type[Any]) -> None:
        client = self.machine()
        client.transmits(0)
        client.receive(LOGIN + line + b"\n", 1)
        _, event = client.events()
        assert isinstance(event, told)
        assert event.line == line
        match event:
            case aster.Edited():
                assert (event.message, event.content) == (5, "x")
            case aster.OnlineChanged():
                assert event.users == (1, 2)
            case aster.ChannelsChanged():
                assert event.channels == (aster.ChannelData(1, "a", None),)
            case aster.GroupsChanged():
                assert event.groups == (aster.GroupData(1, "a", 255, 0, (85, 1, 0)),)
            case aster.UsersChanged():
                assert event.users == (aster.UserData(1, "a", b"PNG", (9,)),)

    def test_a_refusal_says_why(self) -> None:
        client = self.machine()
        number = client.ask('{"command":"edit","message":1,"new_content":""}')
        client.transmits(0)
        client.receive(LOGIN, 0)
        client.events()
        client.transmits(0.1)
        client.receive(b'{"command":"edit","status":403}\n', 0.2)
        [failed] = client.events()
        assert isinstance(failed, Failed) and failed.id == number
        error = failed.error
        assert isinstance(error, aster.AsterError) and isinstance(error, gamewire.AuthError)
        assert (error.code, error.status, error.packet) == ("auth", 403, {"command": "edit", "status": 403})
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and again.status == 403 and str(again) == str(error)

    def test_a_wrong_password(self) -> None:
        client = self.machine()
        client.transmits(0)
        client.receive(b'{"command":"login","status":403}\n', 0)
        [closed] = client.events()
        assert isinstance(closed, Closed) and isinstance(closed.error, gamewire.AuthError) and client.done

    def test_an_answer_that_lacks_what_it_has_to_say(self) -> None:
        client = self.machine(enter="none")
        client.ask({"command": "get_name"})
        client.transmits(0)
        client.receive(b'{"command":"ping","status":200}\n', 0)
        client.events()
        client.transmits(0.1)
        client.receive(b'{"command":"get_name","status":200}\n', 0.2)
        [failed] = client.events()
        assert isinstance(failed, Failed) and isinstance(failed.error, gamewire.ProtocolError)

    def test_it_connects_again(self) -> None:
        client = self.machine(reconnect=3)
        client.transmits(0)
        client.receive(LOGIN, 0)
        client.events()
        client.receive_end(1)
        [lost] = client.events()
        assert isinstance(lost, aster.Disconnected) and 0.8 < lost.retry_in < 1.2
        assert not client.wants_transport and client.deadline == pytest.approx(1 + lost.retry_in)
        client.on_timeout(3)
        assert client.wants_transport
        client.opened(3)
        assert client.transmits(3) == [b'{"command":"login","uuid":111,"passwd":"pw"}\n']

    def test_misuse(self) -> None:
        for wrong in ({"name": ""}, {"deadline": 0}, {"enter": "sideways"}, {"tls": True}, {"max_line": 1}):
            with pytest.raises(ValueError):
                self.machine(**wrong)
        with pytest.raises(gamewire.Error):
            self.machine(tls=True, host="127.0.0.1", ca=b"no certificate")
        client = self.machine(max_requests=1)
        for packet in ({}, {"command": 1}, "[]", "no", '{"command":"x"} {}'):
            with pytest.raises(gamewire.UsageError):
                client.ask(packet)
        with pytest.raises(TypeError):
            client.ask({"command": "x", "of": object()})
        with pytest.raises(gamewire.UsageError):
            client.ask({"command": "ping"}, deadline=-1)
        client.ask({"command": "get_name"})
        with pytest.raises(gamewire.Error):
            client.ask({"command": "get_name"})
        client.close(0)
        with pytest.raises(gamewire.ClosedError):
            client.ask({"command": "get_name"})

    def test_the_responder(self) -> None:
        home = sansio.AsterCommunity(name="home", epoch=1700000000, seed=1)
        user, channel = home.add_user("bot", "pw"), home.add_channel("general")
        assert user is not None and channel is not None and home.add_user("bot", "pw") is None
        server, client = sansio.AsterResponder(home), self.machine()
        client.ask({"command": "get_name"})
        heard: list[Any] = []
        for now in range(10):
            for piece in client.transmits(now):
                server.receive(piece, now)
            for piece in server.transmits(now):
                client.receive(piece, now)
            heard += server.events() + client.events()
        kinds = [type(one) for one in heard]
        assert kinds.count(aster.LoggedIn) == kinds.count(aster.Ready) == 1 and aster.News in kinds
        assert [one.result for one in heard if isinstance(one, aster.Answer)] == ["home"]
        assert home.post(user, channel, "said elsewhere", 10) is not None
        assert b'"content":"said elsewhere","date":1700000010' in b"".join(server.transmits(10))
        del home  # the responder keeps it
        server.receive(b'{"command":"ping"}\n', 11)
        assert server.transmits(11)

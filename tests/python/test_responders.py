"""The servers' side of A2S, with no socket."""

import dataclasses

import gamewire
import pytest
from gamewire import a2s, sansio

PEER = ("192.0.2.9", 40000)
INFO = bytes.fromhex("ffffffff49") + b"\x11Name\0map\0folder\0game\0\xe0\x01\x05\x20\x01dl\0\x011.0\0"
PLAYERS = bytes.fromhex("ffffffff44") + b"\x01\0Ada\0\x05\0\0\0\0\0\x80?"
RULES = bytes.fromhex("ffffffff45") + b"\x01\0mp_x\x001\0"


def asked(responder: sansio.A2SResponder, client: sansio.A2SClient, now: float = 1.0) -> list[object]:
    """What the client is told, after as many rounds as it wants."""
    while datagrams := client.transmits(now):
        for one in datagrams:
            responder.receive(PEER, one, now)
        for answer, address in responder.transmits(now):
            assert address == PEER
            client.receive(answer, now)
    return list(client.events())


def test_what_is_published_is_answered() -> None:
    responder = sansio.A2SResponder()
    for reply in (a2s.decode_info(INFO).raw, bytearray(PLAYERS), memoryview(RULES)):
        responder.publish(reply)
    client = sansio.A2SClient()
    client.request_info()
    client.request_players()
    client.request_rules()
    got = {type(one): one for one in asked(responder, client)}
    info, players, rules = got[a2s.InfoReply], got[a2s.PlayersReply], got[a2s.RulesReply]
    assert isinstance(info, a2s.InfoReply) and info.info.raw == INFO[4:]
    assert isinstance(players, a2s.PlayersReply) and players.players[0].name == "Ada"
    assert isinstance(rules, a2s.RulesReply) and rules.rules["mp_x"] == b"1"
    events = responder.events()
    assert a2s.Queried(PEER, "info", "challenged") in events and a2s.Queried(PEER, "rules", "answered") in events


def test_what_a_reply_says_can_be_published() -> None:
    responder = sansio.A2SResponder(seed=1, secret=bytes(range(16)))
    info = dataclasses.replace(a2s.decode_info(INFO), name="Zoë's", players=7, keywords="a,b", game_id=440)
    players = a2s.decode_players(PLAYERS)
    players = dataclasses.replace(players, players=(dataclasses.replace(players[0], score=-3), players[0]))
    rules = dataclasses.replace(a2s.decode_rules(RULES), pairs=((b"a", b"1"), (b"\xff", b"")))
    for reply in (info, players, rules):
        responder.publish(reply)
    client = sansio.A2SClient()
    client.request_info()
    client.request_players()
    client.request_rules()
    got = {type(one): one for one in asked(responder, client)}
    one = got[a2s.InfoReply]
    assert isinstance(one, a2s.InfoReply)
    assert (one.info.name, one.info.players, one.info.keywords, one.info.app_id) == ("Zoë's", 7, "a,b", 440)
    other = got[a2s.PlayersReply]
    assert isinstance(other, a2s.PlayersReply) and [player.score for player in other.players] == [-3, 5]
    last = got[a2s.RulesReply]
    assert isinstance(last, a2s.RulesReply) and last.rules.pairs == rules.pairs


def test_goldsource_is_written_as_such() -> None:
    info = dataclasses.replace(
        a2s.decode_info(INFO),
        engine="goldsource",
        server_address="192.0.2.1:27015",
        mod=a2s.Mod("http://x", "", "", 1, 2, True, False),
    )
    responder = sansio.A2SResponder(form="goldsource")
    responder.publish(info)
    client = sansio.A2SClient()
    client.request_info()
    [reply] = [one for one in asked(responder, client) if isinstance(one, a2s.InfoReply)]
    assert reply.info.engine == "goldsource" and reply.info.mod == info.mod


def test_misuse() -> None:
    responder = sansio.A2SResponder()
    for wrong in (b"", b"\xff\xff\xff\xffX", INFO[:4]):
        with pytest.raises(gamewire.Error):
            responder.publish(wrong)
    with pytest.raises(gamewire.UsageError):
        responder.publish(dataclasses.replace(a2s.decode_info(INFO), name="with\0nul"))
    with pytest.raises(TypeError):
        responder.publish("text")  # type: ignore[arg-type]
    with pytest.raises(gamewire.UsageError):
        sansio.A2SResponder(form="quake")
    with pytest.raises(gamewire.UsageError):
        sansio.A2SResponder(secret=b"short")
    with pytest.raises(gamewire.UsageError):
        sansio.A2SResponder(max_datagram=1)
    with pytest.raises(gamewire.UsageError):
        responder.withdraw("everything")
    responder.receive(PEER, b"garbage", 0)
    [refused] = responder.events()
    assert isinstance(refused, a2s.Refused) and refused.address == PEER


def test_withdrawn_and_closed() -> None:
    responder = sansio.A2SResponder()
    responder.publish(INFO)
    responder.withdraw("info")
    client = sansio.A2SClient(retries=0)
    client.request_info()
    assert asked(responder, client) == []
    responder.close(2)
    responder.transmits(2)
    assert responder.done
    with pytest.raises(gamewire.ClosedError):
        responder.publish(INFO)

"""gamewire.webapi, against a server that does what it is told."""

import asyncio
import inspect
import json
import logging
import pathlib
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from web_server import Reply, Request, WebServer, certificate

import gamewire
from gamewire import sansio, webapi
from gamewire.compat.valve.steam.api import interface as valve
from gamewire.webapi import API, AsyncAPI

KEY = "0123456789ABCDEF0123456789ABCDEF"
LIST = (pathlib.Path(__file__).parents[1] / "vectors/webapi/list.json").read_text()
PLAYERS = '{"response":{"players":[{"steamid":"76561197960435530","personaname":"Robin"}]}}'


def script(request: Request) -> Reply:
    path = urlsplit(request.path).path
    if "GetSupportedAPIList" in path:
        return Reply(LIST)
    if "GetPlayerSummaries" in path:
        form = dict(parse_qsl(urlsplit(request.path).query)).get("format")
        if form == "vdf":
            return Reply('"response" { "players" { "0" { "personaname" "Robin" } } }', headers={"Content-Type": "text/vdf"})
        if form == "xml":
            return Reply("<response><players/></response>", headers={"Content-Type": "text/xml"})
        return Reply(PLAYERS)
    if "ResolveVanityURL" in path:
        return Reply("{}", headers={"x-eresult": "42", "x-error_message": "No match"})
    if "GetServerInfo" in path:
        page = f"<html><h1>Forbidden</h1>verify your <pre>key={KEY}</pre></html>"
        return Reply(page, 403, {"Content-Type": "text/html"})
    if "missing" in path.lower():
        return Reply(f"<html><h1>Not Found</h1>key={KEY.lower()}</html>", 404, {"Content-Type": "text/html"})
    return Reply('{"response":{}}')


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer(script).running() as made:
        yield made


def sent_arguments(request: Request) -> list[tuple[str, str]]:
    """Those of the body, or of the query; without the format."""
    text = request.body.decode() if request.method == "POST" else urlsplit(request.path).query
    return [(name, value) for name, value in parse_qsl(text, keep_blank_values=True) if name != "format"]


def opened(web: WebServer, **options: Any) -> API:
    return API(KEY, api_root=web.root, interfaces=LIST, timeout=10, **options)


def test_it_finds_out_what_there_is(web: WebServer) -> None:
    with API(KEY, api_root=web.root) as api:
        assert [one.name for one in api][:2] == ["ISteamUser", "ISteamRemoteStorage"]
        assert "ISteamUser" in api and len(api["ISteamUser"]) == 2 and "ResolveVanityURL" in api["ISteamUser"]
        told = api["ISteamUser"].GetPlayerSummaries(steamids="76561197960435530")
        assert told["response"]["players"][0]["personaname"] == "Robin"
        with pytest.raises(KeyError):
            api["INothing"]
        with pytest.raises(AttributeError, match="ISteamUser has no method 'Nothing'"):
            api["ISteamUser"].Nothing()
        assert "GetPlayerSummaries" in dir(api["ISteamUser"])
    assert urlsplit(web.seen[1].path).path == "/ISteamUser/GetPlayerSummaries/v2/"
    assert web.seen[1].headers["x-webapi-key"] == KEY


def test_signatures_and_documentation(web: WebServer) -> None:
    with opened(web) as api:
        method = api["ISteamUser"].ResolveVanityURL
        assert str(inspect.signature(method)) == "(vanityurl: str, url_type: int = None)"
        assert method.__name__ == "ResolveVanityURL" and method.version == 1
        assert "url_type (int32, optional)" in (method.__doc__ or "")
        assert "publishedfileids: list" in str(inspect.signature(api["ISteamRemoteStorage"].GetPublishedFileDetails))


def test_values_are_checked(web: WebServer) -> None:
    with opened(web) as api:
        echo = api["ITestService"].Echo
        for wrong in (
            {"flag": "perhaps"},
            {"flag": True, "count": -1},
            {"flag": True, "count": 1 << 32},
            {"flag": True, "big": 1 << 64},
            {"flag": True, "small": 1 << 31},
            {"flag": True, "kind": "x"},
        ):
            with pytest.raises(gamewire.UsageError):
                echo(**wrong)
        with pytest.raises(ValueError, match="count, which is uint32"):
            echo(True, count="many")
        with pytest.raises(TypeError, match="flag"):
            echo()
        with pytest.raises(TypeError, match="nothing"):
            echo(True, nothing=1)
        with pytest.raises(TypeError, match="key"):
            api["ISteamUser"].GetPlayerSummaries("1", key="x")
    assert web.seen == []


def test_values_are_sent(web: WebServer) -> None:
    with opened(web) as api:
        api["ITestService"].Echo(True, big=(1 << 64) - 1, small=-5, kind=3, blob=b"\0\xff", odd="x y")
        api["ITestService"].Echo(False, count=None)
        api["ITestService"].Echo(input_json={"flag": True, "query": {"deep": [1]}})
        api["ITestService"].Echo(True, big=1 << 63, query={"deep": [1]})
        api["ISteamRemoteStorage"].GetPublishedFileDetails(2, [7, 8])
        api["ISteamUser"].GetPlayerSummaries(["7", 8])
    first, second, third, fourth, files, players = web.seen
    form = dict(parse_qsl(first.body.decode(), encoding="latin-1"))
    assert form | {"format": ""} == {
        "flag": "1",
        "big": "18446744073709551615",
        "small": "-5",
        "kind": "3",
        "blob": "\0\xff",
        "odd": "x y",
        "format": "",
    }
    assert first.method == "POST" and "?" not in first.path
    assert sent_arguments(second) == [("flag", "0")]
    assert sent_arguments(third) == [("input_json", '{"flag":true,"query":{"deep":[1]}}')]
    assert sent_arguments(fourth) == [
        ("input_json", '{"flag":true,"big":9223372036854775808,"query":{"deep":[1]}}')
    ]
    assert sent_arguments(files) == [("itemcount", "2"), ("publishedfileids[0]", "7"), ("publishedfileids[1]", "8")]
    assert sent_arguments(players) == [("steamids", "7,8")]


def test_versions_are_pinned(web: WebServer) -> None:
    with opened(web) as api:
        found = api.versions()
        assert found["ISteamUser"] == {"GetPlayerSummaries": 2, "ResolveVanityURL": 1}
    found["ISteamUser"]["GetPlayerSummaries"] = 1
    with opened(web, versions=found) as api:
        assert api.versions() == found
        api["ISteamUser"].GetPlayerSummaries("1")
    assert "/v1/" in web.seen[0].path
    with pytest.raises(gamewire.UsageError, match="no version 9: 1, 2"):
        opened(web, versions={"ISteamUser": {"GetPlayerSummaries": 9}})


def test_a_session_asks_for_no_list(web: WebServer) -> None:
    with API(KEY, api_root=web.root) as api, api.session() as session:
        assert type(session) is API and session.versions() == api.versions()
        session["ISteamUser"].GetPlayerSummaries("1")
        inner = session
    assert [("GetSupportedAPIList" in one.path) for one in web.seen] == [True, False]
    with pytest.raises(gamewire.ClosedError):
        inner["ISteamUser"].GetPlayerSummaries("1")


def test_a_table_is_kept(web: WebServer) -> None:
    with API(KEY, api_root=web.root) as api:
        kept = api.interfaces
    for table in (kept, kept.encode(), json.loads(LIST), LIST):
        with API(KEY, api_root=web.root, interfaces=table) as again:
            assert again.versions() == api.versions()
    assert len(web.seen) == 1
    with pytest.raises(gamewire.Error):
        API(KEY, api_root=web.root, interfaces="nonsense")


def test_any_request(web: WebServer) -> None:
    with opened(web) as api:
        assert api.request("GET", "IOther", "Some", 3, {"a": "x y", "list": [1, 2], "none": None}) == {"response": {}}
        api.request("POST", "IOther", "Some", 3, {"on": True})
        with pytest.raises(gamewire.UsageError):
            api.request("PUT", "IOther", "Some", 3)
    get, post = web.seen
    assert urlsplit(get.path).path == "/IOther/Some/v3/"
    assert sent_arguments(get) == [("a", "x y"), ("list[0]", "1"), ("list[1]", "2")]
    assert sent_arguments(post) == [("on", "1")] and "?" not in post.path


def test_formats(web: WebServer) -> None:
    class Raw:
        format = "json"

        def __call__(self, text: str) -> str:
            return text

    with opened(web, format="xml") as api:
        assert api["ISteamUser"].GetPlayerSummaries("1").tag == "response"
        assert api.request("GET", "ISteamUser", "GetPlayerSummaries", 2, {"steamids": "1"}, Raw()) == PLAYERS
    with opened(web, format=Raw()) as api:
        assert api["ISteamUser"].GetPlayerSummaries("1") == PLAYERS
    with opened(web, format="vdf") as api:
        assert api["ISteamUser"].GetPlayerSummaries("1")["response"]["players"]["0"]["personaname"] == "Robin"
    for wrong in ("yaml", str):
        with pytest.raises(gamewire.UsageError):
            opened(web, format=wrong)


def test_errors_are_raised(web: WebServer) -> None:
    with opened(web) as api:
        with pytest.raises(gamewire.HTTPError) as caught:
            api.request("GET", "IMissing", "M", 1)
        assert caught.value.status == 404 and "Not Found" in caught.value.payload
        assert str(caught.value).startswith(f"127.0.0.1:{web.port}: ")
        with pytest.raises(gamewire.ServerError, match="EResult 42: No match"):
            api["ISteamUser"].ResolveVanityURL("nobody")
        with pytest.raises(gamewire.AuthError):
            api["ISteamWebAPIUtil"].GetServerInfo()
    with pytest.raises(gamewire.RefusedError):
        API(KEY, api_root="http://127.0.0.1:1/", timeout=5)
    for root in ("ftp://x/", "https://", "nonsense", "http://h:x/", "http://h:0/"):
        with pytest.raises(gamewire.UsageError):
            API(KEY, api_root=root)


@pytest.mark.parametrize("text", ["", "x", "{", "[" * 100_000, '"' + "x" * 10])
def test_answers_that_are_not_as_they_are_called(text: str) -> None:
    for format in (webapi.json_format, webapi.etree_format):
        if format is webapi.json_format and not text:
            assert format(text) == {}
            continue
        with pytest.raises(gamewire.ProtocolError, match=f"no {format.format}"):
            format(text)


def test_the_key_is_shown_nowhere(web: WebServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), opened(web, key_in="parameter") as api:
        assert KEY not in repr(api) + repr(list(api)) + repr(api["ISteamUser"].GetPlayerSummaries)
        with pytest.raises(gamewire.AuthError) as caught:
            api["ISteamWebAPIUtil"].GetServerInfo()
        with pytest.raises(gamewire.HTTPError) as missing:
            api.request("GET", "IMissing", "M", 1)
        with pytest.raises(gamewire.UsageError) as wrong:
            api["ISteamUser"].ResolveVanityURL("x", url_type="x")
    assert f"key={KEY}" in web.seen[0].path  # it was there to be shown
    assert "WebAPIClient: connected" in caplog.text
    assert "key=****" in missing.value.payload
    for shown in (caplog.text, str(wrong.value), *(f"{one} {one.__dict__}" for one in (caught.value, missing.value))):
        assert KEY not in shown.upper()


def test_asked_too_often() -> None:
    replies = [Reply("<html>slow down</html>", 429, {"Retry-After": "0"}), Reply(PLAYERS)]
    with WebServer(lambda _: replies.pop(0)).running() as web:
        with opened(web) as api:
            assert api["ISteamUser"].GetPlayerSummaries("1")["response"]
        assert len(web.seen) == 2


def test_tls(tmp_path: pathlib.Path) -> None:
    ca, context = certificate(tmp_path)
    with WebServer(script, context).running() as web:
        with API(KEY, api_root=web.root, ca=ca, timeout=10) as api:
            assert api["ISteamUser"].GetPlayerSummaries("1")["response"]
        with pytest.raises(gamewire.TLSError):
            API(KEY, api_root=web.root, timeout=10)


def test_on_asyncio(web: WebServer) -> None:
    async def main() -> None:
        async with AsyncAPI(KEY, api_root=web.root, timeout=10) as api:
            one, two = await asyncio.gather(
                api["ISteamUser"].GetPlayerSummaries(steamids="1"), api.request("GET", "IOther", "Some", 1)
            )
            assert one["response"]["players"] and two == {"response": {}}
            with pytest.raises(gamewire.ServerError):
                await api["ISteamUser"].ResolveVanityURL("nobody")
            async with api.session() as session:
                assert session.versions() == api.versions()
            with pytest.raises(gamewire.UsageError):
                await api["ITestService"].Echo(flag="perhaps")
        with pytest.raises(gamewire.ClosedError):
            await api["ISteamUser"].GetPlayerSummaries(steamids="1")

    asyncio.run(main())
    assert sum("GetSupportedAPIList" in one.path for one in web.seen) == 1


def test_a_cancelled_task() -> None:
    hold = threading.Event()

    def slow(request: Request) -> Reply:
        if "Slow" in request.path:
            hold.wait(10)
        return Reply("{}")

    async def main(web: WebServer) -> None:
        async with AsyncAPI(KEY, api_root=web.root, interfaces=LIST, timeout=10) as api:
            task = asyncio.create_task(api.request("GET", "ISlow", "Slow", 1))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await api.request("GET", "IOther", "Some", 1) == {}

    with WebServer(slow).running() as web:
        asyncio.run(main(web))
        hold.set()


def test_by_hand() -> None:
    client = sansio.WebAPIClient(host="api.example", secure=False, port=80, key=KEY)
    with pytest.raises(gamewire.Error):
        client.call("ISteamUser", "GetPlayerSummaries")  # without a table
    client.load(LIST)
    number = client.call("ISteamUser", "GetPlayerSummaries", [("steamids", "1")])
    client.opened(0.0)
    [wire] = client.transmits(0.0)
    assert wire.startswith(b"GET /ISteamUser/GetPlayerSummaries/v2/?steamids=1 HTTP/1.1\r\n")
    client.receive(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(PLAYERS), PLAYERS.encode()), 1.0)
    [event] = client.events()
    assert isinstance(event, webapi.Answer)
    assert (event.id, event.status, event.error, event.body) == (number, 200, None, PLAYERS.encode())
    client.close(2.0)
    assert client.events() == [sansio.Closed(None)]


def test_python_valves_api(web: WebServer) -> None:
    table = json.loads(LIST)
    api = valve.API(KEY, "json", None, table, api_root=web.root)
    assert api["ISteamUser"].GetPlayerSummaries("76561197960435530")["response"]
    assert [method.__name__ for interface in api for method in interface][:1] == ["GetPlayerSummaries"]
    with api.session() as session:
        assert isinstance(session, valve.API)
        session["ISteamUser"].GetPlayerSummaries("1")
    assert api.request("GET", "IOther", "Some", 1, {"a": 1}, valve.json_format) == {"response": {}}
    assert valve.API(KEY, interfaces=table, versions=api.versions(), api_root=web.root).versions() == api.versions()
    assert (valve.json_format.format, valve.etree_format.format, valve.vdf_format.format) == ("json", "xml", "vdf")
    api.close()


def test_the_root_of_python_valves_api_is_of_the_class(web: WebServer) -> None:
    class Own(valve.API):
        api_root = web.root

    assert valve.API.api_root == "https://api.steampowered.com/"
    with Own(KEY, interfaces=LIST) as api, api.session() as session:
        assert api.api_root == session.api_root == web.root
        assert session["ISteamUser"].GetPlayerSummaries("1")["response"]

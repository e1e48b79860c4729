"""gamewire.sansio.ASFClient and ASFLog, driven by hand."""

from typing import Any

import pytest
from asf_calls import enveloped

import gamewire
from gamewire import asf, sansio


def test_by_hand() -> None:
    client = sansio.ASFClient(host="asf.example", password="p")
    assert client.wants_transport is False
    number = client.request("GET", "/Api/ASF")
    assert client.wants_transport
    client.opened(0.0)
    [wire] = client.transmits(0.0)
    assert wire.startswith(b"GET /Api/ASF HTTP/1.1\r\nHost: asf.example:1242\r\n") and b"Authentication: p\r\n" in wire
    body = enveloped({"n": 1}).encode()
    client.receive(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body), 0.5)
    [event] = client.events()
    match event:
        case asf.Answer(id, 200, _, raw, True, "OK", None):
            assert (id, raw) == (number, body)
        case _:
            raise AssertionError(event)
    assert event.round_trip == pytest.approx(0.5)
    client.close(1.0)
    assert client.events() == [sansio.Closed(None)] and client.done


def test_a_request_that_is_known_is_treated_as_what_it_is() -> None:
    def after_a_lost_connection(method: str, path: str) -> Any:
        client = sansio.ASFClient()
        client.request(method, path)
        client.opened(0.0)
        client.transmits(0.0)
        client.receive_end(0.1)
        [event] = client.events()
        return event

    assert after_a_lost_connection("POST", "/Api/ASF/Exit").connection_lost
    assert isinstance(after_a_lost_connection("POST", "/Api/Cat"), sansio.Failed)


def test_the_options_are_checked() -> None:
    for wrong in ({"host": ""}, {"base_path": "x"}, {"deadline": 0.0}, {"dialect": "klingon"}):
        with pytest.raises(gamewire.UsageError):
            sansio.ASFClient(**wrong)
    with pytest.raises(gamewire.UsageError):
        sansio.ASFLog(base_path="x")

"""What the extension owes to callers who err."""

import math
import subprocess
import sys
import traceback
from collections.abc import Callable

import gamewire
import pytest
from gamewire import SteamID, a2s, rcon, sansio
from gamewire.events import Closed, Failed

FIRST_USE = """
import sys, threading
from gamewire import _native
sys.setswitchinterval(1e-6)
info = bytes.fromhex("ffffffff4911") + b"n\\0m\\0f\\0g\\0\\x0a\\0\\x01\\x02\\0dl\\0\\x011\\0"
together = threading.Barrier(4)
def use():
    together.wait()
    _native.decode_info(info)
threads = [threading.Thread(target=use) for _ in range(4)]
for one in threads: one.start()
for one in threads: one.join()
"""


def test_threads_may_decode_the_first_reply_at_once() -> None:
    """The classes of replies are imported then, which lets other threads in."""
    subprocess.run([sys.executable, "-c", FIRST_USE], check=True, timeout=60)


@pytest.mark.parametrize("now", [math.inf, -math.inf, math.nan, 1e12, 1e18])
def test_times_that_are_not_in_seconds(now: float) -> None:
    client = sansio.A2SClient()
    client.request_info()
    with pytest.raises(gamewire.UsageError):
        client.transmits(now)
    assert len(client.transmits(0)) == 1


SECRET = "hunter2"


@pytest.mark.parametrize(
    "call",
    [
        lambda: sansio.RCONClient(SECRET, deadline="10"),  # type: ignore[arg-type]
        lambda: sansio.RCONResponder(SECRET, style=1),  # type: ignore[arg-type]
        lambda: sansio.A2SResponder(secret=SECRET.encode(), rate="10"),  # type: ignore[arg-type]
        lambda: sansio.ASFClient(password=SECRET, port="1242"),  # type: ignore[arg-type]
        lambda: sansio.ASFClient().set_password(SECRET.split()),  # type: ignore[arg-type]
        lambda: sansio.ASFLog(password=SECRET, port="1242"),  # type: ignore[arg-type]
        lambda: sansio.AsterClient(password=SECRET, deadline="10"),  # type: ignore[arg-type]
        lambda: sansio.AsterClient(name="somebody", password=SECRET).ask({"password": SECRET}, deadline="10"),  # type: ignore[arg-type]
        lambda: sansio.AsterCommunity().add_user("somebody", SECRET.split()),  # type: ignore[arg-type]
        lambda: sansio.WebAPIClient(key=SECRET, port="443"),  # type: ignore[arg-type]
    ],
)
def test_errors_tell_no_secrets(call: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="supported") as caught:
        call()
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_spans_without_end() -> None:
    client = sansio.RCONClient("secret", login_timeout=math.inf, deadline=math.inf)
    client.opened(1e9)
    client.transmits(1e9)
    assert client.deadline is None or client.deadline > 1e9
    with pytest.raises(gamewire.UsageError):
        sansio.A2SClient(timeout=math.nan)


def test_an_exception_that_calls_back() -> None:
    client = sansio.A2SClient()

    class Late(OSError):
        @property
        def errno(self) -> int:  # type: ignore[override]
            client.request_info()
            return 111

    client.receive_end(0, Late())
    failed, closed = client.events()
    assert isinstance(failed, Failed) and isinstance(failed.error, gamewire.RefusedError)
    assert isinstance(closed, Closed) and client.done


def test_what_has_no_place_in_c() -> None:
    fleet = sansio.Fleet()
    with pytest.raises(gamewire.UsageError):
        fleet.start(("127.0.0.1", 70000), 1)
    with pytest.raises(gamewire.UsageError):
        fleet.start(("nobody.example", 1), 1)
    for read in (SteamID, SteamID.from_text, SteamID.from_community_url):
        with pytest.raises(gamewire.SteamIDError):
            read("\ud800")
    with pytest.raises(gamewire.UsageError):
        list(a2s.scan([("127.0.0.1", 1)], what="info"))
    with pytest.raises(gamewire.UsageError):
        rcon.Client("127.0.0.1", "secret", timeout=math.nan)

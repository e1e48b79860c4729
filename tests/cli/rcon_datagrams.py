"""RCON servers over datagrams for the tests: what support.Scripted is to reply."""

import re
import struct
import zlib

from rcon_server import answer
from support import WHOLE

LOGIN, COMMAND, MESSAGE = 0, 1, 2


def printed(text):
    return WHOLE + b"l" + text + b"\0\0"


def goldsource(replies, password=b"secret", challenge=b"4063892145", size=1000):
    """As GoldSource does it: a challenge, then prints in datagrams of `size`. `replies` is a dictionary or a function;
    None is silence."""

    def reply(request, _):
        text = request[4:].rstrip(b"\0\n")
        if text == b"challenge rcon":
            return [WHOLE + b"challenge rcon " + challenge + b"\n\0"]
        number, given, command = re.fullmatch(rb'rcon (\d+) "([^"]*)" (.*)', text).groups()
        if number != challenge:
            return [printed(b"Bad challenge.\n")]
        if given != password:
            return [printed(b"\nBad rcon_password.\n")]
        output = answer(replies, command, b"Unknown command: " + command + b"\n")
        if output is None:
            return []
        return [printed(output[at : at + size]) for at in range(0, max(len(output), 1), size)]

    return reply


def battleye_packet(type, payload):
    body = b"\xff" + bytes([type]) + payload
    return b"BE" + struct.pack("<I", zlib.crc32(body)) + body


def battleye(replies, password=b"secret", size=1000, messages=(), acknowledged=None):
    """As BattlEye does it: `messages` are pushed behind the login; their numbers go to `acknowledged` when they come
    back. Parts of a long reply come last first."""

    def execute(number, command):
        output = answer(replies, command, b"")
        if output is None:
            return []
        parts = [output[at : at + size] for at in range(0, max(len(output), 1), size)]
        if len(parts) == 1:
            return [battleye_packet(COMMAND, number + output)]
        return [
            battleye_packet(COMMAND, number + bytes([0, len(parts), index]) + part)
            for index, part in reversed(list(enumerate(parts)))
        ]

    def reply(request, _):
        assert request == battleye_packet(request[7], request[8:]), request
        payload = request[8:]
        if request[7] == LOGIN:
            right = payload == password
            pushed = [battleye_packet(MESSAGE, bytes([n]) + text) for n, text in enumerate(messages)]
            return [battleye_packet(LOGIN, bytes([right]))] + (pushed if right else [])
        if request[7] == MESSAGE:
            acknowledged.append(payload[0])
            return []
        return execute(payload[:1], payload[1:])

    return reply

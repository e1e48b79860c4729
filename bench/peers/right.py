"""Who understands the same bytes right."""

import re

import vectors


# What games hide where, and peers may know.
ALSO = {"the usual flag B1, and an application id that needs more than 16 bits": {"players": 547, "max_players": 575}}


def judge(case, answer):
    """What came of it, in a word: "right", or what else. `answer` is a peer's, or None when it had to be ended."""
    if answer is None:
        return "hangs"
    if answer.get("panics"):  # which is no error that its user is given
        return "panics"
    expected = vectors.expected(case)
    said, error = answer.get("value"), answer.get("error")
    if error:
        return "right" if expected is None or not expected[0] else named(error)
    marked = isinstance(said, dict) and said.get("partial") is True and "said" in said
    if expected is None:
        return "takes it for whole"
    whole, values = expected
    wrong = differences(case.kind, values, said["said"] if marked else said)
    if wrong and case.name in ALSO:
        wrong = differences(case.kind, values | ALSO[case.name], said)
    if wrong:
        return "wrong " + wrong
    if whole == marked:
        return "says it is cut" if whole else "takes it for whole"
    return "right"


def named(error):
    """By its class, or by what it says where that class says nothing."""
    name, _, text = error.partition(": ")
    return text[:40] if name in ("Error", "OSError", "RuntimeError") else name


def differences(kind, expected, said):
    """Where they are, or nothing. Of INFO, what the peer does not know of does not count."""
    if kind == "info":
        both = [key for key in expected if said.get(key) is not None]
        return ", ".join(key for key in both if not same(expected[key], said[key]))
    if kind == "rules":
        as_text = {reduced(name): value for name, value in said}
        if len(as_text) != len(expected):
            return f"number of rules, {len(as_text)}"
        wrong = [name for name, value in expected.items() if not same(value, as_text.get(reduced(text(name)), ""))]
        return f"rules, {len(wrong)}" if wrong else ""
    # The order is the peer's own.
    if len(said) != len(expected):
        return f"number of players, {len(said)}"
    ours = sorted(([reduced(text(name)), score, duration] for name, score, duration in expected), key=str)
    theirs = sorted(([reduced(name), score, duration] for name, score, duration in said), key=str)
    for one, other in zip(ours, theirs, strict=True):
        if one[:2] != other[:2] or (other[2] is not None and abs(one[2] - other[2]) > 0.01):
            return "players"
    return ""


def text(value):
    return value.decode(errors="replace")


def reduced(one):
    """Without what peers may do as they like: spaces at the ends, what stands for bytes that are no UTF-8."""
    return one.replace("\ufffd", "").strip()


def same(expected, said):
    """Of a text in any of the usual encodings, and also without the control characters that XML cannot have."""
    if isinstance(expected, int):
        return str(expected) == str(said)
    encodings = (("utf-8", "replace"), ("latin-1", "strict"), ("cp1252", "replace"))
    forms = {reduced(expected.decode(*one)) for one in encodings}
    return reduced(said) in forms | {re.sub("[\x00-\x1f]", "", one).strip() for one in forms}

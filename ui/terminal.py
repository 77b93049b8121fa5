"""Other people's words on a terminal, which takes some characters for orders."""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any, TextIO

from ui.direction import RIGHT_TO_LEFT

OVERRIDES = "\u202d\u202e"
EMBEDDINGS = f"\u202a\u202b{OVERRIDES}"
ISOLATES = "\u2066\u2067\u2068"
END_OF_EMBEDDING, END_OF_ISOLATE = "\u202c", "\u2069"
"""Formatting characters of UAX #9. An override shows letters in another order than they
are in; any of them that is not ended turns the rest of its line around."""

FIRST_STRONG_ISOLATE = "\u2068"

IN_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What JSON may hold as it is, and a terminal takes for orders."""

QUOTED_OR_RIGHT_TO_LEFT = re.compile(rf"(?<=“)[^”\n]*(?=”)|{RIGHT_TO_LEFT.pattern}")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print text for people; None prints it to standard output.

    On a terminal, what runs from right to left is kept from turning around what stands
    beside it; in a file or pipe there is nothing that is not in the text. What the
    stream's encoding does not have is written out.
    """
    stream = stream or sys.stdout
    shown = harmless(text)
    if stream.isatty():
        shown = isolated(shown)
    encoding = stream.encoding or "utf-8"
    print(shown.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def say_json(value: Any) -> None:
    """Print a value to standard output for a program to read."""
    written = harmless_json(json.dumps(value, ensure_ascii=False, indent=2))
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        written = json.dumps(value, indent=2)
    sys.stdout.write(f"{written}\n")


def harmless(text: str) -> str:
    r"""Return text with control characters written out, as "\x1b" or "\u202e".

    Line ends and tabs stay, as do marks of direction that end in their line.
    """
    return "\n".join(map(_harmless_line, text.split("\n")))


def on_one_line(text: str) -> str:
    """Return text folded to one line, control characters written out."""
    return harmless(" ".join(text.split()))


def harmless_json(text: str) -> str:
    """Return JSON of the same value, without characters a terminal takes for orders."""
    return IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def isolated(text: str) -> str:
    """Return text with quotations and names from right to left set apart."""

    def apart(found: re.Match[str]) -> str:
        if not RIGHT_TO_LEFT.search(found[0]):
            return found[0]
        return f"{FIRST_STRONG_ISOLATE}{found[0]}{END_OF_ISOLATE}"

    return QUOTED_OR_RIGHT_TO_LEFT.sub(apart, text)


def width(text: str) -> int:
    """Return how many columns a text takes: wide letters two, combining marks none."""
    return sum(map(_columns, text))


def shortened(text: str, longest: int) -> str:
    """Return text on one line, cut with an ellipsis where it takes more columns."""
    shown = on_one_line(text)
    if width(shown) <= longest:
        return shown
    while width(shown) > longest - 1:
        shown = shown[:-1]
    return f"{shown}…"


def _harmless_line(line: str) -> str:
    unended = set(_unended(line))
    return "".join(
        _written_out(character)
        if place in unended or character in OVERRIDES or _is_control(character)
        else character
        for place, character in enumerate(line)
    )


def _unended(line: str) -> Iterator[int]:
    """Yield where a mark of direction begins and does not end, or ends without."""
    begun: list[int] = []
    for place, character in enumerate(line):
        if character in EMBEDDINGS or character in ISOLATES:
            begun.append(place)
        elif character in (END_OF_EMBEDDING, END_OF_ISOLATE):
            ends = EMBEDDINGS if character == END_OF_EMBEDDING else ISOLATES
            if not begun or line[begun[-1]] not in ends:
                yield place
            elif line[begun.pop()] in OVERRIDES:
                # The override itself is always written out.
                yield place
    yield from begun


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character != "\t"


def _written_out(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

"""What a process that reads files may reply, and what is made of it.

One that has been taken over may send what it likes: nothing but our own values is made
of its bytes, and no passage is taken that its document does not say.
"""

import datetime
import io
import pickle
import signal
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any

from index.detection import with_language
from index.documents import (
    Document,
    Locator,
    Masthead,
    Paragraph,
    Passage,
    Reading,
    fold,
)
from index.errors import QAError, UnreadableDocumentError, UnsupportedFormatError
from index.limits import Limits, size

MAX_REASON_CHARACTERS = 300
"""Of a parser's own words: some print what they could not read."""

_VALUES = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (Document, Locator, Masthead, Paragraph, Passage, datetime.date)
}


def unpacked(reply: bytes) -> tuple[str, tuple[Any, ...], bool]:
    """Return a reply's word, what it is of, and whether the process ends after it.

    Raises:
        Exception: It is no reply; of whatever kind, as the bytes may be anything.
    """
    word, found, is_last = _Values(io.BytesIO(reply)).load()
    return str(word), tuple(found), bool(is_last)


def read_of(name: str, content: bytes, found: Sequence[Any]) -> Reading:
    """Return what was read of a file.

    Raises:
        UnreadableDocumentError: It is of another file, or not verbatim.
    """
    try:
        document, passages = found
        reading = with_language(Reading(document, content, tuple(passages)))
        text = document.text
        is_sound = document.sha256 == sha256(content).hexdigest() and all(
            fold(" ".join(text[start:end] for start, end in passage.locator.spans))
            == passage.text
            for passage in reading.passages
        )
    except (AttributeError, TypeError, ValueError):
        is_sound = False
    if not is_sound:
        raise UnreadableDocumentError(
            f"{name} could not be read: its passages are not what its text says; this "
            "is a mistake of its reader's, please report it"
        )
    return reading


def refusal(kind: str, message: str) -> QAError:
    """Return the error that a reader raised."""
    known = {one.__name__: one for one in (UnsupportedFormatError,)}
    return known.get(kind, UnreadableDocumentError)(message)


def finding(word: str, found: Sequence[Any], limits: Limits) -> str:
    """Return how reading a file went wrong, and what to do.

    Args:
        word: The reply's; "time", "ended" and "nonsense" where there was none.
        found: What it is of.
        limits: That the file was read within.
    """
    if word == "time":
        return (
            f"could not be read within {limits.seconds:g} seconds; split it, "
            "or allow it more time"
        )
    if word == "memory":
        return (
            f"needed more than {size(limits.memory_bytes)} of memory to be "
            "read; split it, or save it in another format"
        )
    if word == "result":
        return (
            f"holds more than {size(limits.result_bytes)} of text and "
            "passages; split it"
        )
    if word == "room":
        return (
            "could not be read: there is no room for what its reader writes on the "
            "way; free some space for temporary files"
        )
    if word == "ended":
        return (
            f"ended the process that read it ({_ending(found[0])}); it may be "
            "damaged: open it, save it again and add that"
        )
    reason = " ".join(": ".join(map(str, found)).split())[:MAX_REASON_CHARACTERS]
    return (
        f"could not be read ({reason or 'its reader returned nonsense'}); it may "
        "be damaged, or not what its name says: open it, save it again and add that"
    )


class _Values(pickle.Unpickler):
    """Unpickles documents and passages, and runs nobody's code."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of our values' classes.

        Raises:
            UnpicklingError: It is anything else.
        """
        try:
            return _VALUES[module, name]
        except KeyError as error:
            raise pickle.UnpicklingError(f"{module}.{name} is no value") from error


def _ending(code: int | None) -> str:
    """Return how a process ended."""
    if code == -signal.SIGKILL:
        return "the system stopped it, most likely for want of memory"
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"

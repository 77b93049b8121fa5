"""The encoding that a page states, and its text by it."""

import codecs
import re
from collections.abc import Mapping

from index.readers.encodings import BOMS, decoded_text

# Browsers look no further for the statement; a little more costs nothing.
_LOOKED_AT = 4096
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([-\w:.]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([-\w:.]{2,40})""",
    re.IGNORECASE,
)
# What browsers take these names to mean (WHATWG Encoding Standard).
_MEANT: Mapping[str, str] = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "windows-874": "cp874",
}


def decoded_page(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a page's text, and warnings about how it was decoded.

    A byte order mark counts first, then UTF-8 where the bytes are that, then what the
    page states of itself, then what its letters look like.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    stated = declared(content)
    if (
        stated is None
        or b"\0" in content
        or any(content.startswith(mark) for mark, _ in BOMS)
    ):
        return decoded_text(name, content)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = content.decode(stated, "replace")
    bad = text.count("\ufffd")
    if not bad:
        return text, ()
    letters = "a character that is" if bad == 1 else f"{bad} characters that are"
    return text, (f"The file has {letters} not in its stated encoding, {stated}.",)


def declared(content: bytes) -> str | None:
    """Return Python's name of the encoding that a page states, if it knows one."""
    match = _DECLARED.search(content[:_LOOKED_AT])
    if match is None:
        return None
    encoding = known_encoding((match[1] or match[2]).decode("ascii", "ignore"))
    # A statement that can be read in single bytes does not stand in UTF-16.
    return "utf-8" if encoding and encoding.startswith("utf") else encoding


def known_encoding(label: str) -> str | None:
    """Return Python's name of the encoding that the web means by a label, or None."""
    label = label.strip().lower()
    try:
        info = codecs.lookup(_MEANT.get(label, label))
    except LookupError:
        return None
    # Some of Python's codecs are no encodings of text: "hex", "zlib".
    return info.name if getattr(info, "_is_text_encoding", True) else None

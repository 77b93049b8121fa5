"""From bytes to text: the encoding that is marked, plain to see, or likeliest."""

import codecs
import re
from collections.abc import Mapping
from itertools import pairwise

from index.errors import UnreadableDocumentError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The encodings that text files are in, besides UTF-8, by the name people know.
NAMES: Mapping[str, str] = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp1258": "Windows-1258",
    "cp874": "Windows-874",
    "iso8859_2": "ISO 8859-2",
    "iso8859_5": "ISO 8859-5",
    "iso8859_6": "ISO 8859-6",
    "iso8859_7": "ISO 8859-7",
    "koi8_r": "KOI8-R",
    "mac_roman": "Mac Roman",
    "cp437": "code page 437",
    "cp850": "code page 850",
    "cp866": "code page 866",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "utf_32_le": "UTF-32",
    "utf_32_be": "UTF-32",
}
# As many bytes tell an encoding as well as more do, and in a tenth of a second.
MAX_SAMPLE = 65_536
# In so few characters accents may be many.
SHORT = 64

_LOOKED_FOR = [name for name in NAMES if not name.startswith("utf")]
_FOREIGN = re.compile(rb"[\x80-\xff]")
# Signs that stand neither within words nor next to them: "naw¹d", "Ausschu§", "¬ród",
# and what the encoding does not know.
_ODD = re.compile(
    "(?<=[^\\W\\d_])(?:[¤§¬¹²³¼½¾\u201a\u201e](?=[^\\W\\d_]|[.,;\\s])"
    "|[\xa1-\xab\xae-\xbf\u02c6-\u02dd\u2020-\u25ff](?=[^\\W\\d_]))"
    "|[¦¨¬¯\xb4\xb8¹²³¼½¾](?=[^\\W\\d_])|\ufffd"
)
_HIRAGANA = re.compile("[\u3041-\u3096]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


def decoded_text(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a text, and a warning where its encoding had to be guessed.

    Every character is kept, line ends too, but for a byte order mark.

    Raises:
        UnreadableDocumentError: The bytes are no text in any encoding known.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strict(name, content[len(mark) :], encoding, len(mark)), ()
    if b"\0" in content:
        return _wide(name, content)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        failed = error
    likeliest = guessed(content)
    if likeliest is None:
        raise UnreadableDocumentError(
            f"{name} is not UTF-8 text: byte {failed.start} cannot be decoded, and no "
            "other encoding fits; save it as UTF-8 and add it again"
        ) from failed
    return content.decode(likeliest), (_warning(likeliest),)


def guessed(content: bytes) -> str | None:
    """Return the encoding that bytes which are not UTF-8 are likeliest in, or None.

    Args:
        content: Bytes without zeros, whole.
    """
    sample = _sample(content)
    latin = sample.decode("cp1252", "replace")
    order: list[str]
    if _is_western(latin):
        order = ["cp1254" if _looks_turkish(latin) else "cp1252"]
    else:
        # The sample may end within a letter of up to four bytes.
        cuts = (_ranked(sample[: len(sample) - cut]) for cut in range(4))
        order = next((found for found in cuts if found), [])
    return next((encoding for encoding in order if _fits(content, encoding)), None)


def says(content: bytes, text: str) -> bool:
    """Return whether bytes say a text in any of the encodings that are guessed."""
    for encoding in NAMES:
        try:
            if content.decode(encoding) == text:
                return True
        except UnicodeDecodeError:
            continue
    return False


def _strict(name: str, content: bytes, encoding: str, mark: int) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            f"{name} is not {encoding.upper()} text: byte {mark + error.start} cannot "
            "be decoded; save it as UTF-8 and add it again"
        ) from error
    if "\0" in text:
        raise _not_text(name, text.index("\0"))
    return text


def _wide(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a text whose characters are two or four bytes, if the bytes are one."""
    for encoding in ("utf_32_le", "utf_32_be", "utf_16_le", "utf_16_be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plain(text):
            return text, (_warning(encoding),)
    raise _not_text(name, content.index(b"\0"))


def _not_text(name: str, position: int) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{name} has a zero character at position {position}, so it is not plain text; "
        "save it as UTF-8 text and add it again"
    )


def _is_plain(text: str) -> bool:
    """Return whether a text has ASCII white space and letters, and no controls."""
    ascii_share = sum(character < "\x7f" for character in text[:MAX_SAMPLE])
    plain = not _CONTROLS.search(text[:MAX_SAMPLE]) and "\0" not in text
    return plain and ascii_share * 2 > min(len(text), MAX_SAMPLE)


def _warning(encoding: str) -> str:
    return (
        f"The file is not UTF-8 and was read as {NAMES[encoding]}, which is a guess; "
        "if letters are wrong, save it as UTF-8 and add it again."
    )


def _sample(content: bytes) -> bytes:
    """Return what tells the encoding: a bounded part from the first foreign letter on.

    It begins and ends at white space, which is no part of a letter in any encoding
    without zeros.
    """
    first = next(_FOREIGN.finditer(content))
    start = max(content.rfind(sign, 0, first.start()) for sign in (b"\n", b" ")) + 1
    start = max(start, first.start() - MAX_SAMPLE // 2)
    sample = content[start : start + MAX_SAMPLE]
    end = max(sample.rfind(sign) for sign in (b"\n", b" "))
    whole = len(sample) < MAX_SAMPLE or end <= first.start() - start
    return sample if whole else sample[:end]


def _is_western(text: str) -> bool:
    """Return whether a text read as Windows-1252 makes words of Western languages."""
    foreign = sum(character > "\x7f" for character in text)
    rare = foreign * (2 if len(text) < SHORT else 3) <= len(text)
    return rare and _oddities(text) * 50 <= foreign


def _oddities(text: str) -> int:
    """Return how many characters stand where their kind never stands in a word."""
    return len(_ODD.findall(text)) + sum(
        before.islower() and here.isupper() and (before > "\x7f" or here > "\x7f")
        for before, here in pairwise(text)
    )


def _looks_turkish(text: str) -> bool:
    """Return whether the letters that Icelandic and Turkish share a byte for abound.

    An Icelandic text has as many accents besides.
    """
    shared = sum(character in "ðýþÐÝÞ" for character in text)
    accents = sum(character in "áéíóúæ" for character in text)
    return shared > accents


def _ranked(sample: bytes) -> list[str]:
    """Return the encodings that fit, likeliest first."""
    from charset_normalizer import from_bytes

    found = [match.encoding for match in from_bytes(sample, cp_isolation=_LOOKED_FOR)]
    return sorted(found, key=lambda encoding: _strangeness(sample, encoding))


def _strangeness(sample: bytes, encoding: str) -> int:
    """Return how strange bytes look in an encoding: odd words, but for Japanese."""
    text = sample.decode(encoding, "replace")
    # No other encoding's letters turn into so many hiragana by accident.
    is_japanese = len(_HIRAGANA.findall(text)) * 8 > len(text)
    return -1 if is_japanese else _oddities(text)


def _fits(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _CONTROLS.search(text)

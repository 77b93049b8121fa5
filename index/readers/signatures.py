"""What a file is by its first bytes, whatever its name says."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from index.errors import UnreadableDocumentError


@dataclass(frozen=True, slots=True)
class Form:
    """A format as people know it.

    Attributes:
        name: With its article: "a PDF file".
        suffixes: What names of such files end in, the usual one first.
        remedy: What to do with one that has no reader.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    remedy: str = "remove it, or convert it to text"


_WORD = Form("a Word document", (".docx", ".docm", ".dotx", ".dotm"))
_ODT = Form("an OpenDocument text", (".odt", ".ott"))
_EPUB = Form("an EPUB book", (".epub",))
_PDF = Form("a PDF file", (".pdf",))
_HTML = Form("an HTML page", (".html", ".htm", ".xhtml"))
_ZIP = Form("a zip archive", (), "unpack it and add the files that are in it")
_SAVE_AS = "open it, and save it as .docx or .pdf"
_UNLOCK = "open it, and save it as .docx without a password"
_PACKED = (
    (b"mimetypeapplication/epub+zip", _EPUB),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", _ODT),
    (b"word/document", _WORD),
    (b"xl/workbook", Form("an Excel workbook", (), _SAVE_AS)),
    (b"ppt/presentation", Form("a PowerPoint presentation", (), _SAVE_AS)),
)
_PICTURE = "remove it, or save it as a PDF with its text recognised"
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (
        bytes.fromhex("d0cf11e0a1b11ae1"),
        Form("an old or locked Office document", (), _UNLOCK),
    ),
    (b"{\\rtf", Form("an RTF document", (), _SAVE_AS)),
    (b"\x89PNG\r\n\x1a\n", Form("a PNG picture", (), _PICTURE)),
    (b"\xff\xd8\xff", Form("a JPEG picture", (), _PICTURE)),
    (b"II*\0", Form("a TIFF picture", (), _PICTURE)),
    (b"MM\0*", Form("a TIFF picture", (), _PICTURE)),
    (b"AT&TFORM", Form("a DjVu file", (), "convert it to PDF")),
    (b"\x7fELF", Form("a program")),
    (b"SQLite format 3\0", Form("an SQLite database")),
    (b"\x1f\x8b\x08", Form("a gzip archive", (), _ZIP.remedy)),
    (b"7z\xbc\xaf\x27\x1c", Form("a 7z archive", (), _ZIP.remedy)),
    (b"Rar!\x1a\x07", Form("a RAR archive", (), _ZIP.remedy)),
    (b"\xfd7zXZ\0", Form("an xz archive", (), _ZIP.remedy)),
)
# These begin a text just as well; a file that has zeros besides is none.
_WITH_ZEROS = (
    (b"GIF8", Form("a GIF picture", (), _PICTURE)),
    (b"RIFF", Form("a picture, sound or film")),
    (b"ID3", Form("a sound file")),
    (b"OggS", Form("a sound or film file")),
    (b"MZ", Form("a program")),
    (b"BZh", Form("a bzip2 archive", (), _ZIP.remedy)),
)
_ZIP_HEAD = b"PK\x03\x04"
# An archive names its parts at both ends.
_LOOKED_AT = 65_536
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.I
)
_BINARY_SUFFIXES = {
    suffix for form in (_WORD, _ODT, _EPUB, _PDF) for suffix in form.suffixes
}
_PACKED_SUFFIXES = {suffix for form in (_WORD, _ODT, _EPUB) for suffix in form.suffixes}


def check_signature(name: str, content: bytes) -> None:
    """Make sure that a file is no other kind of file than its name says.

    Raises:
        UnreadableDocumentError: It plainly is another: a PDF named ".txt".
    """
    form = form_of(content)
    suffix = PurePath(name).suffix.lower()
    if form is None or suffix in form.suffixes:
        return
    # Packed anew or cut short, it may not say what it is: its reader knows better.
    if form is _ZIP and suffix in _PACKED_SUFFIXES:
        return
    if form is _HTML and suffix not in _BINARY_SUFFIXES:
        return
    remedy = form.remedy
    if form.suffixes:
        remedy = f"rename it to {PurePath(name).stem}{form.suffixes[0]}"
    raise UnreadableDocumentError(
        f"{name} is {form.name} by its content; {remedy} and add it again"
        if form.suffixes
        else f"{name} is {form.name} by its content, which cannot be read; {remedy}"
    )


def is_rightly_named(name: str, content: bytes) -> bool:
    """Return whether a file's first bytes bear out its suffix, or nothing belies it."""
    form, suffix = form_of(content), PurePath(name).suffix.lower()
    if form is None or not form.suffixes:
        return suffix not in _BINARY_SUFFIXES
    return suffix in form.suffixes


def form_of(content: bytes) -> Form | None:
    """Return what a file is by its first bytes; None for text and what is unknown."""
    if content.startswith(_ZIP_HEAD):
        ends = content[:_LOOKED_AT] + content[-_LOOKED_AT:]
        return next((form for sign, form in _PACKED if sign in ends), _ZIP)
    signs = [*_SIGNATURES]
    if b"\0" in content[:1024]:
        signs += _WITH_ZEROS
    found = next((form for sign, form in signs if content.startswith(sign)), None)
    if found is None and _PAGE.match(content[:1024]):
        return _HTML
    return found

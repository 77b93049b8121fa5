"""Mail messages: the subject, who wrote to whom and when, and what they wrote."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from index.blocks import Block, Kind
from index.documents import fold
from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.layout import logical_lines
from index.readers.encodings import decoded_text
from index.readers.html import html_extract
from index.readers.html_encoding import decoded_page, known_encoding

# They stand before the text, as context of the search; none of them is an answer.
HEADERS = ("From", "To", "Cc", "Date")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def read_mail(name: str, content: bytes) -> Extract:
    """Return a message's text; its plain form where it has one, else its HTML.

    Quoted lines and signatures stay as they are. Attachments are not read; a warning
    names them.

    Raises:
        UnreadableDocumentError: The bytes are no mail message, or it has no text.
    """
    try:
        message = message_from_bytes(content, policy=policy.default)
        return _extract(name, message)
    except (RecursionError, MessageError, ValueError, LookupError) as error:
        raise UnreadableDocumentError(
            f"{name} is no mail message that can be read ({error}); save it again as "
            ".eml, or its text as .txt"
        ) from error


def _extract(name: str, message: EmailMessage) -> Extract:
    headers = [(header, _header(message, header)) for header in ("Subject", *HEADERS)]
    if not any(value for _, value in headers):
        raise UnreadableDocumentError(
            f"{name} has no mail header (From, To, Date, Subject), so it is no mail "
            "message; rename it to .txt if it is plain text"
        )
    body, warnings = _body(name, message)
    text = ""
    blocks: list[Block] = []
    for header, value in headers:
        if not value:
            continue
        prefix = f"{header}: "
        kind: Kind = "boilerplate"
        if header == "Subject":
            prefix, kind = "", "title"
        elif header == "Date" and (date := _date(message)):
            kind, value = "masthead", date
        start = len(text) + len(prefix)
        blocks.append(Block(((start, start + len(value)),), value, kind))
        text += f"{prefix}{value}\n"
    text += "\n"
    found = body.blocks
    if found is None:
        found = tuple(logical_lines(body.text))
    blocks += [_shifted(block, len(text)) for block in found]
    return Extract(
        text=text + body.text,
        blocks=tuple(blocks),
        anchors=tuple((len(text) + at, anchor) for at, anchor in body.anchors),
        title=headers[0][1] or None,
        language=body.language,
        warnings=(*body.warnings, *warnings, *_attachments(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's text, decoded; empty where it is missing or damaged."""
    try:
        return fold(str(message.get(name, "")).replace("\0", ""))
    except (ValueError, IndexError, AttributeError, TypeError):
        # The standard library fails in many ways on addresses that are no addresses.
        return ""


def _date(message: EmailMessage) -> str:
    """Return the day it was sent, as a document prints it: "3 March 2020"; or empty."""
    sent = getattr(message.get("Date"), "datetime", None)
    return f"{sent.day} {_MONTHS[sent.month - 1]} {sent.year}" if sent else ""


def _body(name: str, message: EmailMessage) -> tuple[Extract, tuple[str, ...]]:
    """Return what the message says, and warnings about its encoding."""
    part = message.get_body(("plain", "html"))
    if part is None:
        raise UnreadableDocumentError(
            f"{name} has no text in it, only attachments; save those and add them"
        )
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    is_html = part.get_content_type() == "text/html"
    encoding = known_encoding(part.get_content_charset() or "")
    if encoding is None:
        read = decoded_page if is_html else decoded_text
        text, warnings = read(name, content)
    else:
        text, warnings = content.decode(encoding, "replace").replace("\0", ""), ()
        if bad := text.count("\ufffd"):
            letters = (
                "a character that is" if bad == 1 else f"{bad} characters that are"
            )
            warnings = (f"The text has {letters} not in its encoding, {encoding}.",)
    return (html_extract(text) if is_html else Extract(text)), warnings


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    """Return a warning that names what is attached, if anything is."""
    names = [
        fold(part.get_filename() or part.get_content_type())
        for part in message.iter_attachments()
    ]
    if not names:
        return ()
    are = "The attachment is" if len(names) == 1 else "The attachments are"
    return (f"{are} not read: {', '.join(names)}; save and add what you need.",)


def _shifted(block: Block, start: int) -> Block:
    spans = tuple((start + a, start + b) for a, b in block.spans)
    kind: Kind = "heading" if block.kind == "title" else block.kind
    return replace(block, spans=spans, kind=kind)

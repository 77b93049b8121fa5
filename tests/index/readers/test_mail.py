import datetime
from email.message import EmailMessage

import pytest

from index.documents import fold
from index.errors import UnreadableDocumentError
from index.readers.mail import read_mail
from index.reading import read

TEXT = (
    "Dear José,\n\nThe committee will meet on Tuesday at ten o’clock in the large room."
    "\n\n"
    "> Where do we meet, and at what time of the day?\n"
)


def message(text=TEXT, html=None, charset="utf-8"):
    mail = EmailMessage()
    mail["From"] = "Ana Díaz <ana@example.org>"
    mail["To"] = "José <jose@example.org>"
    mail["Subject"] = "Next meeting – the room"
    mail["Date"] = datetime.datetime(2020, 3, 3, 10, 0, tzinfo=datetime.UTC)
    if text:
        mail.set_content(text, charset=charset)
    if html and text:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    return mail


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_message_has_its_subject_as_title_and_its_paragraphs_as_passages(charset):
    reading = read("a.eml", message(charset=charset).as_bytes())
    assert reading.document.title == "Next meeting – the room"
    assert reading.document.masthead.date == datetime.date(2020, 3, 3)
    assert [p.text for p in reading.passages] == [
        "Dear José,",
        "The committee will meet on Tuesday at ten o’clock in the large room.",
        "> Where do we meet, and at what time of the day?",
    ]


def test_who_wrote_to_whom_is_text_but_no_passage():
    reading = read("a.eml", message().as_bytes())
    assert "From: Ana Díaz <ana@example.org>\n" in reading.document.text
    assert not any("Ana" in passage.text for passage in reading.passages)


def test_plain_text_is_preferred_to_html_and_html_is_read_where_it_is_alone():
    html = "<html><body><p id=a>The committee will <b>meet</b> on Friday.</body></html>"
    both = read("a.eml", message(html=html).as_bytes())
    assert not any("Friday" in passage.text for passage in both.passages)
    alone = read("a.eml", message(None, html).as_bytes())
    assert [p.text for p in alone.passages] == ["The committee will meet on Friday."]
    assert alone.document.anchors == ((alone.passages[0].locator.spans[0][0], "a"),)


def test_attachments_are_named_in_a_warning():
    mail = message()
    mail.add_attachment(b"%PDF-", "application", "pdf", filename="été.pdf")
    assert read("a.eml", mail.as_bytes()).document.warnings == (
        "The attachment is not read: été.pdf; save and add what you need.",
    )


def test_an_unknown_charset_is_guessed_and_told():
    content = message("Il a été décidé de se réunir.").as_bytes()
    content = content.replace(b"utf-8", b"x-unknown").replace(b"8bit", b"8bit")
    assert "été" in read_mail("a.eml", content).text
    broken = (
        b"Subject: x\nContent-Type: text/plain; charset=utf-8\n"
        b"Content-Transfer-Encoding: 8bit\n\ncaf\xe9\n"
    )
    assert read_mail("a.eml", broken).warnings == (
        "The text has a character that is not in its encoding, utf-8.",
    )


def test_a_header_with_zeros_is_read_without_them():
    found = read_mail("a.eml", b"Subject: =?utf-8?q?=00 a?=\nTo: x\n\nThe text.\n")
    assert "\0" not in found.text
    for block in found.blocks:
        assert block.text == fold(" ".join(found.text[a:b] for a, b in block.spans))


def test_what_is_no_message_is_refused():
    with pytest.raises(UnreadableDocumentError, match="no mail header"):
        read("a.eml", b"Just a text.\n\nAnother paragraph.")


def test_only_attachments_are_told():
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content(b"abc", "application", "pdf", filename="a.pdf")
    with pytest.raises(UnreadableDocumentError, match="only attachments"):
        read("a.eml", mail.as_bytes())


def test_deeply_nested_parts_end_in_an_error_or_a_text():
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5000)
    )
    with pytest.raises(UnreadableDocumentError):
        read("a.eml", f"Subject: x\n{head}\ntext".encode())

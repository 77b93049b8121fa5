# ruff: noqa: RUF001 (the texts of other languages look like Latin letters)
import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableDocumentError
from index.readers import extract
from index.readers.encodings import NAMES, decoded_text, says

TEXTS = {
    "French": "Le Comité a décidé d'étudier la question à sa prochaine session d'été. ",
    "German": "Der Ausschuß prüfte den Bericht und beschloß, die Frage zu erörtern. ",
    "English": "The Committee’s report – “a first step” – was adopted on Tuesday. ",
    "Polish": "Komitet rozpatrzył sprawozdanie i postanowił zbadać kwestię. Źródła. ",
    "Czech": "Výbor posoudil zprávu a rozhodl se otázku prozkoumat příště. Žluťoučký. ",
    "Russian": "Комитет рассмотрел доклад рабочей группы и постановил изучить вопрос. ",
    "Greek": "Η επιτροπή εξέτασε την έκθεση και αποφάσισε να μελετήσει το ζήτημα. ",
    "Turkish": "Komite, çalışma grubunun raporunu inceledi ve karar verdi. İşığı. ",
    "Arabic": "نظرت اللجنة في تقرير الفريق العامل وقررت دراسة المسألة في دورتها. ",
    "Hebrew": "הוועדה בחנה את הדוח של קבוצת העבודה והחליטה לבחון את הנושא. ",
    "Thai": "คณะกรรมการได้พิจารณารายงานของคณะทำงานและตัดสินใจที่จะศึกษา ",
    "Chinese": "委员会审议了工作组的报告，并决定在下届会议上研究这一问题。",
    "Taiwanese": "委員會審議了工作組的報告，並決定在下屆會議上研究這一問題。",
    "Japanese": "委員会は作業部会の報告書を検討し、この問題を検討することを決定した。",
    "Korean": "위원회는 작업반의 보고서를 검토하고 이 문제를 연구하기로 결정했다. ",
}
ENCODINGS = {
    "French": ["cp1252", "cp850", "mac_roman"],
    "German": ["cp1252", "cp850"],
    "English": ["cp1252", "mac_roman"],
    "Polish": ["cp1250", "iso8859_2"],
    "Czech": ["cp1250", "iso8859_2"],
    "Russian": ["cp1251", "koi8_r", "iso8859_5", "cp866"],
    "Greek": ["cp1253", "iso8859_7"],
    "Turkish": ["cp1254"],
    "Arabic": ["cp1256", "iso8859_6"],
    "Hebrew": ["cp1255"],
    "Thai": ["cp874"],
    "Chinese": ["gb18030"],
    "Taiwanese": ["big5"],
    "Japanese": ["cp932", "euc_jp"],
    "Korean": ["cp949"],
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [(language, one) for language, names in ENCODINGS.items() for one in names],
)
@pytest.mark.parametrize("times", [1, 30])
def test_the_encoding_is_detected_and_the_warning_says_so(language, encoding, times):
    text = TEXTS[language] * times
    found, warnings = decoded_text("a.txt", text.encode(encoding))
    assert found == text
    assert len(warnings) == 1
    assert "was read as" in warnings[0]


@pytest.mark.parametrize(
    "encoding", ["utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"]
)
def test_wide_characters_need_no_mark(encoding):
    text = "A title\r\n\r\nThe café met on Tuesday.\n"
    found, warnings = decoded_text("a.txt", text.encode(encoding))
    assert found == text
    assert f"was read as {NAMES[encoding]}," in warnings[0]


@pytest.mark.parametrize(
    "text", ["café", "Größe", "naïve “quotation”", "élève à l'école"]
)
def test_a_short_text_is_taken_for_windows_1252(text):
    found, warnings = decoded_text("a.txt", text.encode("cp1252"))
    assert found == text
    assert "Windows-1252" in warnings[0]


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_utf_8_is_never_guessed(text):
    assert decoded_text("a.txt", codecs.BOM_UTF8 + text.encode()) == (text, ())
    if not text.startswith("\ufeff"):
        assert decoded_text("a.txt", text.encode()) == (text, ())


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(content):
    try:
        text, warnings = decoded_text("a.txt", content)
    except UnreadableDocumentError:
        return
    assert "\0" not in text
    assert decoded_text("a.txt", content) == (text, warnings)


def test_a_guess_is_a_warning_of_the_document():
    assert extract("a.txt", "été".encode("cp1252")).warnings
    assert extract("a.md", "# été".encode("cp1252")).warnings
    assert extract("a.txt", "été".encode()).warnings == ()


def test_bytes_say_a_text_in_any_encoding_and_nothing_else():
    assert says("Größe".encode("cp1252"), "Größe")
    assert says("Größe".encode("cp850"), "Größe")
    assert not says("Größe".encode("cp850"), "Grösse")


@pytest.mark.parametrize(
    "content",
    [
        b"a" * 5_000_000 + b"\xe9",
        b"\xe9" * 2_000_000,
        ("é " * 1_000_000).encode("cp850"),
        "中".encode("gb18030") * 500_000,
    ],
)
def test_long_texts_are_decoded_in_time(content):
    begun = time.monotonic()
    decoded_text("a.txt", content)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.txt",
            b"%PDF-1.7\n%\xe2\xe3",
            r"a PDF file by its content; rename it to a\.pdf",
        ),
        ("a.md", b"PK\x03\x04..word/document.xml", r"rename it to a\.docx"),
        ("a.docx", b"PK\x03\x04..xl/workbook.xml", "an Excel workbook .*save it as"),
        ("a.epub", b"PK\x03\x04..word/document.xml", r"rename it to a\.docx"),
        ("a.txt", b"PK\x03\x04\x14\0", "a zip archive .*unpack it"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        ("a.txt", b"\x7fELF\x02\x01", "a program"),
        ("a.txt", b"MZ\x90\0\x03", "a program"),
        (
            "a.pdf",
            b"<!DOCTYPE html><p>Not found",
            r"an HTML page .*rename it to a\.html",
        ),
        ("a.docx", b"{\\rtf1\\ansi", "an RTF document"),
        ("a.eml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or locked Office"),
    ],
)
def test_a_file_that_lies_about_its_type_is_told(name, content, told):
    with pytest.raises(UnreadableDocumentError, match=told):
        extract(name, content)


@pytest.mark.parametrize(
    "text", ["MZ is short for Markus.", "<html> is a tag.", "PK means much.", "BMW"]
)
def test_a_text_that_begins_like_another_format_is_text(text):
    assert extract("a.txt", text.encode()).text == text

"""Files made to do harm: each ends in a clear line, and the run goes on."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.reading import read

pytestmark = pytest.mark.slow

CONFTEST = Path(__file__).parents[1] / "conftest.py"

ADD = f"""
import json, resource, runpy, sys
from pathlib import Path
from index.library import Library
from index.limits import Limits
from qa import Assistant, Terms
embedder = runpy.run_path({str(CONFTEST)!r})["HashingEmbedder"]()
folder = Path(sys.argv[1])
with Library.open(folder / "library", create=True) as library:
    library.add([("first.txt", b"Before all others.")], embedder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    limits = Limits(seconds=10, memory_bytes=500_000_000)
    report = Assistant(library, embedder).add(
        [folder / "files"], terms=Terms(limits=limits)
    )
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({{
        "failed": {{one.name: one.reason for one in report.failed}},
        "read": [stored.name for stored in library.documents()],
        "said": [passage.text for passage in library.passages()],
        "problems": library.check(),
        "kilobytes": after - before,
    }}))
"""

SECRET = "What nobody is to read."

CONTENT_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>A paragraph. {}</w:t></w:r></w:p></w:body></w:document>"
)
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha " * 10}">' for n in range(10)
)


def docx(document: str | bytes) -> bytes:
    """Return a Word file whose main part is this."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def looping_pdf() -> bytes:
    """Return a PDF file whose tree of pages leads back to its root for ever."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1000000000 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1000000 >>",
    ]
    file = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        file
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
        + b"startxref\n%d\n%%%%EOF\n" % len(file)
    )


def external(path: Path) -> bytes:
    """Return a Word file that asks for another file's text."""
    kind = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{path.as_uri()}">]>'
    return docx(kind + BODY.format("&e;"))


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9

REFUSED: dict[str, Callable[[], bytes]] = {
    "zip-bomb.docx": lambda: docx(b"<a>" + bytes(400_000_000)),
    "xml-bomb.docx": lambda: docx(
        f"<!DOCTYPE d [{LAUGHS}]>" + BODY.format("&l9;" * 10)
    ),
    "loop.pdf": looping_pdf,
    "picture.pdf": lambda: PICTURE + b"pdf",
    "picture.docx": lambda: PICTURE + b"docx",
    "picture.epub": lambda: PICTURE + b"epub",
    "picture.txt": lambda: PICTURE + b"txt",
    "half.docx": lambda: docx(BODY)[:300],
    "empty.txt": lambda: b"",
}
"""Files that cannot be read."""

BORNE: dict[str, Callable[[], bytes]] = {
    "deep.html": lambda: b"<div>" * 50_000 + b"Deep down.",
    "wide.md": lambda: b"> " * 20_000 + b"Deep down.",
    "stars.md": lambda: b"*" * 50_000 + b" words",
    "brackets.md": lambda: b"[" * 50_000 + b" words",
    "one-line.txt": lambda: b"word " * 10_000,
    "letters.txt": lambda: b"a" * 1_000_000,
    "numbers.txt": lambda: b"1.1.1.1." * 5_000 + b" word",
}
"""Files that may be read or not, as long as the run goes on."""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process says that adds a folder of them, good files before and after."""
    folder = tmp_path_factory.mktemp("hostile")
    files = folder / "files"
    files.mkdir()
    for name, made in {**REFUSED, **BORNE}.items():
        (files / name).write_bytes(made())
    (folder / "secret.txt").write_text(SECRET)
    (files / "external.docx").write_bytes(external(folder / "secret.txt"))
    with (files / "huge.txt").open("wb") as file:
        file.truncate(2_000_000_000)
    for name in ("a-good.txt", "z-good.txt"):
        (files / name).write_text(f"Good\n\nA sentence of {name}.\n")
    process = subprocess.run(
        [sys.executable, "-c", ADD, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        timeout=150,
        check=True,
    )
    outcome: dict[str, Any] = json.loads(process.stdout)
    return outcome


def test_good_files_are_read_whatever_is_between_them(outcome: dict[str, Any]):
    assert {"first.txt", "a-good.txt", "z-good.txt"} <= set(outcome["read"])
    assert outcome["problems"] == []


@pytest.mark.parametrize("name", [*REFUSED, "huge.txt"])
def test_a_hostile_file_ends_in_a_clear_line(outcome: dict[str, Any], name: str):
    reason = outcome["failed"][name]
    assert reason.startswith(name)
    assert "\n" not in reason
    assert len(reason) < 500
    assert "this is a mistake of its reader's" not in reason
    assert name not in outcome["read"]


@pytest.mark.parametrize("name", BORNE)
def test_what_is_borne_is_read_or_told(outcome: dict[str, Any], name: str):
    assert (name in outcome["read"]) != (name in outcome["failed"])


def test_no_other_file_is_drawn_in(outcome: dict[str, Any]):
    assert not any(SECRET in text for text in outcome["said"])


def test_the_main_process_stays_small(outcome: dict[str, Any]):
    assert outcome["kilobytes"] < 300_000


def test_the_word_file_these_are_made_of_is_one():
    """So that they fail for what is hostile in them."""
    (passage,) = read("a.docx", docx(BODY.format("More."))).passages
    assert passage.text == "A paragraph. More."

"""Damaged files for every reader: what each of them comes to.

    python tests/fuzzing.py --inputs 20000

Files of each format are made and damaged in the ways that files are (bytes changed,
cut, doubled and moved; numbers made huge; parts of a package rewritten; one format
spliced into another), then read as `pincite add` reads them, in a process of its own.
A file must end as a document, whose passages that process's parent has compared with
its text, or as an error that a reader foresaw. The rest are findings: an exception
that no reader foresaw, a process that ended, time or memory beyond the limits.
"""

import argparse
import io
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

import docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, SimpleDocTemplate
from reportlab.platypus import Paragraph as Print

from index.documents import Reading
from index.limits import Limits
from index.parsing import Parsers

LIMITS = Limits(seconds=20, memory_bytes=600_000_000, result_bytes=50_000_000)
"""Small files, so small limits: what needs more is a finding."""

SENTENCES = (
    "The working group met on 14 March 2019 and considered its report (A/AC.9/3).",
    "Several delegations recalled the Treaty & its annex; others <did> not.",
    "1. No weapon shall be placed in orbit, as paragraph 4 (b) says.",
    "(a) Le groupe a examiné la question – sans la trancher.",
    "Рабочая группа рассмотрела вопрос.",
    "نظر الفريق العامل في المسألة.",
    "工作组审议了该问题。",
)

UNFORESEEN = re.compile(
    r"could not be read|needed more than|holds more than|ended the process"
)

Damage = Callable[[random.Random, bytes], bytes]


def text() -> bytes:
    return "\n\n".join(["A paper on orbits", *SENTENCES]).encode()


def markdown() -> bytes:
    body = "\n\n".join(SENTENCES)
    return (
        f"---\ntitle: A paper\n---\n# One\n\n{body}\n\n## Two\n\n"
        "* a\n  * b\n\n> c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n"
    ).encode()


def html() -> bytes:
    body = "".join(f"<p id=p{n}>{one}</p>" for n, one in enumerate(SENTENCES))
    return (
        f"<!doctype html><html lang=en><head><title>A paper</title></head><body><main>"
        f"<h1>A paper</h1>{body}<h2>Two</h2><ol start=3><li>One<ul><li>a</ul><li>Two"
        "</ol><table><tr><th>x<td rowspan=2 colspan=2>y</tr><tr><td>z</table>"
        "<pre>as\n it is</pre><br><br>loose &amp; text<script>no()</script></main>"
    ).encode()


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "A paper"
    message["From"] = "a@example.org"
    message.set_content("\n\n".join(SENTENCES))
    message.add_alternative(html().decode(), subtype="html")
    message.add_attachment(b"picture", maintype="image", subtype="png", filename="a")
    return message.as_bytes()


def word() -> bytes:
    document = docx.Document()
    document.add_heading("A paper", 0)
    for level, style in enumerate(("List Number", "List Bullet", "Normal"), 1):
        document.add_heading(f"Part {level}", level)
        for one in SENTENCES:
            document.add_paragraph(one, style)
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "merged"
    return _saved(document.save)


def pdf() -> bytes:
    styles = getSampleStyleSheet()
    story = []
    for sentences in (SENTENCES, SENTENCES[::-1]):
        story.append(Print("A heading", styles["Heading1"]))
        story += [
            Print(one.replace("<", "&lt;"), styles["Normal"]) for one in sentences
        ]
        story.append(PageBreak())
    # Streams that are not compressed are damaged in what they say, not only in form.
    return _saved(lambda file: SimpleDocTemplate(file, pageCompression=0).build(story))


def epub() -> bytes:
    page = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>One</h1>"
        + "".join(
            f"<p>{one.replace('<', '&lt;').replace('&', '&amp;')}</p>"
            for one in SENTENCES
        )
        + "</body></html>"
    )
    return _zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:"
            "opendocument:xmlns:container'><rootfiles><rootfile "
            "full-path='c.opf'/></rootfiles></container>",
            "c.opf": "<package xmlns='http://www.idpf.org/2007/opf'><metadata "
            "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>A paper</dc:title>"
            "</metadata><manifest><item id='a' href='a.xhtml' "
            "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/>"
            "</spine></package>",
            "a.xhtml": page,
        }
    )


def odt() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(
        f"<text:p>{one.replace('&', '&amp;').replace('<', '&lt;')}</text:p>"
        for one in SENTENCES
    )
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content xmlns:office='{space}office:1.0' "
            f"xmlns:text='{space}text:1.0' xmlns:table='{space}table:1.0'><office:body>"
            "<office:text><text:h text:outline-level='1'>A paper</text:h>"
            f"{body}<text:list><text:list-item><text:p>One</text:p></text:list-item>"
            "</text:list><table:table><table:table-row><table:table-cell><text:p>x"
            "</text:p></table:table-cell></table:table-row></table:table></office:text>"
            "</office:body></office:document-content>",
        }
    )


FILES: Mapping[str, Callable[[], bytes]] = {
    "a.txt": text,
    "a.md": markdown,
    "a.html": html,
    "a.eml": mail,
    "a.docx": word,
    "a.pdf": pdf,
    "a.epub": epub,
    "a.odt": odt,
}


def changed(chance: random.Random, content: bytes) -> bytes:
    """Change some bytes."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 100))):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def cut(chance: random.Random, content: bytes) -> bytes:
    """Leave out a part, often the end."""
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + (content[end:] if chance.random() < 0.6 else b"")


def doubled(chance: random.Random, content: bytes) -> bytes:
    """Repeat a part."""
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    part = content[start : min(end, start + 2000)]
    return content[:start] + part * chance.choice((2, 5, 50)) + content[end:]


def exchanged(chance: random.Random, content: bytes) -> bytes:
    """Put one tag, name or operator in another's place."""
    words = [match.span() for match in re.finditer(rb"<[^>]{1,60}>|/?\w+", content)]
    if len(words) < 2:
        return changed(chance, content)
    (a, b), (c, d) = chance.sample(words, 2)
    return content[:a] + content[c:d] + content[b:]


def enlarged(chance: random.Random, content: bytes) -> bytes:
    """Make a number huge, negative or nonsense."""
    numbers = [match.span() for match in re.finditer(rb"\d+", content)]
    if not numbers:
        return changed(chance, content)
    start, end = chance.choice(numbers)
    other = chance.choice(
        (
            b"0",
            b"-1",
            b"65536",
            b"2147483648",
            b"99999999999999999999",
            b"1e308",
            b"\xd9\xa3",
        )
    )
    return content[:start] + other + content[end:]


def nested(chance: random.Random, content: bytes) -> bytes:
    """Open very many of something."""
    at = chance.randrange(len(content) + 1)
    unit = chance.choice(
        (b"<div>", b"<w:tbl><w:tr><w:tc>", b"[", b"<<", b"> ", b"* ", b"(")
    )
    return content[:at] + unit * chance.choice((100, 3000)) + content[at:]


def spliced(chance: random.Random, content: bytes) -> bytes:
    """Go on as another format."""
    other = FILES[chance.choice(list(FILES))]()
    at = chance.randrange(len(content) + 1)
    return content[:at] + other[chance.randrange(len(other)) :]


DAMAGES: tuple[Damage, ...] = (
    changed, cut, doubled, exchanged, enlarged, nested, spliced,
)  # fmt: skip


def repacked(chance: random.Random, content: bytes) -> bytes:
    """Damage one part of a package, and pack it again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    telling = [name for name in parts if name.endswith((".xml", ".xhtml", ".opf"))]
    name = chance.choice(telling)
    if chance.random() < 0.1:
        del parts[name]
    elif parts[name]:
        parts[name] = chance.choice(DAMAGES)(chance, parts[name])
    return _zip(parts)


def damaged(chance: random.Random, content: bytes) -> bytes:
    """Return a file with one to three damages, a package mostly within its parts."""
    damages = chance.choice((1, 1, 2, 3))
    if zipfile.is_zipfile(io.BytesIO(content)) and chance.random() < 0.8:
        content = repacked(chance, content)
        damages = chance.choice((0, 0, 0, 1))
    for _ in range(damages):
        content = chance.choice(DAMAGES)(chance, content) or b" "
    return content


def inputs(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and damaged contents without end, each format in turn."""
    chance = random.Random(seed)
    whole = {name: make() for name, make in FILES.items()}
    while True:
        for name, content in whole.items():
            yield name, damaged(chance, content)


@dataclass(slots=True)
class Outcomes:
    """What the inputs came to.

    Attributes:
        counts: By format and outcome: "read", "refused" or "finding".
        findings: Name, content and message of what no reader foresaw.
        slowest: Seconds from one outcome to the next, at most.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[tuple[str, bytes, str]] = field(default_factory=list)
    slowest: float = 0.0


def fuzzed(
    count: int, seed: int, on_input: Callable[[], None] = lambda: None
) -> Outcomes:
    """Read damaged files, and return what they came to."""
    outcomes = Outcomes()
    with Parsers[tuple[str, bytes]](limits=LIMITS) as parsers:
        started = time.perf_counter()
        for (name, content), found in parsers.read(
            islice(inputs(seed), count), lambda item: item, lambda item: len(item[1])
        ):
            if isinstance(found, Reading):
                outcome = "read"
            elif UNFORESEEN.search(str(found)):
                outcome = "finding"
                outcomes.findings.append((name, content, str(found)))
            else:
                outcome = "refused"
            outcomes.counts[name, outcome] += 1
            now = time.perf_counter()
            outcomes.slowest = max(outcomes.slowest, now - started)
            started = now
            on_input()
    return outcomes


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def _zip(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # What kind of package it is stands where a glance at the bytes tells.
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return file.getvalue()


def main() -> int:
    """Fuzz every reader; exit with 1 if there are findings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a folder for the findings")
    options = parser.parse_args()
    outcomes = fuzzed(options.inputs, options.seed)
    say = sys.stdout.write
    for name in FILES:
        told = (
            f"{outcomes.counts[name, one]} {one}"
            for one in ("read", "refused", "finding")
        )
        say(f"{name:7} {', '.join(told)}\n")
    for kind, most in Counter(message for *_, message in outcomes.findings).most_common(
        20
    ):
        say(f"{most} × {kind}\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"slowest {outcomes.slowest:.1f} s, main process {memory:.0f} MB at most\n")
    for number, (name, content, _) in enumerate(
        outcomes.findings if options.keep else ()
    ):
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / f"{number}-{name}").write_bytes(content)
    return 1 if outcomes.findings else 0


if __name__ == "__main__":
    sys.exit(main())

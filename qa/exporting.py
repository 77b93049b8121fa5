"""A conversation to take away: its answers as Markdown, or what they cite.

What Pincite and the reader say themselves is marked as quoting nobody, so that
`pincite verify` reads the quotations and their citations, and nothing else.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from index.documents import fold
from index.joint import AnyLibrary
from qa.answers import Answer, Citation
from qa.records import Record, records
from qa.styles import write
from qa.styles.exchange import csl_json
from qa.styles.notes import un_footnote
from qa.styles.quotations import escaped
from qa.verifiable import NOT_QUOTED

MAX_QUOTED = 2_000
"""Passages in an export: the every passage of a large library is no conversation."""

TITLE = "Questions and the passages that answer them"
NOT_ANSWERED = "The documents don’t answer this."

_KEY = re.compile(r"(?<=^@techreport\{)[^,]*")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage that an answer quotes.

    Attributes:
        number: Its place in the answer, from 1.
        citation: The passage.
        record: The same, to write citations from.
    """

    number: int
    citation: Citation
    record: Record

    @property
    def source(self) -> str:
        """How it is cited, on one line."""
        return fold(un_footnote(self.record))


@dataclass(frozen=True, slots=True)
class Exported:
    """An answer with the records of what it quotes.

    Attributes:
        answer: The answer.
        groups: What it quotes under its headings; one heading is "" where it has none.
        left_out: How many passages beyond `MAX_QUOTED` it would quote.
    """

    answer: Answer
    groups: tuple[tuple[str, tuple[Quoted, ...]], ...]
    left_out: int = 0

    @property
    def understood_as(self) -> str:
        """What was searched, where that is not the question itself; or ""."""
        understood, asked = fold(self.answer.understood_as), fold(self.answer.question)
        return "" if understood == asked else understood

    @property
    def omission(self) -> str:
        """What is said of the passages left out, for the reader; or ""."""
        more = f"{self.left_out:,} more passages are left out of this export."
        return more if self.left_out else ""

    @property
    def quoted(self) -> tuple[Quoted, ...]:
        """What it quotes, in order."""
        return tuple(one for _, quoted in self.groups for one in quoted)


def exported(answers: Iterable[Answer], library: AnyLibrary) -> list[Exported]:
    """Return answers with the records of what they quote, at most `MAX_QUOTED`.

    Args:
        answers: The conversation's, in order.
        library: The library that they quote.

    Raises:
        UnknownDocumentError: A document has been removed meanwhile.
        DamagedLibraryError: A quotation is not what its document says.
    """
    answers = list(answers)
    rooms = accumulate((-len(one.citations) for one in answers), initial=MAX_QUOTED)
    quoted = [
        (answer, answer.citations[: max(0, room)])
        for answer, room in zip(answers, rooms, strict=False)
    ]
    written = iter(records(library, (one for _, cited in quoted for one in cited)))
    return [_exported(answer, cited, written) for answer, cited in quoted]


def export(answers: Sequence[Exported], form: str) -> str:
    """Return a conversation in a form; what several answers cite once.

    Args:
        answers: From `exported`.
        form: A name of `FORMS`.

    Raises:
        KeyError: There is no such form.
    """
    return FORMS[form](answers)


def cited_records(answers: Iterable[Exported]) -> list[Record]:
    """Return the records of every passage quoted, each once, in order."""
    quoted = (one.record for answer in answers for one in answer.quoted)
    return list({(one.document_id, one.start): one for one in quoted}.values())


def document_names(answers: Iterable[Exported]) -> list[str]:
    """Return the documents cited, each once, on a line of its own."""
    named = {}
    for record in cited_records(answers):
        day = record.issued and f"{record.issued.day} {record.issued:%B %Y}"
        known = (record.symbol or record.job_number, fold(record.title), day)
        named[record.document_id] = ", ".join(part for part in known if part)
    return list(named.values())


def _exported(
    answer: Answer, cited: Sequence[Citation], written: Iterator[Record]
) -> Exported:
    """Return an answer with the next records."""
    quoted = [
        Quoted(number, citation, next(written))
        for number, citation in enumerate(cited, 1)
    ]
    left_out = len(answer.citations) - len(cited)
    return Exported(answer, tuple(_grouped(answer, quoted)), left_out)


def _grouped(
    answer: Answer, quoted: Sequence[Quoted]
) -> Iterator[tuple[str, tuple[Quoted, ...]]]:
    """Yield what is quoted under the answer's headings; nothing where it abstains."""
    if not answer.groups and quoted:
        yield "", tuple(quoted)
    for group in answer.groups:
        places = [place for place in group.citations if place < len(quoted)]
        if places:
            yield group.heading, tuple(quoted[place] for place in places)


def _markdown(answers: Sequence[Exported]) -> str:
    parts = [f"# {TITLE} {NOT_QUOTED}"]
    for one in answers:
        parts += _answer_parts(one)
    documents = document_names(answers)
    if documents:
        lines = "\n".join(f"- {_own(escaped(name))}" for name in documents)
        parts += [_own("## Documents"), lines]
    return "\n\n".join(parts) + "\n"


def _answer_parts(one: Exported) -> Iterator[str]:
    """Yield the paragraphs of an answer; each quotation has its number above it."""
    yield _own(f"## {escaped(fold(one.answer.question))}")
    if one.understood_as:
        yield _own(f"Understood as: {escaped(one.understood_as)}")
    if one.answer.abstained:
        yield _own(f"**{NOT_ANSWERED}** {escaped(fold(one.answer.reason))}")
    if one.answer.note:
        yield _own(escaped(fold(one.answer.note)))
    for heading, quoted in one.groups:
        if heading:
            yield _own(f"### {escaped(fold(heading))}")
        for quote in quoted:
            actor = escaped(fold(quote.citation.actor or ""))
            number = f"**{quote.number}**"
            yield _own(f"{number} · {actor}") if actor else number
            yield f"> {escaped(quote.record.text)}\n>\n> — {escaped(quote.source)}"
    if one.omission:
        yield _own(one.omission)


def _own(line: str) -> str:
    return f"{line} {NOT_QUOTED}"


def _bibtex(answers: Sequence[Exported]) -> str:
    """Return an entry for each passage, those keyed alike told apart."""
    entries = [write("bibtex", [record]) for record in cited_records(answers)]
    seen: Counter[str] = Counter()
    told_apart = []
    for entry in dict.fromkeys(entries):
        match = _KEY.search(entry)
        key = match[0] if match else ""
        seen[key] += 1
        again = f"{key}-{seen[key]}"
        told_apart.append(_KEY.sub(again, entry) if seen[key] > 1 else entry)
    return "\n\n".join([*told_apart, ""])


def _ris(answers: Sequence[Exported]) -> str:
    return write("ris", cited_records(answers))


def _csl_json(answers: Sequence[Exported]) -> str:
    """Return the documents cited as a list of CSL items, as reference managers read."""
    records_of = {one.document_id: one for one in cited_records(answers)}
    items = []
    seen: Counter[str] = Counter()
    for record in records_of.values():
        (item,) = json.loads(csl_json(record))["items"]
        # The pages are the passage's; the item stands for the document.
        item.pop("page", None)
        seen[item["id"]] += 1
        if seen[item["id"]] > 1:
            item["id"] += f"-{seen[item['id']]}"
        items.append(item)
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


Form = Callable[[Sequence[Exported]], str]

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "markdown": _markdown,
        "bibtex": _bibtex,
        "ris": _ris,
        "csl-json": _csl_json,
    }
)
"""The forms a conversation can be taken away in, by name."""

"""Footnotes and in-text notes, in the forms their manuals give for UN documents."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from qa.records import Pinpoint, Record

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
BLUEBOOK_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.",
    "Nov.", "Dec.",
)  # fmt: skip
DOUBLE = '"'


@dataclass(frozen=True, slots=True)
class Wording:
    """How a style writes pinpoints; `{}` stands for the locator."""

    paragraph: str
    note: str
    heading: str
    page: str
    pages: str
    part: str = "{}"

    def of(self, pinpoints: tuple[Pinpoint, ...]) -> str:
        """Return the pinpoints as the style writes them; "" for none."""
        return ", ".join(self._one(pinpoint) for pinpoint in pinpoints)

    def _one(self, pinpoint: Pinpoint) -> str:
        several = pinpoint.kind == "page" and "–" in pinpoint.locator
        form: str = getattr(self, "pages" if several else pinpoint.kind)
        opening = form[form.find("{}") - 1 : form.find("{}")]
        return form.replace("{}", _within(pinpoint.locator, opening))


UN = Wording("para. {}", "note {}", 'section "{}"', "p. {}", "pp. {}")
BLUEBOOK = Wording("¶ {}", "note {}", "section “{}”", "at {}", "at {}")
OSCOLA = Wording("para {}", "note {}", "section ‘{}’", "p {}", "pp {}")
CHICAGO = Wording("para. {}", "note {}", "section “{}”", "p. {}", "pp. {}")
APA = Wording("para. {}", "note {}", "“{}” section", "p. {}", "pp. {}")


def un_footnote(record: Record) -> str:
    """Return a footnote: 'CD/2100, para. 5', or its section where no number is printed.

    A document without a symbol is named by title, date and job number.
    """
    return _listed(_un_name(record), UN.of(record.pinpoints))


def un_text(record: Record) -> str:
    """Return a note in the text: "(CD/2100)"; without a symbol, title and date."""
    if record.symbol:
        return f"({record.symbol})"
    title = f'"{_within(record.title, DOUBLE)}"'
    return f"({_listed(title, _day_first(record.issued))})"


def bluebook(record: Record) -> str:
    """Return a Bluebook footnote: "Body, Title, ¶ 5, U.N. Doc. CD/2100 (Sept. 14, …)".

    Set the title in italics where you can.
    """
    issued = record.issued
    day = issued and f"{BLUEBOOK_MONTHS[issued.month - 1]} {issued.day}, {issued.year}"
    name = _named(record, "U.N. Doc. {}", "job no. {}")
    parts = _listed(record.body, record.title, BLUEBOOK.of(record.pinpoints), name)
    return _american(_sentence(f"{parts} ({day})" if day else parts))


def oscola(record: Record) -> str:
    """Return an OSCOLA note: "Body, ‘Title’ (14 September 2017) UN Doc A/1, para 5"."""
    title = _listed(record.body, f"‘{_within(record.title, '‘')}’")
    day = record.issued and f"({_day_first(record.issued)})"
    name = _named(record, "UN Doc {}", "job no {}")
    described = " ".join(part for part in (title, day, name) if part)
    return _sentence(_listed(described, OSCOLA.of(record.pinpoints)))


def chicago(record: Record) -> str:
    """Return a Chicago note: "Body, “Title,” CD/2100, September 14, 2017, para. 5."."""
    title = f"“{_within(record.title, '“')}”"
    name = _named(record, "{}", "job no. {}")
    day = _month_first(record.issued)
    note = _listed(record.body, title, name, day, CHICAGO.of(record.pinpoints))
    return _american(_sentence(note))


def apa(record: Record) -> str:
    """Return an APA reference and, on the next line, the note in the text.

    The form is that of reports; APA has none for UN documents: check your style guide.
    """
    issued = record.issued
    year = str(issued.year) if issued else "n.d."
    date = f"{year}, {MONTHS[issued.month - 1]} {issued.day}" if issued else year
    name = record.symbol or record.job_number
    title = f"{record.title} ({name})" if name else record.title
    listed = (
        f"{_sentence(record.body)} ({date}). {_sentence(title)}"
        if record.body
        else f"{_sentence(title)} ({date})."
    )
    author = record.body or f"“{_within(record.title, '“')}”"
    return f"{listed}\n({_listed(author, year, APA.of(record.pinpoints))})"


def _un_name(record: Record) -> str:
    if record.symbol:
        return record.symbol
    title = _listed(f'"{_within(record.title, DOUBLE)}"', _day_first(record.issued))
    return f"{title} ({record.job_number})" if record.job_number else title


def _named(record: Record, symbol: str, job_number: str) -> str | None:
    """Return the document's symbol or else its job number in their forms, or None."""
    if record.symbol:
        return symbol.replace("{}", record.symbol)
    return record.job_number and job_number.replace("{}", record.job_number)


def _day_first(date: datetime.date | None) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}" if date else ""


def _month_first(date: datetime.date | None) -> str:
    return f"{MONTHS[date.month - 1]} {date.day}, {date.year}" if date else ""


def _listed(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends in one."""
    return text if text.endswith((".", "?", "!", ".”", ".’")) else f"{text}."


def _american(text: str) -> str:
    """Return the text with commas and full stops inside closing quotation marks."""
    return text.replace("”,", ",”").replace("”.", ".”")


# Quotation marks inside double ones become single; inside single ones they stay.
_SINGLE: Mapping[int, str] = str.maketrans({"“": "‘", "”": "’", '"': "'"})


def _within(text: str, opening: str) -> str:
    """Return a text as it stands within the quotation marks that `opening` begins."""
    return text.translate(_SINGLE) if opening in ('"', "“") else text

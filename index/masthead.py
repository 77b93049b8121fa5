"""What a document prints about itself: symbol, job number, dates, languages."""

import re
from collections.abc import Iterable
from dataclasses import replace

from index.dates import read_date
from index.documents import Masthead, fold
from index.languages import job_language, language_code
from index.masthead_lines import JOB_NUMBER, masthead_tokens

_NOTE_VERBALE = re.compile(
    r"\W{0,3}(?:note verbale|nota verbal)\s+(?:dated|datée du|en date du|de fecha)"
    r"\s+(?P<rest>.{6,40})",
    re.IGNORECASE | re.DOTALL,
)

# "… from the Permanent Mission of Chile addressed to …": the mission, not its seat.
_SENDER = re.compile(
    r"\bfrom (?:the )?(?P<sender>(?!the\b)\S.{0,150}?)"
    r"(?= to | addressed | transmitting |,? and addressed |$)"
)


def read_masthead(lines: Iterable[str], headings: Iterable[str] = ()) -> Masthead:
    """Return what masthead lines say, the first of each fact, none of them guessed.

    Args:
        lines: Lines that are nothing but masthead, in reading order.
        headings: Headings, one of which may say when and by whom a note verbale was
            sent.
    """
    facts: dict[str, str] = {}
    for line in lines:
        for kind, value in masthead_tokens(line).items():
            facts.setdefault(kind, fold(value))
    job = JOB_NUMBER.match(facts.get("job", ""))
    job_number = job["job"].rstrip("*") if job else None
    masthead = Masthead(
        symbol=facts["symbol"].rstrip("*") if "symbol" in facts else None,
        job_number=job_number,
        body=facts.get("body"),
        date=read_date(facts.get("date", "")),
        language=language_code(facts.get("language", ""))
        or job_language(job_number or ""),
        original_language=language_code(facts.get("original", "")),
        agenda_item=facts.get("agenda"),
    )
    for heading in headings:
        if match := _NOTE_VERBALE.match(heading):
            sender = _SENDER.search(fold(heading))
            return replace(
                masthead,
                note_verbale_date=read_date(match["rest"]),
                transmitted_by=sender and sender["sender"],
            )
    return masthead

"""Days as documents print them, in English, French, Russian, Spanish and Chinese."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier enero января",
            "february février fevrier febrero февраля",
            "march mars marzo марта",
            "april avril abril апреля",
            "may mai mayo мая",
            "june juin junio июня",
            "july juillet julio июля",
            "august août aout agosto августа",
            "september septembre septiembre setiembre сентября",
            "october octobre octubre октября",
            "november novembre noviembre ноября",
            "december décembre decembre diciembre декабря",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = (
    rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:de\s+)?(?P<month>{_MONTH})"
    r"\s+(?:de\s+|del\s+)?(?P<year>(?:1\d|20)\d\d)(?!\w)(?:\s+года)?"
)
_MONTH_FIRST = (
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r",?\s+(?P<year>(?:1\d|20)\d\d)(?!\w)"
)
_CHINESE = re.compile(r"(?P<year>\d{4})年\s?(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})日")
_DAY = re.compile(_DAY_FIRST, re.IGNORECASE)
_MONTH_DAY = re.compile(_MONTH_FIRST, re.IGNORECASE)
_LOOSE = re.compile(
    rf"(?:\d{{1,2}}\s+)?(?:de\s+)?(?:{_MONTH})(?:\s+(?:de\s+)?\d{{4}})?(?!\w)",
    re.IGNORECASE,
)


def match_date(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a day, month and year printed at a place of the text."""
    return (
        _DAY.match(text, at) or _MONTH_DAY.match(text, at) or _CHINESE.match(text, at)
    )


def match_month(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a month, its day or year perhaps missing."""
    return _LOOSE.match(text, at)


def read_date(text: str) -> date | None:
    """Return the day a text starts with: "3 August 2018", "May 5, 1999"; or None."""
    match = match_date(text)
    if match is None:
        return None
    name = match["month"].lower()
    month = int(name) if name.isdigit() else _MONTHS[name]
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None

from datetime import date

import pytest

from index.dates import read_date
from index.documents import Masthead
from index.masthead import read_masthead
from index.masthead_lines import is_masthead, masthead_tokens


@pytest.mark.parametrize(
    "symbol",
    [
        "CD/1985",
        "A/RES/71/31",
        "A/68/189",
        "S/RES/1540",
        "CD/2043/Rev.1",
        "E/CN.4/2006/120",
        "A/AC.105/C.1/L.260",
        "CD/PV.1445",
        "A/71/449/Add.1",
        "A/C.1/70/L.3*",
        "ST/SG/2",
    ],
)
def test_symbols_are_read_by_their_grammar(symbol):
    assert read_masthead([symbol]).symbol == symbol.rstrip("*")


@pytest.mark.parametrize(
    ("line", "job", "language"),
    [
        ("GE.19-00417(F)", "GE.19-00417(F)", "fr"),
        ("GE.06-61757 (E) 240506", "GE.06-61757 (E)", "en"),
        ("V.10-55555 (S)", "V.10-55555 (S)", "es"),
        ("16-21567 (R)", "16-21567 (R)", "ru"),
        ("N17 12345", "N17 12345", None),
    ],
)
def test_job_numbers_are_kept_as_printed_and_tell_the_language(line, job, language):
    found = read_masthead([line])
    assert (found.job_number, found.language) == (job, language)


def test_a_line_in_columns_gives_each_of_its_facts():
    found = read_masthead(
        [
            "United Nations        A/RES/60/54",
            "General Assembly   Distr.: General  6 January 2006",
        ]
    )
    assert found == Masthead(
        symbol="A/RES/60/54", body="General Assembly", date=date(2006, 1, 6)
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Original: Spanish", "es"),
        ("[Original: English]", "en"),
        ("Original : français", "fr"),
        ("ORIGINAL: ENGLISH/FRENCH", "en"),
    ],
)
def test_the_first_original_language_counts(line, code):
    assert read_masthead([line, "Original: Russian"]).original_language == code


def test_issue_and_note_verbale_dates_are_kept_apart():
    found = read_masthead(
        ["2 May 2011"], ["Note verbale dated 20 April 2011 from the Permanent Mission"]
    )
    assert found.date == date(2011, 5, 2)
    assert found.note_verbale_date == date(2011, 4, 20)


def test_what_is_not_printed_is_none():
    assert read_masthead([]) == Masthead()


@pytest.mark.parametrize(
    "line",
    [
        "See CD/1985 for the text",
        "The Conference on Disarmament met",
        "English is spoken here",
        "",
        "Original thinking",
        "He came on 3 May 2011 to Geneva",
        "A/B testing",
    ],
)
def test_prose_is_no_masthead(line):
    assert masthead_tokens(line) == {}


@pytest.mark.parametrize(
    "line", ["CD/1985", "Please recycle", "* 1 2 3 4 5 6 7 *", "GE.18-00001(E)"]
)
def test_references_and_boilerplate_are_masthead_wherever_they_stand(line):
    assert is_masthead(line)


def test_a_date_or_language_alone_may_be_a_heading():
    assert not is_masthead("14 September 2017")
    assert not is_masthead("English")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 August 2018", date(2018, 8, 3)),
        ("August 3, 2018", date(2018, 8, 3)),
        ("1er août 2018", date(2018, 8, 1)),
        ("3 de agosto de 2018", date(2018, 8, 3)),
        ("12 июня 2014 года", date(2014, 6, 12)),
        ("2014年6月12日", date(2014, 6, 12)),
        ("31 February 2018", None),
        ("August 2018", None),
    ],
)
def test_days_are_read_as_printed(text, day):
    assert read_date(text) == day


def test_a_dateline_gives_its_day():
    assert read_masthead(["Canberra, 8 April 1958"]).date == date(1958, 4, 8)
    assert masthead_tokens("Canberra, April 1958") == {"place": "Canberra, "}


@pytest.mark.parametrize(
    ("heading", "sender"),
    [
        (
            "Note verbale dated 7 September 2017 from the Permanent Mission of \nChile "
            "addressed to the Secretary-General",
            "Permanent Mission of Chile",
        ),
        (
            "Note verbale dated 3 August 2018 from the Permanent Mission of the "
            "Socialist Republic of Viet Nam to the United Nations Office at Geneva",
            "Permanent Mission of the Socialist Republic of Viet Nam",
        ),
        ("Note verbale dated 3 August 2018 transmitting a report", None),
    ],
)
def test_a_note_verbale_says_who_sent_it(heading: str, sender: str | None):
    assert read_masthead([], [heading]).transmitted_by == sender


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Agenda item 97 (cc)", "Agenda item 97 (cc)"),
        ("Item 95 of the provisional agenda*", "Item 95 of the provisional agenda*"),
        ("Seventy-second session   Agenda item 95", "Agenda item 95"),
        ("Seventy-second session", None),
    ],
)
def test_an_agenda_item_is_kept_as_printed(line: str, item: str | None):
    assert read_masthead([line]).agenda_item == item

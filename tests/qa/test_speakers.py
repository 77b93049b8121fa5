from collections import Counter
from collections.abc import Iterator

import pytest

from index.library import Library
from qa import Assistant
from qa.speakers import KINDS, kind_of

DEBATE = """Debate on the channel

The United States opposed the dredging of the channel. Norway proposed a survey.

However, the United States noted that the tide is high. Norway supported the survey.

The view was expressed that the survey needs more time.
"""


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, embedder
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("speakers") / "library"
    with Library.open(folder, create=True) as library:
        library.add([("debate.txt", DEBATE.encode())], embedder)
        yield Assistant(library, embedder)


def test_statements_are_counted_by_actor_and_kind_whoever_speaks_most_first(assistant):
    counts = [(one.name, dict(one.counts)) for one in assistant.speakers()]
    assert counts == [
        ("Norway", {"supports": 1, "proposes": 1}),
        ("The United States", {"opposes": 1, "states": 1}),
        (None, {"states": 1}),
    ]


def test_a_name_with_and_without_a_capital_article_is_one_actor(assistant):
    _, states, _ = assistant.speakers()
    assert set(states.forms) == {"The United States", "the United States"}
    verbs = [one.verb for one in assistant.said_by(states, 0, 9)]
    assert verbs == ["oppose", "note"]


def test_what_is_listed_is_what_is_counted_and_reported(assistant):
    reported = Counter(
        (one.actor, one.verb, one.citation.highlights) for one in assistant.statements()
    )
    listed: Counter = Counter()
    for speaker in assistant.speakers():
        statements = assistant.said_by(speaker, 0, speaker.total + 1)
        assert len(statements) == speaker.total
        kinds = Counter(kind_of(one.verb, one.stance) for one in statements)
        assert kinds == Counter(speaker.counts)
        listed.update((o.actor, o.verb, o.citation.highlights) for o in statements)
    assert listed == reported


def test_statements_come_a_window_at_a_time(assistant):
    speaker = assistant.speakers()[0]
    first, second = assistant.said_by(speaker, 0, 2)
    assert assistant.said_by(speaker, 1, 2) == [second]
    assert assistant.said_by(speaker, 0, 1) == [first]
    assert assistant.said_by(speaker, 2, 9) == []


def test_a_stance_is_a_kind_and_so_is_wanting_something():
    assert kind_of("urge", "opposes") == "opposes"
    assert kind_of("urge", None) == "proposes"
    assert kind_of("note", None) == "states"
    assert {kind_of("note", None), kind_of("urge", None)} < set(KINDS)

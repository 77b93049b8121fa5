import os
from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.aliases import Aliases
from index.documents import Masthead
from index.keyword_files import FIELDS
from index.keywords import KeywordIndex
from index.passage_rows import Searchable

WORDS = ("lunar", "orbit", "probe", "rocket", "star")
ALIASES = Aliases()
EVERYWHERE = dict.fromkeys(FIELDS, 1.0)
SEGMENTS_OF_A_SIZE = 8


def searchable(row: int, text: str, symbol: str | None = None) -> Searchable:
    masthead = Masthead(symbol=symbol)
    return Searchable(row, text, ("Space",), None, "ab", "Report", "en", masthead, "")


def built(texts: Mapping[int, str], folder: Path) -> KeywordIndex:
    folder.mkdir()
    passages = (searchable(row, texts[row]) for row in sorted(texts))
    return KeywordIndex.build(passages, ALIASES, folder)


def linked(before: Path, folder: Path) -> Path:
    """A folder with the same files under other names."""
    folder.mkdir()
    for file in before.iterdir():
        os.link(file, folder / file.name)
    return folder


def updated(
    folder: Path, removed: Collection[int], put: Mapping[int, str]
) -> KeywordIndex:
    rows = np.array(sorted(removed), dtype=np.int64)
    passages = (searchable(row, put[row]) for row in sorted(put))
    return KeywordIndex.update(folder, rows, passages, ALIASES)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.suffix != ".lock"
    }


texts_of_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
texts_by_row = st.dictionaries(st.integers(1, 30), texts_of_words, max_size=12)


changes_by_row = st.tuples(texts_by_row, st.sets(st.integers(1, 30)))


@settings(max_examples=8, deadline=None)
@given(texts_by_row, st.lists(changes_by_row, max_size=3))
def test_an_updated_index_finds_what_one_built_anew_finds(
    tmp_path_factory: pytest.TempPathFactory,
    texts: dict[int, str],
    changes: list[tuple[dict[int, str], set[int]]],
):
    folder = tmp_path_factory.mktemp("keywords")
    index = built(texts, folder / "0")
    for number, (put, removed) in enumerate(changes, start=1):
        linked(folder / f"{number - 1}", folder / f"{number}")
        index = updated(folder / f"{number}", removed | put.keys(), put)
        texts = {row: texts[row] for row in texts if row not in removed} | put
    anew = built(texts, folder / "anew")
    rows = np.array(sorted(texts), dtype=np.int64)
    assert len(index) == len(anew) == len(texts)
    for word in WORDS:
        found = index.mentioning(word).tolist()
        assert found == anew.mentioning(word).tolist()
        assert [bool(term.frequency) for term in index.terms(word)] == [bool(found)]
    for pair in pairwise(WORDS):
        assert index.together(pair) == anew.together(pair)
    question = " ".join(WORDS[:3])
    found, _ = index.matching(question, 99)
    assert set(found) == set(anew.matching(question, 99)[0])
    if not index.deleted_share:
        exact = anew.asked(question, EVERYWHERE).scores(rows)
        assert index.asked(question, EVERYWHERE).scores(rows) == pytest.approx(exact)


def test_files_stay_few_and_whatever_shares_them_as_it_was(tmp_path: Path):
    texts = {row: f"{WORDS[row % 5]} {WORDS[row % 3]}" for row in range(1, 60)}
    before = built(texts, tmp_path / "before")
    found, scores = before.matching("lunar probe", 99)
    files = contents(tmp_path / "before")
    folder, segments = tmp_path / "before", []
    for number in range(SEGMENTS_OF_A_SIZE + 1):
        folder = linked(folder, tmp_path / str(number))
        updated(folder, [number + 1], {100 + number: "lunar", 200 + number: "comet"})
        segments.append(len(list(folder.glob("*.idx"))))
    assert max(segments) < SEGMENTS_OF_A_SIZE
    assert len(KeywordIndex.read(folder)) == len(texts) + SEGMENTS_OF_A_SIZE + 1
    assert contents(tmp_path / "before") == files
    for index in (before, KeywordIndex.read(tmp_path / "before")):
        again = index.matching("lunar probe", 99)
        assert again[0].tolist() == found.tolist()
        assert again[1].tolist() == scores.tolist()
        assert index.mentioning("comet").size == 0


def test_what_is_taken_out_is_known_until_it_is_merged_away(tmp_path: Path):
    texts = dict.fromkeys(range(1, 101), "lunar orbit")
    assert built(texts, tmp_path / "index").deleted_share == 0
    index = updated(tmp_path / "index", range(1, 11), {200: "rocket"})
    assert index.deleted_share == pytest.approx(10 / 101)
    assert KeywordIndex.read(tmp_path / "index").deleted_share == index.deleted_share


def test_a_word_or_name_that_was_taken_out_is_nowhere(tmp_path: Path):
    passages = [searchable(1, "A comet."), searchable(2, "A star.", "CD/2100")]
    KeywordIndex.build([*passages, searchable(3, "Star.")], ALIASES, tmp_path)
    index = updated(tmp_path, [1, 2], {})
    assert [term.frequency > 0 for term in index.terms("comet star")] == [False, True]
    (name,) = index.terms("CD2100")
    assert not name.frequency
    assert not name.names_document
    assert not index.together(["comet"])
    assert index.matching("comet", 9)[0].size == 0


def test_equal_scores_go_to_the_lower_row_whenever_it_was_put_in(tmp_path: Path):
    built(dict.fromkeys(range(100, 130), "lunar orbit"), tmp_path / "index")
    index = updated(tmp_path / "index", [], {7: "lunar orbit", 500: "lunar orbit"})
    assert index.matching("lunar", 3)[0].tolist() == [7, 100, 101]
    assert index.matching("lunar", 99)[0].tolist() == [7, *range(100, 130), 500]


def test_taking_out_what_is_not_there_does_nothing(tmp_path: Path):
    built({1: "lunar"}, tmp_path / "index")
    assert len(updated(tmp_path / "index", [2, 99], {})) == 1
    assert len(updated(tmp_path / "index", [1], {})) == 0
    assert len(updated(tmp_path / "index", [], {1: "lunar"})) == 1

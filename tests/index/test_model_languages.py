from pathlib import Path

import pytest

from index.documents import Document, Masthead
from index.embedding import load_embedder
from index.model_languages import can_read, card_languages, with_language_warning

RUSSIAN = "Государства обязуются не размещать оружие в космосе. "


def document(text: str, language: str) -> Document:
    return Document("a", "a.txt", "A", text, "a", language, Masthead())


@pytest.mark.parametrize(
    ("front", "languages"),
    [
        ("language: en", {"en"}),
        ("language:\n- en\n- fr\nlicense: mit", {"en", "fr"}),
        ("license: mit\nlanguage: [es, 'ru']", {"es", "ru"}),
        ("language: multilingual", None),
        ("license: mit", None),
    ],
)
def test_a_models_card_names_its_languages(
    tmp_path: Path, front: str, languages: set[str] | None
):
    (tmp_path / "README.md").write_text(f"---\n{front}\n---\n# A model of en\n")
    assert card_languages(tmp_path) == languages


def test_a_model_without_a_card_names_no_languages(tmp_path: Path):
    assert card_languages(tmp_path) is None


def test_a_text_is_read_unless_its_words_are_spelt_or_unknown():
    word = "слово"
    letters = [(i, i + 1) for i in range(5)]
    assert can_read(word, [(0, 5)], [False])
    assert not can_read(word, letters, [False] * 5)
    assert not can_read(word, [(0, 5)], [True])
    assert can_read("条约核查团", letters, [False] * 5)
    assert not can_read("条约核查团", letters, [True] + [False] * 4)
    assert can_read("a b c d e", [(0, 1), (2, 3), (4, 5)], [False] * 3)


def test_the_models_own_language_is_read_and_others_are_warned_of():
    embedder = load_embedder()
    english = document("States place no weapons in outer space.", "en")
    assert with_language_warning(english, embedder) is english
    warned = with_language_warning(document(RUSSIAN, "ru"), embedder)
    assert len(warned.warnings) == 1
    assert "in Russian, which the model all-MiniLM-L6-v2 does not" in warned.warnings[0]
    supplied = with_language_warning(english, embedder, "es")
    assert "in Spanish" in supplied.warnings[0]
    assert embedder.reads("Who verifies the treaty?")
    assert not embedder.reads("Кто проверяет договор?")
    assert not embedder.reads("谁负责条约的核查？")

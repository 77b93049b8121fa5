import pytest

from index.stemming import stemmed_as, stems
from index.words import content_words, index_form


def indexed(text: str, language: str = "en") -> set[str]:
    return set(stems(index_form(text), language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "naciones", "nación"),
        ("fr", "adoptées", "adopté"),
        ("de", "Verträge", "Vertrages"),
        ("pt", "tratados", "tratado"),
        ("it", "trattati", "trattato"),
        ("ru", "договоров", "Договору"),
        ("ru", "\u0451лки", "\u0435лка"),
        ("ar", "الأسلحة", "اسلحة"),
        ("ar", "مُعَاهَدَة", "معاهدة"),
        ("ar", "معـــاهدة", "معاهدة"),
        ("ar", "٢١٠٠", "2100"),
        ("zh", "\uff23\uff24\uff0f\uff12\uff11\uff10\uff10", "CD/2100"),
    ],
)
def test_a_word_and_its_other_form_meet(language: str, one: str, other: str):
    assert indexed(one, language) & indexed(other, language)


@pytest.mark.parametrize("text", ["договоров", "الأسلحة", "核查", "συνθήκες"])
def test_scripts_of_their_own_need_no_language(text: str):
    assert indexed(text, "en") == indexed(text, "es") == indexed(text, "xx")


def test_a_language_without_a_stemmer_is_stemmed_as_english():
    assert stemmed_as("pl") == "en"
    assert indexed("weapons", "pl") == indexed("weapon", "en")


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("es", "¿Cuáles son las de los que según ellos?"),
        ("fr", "Quelles sont les et pourquoi ?"),
        ("de", "Welche sind die und warum?"),
        ("ru", "Какие это и почему?"),
        ("ar", "ما هي هذه التي في"),
        ("zh", "什么是这的"),
    ],
)
def test_function_words_of_each_language_are_not_content(language: str, question: str):
    assert [word.surface for word in content_words(question, (language,))] == []


def test_chinese_is_known_by_neighbouring_characters():
    assert indexed("外层空间安全") == {"外层", "层空", "空间", "间安", "安全"}
    assert indexed("空间") <= indexed("外层空间安全")
    assert indexed("NFL选秀") == {"nfl", "选秀"}


def test_thai_and_hindi_keep_their_vowel_signs():
    assert indexed("हिन्दी") == {"हिन्दी"}
    assert indexed("ที่") & indexed("ที่ดิน")


def test_a_question_is_taken_as_the_language_whose_function_words_it_has():
    spanish = "¿Qué armas son las de la India?"
    surfaces = [word.surface for word in content_words(spanish, ("en", "es"))]
    assert surfaces == ["armas", "India"]
    english = "What arms are there on the son?"
    surfaces = [word.surface for word in content_words(english, ("en", "es"))]
    assert surfaces == ["arms", "son"]


def test_a_word_has_the_forms_of_every_language_asked():
    (word,) = content_words("adoptaron", ("en", "es"))
    assert {form.whole for form in word.forms} == {"adoptaron", "adopt"}

import pytest

from index.detection import MUCH_TEXT, language_of

TEXTS = {
    "en": "The conference adopted the report on the prevention of an arms race. ",
    "fr": "La conférence a adopté le rapport sur la prévention de la course. ",
    "es": "La conferencia aprobó el informe sobre la prevención de la carrera. ",
    "ru": "Конференция приняла доклад о предотвращении гонки вооружений. ",
    "ar": "اعتمد المؤتمر التقرير المتعلق بمنع سباق التسلح في الفضاء. ",
    "zh": "会议通过了关于防止外层空间军备竞赛的报告。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_languages_of_the_united_nations_are_told(language: str):
    assert language_of(TEXTS[language]) == language
    assert language_of(TEXTS[language].upper()) == language


@pytest.mark.parametrize("text", ["", "12 34", "A", "PPWT", "Hello world", "Space"])
def test_a_text_too_short_to_tell_is_english(text: str):
    assert language_of(text) == "en"


def test_a_text_too_short_to_tell_is_taken_by_its_letters():
    assert language_of("Договор") == "ru"
    assert language_of("معاهدة") == "ar"


def test_a_file_says_the_language_of_a_text_that_does_not_tell():
    assert language_of("PPWT 2014", "fr-CA") == "fr"
    assert language_of("PPWT 2014", None, "DE") == "de"


def test_the_most_reliable_claim_counts():
    assert language_of("PPWT 2014", "es", "fr") == "es"


@pytest.mark.parametrize("claim", ["", "und", "x-default", "english text"])
def test_a_claim_that_is_no_language_does_not_count(claim: str):
    assert language_of(TEXTS["fr"], claim) == "fr"


def test_much_text_is_in_its_language_whatever_its_file_says():
    french = TEXTS["fr"] * 10
    assert len(french) > 2 * MUCH_TEXT
    assert language_of(french, "en") == "fr"
    assert language_of(TEXTS["fr"][:40], "en") == "en"


def test_a_claim_is_kept_between_languages_that_are_hardly_told_apart():
    norwegian = (
        "Konferansen vedtok rapporten om å hindre et våpenkappløp i rommet. " * 10
    )
    assert language_of(norwegian, "nb") == "nb"


def test_a_cover_page_in_another_language_does_not_decide():
    assert language_of(TEXTS["en"] * 10 + TEXTS["fr"] * 2_000) == "fr"

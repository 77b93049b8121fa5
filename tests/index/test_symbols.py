import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.symbols import Symbol, job_numbers, normal_symbol, symbols

TYPED = [
    ("cd 2100", "CD/2100"),
    ("cd/2100", "CD/2100"),
    ("CD-2100", "CD/2100"),
    ("CD No. 2100", "CD/2100"),
    ("cd / 2043 / rev. 1", "CD/2043/Rev.1"),
    ("CD/2043 Rev.1", "CD/2043/Rev.1"),
    ("CD/2043/Rev.1/Add.2", "CD/2043/Rev.1/Add.2"),
    ("CD/2043/Corr.1", "CD/2043/Corr.1"),
    ("CD/2043/Rev.1, annex III", "CD/2043/Rev.1 Annex III"),
    ("A / RES / 72 / 26", "A/RES/72/26"),
    ("a/res/72/26", "A/RES/72/26"),
    ("resolution 72/26", "A/RES/72/26"),
    ("General Assembly resolution 72/26", "A/RES/72/26"),
    ("GA res. 72/26", "A/RES/72/26"),
    ("G.A. Res. 72/26", "A/RES/72/26"),
    ("UNGA Resolution 72/26", "A/RES/72/26"),
    ("resolution 72/26 of the General Assembly", "A/RES/72/26"),
    ("resolution 46/36 H", "A/RES/46/36H"),
    ("resolution 1962 (XVIII)", "A/RES/1962(XVIII)"),
    ("A/RES/1962 (XVIII)", "A/RES/1962(XVIII)"),
    ("Security Council resolution 1540 (2004)", "S/RES/1540(2004)"),
    ("Human Rights Council resolution 17/4", "A/HRC/RES/17/4"),
    ("NPT/CONF.2020/WP.5", "NPT/CONF.2020/WP.5"),
    ("XYZ/12", "XYZ/12"),
]


@pytest.mark.parametrize(("text", "form"), TYPED)
def test_every_spelling_has_one_form(text: str, form: str):
    assert [str(found.symbol) for found in symbols(text, typed=True)] == [form]


def test_a_symbol_with_a_note_of_reissue_is_that_symbol():
    assert normal_symbol("CD/WP.600**") == "CD/WP.600"


@pytest.mark.parametrize(
    "text", ["and/or", "24/7", "HIV/AIDS", "F/A-18", "TCP/80", "n/a", "km/h", "s/2"]
)
def test_what_only_looks_like_a_symbol_is_none(text: str):
    assert symbols(text) == []


def test_another_bodys_resolution_is_not_the_general_assemblys():
    assert symbols("the Agency resolution 5/1") == []


def test_each_resolution_of_a_list_is_found_where_it_stands():
    text = "Recalling resolutions 65/68 of 8 December 2010 and 72/26, it decides"
    found = symbols(text)
    assert [one.symbol.name for one in found] == ["A/RES/65/68", "A/RES/72/26"]
    assert text[slice(*found[1].span)] == "72/26"


@given(st.text(alphabet="CDAcd/ .()12REVresolutionXI-,annex", max_size=120))
def test_spans_are_ascending_and_apart(text: str):
    places = [place for found in symbols(text, typed=True) for place in found.span]
    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(text))


@given(
    st.sampled_from(["CD", "A", "NPT", "S"]),
    st.integers(1, 99999),
    st.sampled_from(["", "/Rev.1", "/Add.2", "/Corr.3", "/Rev.2/Add.1"]),
)
def test_a_symbol_in_its_one_form_is_found_as_it_is(
    root: str, number: int, suffix: str
):
    name = f"{root}/{number}{suffix}"
    assert [found.symbol for found in symbols(f"({name}).")] == [Symbol(name)]
    assert normal_symbol(name) == name


def test_job_numbers_have_one_form():
    text = "GE.18-13664(E), ge 18-13664 (e), 18-13664, N1722393(F)"
    assert [number for number, _ in job_numbers(text)] == [
        "GE.18-13664(E)",
        "GE.18-13664(E)",
        "18-13664",
        "N1722393(F)",
    ]

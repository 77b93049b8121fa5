import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LibraryError
from index.library import Library
from qa.calibration import (
    DEFAULT,
    METADATA_KEY,
    Calibration,
    keep,
    problems,
    reset,
    stored,
)
from qa.decision import MIN_CONFIDENCE

OWN = Calibration(slope=0.8, intercept=-1.5, threshold=0.4)


def test_the_default_is_the_decision_as_it_was_fitted():
    assert DEFAULT.threshold == MIN_CONFIDENCE
    for logit in (-20.0, -1.0, 0.0, 3.5):
        assert DEFAULT.confidence(logit) == pytest.approx(1 / (1 + math.exp(-logit)))


@given(
    st.floats(0.01, 100), st.floats(-50, 50), st.lists(st.floats(-1e6, 1e6), min_size=2)
)
def test_confidence_is_a_probability_in_the_order_of_the_log_odds(
    slope: float, intercept: float, logits: list[float]
):
    calibration = Calibration(slope, intercept)
    found = [calibration.confidence(logit) for logit in sorted(logits)]
    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] <= 1


@given(st.floats(1e-6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1))
def test_what_is_written_is_read_back(slope: float, intercept: float, threshold: float):
    calibration = Calibration(slope, intercept, threshold)
    assert Calibration.from_json(calibration.to_json()) == calibration


@pytest.mark.parametrize(
    "damaged",
    [
        "?",
        "[]",
        "{}",
        json.dumps(OWN.to_dict() | {"slope": 0}),
        json.dumps(OWN.to_dict() | {"slope": math.nan}),
        json.dumps(OWN.to_dict() | {"intercept": math.inf}),
        json.dumps(OWN.to_dict() | {"threshold": 1.5}),
        json.dumps(OWN.to_dict() | {"threshold": "high"}),
    ],
)
def test_a_damaged_calibration_is_an_error_that_names_the_way_out(
    library: Library, damaged: str
):
    library.set_metadata(METADATA_KEY, damaged)
    with pytest.raises(LibraryError, match="pincite calibrate --reset"):
        stored(library)
    (problem,) = problems(library)
    assert "pincite calibrate --reset" in problem
    reset(library)
    assert stored(library) == DEFAULT


def test_a_library_keeps_its_own_until_it_is_reset(library: Library):
    assert stored(library) == DEFAULT
    keep(library, OWN)
    assert stored(library) == OWN
    with Library.open(library.folder) as again:
        assert stored(again) == OWN
    assert problems(library) == []
    reset(library)
    assert stored(library) == DEFAULT
    assert problems(library) == []


def test_a_calibration_of_other_weights_is_not_used_and_doctor_can_say_so(
    library: Library,
):
    keep(library, replace(OWN, decision="of old"))
    assert stored(library) == DEFAULT
    (problem,) = problems(library)
    assert "is not used; run 'pincite calibrate FILE' again" in problem

"""The tables and the picture of `benchmarks/peers.py`, from figures made up here."""

import itertools
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

pytestmark = pytest.mark.skipif(
    not BENCHMARKS.is_dir(), reason="benchmarks are no part of what is installed"
)


@pytest.fixture(scope="module")
def comparison() -> Iterator[ModuleType]:
    """Give the package, which is no part of what is installed."""
    sys.path.insert(0, str(BENCHMARKS))
    import comparison.report

    yield comparison
    sys.path.remove(str(BENCHMARKS))


def asked(milliseconds, ranked, questions=("q1", "q2")):
    seconds = milliseconds / 1000
    return {
        "questions": list(questions),
        "cpu": [seconds] * 2,
        "wall": [seconds] * 2,
        "ranking": [seconds / 2] * 2,
        "ranked": [ranked] * 2,
        "peak": 100.0,
    }


def cost(cpu):
    return {"cpu": cpu, "wall": cpu, "peak": 100.0}


def results():
    """Two rounds: naive costs twice what Pincite does, then three times."""
    naive, ours = ["b", "a"], ["a", "b"]
    size = {
        "added": {"plain": cost(1), "pincite": cost(1), "chromadb": cost(1)},
        "asked": {
            "plain": asked(10, naive),
            "chromadb": asked(10, ["b", "c"]),
            "pincite": asked(5, ours),
        },
    }
    return {
        "date": "2026-01-01",
        "set": "made-up",
        "passages": 10,
        "gold": {"q1": ["a"], "q2": ["a"]},
        "machine": {
            "cpu": "a processor",
            "cores": 2,
            "memory_gb": 4,
            "system": "Linux",
            "load_before": 0.1,
            "load_after": 1.0,
        },
        "versions": {"plain": {"numpy": "2"}, "pincite": {"numpy": "2"}},
        "failures": {"txtai": "cannot be installed here: <no such package>"},
        "seeds": {"pincite": [cost(1)] * 2, "plain": [cost(12)] * 2},
        "sizes": {"1000": size, "100000": size},
        "rounds": [
            {
                "added": {"plain": cost(1), "pincite": cost(1)},
                "cold": {"plain": cost(10), "pincite": cost(1)},
                "asked": {"plain": asked(each, naive), "pincite": asked(5, ours)},
            }
            for each in (10, 15)
        ],
    }


@pytest.mark.usefixtures("comparison")
def test_ratios_are_taken_within_each_round():
    from comparison.figures import Spread, question_costs, ratios

    found = results()
    naive = question_costs(found, "plain", "cpu", 0.5)
    ours = question_costs(found, "pincite", "cpu", 0.5)
    assert ratios(naive, ours) == Spread(median=2.5, low=2.0, high=3.0)


@pytest.mark.usefixtures("comparison")
def test_quality_is_that_of_every_question_of_every_round():
    import math

    from comparison.figures import qualities

    found = results()
    found["rounds"][1]["asked"]["pincite"] = asked(5, ["b", "a"])
    second = 1 / math.log2(3)
    quality = qualities(found, "plain")["pincite"]
    assert quality.ndcg == pytest.approx((1 + second) / 2)
    assert quality.recall == 0.5
    assert quality.gain
    assert quality.gain[0] == pytest.approx((1 - second) / 2)


@pytest.mark.usefixtures("comparison")
def test_what_was_wanted_is_met_or_not():
    from comparison.figures import qualities
    from comparison.wanted import wanted

    found = results()
    met = {each.measure: each.met for each in wanted(found, qualities(found, "plain"))}
    assert met["its nDCG@10 over that of naive"]
    assert met["`pincite ask` on the shipped papers, cold: CPU"]
    found["seeds"]["pincite"] = [cost(2)] * 2
    met = {each.measure: each.met for each in wanted(found, qualities(found, "plain"))}
    assert not met["`pincite ask` on the shipped papers, cold: CPU"]


@pytest.mark.usefixtures("comparison")
def test_a_report_has_a_row_for_each_system_and_says_why_one_is_missing(tmp_path):
    from comparison.report import write_report

    write_report(results(), tmp_path)
    text = (tmp_path / "speed.md").read_text("utf-8")
    assert "| naive | 12.5 (10.0–15.0) |" in text
    assert "* txtai: cannot be installed here: <no such package>" in text
    assert "numpy 2" in text
    ElementTree.parse(tmp_path / "speed.svg")


@pytest.mark.usefixtures("comparison")
def test_a_report_stands_without_a_growing_library_or_the_naive_pipeline(tmp_path):
    from comparison.report import write_report

    found = results() | {"sizes": {}, "seeds": {}}
    for figures in found["rounds"]:
        for section in figures.values():
            section.pop("plain")
    write_report(found, tmp_path)
    assert "The growing library was not measured" in (tmp_path / "speed.md").read_text()


@pytest.mark.usefixtures("comparison")
def test_names_at_the_ends_of_lines_stand_apart():
    from comparison.drawing import NAME_STEP, draw
    from comparison.figures import qualities

    found = results()
    names = draw(found, qualities(found, "plain"))["plot"]["lines"]
    heights = [line.name_y for line in names]
    assert len(heights) == 3
    assert all(b - a >= NAME_STEP for a, b in itertools.pairwise(heights))


@pytest.mark.usefixtures("comparison")
def test_a_system_that_fails_is_dropped_and_the_others_go_on():
    from comparison.contenders import CONTENDERS, PINCITE
    from comparison.measuring import Running
    from comparison.workers import Worker

    running = Running(list(CONTENDERS))
    with running.trying(PINCITE), Worker([sys.executable, "-c", "1/0"]) as worker:
        worker.ask("load", model="none")
        raise AssertionError("it replied")
    assert running.failures == {"pincite": "ZeroDivisionError: division by zero"}
    assert PINCITE not in running.contenders


@pytest.mark.usefixtures("comparison")
def test_what_rounds_found_is_kept_when_libraries_alone_are_asked(tmp_path):
    import peers

    file = tmp_path / "found.json"
    options = Namespace(rounds=0, results=file, set=Path("made-up"))
    assert peers.earlier(options) is None
    file.write_text(json.dumps(results()))
    assert peers.earlier(options) == results()
    assert peers.earlier(Namespace(**vars(options) | {"rounds": 1})) is None
    with pytest.raises(SystemExit, match=r"found\.json is of made-up"):
        peers.earlier(Namespace(**vars(options) | {"set": Path("another")}))

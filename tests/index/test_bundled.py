import runpy
import subprocess
import sys
import time
from pathlib import Path
from threading import enumerate as enumerate_threads

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bundled import GRAPHS, BundledEmbedder
from index.embedding import Embedding
from index.model_files import bundled_model
from index.reading import read
from index.transformer import SentenceTransformersEmbedder
from seeds import seed_files

ROOT = Path(__file__).parents[2]
CLOSE = 1e-5

ODD = [
    "",
    "[SEP] is [MASK] written [UNK] out [CLS]",
    "x" * 101,
    "nospace" * 400,
    "half \ud800 character",
    "naïve CAFÉ 北京 é ﬁne \x00\u200b\ufeff👩‍👩‍👧",
    "The council shall decide. " * 150,
]


@pytest.fixture(scope="module")
def engine() -> BundledEmbedder:
    return BundledEmbedder(bundled_model())


@pytest.fixture(scope="module")
def reference() -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(bundled_model())


def assert_same(found: Embedding, expected: Embedding):
    np.testing.assert_allclose(found.windows, expected.windows, rtol=0, atol=CLOSE)
    np.testing.assert_allclose(
        found.tokens.vectors, expected.tokens.vectors, rtol=0, atol=CLOSE
    )
    np.testing.assert_array_equal(found.tokens.spans, expected.tokens.spans)
    np.testing.assert_array_equal(found.tokens.windows, expected.tokens.windows)


def test_it_is_the_same_model_to_a_library(
    engine: BundledEmbedder, reference: SentenceTransformersEmbedder
):
    assert engine.fingerprint == reference.fingerprint
    assert engine.dimension == reference.dimension
    assert engine.languages == reference.languages


def test_passages_have_the_references_numbers(
    engine: BundledEmbedder, reference: SentenceTransformersEmbedder
):
    papers = [read(name, content) for name, content in seed_files()]
    texts = [each.text for paper in papers for each in paper.passages[:8]] + ODD
    pairs = zip(
        engine.embed_passages(texts), reference.embed_passages(texts), strict=True
    )
    for found, expected in pairs:
        assert_same(found, expected)


@pytest.mark.parametrize("text", [*ODD, "May a member state inspect a launch site?"])
def test_questions_have_the_references_numbers(
    engine: BundledEmbedder, reference: SentenceTransformersEmbedder, text: str
):
    assert_same(engine.embed_query(text), reference.embed_query(text))


@given(text=st.text(max_size=300), repeats=st.integers(1, 30))
@settings(max_examples=25, deadline=None)
def test_any_text_has_the_references_numbers(
    engine: BundledEmbedder,
    reference: SentenceTransformersEmbedder,
    text: str,
    repeats: int,
):
    text = f"{text} Nothing is generated. " * repeats
    (found,), (expected,) = (
        each.embed_passages([text]) for each in (engine, reference)
    )
    assert_same(found, expected)
    assert engine.reads(text) == reference.reads(text)


@pytest.mark.parametrize("cores", ["1", "3"])
def test_the_number_of_threads_changes_nothing(
    engine: BundledEmbedder, monkeypatch: pytest.MonkeyPatch, cores: str
):
    monkeypatch.setenv("OMP_NUM_THREADS", cores)
    texts = [f"Paragraph {number} of the report. " * number for number in range(1, 30)]
    for text, found in zip(texts, engine.embed_passages(texts), strict=True):
        (alone,) = engine.embed_passages([text])
        assert_same(found, alone)


def test_texts_of_one_length_are_computed_together_and_remain_themselves(
    engine: BundledEmbedder,
):
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight"] * 5
    texts = [f"Article {number} binds all parties. " * 5 for number in numbers]
    together = engine.embed_passages(texts)
    for text, found in zip(texts[:8], together, strict=False):
        (alone,) = engine.embed_passages([text])
        assert_same(found, alone)
    assert not np.allclose(together[0].vector, together[1].vector, atol=1e-3)


def test_an_interruption_stops_the_work(
    engine: BundledEmbedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")

    def interrupt(finished: int) -> None:
        raise KeyboardInterrupt

    engine.embed_query("loaded")
    started = time.process_time()
    engine.embed_passages(["word " * 250] * 4)
    of_four = time.process_time() - started
    started = time.process_time()
    with pytest.raises(KeyboardInterrupt):
        engine.embed_passages(["word " * 250] * 200, interrupt)
    assert time.process_time() - started < 4 * of_four
    assert not [each for each in enumerate_threads() if "embedding" in each.name]


def test_asking_loads_no_training_library(seeds_folder: Path):
    code = (
        "import sys\n"
        "from qa import Assistant\n"
        "with Assistant.open(sys.argv[1]) as assistant:\n"
        "    assert assistant.ask('Why is an arms race dangerous?').citations\n"
        "    assistant.embedder.embed_passages(['One.', 'Two.'])\n"
        "    assistant.lookup('CD/2100, para. 5')\n"
        "print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(seeds_folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    heavy = {"torch", "transformers", "sentence_transformers", "scipy", "sklearn"}
    assert not loaded & heavy
    assert "onnxruntime" in loaded


@pytest.mark.parametrize("fingerprint", GRAPHS)
def test_the_graphs_are_what_their_script_writes(
    monkeypatch: pytest.MonkeyPatch, fingerprint: str
):
    script = ROOT / "benchmarks" / "write_graph.py"
    if not script.is_file():
        pytest.skip("the suite runs without the sources, against an installed wheel")
    onnx = pytest.importorskip("onnx")
    monkeypatch.syspath_prepend(str(script.parent))
    model = runpy.run_path(str(script))["model"]
    shipped = ROOT / "index" / GRAPHS[fingerprint]
    written = onnx.load(str(shipped), load_external_data=False)
    assert written == model(bundled_model().folder / "model.safetensors", fingerprint)

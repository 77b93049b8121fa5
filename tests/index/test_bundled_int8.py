from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from index.bundled import GRAPHS, BundledEmbedder
from index.embedding import Embedding, load_embedder
from index.errors import MismatchedLibraryError
from index.library import Library
from index.model_files import INT8_FINGERPRINT, INT8_MODEL, bundled_model
from index.reading import read
from seeds import seed_files

QUESTION = "May a member state inspect a launch site?"

NEAR = 0.99
"""Of the shipped papers' 84 paragraphs the least cosine is 0.992, and 0.997 for a
paragraph's word pieces in the mean."""

LAYERS, OF_A_LAYER = 6, 6
INPUTS_OF_A_LAYER = 4
"""Of queries, keys and values together; of what attention gives; of the two others."""


@pytest.fixture(scope="module")
def engine() -> BundledEmbedder:
    return BundledEmbedder(bundled_model(INT8_FINGERPRINT))


@pytest.fixture(scope="module")
def single() -> BundledEmbedder:
    return BundledEmbedder(bundled_model())


@pytest.fixture(scope="module")
def texts() -> Sequence[str]:
    papers = [read(name, content) for name, content in seed_files()]
    return [passage.text for paper in papers for passage in paper.passages]


@pytest.fixture(scope="module")
def passages(engine: BundledEmbedder, texts: Sequence[str]) -> list[Embedding]:
    return engine.embed_passages(texts)


@pytest.fixture(scope="module")
def small(
    engine: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("int8") / "library"
    with Library.open(folder, engine.fingerprint, create=True) as library:
        library.add([("a.txt", b"All launch sites are open to inspection.")], engine)
        yield library


def test_its_vectors_are_near_those_in_single_precision(
    single: BundledEmbedder, texts: Sequence[str], passages: Sequence[Embedding]
):
    for found, expected in zip(passages, single.embed_passages(texts), strict=True):
        assert (found.windows * expected.windows).sum(axis=1).min() > NEAR
        of_pieces = (found.tokens.vectors * expected.tokens.vectors).sum(axis=1)
        assert of_pieces.mean() > NEAR
        np.testing.assert_array_equal(found.tokens.spans, expected.tokens.spans)
        assert np.linalg.norm(found.windows, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_texts_vectors_do_not_depend_on_the_texts_beside_it(engine: BundledEmbedder):
    # Of one length, so that they are computed together; one has odd word pieces.
    texts = [f"Article {each} binds all parties." for each in ("one", "two", "∮", "☃")]
    together = engine.embed_passages(texts)
    assert len({len(each.tokens) for each in together}) == 1
    for text, found in zip(texts, together, strict=True):
        (alone,) = engine.embed_passages([text])
        np.testing.assert_allclose(found.windows, alone.windows, atol=1e-6)
        np.testing.assert_allclose(
            found.tokens.vectors, alone.tokens.vectors, atol=1e-6
        )


@pytest.mark.parametrize("cores", ["1", "3"])
def test_passages_embedded_again_are_the_same(
    engine: BundledEmbedder,
    texts: Sequence[str],
    passages: Sequence[Embedding],
    monkeypatch: pytest.MonkeyPatch,
    cores: str,
):
    monkeypatch.setenv("OMP_NUM_THREADS", cores)
    some = slice(10, 40, 3)
    again = engine.embed_passages(texts[some])
    for found, before in zip(again, passages[some], strict=True):
        np.testing.assert_allclose(found.windows, before.windows, atol=1e-6)


def test_it_is_another_model_that_knows_the_same(
    engine: BundledEmbedder, single: BundledEmbedder
):
    assert engine.fingerprint != single.fingerprint
    assert engine.fingerprint.startswith(f"{INT8_MODEL}@")
    assert engine.dimension == single.dimension
    assert engine.languages == single.languages
    assert engine.reads(QUESTION)
    assert not engine.reads("Кто проверяет договор?")


def test_its_name_is_reserved_and_a_graphics_card_never_computes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / INT8_MODEL).mkdir()
    model = load_embedder(INT8_MODEL)
    assert type(model) is BundledEmbedder
    assert model.fingerprint == INT8_FINGERPRINT


def test_its_library_is_refused_in_single_precision_with_the_remedy(
    small: Library, single: BundledEmbedder
):
    with pytest.raises(MismatchedLibraryError, match=rf"\(--model {INT8_MODEL}\)"):
        Library.open(small.folder, single.fingerprint)


def test_a_library_in_single_precision_is_refused_with_the_remedy(seeds_folder: Path):
    with pytest.raises(MismatchedLibraryError, match=r"\(without --model\)"):
        Library.open(seeds_folder, INT8_FINGERPRINT)


def test_weights_are_rounded_once_and_their_sums_fit_every_processor(tmp_path: Path):
    onnx = pytest.importorskip("onnx")
    path = str(_as_loaded(tmp_path / "loaded.onnx"))
    model = onnx.load(path, load_external_data=False)
    kinds = Counter(node.op_type for node in model.graph.node)
    assert kinds["MatMulIntegerToFloat"] == LAYERS * OF_A_LAYER
    assert kinds["QuantizeLinear"] == LAYERS * INPUTS_OF_A_LAYER
    weights = [
        onnx.numpy_helper.to_array(each)
        for each in model.graph.initializer
        if each.data_type == onnx.TensorProto.INT8 and len(each.dims) > 1
    ]
    assert len(weights) == LAYERS * OF_A_LAYER
    # Processors without VNNI add two products in sixteen bits.
    for each in weights:
        largest = np.abs(each.astype(int)).max()
        assert 2 * np.iinfo(np.uint8).max * largest <= np.iinfo(np.int16).max
        assert largest == 64


def _as_loaded(path: Path) -> Path:
    """Write what ONNX Runtime makes of the graph when it is loaded."""
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(path)
    options.add_session_config_entry(
        "session.model_external_initializers_file_folder_path",
        str(bundled_model().folder),
    )
    graph = (files("index") / GRAPHS[INT8_FINGERPRINT]).read_bytes()
    onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return path
